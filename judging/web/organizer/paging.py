"""Links to the pages of a long list: the first, the last, and those near the present one."""

from collections.abc import Callable
from dataclasses import dataclass

_NEAR = 2


@dataclass(frozen=True)
class PageLinks:
    """What the macro ``pagination`` takes: pairs of number and address, None for a gap."""

    pages: tuple[tuple[int | None, str], ...]
    previous_url: str | None
    next_url: str | None


def page_links(page: int, page_count: int, url_of: Callable[[int], str]) -> PageLinks:
    """Return the links of a list.

    Args:
        page: the present page, from one.
        page_count: how many there are.
        url_of: gives the address of a page.
    """
    shown = [n for n in range(1, page_count + 1) if n in (1, page_count) or abs(n - page) <= _NEAR]
    pages: list[tuple[int | None, str]] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            pages.append((None, ""))
        pages.append((number, url_of(number)))
    return PageLinks(
        tuple(pages),
        url_of(page - 1) if page > 1 else None,
        url_of(page + 1) if page < page_count else None,
    )
