"""Comments on paper sheets, which whoever confirms a sheet reads and compares with the paper.

Marks are typed blind, for a slip of one decides a place. A comment is text: two people never put
the same commas, so the second sees what the first typed and stands by it, or changes it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from judging.models import PaperReading, PaperState
from judging.scoring.paper import COMMENTS


@dataclass(frozen=True)
class PaperComment:
    """One comment of a sheet as its field shows it.

    Args:
        text: the own typing, else what another person typed and waits with.
        by: who typed it, where it is another person's; else empty.
        others: name and text of each that is not empty and says something else, oldest first.
    """

    text: str = ""
    by: str = ""
    others: tuple[tuple[str, str], ...] = ()


def comments_of(
    mine: PaperReading | None, waiting: Iterable[PaperReading], names: Mapping[str, str]
) -> Mapping[str, PaperComment]:
    """Return the comments of a sheet, by their place.

    Args:
        mine: the reader's own typing that is not settled.
        waiting: what others typed and wait with, oldest first.
        names: of people, by pseudonym.
    """
    rows = tuple(waiting)
    return {place: _comment(place, mine, rows, names) for place in COMMENTS}


def _comment(
    place: str,
    mine: PaperReading | None,
    waiting: tuple[PaperReading, ...],
    names: Mapping[str, str],
) -> PaperComment:
    """Return one comment; what was handed in without it is not filled by another's."""
    typed = [(names.get(row.author, ""), row.typed.get(place, "")) for row in waiting]
    own = mine.typed.get(place, "") if mine else ""
    by, text = "", own
    if not own and (mine is None or mine.state == PaperState.DRAFT):
        by, text = next((each for each in typed if each[1]), ("", ""))
    return PaperComment(text, by, tuple(each for each in typed if each[1] not in ("", text)))
