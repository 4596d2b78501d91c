"""The working of one result: every input and every step's output, kept as data.

Whoever reads these values can redo the score by hand; nobody adds or ranks again.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from judging.scoring.carrying import CarryOver
from judging.scoring.deductions import Deduction
from judging.scoring.points import format_plain, format_scaled, fraction_text
from judging.scoring.rank_working import RankWorking
from judging.scoring.sheet import SeatSheet
from judging.scoring.trimming import LeftOut, SeatValue, TrimChoice

#: What a judge's line says where the total was trimmed, or another one entered instead.
TRIMMED = ("low", "high", "raised", "lowered")

#: What a judge's line says where the sheet entered, whatever the trim made of it.
COUNTED = ("", *TRIMMED)


@dataclass(frozen=True, slots=True)
class Reduction:
    """One list of values made one number: trimmed, then aggregated.

    ``values`` stand in seat order as whole numbers of ``1 / unit`` points. ``total`` and ``count``
    are of the values that enter; ``result`` is the exact aggregate. Both in points. ``share`` is
    the weight of the two seats ``edges``, the lowest and the highest kept; the others weigh 1.
    ``aggregate`` is set only where a judge group has its own.
    """

    values: tuple[SeatValue, ...]
    unit: int
    trim: TrimChoice
    left_out: tuple[LeftOut, ...]
    total: Fraction
    count: int
    result: Fraction
    share: Fraction = Fraction(1)
    edges: tuple[str, ...] = ()
    aggregate: str = ""

    @property
    def divisor(self) -> Fraction:
        """Return how many judges enter, those at the edges with their share."""
        return self.count - len(self.edges) * (1 - self.share)

    def as_data(self) -> dict[str, object]:
        """Return the reduction as a JSON-able mapping; exact points as ``p/q`` text.

        >>> half, trim = Fraction(1, 2), TrimChoice(0, 0)
        >>> Reduction((("1", 5),), 10, trim, (), half, 1, half).as_data()["sum"]
        '1/2'
        """
        data: dict[str, object] = {
            "unit": self.unit,
            "values": [[seat, value] for seat, value in self.values],
            "trim": {"low": self.trim.low, "high": self.trim.high, "because": self.trim.because},
            "dropped": [{"seat": out.seat, "why": out.why} for out in self.left_out],
            "sum": fraction_text(self.total),
            "count": self.count,
            "result": fraction_text(self.result),
        }
        if self.edges:
            data |= {"share": fraction_text(self.share), "edges": list(self.edges)}
        return data | ({"aggregate": self.aggregate} if self.aggregate else {})


@dataclass(frozen=True, slots=True)
class CriterionPart:
    """One criterion when trimming goes by criterion: reduced, rounded, weighed, rounded. Points."""

    key: str
    reduction: Reduction
    value: Fraction
    weight: Fraction
    weighted: Fraction

    def as_data(self) -> dict[str, object]:
        """Return the part as a JSON-able mapping."""
        return {
            "criterion": self.key,
            **self.reduction.as_data(),
            "value": fraction_text(self.value),
            "weight": format_plain(self.weight),
            "weighted": fraction_text(self.weighted),
        }


@dataclass(frozen=True, slots=True)
class GroupPart:
    """One judge group (key ``""`` where the rules declare none) with its aggregate in points.

    Either ``reduction`` (trimming by judge total) or ``criteria`` (trimming by criterion) is set;
    the criteria's sum is divided by ``weight_sum``, which is 1 for rubrics that add up.
    """

    key: str
    weight: Fraction
    reduction: Reduction | None
    criteria: tuple[CriterionPart, ...]
    weight_sum: Fraction
    value: Fraction

    @property
    def reductions(self) -> tuple[tuple[str, Reduction], ...]:
        """Return every reduction with the criterion it belongs to, or ``""``."""
        if self.reduction is not None:
            return (("", self.reduction),)
        return tuple((part.key, part.reduction) for part in self.criteria)

    def as_data(self) -> dict[str, object]:
        """Return the group as a JSON-able mapping."""
        data: dict[str, object] = {"group": self.key, "weight": format_plain(self.weight)}
        if self.reduction is not None:
            data |= self.reduction.as_data()
        else:
            data["criteria"] = [part.as_data() for part in self.criteria]
        return data | {
            "weight_sum": format_plain(self.weight_sum),
            "value": fraction_text(self.value),
        }


@dataclass(frozen=True, slots=True)
class JudgeLine:
    """One seat in the working. ``total_units`` over the working's divisor; None without a total.

    ``left_out`` is ``""`` for a seat that counts, else why it does not: ``practice``, a sheet's
    state, ``incomplete``, ``tie_break``; or ``low`` / ``high`` where a whole judge total was
    trimmed, ``raised`` / ``lowered`` where the nearest one kept entered instead of it.
    """

    sheet: SeatSheet
    total_units: int | None
    left_out: str

    def untrimmed(self) -> "JudgeLine":
        """Return the line as it stands where no trimming took place.

        >>> JudgeLine(SeatSheet("1"), 5, "high").untrimmed().left_out
        ''
        """
        return replace(self, left_out="") if self.left_out in TRIMMED else self


@dataclass(frozen=True, slots=True)
class Working:
    """How one appearance came to its result, in the order of the steps. Values in points.

    The values from ``combined`` on are None where there is no result. ``combined`` is the groups
    together, before the factor; ``aggregate`` is after the factor and its rounding; ``floor`` is
    set only where it lifted the value; ``carry_over`` only where earlier rounds come in; ``exact``
    is what the final rounding rounds.
    ``no_result`` is ``""`` or the stable word for why there is none. ``ranks`` is set under a rank
    method: the values of the reductions are the judges' ranks then, not points.
    """

    scope: str
    aggregate_name: str
    judges: tuple[JudgeLine, ...]
    total_divisor: int
    places: int
    factor: Fraction
    deductions: tuple[Deduction, ...]
    groups: tuple[GroupPart, ...] = ()
    combined: Fraction | None = None
    aggregate: Fraction | None = None
    floor: Fraction | None = None
    exact: Fraction | None = None
    published: int | None = None
    no_result: str = ""
    carry_over: CarryOver | None = None
    ranks: RankWorking | None = None

    @property
    def score(self) -> str | None:
        """Return the published score as text at its places, or None without a result."""
        return None if self.published is None else format_scaled(self.published, self.places)

    @property
    def judge_count(self) -> int:
        """Return how many sheets entered: given, on a seat that counts."""
        return sum(line.left_out in COUNTED for line in self.judges)

    @property
    def deducted(self) -> Fraction:
        """Return the points taken off in all, bonuses set against them, waived ones not counted."""
        return -sum((deduction.effect for deduction in self.deductions), Fraction(0))

    def as_data(self) -> dict[str, object]:
        """Return the working as a JSON-able mapping, the same for the same input every time."""
        data: dict[str, object] = {
            "scope": self.scope,
            "aggregate": self.aggregate_name,
            "divisor": self.total_divisor,
            "judges": [_judge_data(line) for line in self.judges],
            "groups": [group.as_data() for group in self.groups],
            "combined": _text(self.combined),
            "factor": format_plain(self.factor),
            "aggregate_value": _text(self.aggregate),
            "deductions": [_deduction_data(deduction) for deduction in self.deductions],
            "floor": _text(self.floor),
            "exact": _text(self.exact),
            "places": self.places,
            "score": self.score,
            "no_result": self.no_result,
        }
        # What the rules do not ask for is not written: older workings and digests stay as they are.
        carried = {} if self.carry_over is None else {"carry_over": self.carry_over.as_data()}
        ranked = {} if self.ranks is None else {"ranks": self.ranks.as_data()}
        return data | carried | ranked


def _judge_data(line: JudgeLine) -> dict[str, object]:
    return {
        "seat": line.sheet.seat,
        "group": line.sheet.group,
        "state": line.sheet.state,
        "marks": list(line.sheet.marks),
        "total": line.total_units,
        "left_out": line.left_out,
    }


def _text(value: Fraction | None) -> str | None:
    return None if value is None else fraction_text(value)


def _deduction_data(deduction: Deduction) -> dict[str, object]:
    return {
        "code": deduction.code,
        "kind": deduction.kind,
        "points": format_plain(deduction.points),
        "reason": deduction.reason.as_data(),
        "is_waived": deduction.is_waived,
    }
