"""Generators of small but adversarial rounds: few values, many ties, many half cents."""

from hypothesis import strategies as st

from judging.scoring.rules import parse_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.standings import Appearance

STEPS = ("0.5", "0.25", "1", "0.01")
WEIGHTS = ("1", "2", "0.5", "30", "0.35", "1.2")


#: Aggregates whose value lies among the judges', and moves and scales with them.
AVERAGES = ("mean", "median", "winsorised", "interquartile_integer", "interquartile_fractional")


def trims(aggregate):
    """Return a strategy of trims that make sense with an aggregate."""
    if aggregate.startswith("interquartile"):
        return st.just({"low": 0, "high": 0, "min_kept": 1})
    ends = st.tuples(st.integers(0, 2), st.integers(0, 2))
    if aggregate == "winsorised":
        ends = ends.filter(any)
    return st.tuples(ends, st.integers(1, 3)).map(
        lambda drawn: {"low": drawn[0][0], "high": drawn[0][1], "min_kept": drawn[1]}
    )


@st.composite
def documents(draw, scopes=("judge_total", "criterion"), aggregates=("sum", *AVERAGES)):
    """Return a canonical document with one to three criteria and any trim and rounding."""
    aggregate = draw(st.sampled_from(aggregates))
    criteria = [
        {
            "key": f"c{number}",
            "name": {"en": "c"},
            "max": "10",
            "step": draw(st.sampled_from(STEPS)),
            "weight": draw(st.sampled_from(WEIGHTS)),
        }
        for number in range(draw(st.integers(1, 3)))
    ]
    points = ("criterion", "weighted_criterion", "judge_total", "aggregate")
    rounding = {point: draw(st.integers(0, 3)) for point in points if draw(st.integers(0, 3)) == 0}
    rounding["final"] = draw(st.integers(0, 3))
    tally = {
        "scope": draw(st.sampled_from(scopes)),
        "aggregate": aggregate,
        "factor": draw(st.sampled_from(("1", "3.2", "0.5"))),
        "trim": draw(trims(aggregate)),
        "rounding": rounding,
    }
    ties = ["more_decimals", "criterion:c0", "untrimmed_mean", "median"]
    chain = draw(st.lists(st.sampled_from(ties), unique=True))
    combine = draw(st.sampled_from(("sum", "mean")))
    return parse_rules(
        {
            "name": {"en": "x"},
            "rubric": {"combine": combine, "criteria": criteria},
            "tally": tally,
            "ranking": {"ties": chain},
        }
    ).document


def marks_of(criterion, low=0, high=10):
    """Return a strategy of marks of a criterion in thousandths, from a handful of values."""
    steps = (high - low) * 1000 // criterion.step
    few = st.sampled_from([0, 1, 2, steps // 2, steps - 1, steps])
    return st.one_of(few, st.integers(0, steps)).map(
        lambda count: low * 1000 + count * criterion.step
    )


@st.composite
def sheets(draw, rules, least=0, most=7, *, may_lack=False):
    """Return sheets of seats 1, 2, … in a shuffled order, some of them absent."""
    count = draw(st.integers(least, most))
    made = []
    for seat in range(1, count + 1):
        marks = tuple(
            None if may_lack and draw(st.integers(0, 9)) == 0 else draw(marks_of(criterion))
            for criterion in rules.rubric.criteria
        )
        made.append(SeatSheet(str(seat), marks))
    return tuple(draw(st.permutations(made)))


@st.composite
def rounds(draw, /, *, may_lack=False, **choices):
    """Return (rules, appearances) of one heat with up to five entries."""
    rules = parse_rules(draw(documents(**choices)))
    keys = [f"E{number}" for number in range(draw(st.integers(1, 5)))]
    panel = draw(st.integers(1, 6))
    return rules, [
        Appearance(
            key,
            "1",
            order=order,
            sheets=draw(sheets(rules, least=0 if may_lack else 1, most=panel, may_lack=may_lack)),
        )
        for order, key in enumerate(keys)
    ]
