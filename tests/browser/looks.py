"""Who looks at which page of the demo in which language: each page whole in both, and no more.

To look at a page whole costs a second, and four readers see most pages of the desk alike. So the
languages of a page are shared among those who see it.
"""

from dataclasses import dataclass

from tests.browser.demo_addresses import list_pages
from tests.browser.tour import LANGUAGES, READERS


@dataclass(frozen=True)
class Look:
    """One page to open.

    Args:
        path: its address.
        is_whole: whether every rule of axe and every size are held against it, or a glance will do:
            the rules that need no measuring, the narrowest and the widest size.
    """

    path: str
    is_whole: bool


def list_looks(reader: str, language: str, serial: str) -> list[Look]:
    """Return the pages that a reader is to open in a language, in the order of their addresses.

    Args:
        reader: one of ``tests.browser.tour.READERS``.
        language: one of ``tests.browser.tour.LANGUAGES``.
        serial: the serial of a certificate of the demo.
    """
    looks = []
    for number, (path, readers) in enumerate(_pages(serial).items()):
        for seen_by, seen_in, is_whole in _share(number, readers):
            if (seen_by, seen_in) == (reader, language):
                looks.append(Look(path, is_whole))
    return looks


def _pages(serial: str) -> dict[str, list[str]]:
    """Return every page of the demo with the readers who see it."""
    pages: dict[str, list[str]] = {}
    for reader in READERS:
        for path in list_pages(reader, serial):
            pages.setdefault(path, []).append(reader)
    return pages


def _share(number: int, readers: list[str]) -> list[tuple[str, str, bool]]:
    """Return who sees the page of a number in which language, and whether whole.

    The first reader has one language, by turns from page to page, and one of the others, by turns
    too, has the other; who is left glances at it. Where there is one reader, both are the reader's.
    """
    first, *others = readers
    one, other = sorted(LANGUAGES, reverse=number % 2 == 0)
    if not others:
        return [(first, one, True), (first, other, True)]
    second = others[number // 2 % len(others)]
    left = [reader for reader in others if reader != second]
    return [
        (first, one, True),
        (second, other, True),
        *((reader, (one, other)[place % 2], False) for place, reader in enumerate(left)),
    ]
