"""Typing slips in single marks: 9 for 90, or a criterion left at its minimum."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from judging.scoring.points import MARK_UNITS
from judging.scoring.review_statistics import median_of
from judging.scoring.rubric import Criterion, Rubric
from judging.scoring.sheet import SeatSheet

#: A mark so far from the judge's own other marks, as a share of its range, may be a slip.
SLIP_SHARE = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Slip:
    """A mark that may be a typing slip, in points; ``usual`` is None for a bare minimum."""

    criterion: str
    mark: Fraction
    usual: Fraction | None
    share: Fraction = Fraction(0)


def find_slips(rubric: Rubric, sheet: SeatSheet, own: Sequence[SeatSheet] = ()) -> tuple[Slip, ...]:
    """Return the marks of a sheet that look mistyped, in criterion order.

    A mark is compared as a share of its range with the median share of the judge's other marks on
    the sheet and of the judge's marks for the same criterion in ``own``, the judge's sheets for
    others. It looks mistyped where the two differ by at least half the range, or at the minimum.

    >>> from judging.scoring.bilingual import Bilingual
    >>> talk = Criterion("talk", Bilingual("演讲", "Talk"), 0, 100_000, 500, Fraction(1))
    >>> before = [SeatSheet("1", (88_000,)), SeatSheet("1", (91_000,))]
    >>> find_slips(Rubric((talk,)), SeatSheet("1", (9_000,)), before)[0].usual
    Fraction(179, 2)
    """
    found = []
    for index, (criterion, mark) in enumerate(zip(rubric.criteria, sheet.marks, strict=True)):
        if mark is None:
            continue
        beside = _shares(rubric, sheet, without=index)
        before = [_share(criterion, other.marks[index]) for other in own]
        slip = _judge(criterion, mark, [*beside, *(each for each in before if each is not None)])
        if slip is not None:
            found.append(slip)
    return tuple(found)


def _judge(criterion: Criterion, mark: int, known: Sequence[Fraction]) -> Slip | None:
    """Return the slip that a mark may be, seen beside the judge's other shares."""
    points = Fraction(mark, MARK_UNITS)
    if known:
        usual = median_of(known)
        apart = abs(_share_of(criterion, mark) - usual)
        if apart >= SLIP_SHARE:
            reach = Fraction(criterion.max - criterion.min, MARK_UNITS)
            expected = Fraction(criterion.min, MARK_UNITS) + usual * reach
            return Slip(criterion.key, points, expected, apart)
    return Slip(criterion.key, points, None) if mark == criterion.min else None


def _shares(rubric: Rubric, sheet: SeatSheet, without: int) -> list[Fraction]:
    """Return the shares of a sheet's other marks."""
    pairs = enumerate(zip(rubric.criteria, sheet.marks, strict=True))
    shares = [_share(criterion, mark) for index, (criterion, mark) in pairs if index != without]
    return [share for share in shares if share is not None]


def _share(criterion: Criterion, mark: int | None) -> Fraction | None:
    return None if mark is None else _share_of(criterion, mark)


def _share_of(criterion: Criterion, mark: int) -> Fraction:
    return Fraction(mark - criterion.min, criterion.max - criterion.min)
