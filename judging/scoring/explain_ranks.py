"""A rank method's part of the line: the judges' ranks and the way to the value.

``1  2  ~~4~~  1 → 4``; ``1  3  2 → 1 + 1/3 + 1/2 = 1.8333… ≈ 1.83``; where majorities decide, from
the first such column: ``1  2  4  1  3 → ≤2: 3 (4) → 2``, three judges whose places make 4.
"""

from fractions import Fraction

from judging.scoring.bilingual import Bilingual
from judging.scoring.explain_line import Line, Segment, exact_text
from judging.scoring.points import format_plain
from judging.scoring.rank_working import Column, RankWorking
from judging.scoring.working import GroupPart, JudgeLine, Reduction, Working

_WINS = Bilingual("胜 {wins}/{others}", "beats {wins} of {others}")
_RULE = Bilingual("（规则 {rule}）", "(rule {rule})")


def write_ranks(line: Line, working: Working) -> None:
    """Write the ranks of every dance and what the method makes of them.

    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> line = Line(0, "en")
    >>> rules = specimen_rules(tally={"aggregate": "rank_sum"})
    >>> write_ranks(line, specimen_outcome(rules, 90, 91).working)
    >>> [segment.text for segment in line.segments]
    ['1', '1', '→', '2']
    """
    (group,), ranks = working.groups, working.ranks
    assert ranks is not None
    for number, (key, reduction) in enumerate(group.reductions):
        if key:
            line.add("label", f"{key}:")
        for judge in working.judges:
            _write_rank(line, judge, reduction)
        line.add("operator", "→")
        if ranks.columns:
            _write_columns(line, ranks.columns[number], reduction)
        if key:
            line.add("number", format_plain(reduction.result))
            line.add("operator", ";")
    if working.aggregate_name in _WAYS:
        _WAYS[working.aggregate_name](line, group, ranks)
    else:
        line.add("number", exact_text(group.value, line.places))


def _write_rank(line: Line, judge: JudgeLine, reduction: Reduction) -> None:
    if judge.left_out in ("practice", "tie_break"):
        return
    seat = judge.sheet.seat
    rank = dict(reduction.values).get(seat)
    if rank is None:
        state = judge.left_out or "not_all"
        line.segments.append(Segment("absent", "—", seat, state))
        return
    is_dropped = any(out.seat == seat for out in reduction.left_out)
    text = format_plain(Fraction(rank, reduction.unit))
    line.segments.append(Segment("dropped" if is_dropped else "value", text, seat))


def _write_columns(line: Line, columns: tuple[Column, ...], reduction: Reduction) -> None:
    """Write the columns from the first majority on, then the arrow to the place."""
    needed = reduction.count // 2 + 1
    for one in columns:
        if one.count >= needed:
            line.add("number", f"≤{one.place}: {one.count} ({format_plain(one.total)})")
    line.add("operator", "→")


def _write_sum(line: Line, group: GroupPart, ranks: RankWorking) -> None:
    """Write what each kept rank is worth, and their sum."""
    (_, reduction), *_ = group.reductions
    gone = {out.seat for out in reduction.left_out}
    kept = [
        worth
        for (seat, _), worth in zip(reduction.values, ranks.worths, strict=True)
        if seat not in gone
    ]
    for number, worth in enumerate(kept):
        if number:
            line.add("operator", "+")
        line.add("number", _worth(worth))
    if len(kept) > 1:
        line.equals(group.value)


def _worth(worth: Fraction) -> str:
    """Write what a rank is worth; the reciprocal of a rank as such."""
    is_whole_reciprocal = worth.numerator == 1 and worth < 1
    return f"1/{worth.denominator}" if is_whole_reciprocal else exact_text(worth, 0)


def _write_wins(line: Line, group: GroupPart, ranks: RankWorking) -> None:
    words = _WINS.zh if line.language == "zh" else _WINS.en
    wins = format_plain(ranks.wins or Fraction(0))
    line.add("number", words.format(wins=wins, others=ranks.others))
    line.add("operator", "→")
    line.add("number", format_plain(group.value))


def _write_summary(line: Line, group: GroupPart, ranks: RankWorking) -> None:
    """Write the sum of the places of all dances, the rule that decided, and the final place."""
    if len(group.criteria) > 1:
        for number, part in enumerate(group.criteria):
            if number:
                line.add("operator", "+")
            line.add("number", format_plain(part.value))
        line.equals(sum((part.value for part in group.criteria), Fraction(0)))
        words = _RULE.zh if line.language == "zh" else _RULE.en
        line.add("number", words.format(rule=ranks.rule))
        line.add("operator", "→")
    line.add("number", format_plain(group.value))


_WAYS = {
    "truncated_ranks": _write_sum,
    "reciprocals": _write_sum,
    "positional_weights": _write_sum,
    "copeland": _write_wins,
    "majority": _write_summary,
}
