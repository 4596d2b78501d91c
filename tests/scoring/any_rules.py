"""Rule sheets of every kind, and small adversarial rounds under them: few values, many ties.

What is drawn is valid by construction; each property says by :class:`Kind` what it claims for.
"""

from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st

from judging.scoring.bilingual import Bilingual
from judging.scoring.carrying import Carried
from judging.scoring.deductions import Deduction
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.rules import parse_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.standings import Appearance
from judging.scoring.ties import Recorded
from tests.scoring.strategies import AVERAGES, marks_of, trims

RANK_SUMS: dict[str, dict[str, object]] = {
    "rank_sum": {},
    "truncated_ranks": {"truncate_at": 2},
    "reciprocals": {},
    "positional_weights": {"positions": ["5", "3", "1"]},
}
RANK_ORDERS: dict[str, dict[str, object]] = {"majority": {}, "copeland": {}}
RANKS = RANK_SUMS | RANK_ORDERS
#: Steps that give each entry a value of its own, whoever else is tied.
OWN_STEPS = ("more_decimals", "criterion:c0", "untrimmed_mean", "untrimmed_sum", "median")
#: Steps that compare what the same judges thought of those still tied.
JUDGE_STEPS = ("head_to_head", "first_places", "judge_preference", "reciprocal_ranks")
SEAT_STEPS = ("chief_judge", "tie_break_seat")
RECORDED_STEPS = ("extra_round", "ruling", "draw")
STEPS = (*OWN_STEPS, "smaller_spread", *JUDGE_STEPS, *SEAT_STEPS, *RECORDED_STEPS)
SEATS = "123456"


@dataclass(frozen=True)
class Kind:
    """What may be drawn: the aggregates, the few-judge policies and the tie steps."""

    aggregates: tuple[str, ...] = ("sum", *AVERAGES, *RANKS)
    few: tuple[str, ...] = ("step_down", "block", "closest_two")
    steps: tuple[str, ...] = STEPS
    scopes: tuple[str, ...] = ("judge_total", "criterion")
    styles: tuple[str, ...] = ("1224", "1223", "1334")


EVERY = Kind()
BY_POINTS = Kind(aggregates=("sum", *AVERAGES))
#: Raising a mark helps: all but the closest two, orders of whole panels, and steps that look at
#: more than the entry's own marks.
MONOTONE = Kind(
    aggregates=("sum", *AVERAGES, *RANK_SUMS),
    few=("step_down", "block"),
    steps=(*OWN_STEPS, *RECORDED_STEPS),
)
#: Nobody's value depends on the others.
OWN_VALUES = Kind(aggregates=("sum", *AVERAGES), steps=(*OWN_STEPS, "smaller_spread"))


@st.composite
def rule_sheets(draw, kind=EVERY):
    """Return any rule sheet of a kind."""
    aggregate = draw(st.sampled_from(kind.aggregates))
    is_rank = aggregate in RANKS
    tally = draw(_rank_tallies(aggregate, kind) if is_rank else _point_tallies(aggregate, kind))
    document = {
        "name": {"en": "x"},
        "rubric": {
            "combine": draw(st.sampled_from(("sum", "mean"))),
            "criteria": draw(_criteria()),
        },
        "tally": tally | draw(_special_seats()),
        "ranking": {
            "on": draw(st.sampled_from(("published", "exact"))),
            "style": draw(st.sampled_from(kind.styles)),
            "per": "heat" if is_rank else draw(st.sampled_from(("heat", "overall"))),
            "ties": draw(st.lists(st.sampled_from(kind.steps), unique=True, max_size=4)),
            "after_step": draw(st.sampled_from(("continue", "restart"))),
        },
    }
    if not is_rank:
        document |= draw(_after_the_aggregate())
    return parse_rules(document)


@st.composite
def _criteria(draw):
    return [
        {
            "key": f"c{number}",
            "name": {"en": "c"},
            "max": "10",
            "step": draw(st.sampled_from(("0.5", "1", "0.01"))),
            "weight": draw(st.sampled_from(("1", "2", "0.35"))),
        }
        for number in range(draw(st.integers(1, 2)))
    ]


@st.composite
def _reductions(draw, aggregate, kind):
    few = [each for each in kind.few if each != "closest_two" or aggregate in PLAIN]
    return {
        "aggregate": aggregate,
        "trim": draw(trims(aggregate)) | {"few": draw(st.sampled_from(few))},
    }


PLAIN = ("sum", "mean", "median", *RANK_SUMS)


@st.composite
def _point_tallies(draw, aggregate, kind):
    tally = draw(_reductions(aggregate, kind)) | {
        "scope": draw(st.sampled_from(kind.scopes)),
        "factor": draw(st.sampled_from(("1", "3.2"))),
        "rounding": draw(_roundings()),
    }
    if draw(st.integers(0, 2)) == 0:
        points = [each for each in kind.aggregates if each not in RANKS]
        own = [draw(_reductions(draw(st.sampled_from(points)), kind)) for _ in range(2)]
        groups = ({"seats": list("123"), "weight": "70"}, {"seats": list("456"), "weight": "0.5"})
        tally["groups"] = {
            key: group | (reduction if draw(st.booleans()) else {})
            for key, group, reduction in zip(("expert", "public"), groups, own, strict=True)
        }
    return tally


@st.composite
def _roundings(draw):
    names = ("criterion", "weighted_criterion", "judge_total", "aggregate")
    rounding = {name: draw(st.integers(0, 2)) for name in names if draw(st.integers(0, 3)) == 0}
    return rounding | {"final": draw(st.integers(0, 2))}


@st.composite
def _rank_tallies(draw, aggregate, kind):
    tally = {"aggregate": aggregate, **RANKS[aggregate], "rounding": {"final": 2}}
    if aggregate in RANK_SUMS:
        tally |= draw(_reductions(aggregate, kind))
    if aggregate == "majority":
        tally["scope"] = draw(st.sampled_from(kind.scopes))
    return tally


@st.composite
def _special_seats(draw):
    return {
        "practice_seats": draw(st.sampled_from(([], ["7"]))),
        "tie_break_seats": draw(st.sampled_from(([], ["8"]))),
        "chief_seat": draw(st.sampled_from("12")),
    }


@st.composite
def _after_the_aggregate(draw):
    sections = {}
    if draw(st.booleans()):
        sections["deductions"] = {"floor": draw(st.sampled_from(("0", "5")))}
    if draw(st.integers(0, 2)) == 0:
        earlier = [
            {
                "round": "semi",
                "weight": "0.4",
                "value": draw(st.sampled_from(("published", "exact"))),
            },
            {"round": "quiz", "weight": "1", "points_by_rank": ["1", "0.5"]},
        ]
        missing = draw(st.sampled_from(("no_result", "nothing")))
        sections["carry_over"] = {"weight": "0.6", "missing": missing, "earlier": earlier}
    return sections


@st.composite
def rounds(draw, kind=EVERY, *, may_lack=True, heats=2, most=4):
    """Return (rules, appearances): one or two heats, each with a panel of its own.

    Without ``may_lack`` every seat of a panel gives a complete sheet to every entry.
    """
    rules = draw(rule_sheets(kind))
    turns = []
    for heat in range(1, draw(st.integers(1, heats)) + 1):
        named = "".join((*rules.tally.practice_seats, *rules.tally.tie_break_seats))
        seats = SEATS[: draw(st.integers(1, 6))] + draw(st.sampled_from(("", named)))
        numbers = range(1, draw(st.integers(1, most)) + 1)
        turns += [draw(_turns(rules, f"{heat}", number, seats, may_lack)) for number in numbers]
    return rules, turns


@st.composite
def _turns(draw, rules: RuleSheet, heat, number, seats, may_lack):
    sheets = tuple(draw(_sheets(rules, seat, may_lack)) for seat in seats)
    is_plain = rules.tally.aggregate not in RANKS
    return Appearance(
        f"H{heat}E{number}",
        heat,
        order=number,
        sheets=sheets,
        deductions=tuple(draw(st.lists(_deductions, max_size=1))) if is_plain else (),
        carried=draw(_carried()) if rules.carry_over is not None else (),
        recorded=tuple(draw(st.lists(_records, max_size=2, unique_by=lambda each: each.step))),
    )


@st.composite
def _sheets(draw, rules: RuleSheet, seat, may_lack):
    if may_lack and draw(st.integers(0, 7)) == 0:
        return SeatSheet(seat, (), draw(st.sampled_from(("absent", "recused", "void", "not_yet"))))
    marks = tuple(draw(marks_of(criterion)) for criterion in rules.rubric.criteria)
    if may_lack and draw(st.integers(0, 9)) == 0:
        marks = (None, *marks[1:])
    return SeatSheet(seat, marks)


_deductions = st.builds(
    lambda points, is_waived, kind: Deduction(
        Fraction(points), "x", Bilingual("", ""), is_waived, kind
    ),
    st.sampled_from(("0.5", "1", "0.125")),
    st.booleans(),
    st.sampled_from(("deduction", "bonus")),
)
_records = st.builds(
    lambda step, value: Recorded(step, 1, Fraction(value)),
    st.sampled_from(RECORDED_STEPS),
    st.integers(1, 3),
)


@st.composite
def _carried(draw):
    found = []
    for key in ("semi", "quiz"):
        if draw(st.integers(0, 3)):
            value = Fraction(draw(st.integers(0, 40)), 4)
            found.append(Carried(key, value, value, draw(st.integers(1, 4))))
    return tuple(found)
