"""One seat's sheet: marks checked against the rubric, packed for storing, added up exactly."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from judging.scoring.faults import Fault, ScoringError
from judging.scoring.points import (
    MARK_PLACES,
    MARK_UNITS,
    format_plain,
    format_points,
    parse_scaled,
    round_ratio,
    shorten,
)
from judging.scoring.rubric import Criterion, Rubric
from judging.scoring.rule_parts import Rounding

STATES = ("not_yet", "given", "recused", "absent", "void")


@dataclass(frozen=True, slots=True)
class SeatSheet:
    """What the tally reads of one seat for one appearance.

    ``state`` is one of :data:`STATES`; only ``given`` counts. ``marks`` are thousandths of a point
    in criterion order; None is an absent mark, never a zero. ``group`` is the seat's judge group.
    """

    seat: str
    marks: tuple[int | None, ...] = ()
    state: str = "given"
    group: str = ""


@dataclass(frozen=True, slots=True)
class JudgeTotal:
    """A judge total as an exact integer over a divisor that the rubric fixes."""

    units: int
    divisor: int

    @property
    def points(self) -> Fraction:
        """Return the total in points.

        >>> JudgeTotal(91500, 1000).points
        Fraction(183, 2)
        """
        return Fraction(self.units, self.divisor)

    def format(self, places: int) -> str:
        """Write the total at ``places`` decimals, rounded half up for display only.

        >>> JudgeTotal(91500, 1000).format(2)
        '91.50'
        """
        return format_points(self.points, places)


def check_marks(rubric: Rubric, marks: Mapping[str, object], place: str = "") -> tuple[int, ...]:
    """Return a sheet's marks as thousandths of a point in criterion order.

    ``marks`` maps each criterion's key to decimal text ("24", "24.0", "24.5") as it comes from a
    browser or a file. ``place`` is put before each criterion's key in the faults.

    Raises: ScoringError with every fault at once (``mark_missing``, ``unknown_criterion``,
    ``mark_out_of_range``, ``mark_off_step``, and those of a number).

    >>> from judging.scoring.bilingual import Bilingual
    >>> content = Criterion("content", Bilingual("内容", "Content"), 0, 40000, 500, Fraction(1))
    >>> check_marks(Rubric((content,)), {"content": "24.5"})
    (24500,)
    """
    faults: list[Fault] = []
    checked: list[int] = []
    prefix = f"{place}." if place else ""
    for criterion in rubric.criteria:
        where = prefix + criterion.key
        if criterion.key not in marks or marks[criterion.key] in (None, ""):
            faults.append(Fault("mark_missing", where, {"criterion": criterion.key}))
            continue
        try:
            checked.append(check_mark(criterion, marks[criterion.key], where))
        except ScoringError as error:
            faults.extend(error.faults)
    for key in marks:
        if key not in rubric.keys:
            params = {"key": shorten(key), "choices": ", ".join(rubric.keys)}
            faults.append(Fault("unknown_criterion", prefix + shorten(key), params))
    if faults:
        raise ScoringError(faults)
    return tuple(checked)


def check_mark(criterion: Criterion, text: object, place: str = "") -> int:
    """Return one mark, given as decimal text, as thousandths of a point.

    Raises: ScoringError (``mark_out_of_range``, ``mark_off_step``, and those of a number).

    >>> from judging.scoring.bilingual import Bilingual
    >>> content = Criterion("content", Bilingual("内容", "Content"), 0, 40000, 500, Fraction(1))
    >>> check_mark(content, "24.3", "content")
    Traceback (most recent call last):
    judging.scoring.faults.ScoringError: content: mark_off_step (text=24.3, step=0.5, min=0)
    """
    try:
        mark = parse_scaled(text, MARK_PLACES, place)
    except ScoringError as error:
        if error.faults[0].code != "too_many_places":
            raise
        raise ScoringError([_off_step(criterion, shorten(text), place)]) from None
    fault = find_mark_fault(criterion, mark, place)
    if fault is not None:
        raise ScoringError([fault])
    return mark


def find_mark_fault(criterion: Criterion, mark: int, place: str = "") -> Fault | None:
    """Return what is wrong with a mark in thousandths of a point, or None.

    >>> from judging.scoring.bilingual import Bilingual
    >>> content = Criterion("content", Bilingual("内容", "Content"), 0, 40000, 500, Fraction(1))
    >>> find_mark_fault(content, 41000).code
    'mark_out_of_range'
    """
    if criterion.is_in_range(mark):
        if criterion.is_on_step(mark):
            return None
        return _off_step(criterion, _plain(mark), place)
    params = {"text": _plain(mark), "min": _plain(criterion.min), "max": _plain(criterion.max)}
    return Fault("mark_out_of_range", place, params)


def _off_step(criterion: Criterion, text: str, place: str) -> Fault:
    params = {"text": text, "step": _plain(criterion.step), "min": _plain(criterion.min)}
    return Fault("mark_off_step", place, params)


def _plain(units: int) -> str:
    return format_plain(Fraction(units, MARK_UNITS))


def judge_total(
    rubric: Rubric, marks: Sequence[int], rounding: Rounding | None = None
) -> JudgeTotal:
    """Return the weighted sum of one sheet's marks (thousandths, criterion order), exactly.

    Without named roundings the units are Σ whole weight·mark and the divisor is
    :attr:`Rubric.divisor`. ``rounding`` applies its points ``criterion``, ``weighted_criterion``
    and ``judge_total``, in this order; the divisor depends on the rules alone, never on the marks.

    Raises: ScoringError (``marks_do_not_fit_rubric``).

    >>> from judging.scoring.bilingual import Bilingual
    >>> content = Criterion("content", Bilingual("内容", "Content"), 0, 40000, 500, Fraction(1))
    >>> judge_total(Rubric((content,)), [24500])
    JudgeTotal(units=24500, divisor=1000)
    """
    check_length(rubric, marks)
    rounding = rounding or Rounding()
    scale = MARK_UNITS
    if rounding.criterion is not None:
        marks = [round_ratio(mark, scale, rounding.criterion) for mark in marks]
        scale = 10**rounding.criterion
    parts = [weight * mark for weight, mark in zip(rubric.weights, marks, strict=True)]
    if rounding.weighted_criterion is None:
        units, divisor = sum(parts), scale * rubric.weight_divisor
    else:
        scale *= rubric.weight_scale
        units = sum(round_ratio(part, scale, rounding.weighted_criterion) for part in parts)
        divisor = 10**rounding.weighted_criterion
        if rubric.combine == "mean":
            # Dividing by Σ weight = sum(weights) / weight_scale, without ever making a quotient.
            units, divisor = units * rubric.weight_scale, divisor * sum(rubric.weights)
    if rounding.judge_total is not None:
        units, divisor = round_ratio(units, divisor, rounding.judge_total), 10**rounding.judge_total
    return JudgeTotal(units, divisor)


def check_length(rubric: Rubric, marks: Sequence[object]) -> None:
    """Refuse a sheet that has not one place for each criterion.

    Raises: ScoringError (``marks_do_not_fit_rubric``).

    >>> check_length(Rubric(()), [])
    """
    if len(marks) != len(rubric.criteria):
        params = {"count": len(marks), "expected": len(rubric.criteria)}
        raise ScoringError([Fault("marks_do_not_fit_rubric", "", params)])


def pack_marks(marks: Sequence[int]) -> bytes:
    """Pack marks (thousandths, criterion order) as little-endian 32-bit integers.

    >>> pack_marks([24500, 9000]).hex()
    'b45f000028230000'
    """
    return struct.pack(f"<{len(marks)}i", *marks)


def unpack_marks(packed: bytes) -> tuple[int, ...]:
    """Return the marks that :func:`pack_marks` packed.

    Raises: ScoringError (``packed_marks_damaged``).

    >>> unpack_marks(pack_marks([24500, -9000]))
    (24500, -9000)
    """
    if len(packed) % 4:
        raise ScoringError([Fault("packed_marks_damaged", "", {"length": len(packed)})])
    return struct.unpack(f"<{len(packed) // 4}i", packed)
