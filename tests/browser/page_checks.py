"""What is held against a page as it stands in the browser, beside axe's rules."""

import gettext
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.axe import violations
from tests.browser.sizes import ALL

_CATALOGUE = Path(__file__).parents[2] / "judging" / "translations"
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
_STICKING_OUT = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrollsByItself = (one) => one !== document.body &&
    ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(one).overflowX);
  const isHeld = ({ parentElement: up }) => Boolean(up) && (scrollsByItself(up) || isHeld(up));
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > width + 1 && !isHeld(one))
    .slice(0, 3).map((one) => one.outerHTML.slice(0, 120));
}
"""
#: What is visible, less what is marked as being in another language than the page.
_READER_TEXT = """
() => [...document.querySelectorAll("body [lang]")]
  .filter((one) => one.lang !== document.documentElement.lang && one.innerText)
  .reduce((text, one) => text.replace(one.innerText, " "), document.body.innerText)
"""


class Slips:
    """What is wrong with pages, each thing once, with the pages that have it."""

    def __init__(self) -> None:
        self.pages: dict[str, list[str]] = {}
        self._titles: dict[str, str] = {}

    def add(self, path: str, what: str) -> None:
        """Note one thing on one page."""
        self.pages.setdefault(" ".join(what.split()), []).append(path)

    def check_barriers(self, page: Page, path: str, left_out: Sequence[str] = ()) -> None:
        """Note what axe objects to by its rules, less those that are left out."""
        for rule in violations(page, left_out):
            for node in rule["nodes"][:3]:
                self.add(
                    path, f"{rule['id']} ({rule['impact']}), {rule['help']}: {node['html'][:160]}"
                )

    def check_sizes(self, page: Page, path: str, sizes: Sequence[tuple[int, int]] = ALL) -> None:
        """Note what sticks out at the side on a phone, a tablet and a laptop, or at other sizes.

        It begins at the end where the page stands, since each change of size is laid out anew, and
        leaves the page at the other end.
        """
        for width, height in reversed(sizes) if is_at(page, sizes[-1]) else sizes:
            if not is_at(page, (width, height)):
                page.set_viewport_size({"width": width, "height": height})
            for html in page.evaluate(_STICKING_OUT):
                self.add(path, f"sticks out at {width} px: {html}")

    def check_head(self, page: Page, path: str, language: str) -> None:
        """Note another language than the reader's, and a title that is empty or another page's."""
        marked, title = page.evaluate("[document.documentElement.lang, document.title.trim()]")
        if marked != language:
            self.add(path, f"is not marked as {language}")
        place = path.partition("?")[0]
        owner = self._titles.setdefault(title, place)
        if not title:
            self.add(path, "has no title")
        elif owner != place:
            self.add(path, f"has the title of {owner}: {title}")

    def check_words(self, page: Page, path: str) -> None:
        """Note source sentences that a Chinese reader finds untranslated."""
        text = " ".join(page.evaluate(_READER_TEXT).split())
        for sentence in english_sentences():
            # Few sentences are in the text at all; a pattern for each costs a quarter of a second.
            if sentence in text and re.search(rf"\b{re.escape(sentence)}(?!\w)", text):
                self.add(path, f"is not translated: {sentence}")

    def __str__(self) -> str:
        return "\n".join(
            f"{what}\n    on {len(paths)}: {', '.join(paths[:4])}"
            for what, paths in self.pages.items()
        )


def is_at(page: Page, size: tuple[int, int]) -> bool:
    """Say whether a page stands at a size."""
    stands = page.viewport_size
    return stands is not None and (stands["width"], stands["height"]) == size


@cache
def english_sentences() -> tuple[str, ...]:
    """Return all source sentences of two words or more that read otherwise in Chinese.

    Of a sentence with places to fill in, its longest piece counts if it has three words.
    """
    catalogue = gettext.translation("messages", _CATALOGUE, ["zh_Hans"])
    assert isinstance(catalogue, gettext.GNUTranslations)
    entries = catalogue._catalog.items()  # type: ignore[attr-defined]
    found = set()
    for key, said in entries:
        sentence = key[0] if isinstance(key, tuple) else key
        pieces = [piece.strip() for piece in _PLACEHOLDER.split(sentence)]
        longest = max(pieces, key=len)
        words = len(longest.split())
        if said != sentence and words >= (3 if len(pieces) > 1 else 2):
            found.add(" ".join(longest.split()))
    return tuple(sorted(found))
