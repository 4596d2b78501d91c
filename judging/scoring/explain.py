"""One renderer for every working: the line that a parent can redo by hand.

``92.50  ~~95.00~~  91.00  ~~88.00~~ → 183.50 / 2 = 91.75 − 0.50 (overtime 12 s) = 91.25``

The line is made of segments with a kind, so that a page can strike out, colour or translate a part
without adding anything up again. Language-neutral apart from the reasons, which are pairs.
"""

from fractions import Fraction

from judging.scoring.carrying import CarriedPart, CarryOver
from judging.scoring.deductions import Deduction
from judging.scoring.explain_line import Line, Segment, exact_text, join_segments
from judging.scoring.explain_panel import write_group, write_judges
from judging.scoring.explain_ranks import write_ranks
from judging.scoring.rank_methods import is_lower_better
from judging.scoring.working import Working

__all__ = ["Segment", "explain", "join_segments", "segments"]


def segments(working: Working, language: str = "en") -> tuple[Segment, ...]:
    """Return the working as the segments of one line.

    ``language`` (``zh`` or ``en``) picks the side of the deductions' reasons and of the words that
    say why fewer were dropped than the rule asks for. Practice seats are
    left out: they never count, and their marks are nobody's business but the trainee's; so are
    tie-break seats, which have no part in the sum.

    >>> working = Working("judge_total", "mean", (), 1000, 2, Fraction(1), (), no_result="absent")
    >>> segments(working)[-1].note
    'absent'
    """
    line = Line(working.places, language)
    if not working.groups or working.exact is None:
        write_judges(line, working)
        line.add("operator", "→")
        line.segments.append(Segment("no_result", "—", note=working.no_result))
        return tuple(line.segments)
    if working.ranks is not None:
        write_ranks(line, working)
    else:
        _write_points(line, working)
    _apply_deductions(line, working)
    if working.carry_over is not None:
        _carry_over(line, working.carry_over)
    _finish(line, working)
    return tuple(line.segments)


def explain(working: Working, language: str = "en") -> str:
    """Return the working as one line of text; what was dropped or waived stands in ``~~ ~~``.

    >>> from judging.scoring.rules import parse_rules
    >>> from judging.scoring.sheet import SeatSheet
    >>> from judging.scoring.tally import tally
    >>> talk = {"key": "talk", "name": {"zh": "演讲"}, "max": "100", "step": "0.5"}
    >>> rules = {"name": {"zh": "例"}, "rubric": {"criteria": [talk]}}
    >>> rules["tally"] = {"trim": {"low": 1, "high": 1}}
    >>> marks = (92500, 95000, 91000, 88000, 93000, 90500, 91500)
    >>> sheets = [SeatSheet(str(seat), (mark,)) for seat, mark in enumerate(marks, 1)]
    >>> explain(tally(parse_rules(rules), sheets).working)
    '92.50  ~~95.00~~  91.00  ~~88.00~~  93.00  90.50  91.50 → 458.50 / 5 = 91.70'
    """
    return join_segments(segments(working, language))


def _write_points(line: Line, working: Working) -> None:
    """Write the judges' numbers and the way to the aggregate."""
    judges = {judge.sheet.seat: judge for judge in working.judges}
    for group in working.groups:
        write_group(line, working, group, judges)
    _combine_groups(line, working)
    _apply_factor(line, working)


def _combine_groups(line: Line, working: Working) -> None:
    groups = working.groups
    assert working.combined is not None
    if len(groups) == 1:
        if groups[0].key:
            line.add("number", exact_text(working.combined, line.places))
        return
    for number, group in enumerate(groups):
        line.number("+" if number else "(", group.value)
        line.add("operator", "×")
        line.add("number", exact_text(group.weight, 0))
    line.add("operator", ")")
    weight = sum((group.weight for group in groups), Fraction(0))
    line.add("operator", "/")
    line.add("number", exact_text(weight, 0))
    line.equals(working.combined)


def _apply_factor(line: Line, working: Working) -> None:
    assert working.combined is not None
    if working.factor == 1:
        line.rounds(working.combined, working.aggregate)
        return
    line.add("operator", "×")
    line.add("number", exact_text(working.factor, 0))
    line.equals(working.combined * working.factor, working.aggregate)


def _apply_deductions(line: Line, working: Working) -> None:
    assert working.aggregate is not None
    # A sum of ranks gets worse as it rises: what is taken off is added there.
    lower_first = is_lower_better(working.aggregate_name)
    for deduction in working.deductions:
        sign = "+" if (deduction.kind == "bonus") != lower_first else "−"
        text = _deduction_text(line, deduction)
        if deduction.is_waived:
            line.add("waived", f"{sign} {text}")
        else:
            line.add("operator", sign)
            line.add("deduction", text)
    if any(not deduction.is_waived for deduction in working.deductions):
        taken = -working.deducted if lower_first else working.deducted
        line.equals(working.aggregate - taken)
    if working.floor is not None:
        line.add("operator", "→")
        line.add("floor", exact_text(working.floor, line.places))


def _deduction_text(line: Line, deduction: Deduction) -> str:
    reason = deduction.reason.zh if line.language == "zh" else deduction.reason.en
    return f"{exact_text(deduction.points, line.places)} ({reason})"


def _carry_over(line: Line, carried: CarryOver) -> None:
    """Write this round's own value again with its weight, and what each earlier round adds."""
    line.add("operator", ";")
    line.add("number", exact_text(carried.own, line.places))
    _weigh(line, carried.weight)
    for part in carried.earlier:
        line.add("operator", "+")
        line.add("carried", _carried_text(line, part))
        if part.value is not None:
            _weigh(line, part.weight)
    line.equals(carried.result)


def _weigh(line: Line, weight: Fraction) -> None:
    if weight != 1:
        line.add("operator", "×")
        line.add("number", exact_text(weight, 0))


def _carried_text(line: Line, part: CarriedPart) -> str:
    where = part.round
    if part.rank is not None:
        is_chinese = line.language == "zh"
        where += f" 第 {part.rank} 名" if is_chinese else f", rank {part.rank}"
    return f"{'—' if part.value is None else exact_text(part.value, line.places)} ({where})"


def _finish(line: Line, working: Working) -> None:
    """End on the published score: the last number itself, or what its rounding makes of it."""
    score = working.score or ""
    last = line.segments[-1]
    if last.kind in ("number", "floor") and last.text == score:
        line.segments[-1] = Segment("score", score)
        return
    is_same = exact_text(working.exact or Fraction(0), line.places) == score
    line.add("operator", "=" if is_same else "≈")
    line.add("score", score)
