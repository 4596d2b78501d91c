"""What holds of the columns for any rules and panels, as properties that shrink to a small case."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from judging.scoring.bilingual import Bilingual
from judging.scoring.columns.counting import Grouping, count_field
from judging.scoring.columns.field import Field, field_of
from judging.scoring.columns.lanes import HeadroomError
from judging.scoring.columns.support import find_unsupported
from judging.scoring.deductions import Deduction
from judging.scoring.rules import parse_rules
from judging.scoring.tally import check_sheets
from tests.scoring.columns.cases import Case, columnar, outcome_of, readable
from tests.scoring.strategies import documents, sheets, trims

_AGGREGATES = ("mean", "sum", "median", "winsorised", "interquartile_fractional")
_STEPS = ("more_decimals", "untrimmed_sum", "criterion:c0", "untrimmed_mean", "median")


@st.composite
def _tallies(draw, document):
    """Return the document's tally, with judge groups that may trim in a way of their own."""
    tally = dict(document["tally"])
    if draw(st.booleans()):
        return tally
    groups = {"a": {"weight": "2", "seats": ["1", "2", "3"]}, "b": {"seats": ["4", "5", "6", "7"]}}
    for group in groups.values():
        if draw(st.booleans()):
            aggregate = draw(st.sampled_from(_AGGREGATES))
            group |= {"aggregate": aggregate, "trim": draw(trims(aggregate))}
    return tally | {"groups": groups}


@st.composite
def _rules(draw):
    """Return rules that the columns know."""
    document = draw(documents())
    ranking = {
        "on": draw(st.sampled_from(("published", "exact"))),
        "style": draw(st.sampled_from(("1224", "1223", "1334"))),
        "ties": draw(st.lists(st.sampled_from(_STEPS), unique=True)),
        "after_step": draw(st.sampled_from(("continue", "restart"))),
    }
    floor = draw(st.sampled_from(({}, {"floor": "2.5"})))
    tally = draw(_tallies(document))
    return parse_rules(document | {"tally": tally, "ranking": ranking, "deductions": floor})


@st.composite
def _cases(draw):
    """Return a round of ragged panels with blanks and deductions; not all compete."""
    rules = draw(_rules())
    count = draw(st.integers(1, 5))
    points = st.sampled_from((Fraction(1, 2), Fraction(1, 8), Fraction(100)))
    made = points.map(lambda taken: (Deduction(taken, "x", Bilingual("", "")),))
    panels = [draw(sheets(rules, may_lack=True)) for _ in range(count)]
    return Case(
        rules,
        [check_sheets(rules.rubric, panel) for panel in panels],
        [draw(st.one_of(st.just(()), made)) for _ in range(count)],
        [draw(st.integers(0, 1)) for _ in range(count)],
        [draw(st.integers(0, 9)) > 0 for _ in range(count)],
    )


@given(_cases())
@settings(max_examples=60)
def test_both_paths_agree_in_every_field(case):
    assert find_unsupported(case.rules) == ()
    try:
        seen = outcome_of(columnar, case)
    except HeadroomError:
        assume(False)
    assert seen == outcome_of(readable, case)


def _counted(case, field, groups):
    """Return (score, exact value, reason, judges, place) of each entry."""
    counted = count_field(case.rules, field, Grouping(groups, 2))
    judges = np.broadcast_to(counted.judges, field.count)
    return [
        (
            counted.reason(entry) or (published, numerator),
            counted.exact_denominator,
            judges[entry],
            counted.places.place(entry),
        )
        for entry, (published, numerator) in enumerate(
            zip(counted.published_units(), counted.exact_numerators(), strict=True)
        )
    ]


@given(_cases(), st.data())
@settings(max_examples=30)
def test_another_order_of_entries_and_of_seats_changes_nothing(case, data):
    field, groups = field_of(case.rules.rubric, case.sheets), np.array(case.groups)
    order = np.array(data.draw(st.permutations(range(field.count))))
    seats = tuple(data.draw(st.permutations(field.seats)))
    before = _counted(case, field, groups)
    after = _counted(case, Field(field.count, seats).take(order), groups[order])
    assert after == [before[entry] for entry in order]


@given(_cases())
@settings(max_examples=30)
def test_a_seat_that_nobody_gave_changes_nothing(case):
    field, groups = field_of(case.rules.rubric, case.sheets), np.array(case.groups)
    assume(field.seats)
    absent = replace(field.seats[0], seat="7", given=np.zeros(field.count, bool), blanks={})
    wider = Field(field.count, (*field.seats, absent))
    assert _counted(case, wider, groups) == _counted(case, field, groups)
