"""Every page that the demo leads to: no barrier, whole at every size, in both languages."""

from collections.abc import Sequence

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations
from tests.browser.sizes import LAPTOP, PHONE, TABLET
from tests.browser.tour import LANGUAGES, READERS, enter, walk

_STICKING_OUT = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrollsByItself = (one) => one !== document.body &&
    ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(one).overflowX);
  const isHeld = (one) => {
    let up = one.parentElement;
    while (up && !scrollsByItself(up)) up = up.parentElement;
    return Boolean(up);
  };
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > width + 1 && !isHeld(one))
    .slice(0, 3).map((one) => one.outerHTML.slice(0, 120));
}
"""


class Slips:
    """What is wrong with pages, each thing once, with the pages that have it."""

    def __init__(self) -> None:
        self.pages: dict[str, list[str]] = {}

    def add(self, path: str, what: str) -> None:
        """Note one thing on one page."""
        self.pages.setdefault(" ".join(what.split()), []).append(path)

    def check_barriers(self, page: Page, path: str, rules: Sequence[str] = ()) -> None:
        """Note what axe objects to; only by the named rules, if any."""
        for rule in violations(page, rules):
            for node in rule["nodes"][:3]:
                self.add(
                    path, f"{rule['id']} ({rule['impact']}), {rule['help']}: {node['html'][:160]}"
                )

    def check_sizes(self, page: Page, path: str) -> None:
        """Note what sticks out at the side on a phone and on a tablet."""
        for width, height in (PHONE, TABLET):
            page.set_viewport_size({"width": width, "height": height})
            for html in page.evaluate(_STICKING_OUT):
                self.add(path, f"sticks out at {width} px: {html}")
        page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})

    def __str__(self) -> str:
        return "\n".join(
            f"{what}\n    on {len(paths)}: {', '.join(paths[:4])}"
            for what, paths in self.pages.items()
        )


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", READERS)
def test_no_page_has_a_barrier_or_scrolls_sideways(page_at, reader, language):
    page = page_at(*LAPTOP, locale=LANGUAGES[language], expected_errors=("status of 404",))
    enter(page, reader)
    slips = Slips()
    for path in walk(page, reader):
        slips.check_barriers(page, path)
        slips.check_sizes(page, path)
    if slips.pages:
        pytest.fail(str(slips), pytrace=False)


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
def test_the_dark_theme_has_contrast_enough(page_at, reader):
    page = page_at(*PHONE, color_scheme="dark", expected_errors=("status of 404",))
    enter(page, reader)
    slips = Slips()
    for path in walk(page, reader):
        slips.check_barriers(page, path, ["color-contrast", "link-in-text-block"])
    if slips.pages:
        pytest.fail(str(slips), pytrace=False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", READERS)
def test_pages_speak_the_language_of_the_reader(page_at, reader, language):
    page = page_at(*LAPTOP, locale=LANGUAGES[language])
    enter(page, reader)
    page.goto("/account" if reader != "visitor" else "/")
    assert page.locator("html").get_attribute("lang") == {"zh": "zh-Hans", "en": "en"}[language]
