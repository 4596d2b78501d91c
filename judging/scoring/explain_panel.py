"""A panel's part of the line: the judges' numbers and the way to the aggregate."""

from collections.abc import Sequence
from fractions import Fraction

from judging.scoring.explain_line import LONGEST, Line, Segment, exact_text
from judging.scoring.points import find_places
from judging.scoring.working import GroupPart, JudgeLine, Reduction, Working


def list_judges(line: Line, working: Working) -> None:
    """Write every counting seat with its judge total, where there is no result to lead to."""
    values = [
        (judge.sheet.seat, Fraction(judge.total_units, working.total_divisor))
        for judge in working.judges
        if judge.total_units is not None and judge.left_out != "practice"
    ]
    shown = dict(zip((seat for seat, _ in values), _texts(values, line.places), strict=True))
    for judge in working.judges:
        _write_seat(line, judge, shown.get(judge.sheet.seat), "value")


def _write_seat(line: Line, judge: JudgeLine, text: str | None, kind: str) -> None:
    seat = judge.sheet.seat
    if judge.left_out == "practice":
        return
    if text is None:
        state = "incomplete" if judge.sheet.state == "given" else judge.sheet.state
        line.segments.append(Segment("absent", "—", seat, state))
    else:
        line.segments.append(Segment(kind, text, seat))


def _texts(values: Sequence[tuple[str, Fraction]], places: int) -> list[str]:
    """Write numbers that stand side by side with the same decimals, as the longest needs."""
    needed = [find_places(value) or 0 for _, value in values]
    width = min(max([places, *needed]), LONGEST)
    return [exact_text(value, width) for _, value in values]


def write_group(
    line: Line, working: Working, group: GroupPart, judges: dict[str, JudgeLine]
) -> None:
    """Write one judge group: its seats, what was dropped, and the steps to its aggregate."""
    if group.key:
        line.add("label", f"{group.key}:")
    for key, reduction in group.reductions:
        if key:
            line.add("label", f"{key}:")
        _write_reduction(line, working, reduction, _seats_of(working, group, reduction, judges))
        if key:
            _weigh(line, group, key)
    if group.criteria:
        _add_criteria(line, group)
    elif group.reduction:
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
    values = [(seat, Fraction(value, reduction.unit)) for seat, value in reduction.values]
    shown = dict(zip((seat for seat, _ in values), _texts(values, line.places), strict=True))
    dropped = {out.seat for out in reduction.left_out}
    for judge in judges:
        seat = judge.sheet.seat
        _write_seat(line, judge, shown.get(seat), "dropped" if seat in dropped else "value")
    line.add("operator", "→")
    if working.aggregate_name == "mean":
        line.add("number", exact_text(reduction.total, line.places))
        line.add("operator", "/")
        line.add("number", str(reduction.count))
        line.equals(reduction.result)
    else:
        if working.aggregate_name != "sum":
            line.add("label", working.aggregate_name)
        line.add("number", exact_text(reduction.result, line.places))


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
