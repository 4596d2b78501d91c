"""Where too little was marked the word for it stands with how many entries there were."""

from fractions import Fraction
from math import log

import pytest

from judging.scoring.adjustment.adjust import adjust
from judging.scoring.adjustment.equations import list_equations, solve_exactly, solve_offsets
from judging.scoring.adjustment.shrinkage import estimate_variances
from judging.scoring.agreement.estimates import nothing
from judging.scoring.fairness.severity import list_severities
from judging.scoring.fairness.spread import list_range_uses
from tests.scoring.tables import table


def test_a_judge_alone_and_one_without_marks_have_no_severity():
    found = list_severities(table([(80, None), (82, None), (84, None)]))
    assert [(each.judge, each.part, each.offset) for each in found] == [
        ("1", 1, nothing("one_judge", 3)),
        ("2", 0, nothing("no_marks")),
    ]


def test_two_judges_of_one_entry_have_no_error_to_measure_by():
    found = list_severities(table([(80, 84)]))
    assert [each.offset for each in found] == [nothing("too_few_entries", 1)] * 2


def test_another_judge_counts_in_the_spread_from_two_entries_on():
    # Judge 1: 80 82 84 86, variance 20/3. Judge 2 marked two of these: 80 and 90, variance 50.
    rows = [(80, 80), (82, 90), (84, None), (86, None)]
    one, two = list_range_uses(table(rows), Fraction(100))
    assert (one.ratio.because, two.ratio) == ("no_difference", nothing("too_few_entries", 2))
    with_third = [(80, 80, 70), (82, 90, 80), (84, None, 90), (86, None, 60)]
    ratio = list_range_uses(table(with_third), Fraction(100))[0].ratio
    # Judge 3: 70 80 90 60, variance 500/3: the others' mean variance is 325/3.
    assert 2 * log(ratio.value) == pytest.approx(log(Fraction(20, 3) / Fraction(325, 3)))
    assert ratio.entries == 4


def test_marks_without_a_rest_give_the_plain_variance_of_the_offsets():
    # Three entries, offsets −4, 0, 4: their variance is 32 / 2.
    found = estimate_variances(list_equations(table([(80, 84, 88), (70, 74, 78), (90, 94, 98)])))
    assert found.judges == pytest.approx(16)
    assert (found.rest, found.shrinkage) == (0.0, 0)


def test_offsets_solve_their_equations_exactly():
    equations = list_equations(table([(80, 84, 89), (90, 93, 99), (70, 76, None)]))
    plain = solve_offsets(equations, Fraction(0))
    assert sum(plain) == 0
    for row, right in zip(equations.matrix, equations.right, strict=True):
        assert sum(a * s for a, s in zip(row, plain, strict=True)) == right
    drawn = solve_offsets(equations, Fraction(1, 3))
    assert sum(drawn) == 0
    for i, (row, right) in enumerate(zip(equations.matrix, equations.right, strict=True)):
        assert sum(a * s for a, s in zip(row, drawn, strict=True)) + drawn[i] / 3 == right
    assert solve_exactly([[4, 1, 2, 9], [1, 3, 0, 4], [2, 0, 5, 12]]) == (1, 1, 2)


def test_an_entry_is_adjusted_by_the_mean_of_its_own_judges():
    found = adjust(table([(80, 86, None), (90, 95, None), (None, 85, 80), (None, 75, 69)]), 2)
    offsets = {each.judge: each.offset for each in found.offsets}
    first = found.entries[0]
    less = (offsets["1"] + offsets["2"]) / 2
    assert (first.key, first.raw, first.judges) == ("E1", 83, 2)
    assert abs(first.adjusted - (83 - less)) <= Fraction(1, 200)
    assert first.correction == first.adjusted - first.raw
