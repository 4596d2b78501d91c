"""A panel's part of the line: the judges' numbers and the way to the aggregate."""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from judging.scoring.bilingual import Bilingual
from judging.scoring.explain_line import LONGEST, Line, Segment, exact_text
from judging.scoring.points import find_places
from judging.scoring.rule_parts import PRACTICE_GROUP, TIE_BREAK_GROUP
from judging.scoring.trimming import SeatValue
from judging.scoring.working import GroupPart, JudgeLine, Reduction, Working

#: Seats that do not stand in the line: what they give has no part in the sum.
_OUTSIDE = (PRACTICE_GROUP, TIE_BREAK_GROUP)

#: Aggregates whose line ends on a sum over a count.
_DIVIDED = ("mean", "winsorised", "interquartile_integer", "interquartile_fractional")


def write_judges(line: Line, working: Working) -> None:
    """Write every counting seat with its judge total, where there is no result to lead to.

    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> line = Line(2, "en")
    >>> write_judges(line, specimen_outcome(specimen_rules(), 90, 91).working)
    >>> [segment.text for segment in line.segments]
    ['90.00', '91.00']
    """
    values = [
        (judge.sheet.seat, judge.total_units)
        for judge in working.judges
        if judge.total_units is not None and judge.left_out not in _OUTSIDE
    ]
    shown = _texts(values, working.total_divisor, line.places)
    for judge in working.judges:
        _write_seat(line, judge, shown.get(judge.sheet.seat), "value")


def _write_seat(line: Line, judge: JudgeLine, text: str | None, kind: str) -> None:
    seat = judge.sheet.seat
    if judge.left_out in _OUTSIDE:
        return
    if text is None:
        state = "incomplete" if judge.sheet.state == "given" else judge.sheet.state
        line.segments.append(Segment("absent", "—", seat, state))
    else:
        line.segments.append(Segment(kind, text, seat))


def _texts(values: Sequence[SeatValue], unit: int, places: int) -> dict[str, str]:
    """Write numbers that stand side by side with the same decimals, as the longest needs."""
    width = min(max([places, *(_needed(value, unit) for _, value in values)]), LONGEST)
    return {seat: _text(value, unit, width) for seat, value in values}


# Judge totals repeat: a panel of seven on half points has a few dozen of them in a whole round.
@lru_cache(maxsize=65_536)
def _needed(value: int, unit: int) -> int:
    return find_places(Fraction(value, unit)) or 0


@lru_cache(maxsize=65_536)
def _text(value: int, unit: int, width: int) -> str:
    return exact_text(Fraction(value, unit), width)


def write_group(
    line: Line, working: Working, group: GroupPart, judges: dict[str, JudgeLine]
) -> None:
    """Write one judge group: its seats, what was dropped, and the steps to its aggregate.

    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> working = specimen_outcome(specimen_rules(), 90, 91).working
    >>> line = Line(2, "en")
    >>> write_group(line, working, working.groups[0], {})
    >>> line.segments[-1].text
    '90.50'
    """
    if group.key:
        line.add("label", f"{group.key}:")
    for key, reduction in group.reductions:
        if key:
            line.add("label", f"{key}:")
        _write_reduction(line, working, reduction, _seats_of(working, group, reduction, judges))
        if key:
            _weigh(line, group, key)
    if group.reduction is None:
        _add_criteria(line, group)
    else:
        line.rounds(group.reduction.result, group.value)
    if group.key:
        line.add("operator", ";")


def _seats_of(
    working: Working, group: GroupPart, reduction: Reduction, judges: dict[str, JudgeLine]
) -> list[JudgeLine]:
    """Return the judges to list: those with a value, and the absent ones of the same group."""
    here = {seat for seat, _ in reduction.values}
    if len(working.groups) == 1 and not group.key:
        return list(working.judges)
    return [
        judge
        for seat, judge in judges.items()
        if seat in here or (judge.sheet.group == group.key and judge.left_out)
    ]


def _write_reduction(
    line: Line, working: Working, reduction: Reduction, judges: Sequence[JudgeLine]
) -> None:
    if reduction.values:
        _write_values(line, reduction, judges)
    else:
        line.add("label", _NOT_PUBLIC.zh if line.language == "zh" else _NOT_PUBLIC.en)
    note = _TRIM_NOTES.get(_trim_case(reduction))
    if note is not None and reduction.values:
        text = (note.zh if line.language == "zh" else note.en).format(
            count=len(reduction.values), low=reduction.trim.low, high=reduction.trim.high
        )
        line.add("trim", text)
    line.add("operator", "→")
    aggregate = reduction.aggregate or working.aggregate_name
    if aggregate in _DIVIDED:
        line.add("number", exact_text(reduction.total, line.places))
        line.add("operator", "/")
        line.add("number", exact_text(reduction.divisor, 0))
        line.equals(reduction.result)
    else:
        if aggregate != "sum":
            line.add("label", aggregate)
        line.add("number", exact_text(reduction.result, line.places))


def _write_values(line: Line, reduction: Reduction, judges: Sequence[JudgeLine]) -> None:
    """Write the judges' numbers: struck out where trimmed, with what entered instead of them."""
    shown = _texts(reduction.values, reduction.unit, line.places)
    why = {out.seat: out.why for out in reduction.left_out}
    kept = [(value, seat) for seat, value in reduction.values if seat not in why]
    instead = {"raised": min(kept)[1], "lowered": max(kept)[1]}
    for judge in judges:
        seat = judge.sheet.seat
        if seat in reduction.edges:
            share = exact_text(reduction.share, 0)
            line.segments.append(Segment("part", f"{shown[seat]} × {share}", seat))
            continue
        _write_seat(line, judge, shown.get(seat), "dropped" if seat in why else "value")
        if why.get(seat) in instead:
            line.segments.append(Segment("instead", shown[instead[why[seat]]], seat))


#: Instead of marks that a release keeps back.
_NOT_PUBLIC = Bilingual("［分项分不公开］", "[single marks are not public]")

#: Why fewer were dropped than the rule says, for those who were in the hall.
_TRIM_NOTES = {
    "none": Bilingual("（未去极值，n = {count}）", "(trimming not applied, n = {count})"),
    "reduced": Bilingual(
        "（少去极值：低 {low}、高 {high}，n = {count}）",
        "(trimming reduced to {low} low, {high} high, n = {count})",
    ),
    "closest_two": Bilingual("（取最接近的两个，n = {count}）", "(closest two, n = {count})"),
}


def _trim_case(reduction: Reduction) -> str:
    trim = reduction.trim
    if trim.because != "few_judges":
        return trim.because
    return "reduced" if trim.low or trim.high else "none"


def _weigh(line: Line, group: GroupPart, key: str) -> None:
    part = next(part for part in group.criteria if part.key == key)
    line.rounds(part.reduction.result, part.value)
    if part.weight != 1:
        line.add("operator", "×")
        line.add("number", exact_text(part.weight, 0))
        line.equals(part.value * part.weight, part.weighted)
    else:
        line.rounds(part.value, part.weighted)
    line.add("operator", ";")


def _add_criteria(line: Line, group: GroupPart) -> None:
    total = sum((part.weighted for part in group.criteria), Fraction(0))
    for number, part in enumerate(group.criteria):
        if number:
            line.add("operator", "+")
        line.add("number", exact_text(part.weighted, line.places))
    if len(group.criteria) > 1:
        line.equals(total)
    if group.weight_sum != 1:
        line.add("operator", "/")
        line.add("number", exact_text(group.weight_sum, 0))
        line.equals(total / group.weight_sum, group.value)
    else:
        line.rounds(total, group.value)
