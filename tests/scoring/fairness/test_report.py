"""The halo, and the report of a panel in one call."""

from dataclasses import replace
from math import isclose

import pytest
from scipy import stats

from judging.scoring.agreement.estimates import nothing
from judging.scoring.fairness.halo import Halo, list_halos
from judging.scoring.fairness.report import rate_criteria, report_judges
from judging.scoring.rules import parse_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_rules
from judging.scoring.standings import Appearance
from tests.scoring.tables import table, transposed

CRITERIA = [{"key": key, "name": {"en": key}, "max": "10"} for key in ("content", "delivery")]
RULES = parse_rules({"name": {"en": "x"}, "rubric": {"criteria": CRITERIA}})


def _tables(*judges):
    """Return one table a criterion from each judge's list of (content, delivery) by entry."""
    return [
        table(
            [
                tuple(None if sheet is None else sheet[c] for sheet in row)
                for row in transposed(judges)
            ]
        )
        for c in (0, 1)
    ]


SAME = [(1, 2), (2, 4), (3, 6), (4, 8), (6, 9)]
MIXED = [(1, 4), (2, 2), (3, 6), (4, 3), (5, 8)]
PLAIN = [(2, 4), (3, 6), (2, 5), (5, 3), (6, 7)]


def _r(sheets):
    return float(stats.pearsonr([s[0] for s in sheets], [s[1] for s in sheets]).statistic)


def test_a_judges_correlation_is_set_beside_the_mean_of_the_others():
    halo = list_halos(_tables(SAME, MIXED, PLAIN))[0]
    panel = (_r(MIXED) + _r(PLAIN)) / 2
    assert (halo.own, halo.panel) == pytest.approx((_r(SAME), panel))
    without = [
        _r(SAME[:i] + SAME[i + 1 :])
        - (_r(MIXED[:i] + MIXED[i + 1 :]) + _r(PLAIN[:i] + PLAIN[i + 1 :])) / 2
        for i in range(5)
    ]
    mean = sum(without) / 5
    error = (4 / 5 * sum((w - mean) ** 2 for w in without)) ** 0.5
    reach = stats.t.ppf(0.975, 4) * error
    value = _r(SAME) - panel
    assert halo.excess.error == pytest.approx(error)
    assert (halo.excess.value, halo.excess.low, halo.excess.high, halo.excess.entries) == (
        pytest.approx(value),
        pytest.approx(value - reach),
        pytest.approx(value + reach),
        5,
    )


def test_an_entry_that_others_did_not_mark_leaves_them_as_they_are():
    absent = [*PLAIN[:4], None]
    halo = list_halos(_tables(SAME, absent))[0]
    assert halo.panel == pytest.approx(_r(PLAIN[:4]))
    without = [
        _r(SAME[:i] + SAME[i + 1 :]) - _r([s for at, s in enumerate(PLAIN[:4]) if at != i])
        for i in range(5)
    ]
    mean = sum(without) / 5
    assert halo.excess.error == pytest.approx(
        (4 / 5 * sum((w - mean) ** 2 for w in without)) ** 0.5
    )


def test_a_sheet_without_all_marks_is_no_part_of_a_halo():
    short = [*SAME[:4], (9, None)]
    assert list_halos(_tables(short, MIXED))[0].own == pytest.approx(_r(SAME[:4]))


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        ((SAME, [None] * 5), Halo("1", 1, None, nothing("one_judge", 5))),
        (([None] * 5, MIXED), Halo("1", None, 2, nothing("no_marks", 0))),
        ((SAME[:3], MIXED[:3]), Halo("1", 1, 2, nothing("too_few_entries", 3))),
        (([(3, y) for _, y in SAME], MIXED), Halo("1", None, 2, nothing("no_difference", 5))),
        ((SAME, [(3, y) for _, y in SAME]), Halo("1", 1, None, nothing("no_difference", 5))),
        (
            ([(3, 1), (3, 2), (3, 3), (4, 4)], MIXED[:4]),
            Halo("1", 1, 2, nothing("no_difference", 4)),
        ),
    ],
)
def test_a_halo_that_cannot_be_said_is_said_why(sheets, expected):
    found = list_halos(_tables(*sheets))[0]
    assert (found.judge, found.excess) == (expected.judge, expected.excess)
    assert [found.own is None, found.panel is None] == [
        expected.own is None,
        expected.panel is None,
    ]


def test_one_criterion_has_no_halo_and_none_has_no_judges():
    only = _tables(SAME, MIXED)[:1]
    assert [halo.excess for halo in list_halos(only)] == [nothing("one_criterion", 5)] * 2
    assert list_halos([]) == ()


def test_the_mean_is_over_the_pairs_of_criteria_that_differ():
    third = table([(5, 5)] * 5)
    with_third = [*_tables(SAME, MIXED), third]
    assert list_halos(with_third)[0].own == pytest.approx(_r(SAME))
    fourth = table(transposed(([9, 7, 5, 3, 2], [1, 2, 3, 4, 6])))
    pairs = [
        _r(SAME),
        _r([(s[0], d) for s, d in zip(SAME, [9, 7, 5, 3, 2], strict=True)]),
        _r([(s[1], d) for s, d in zip(SAME, [9, 7, 5, 3, 2], strict=True)]),
    ]
    found = list_halos([*_tables(SAME, MIXED), fourth])[0].own
    assert isclose(found, sum(pairs) / 3)


def _turn(key, heat, *sheets):
    return Appearance(key, heat, sheets=sheets)


def _sheet(seat, *points, **facts):
    return SeatSheet(seat, tuple(None if p is None else p * 1000 for p in points), **facts)


TURNS = [
    _turn(f"E{i}", "1", _sheet("1", *one), _sheet("2", *two), _sheet("3", 1, 1, group="practice"))
    for i, (one, two) in enumerate(zip(SAME, MIXED, strict=True), 1)
]


def test_a_report_has_every_judge_that_counts_and_what_it_rests_on():
    report = report_judges(RULES, TURNS, own={("E1", "2")})
    assert [judge.judge for judge in report.judges] == ["1", "2"]
    totals = table([(sum(one), sum(two)) for one, two in zip(SAME, MIXED, strict=True)])
    assert report.ratings == totals
    assert [len(part.entries) for part in report.components] == [5]
    one, two = report.judges
    assert float(one.range_use.share) == (15 - 3) / 20
    assert one.halo.own == pytest.approx(_r(SAME))
    assert (one.affiliation.own, two.affiliation.own) == (0, 1)
    assert one.severity.offset.value == pytest.approx(-two.severity.offset.value)
    assert one.consistency.correlation.entries == 5


def test_a_person_is_one_judge_in_every_heat():
    turns = [replace(TURNS[0], heat="1"), replace(TURNS[1], heat="2")]
    seats = {("1", "1"): "Li", ("2", "2"): "Li", ("1", "2"): "Wu", ("2", "1"): "Zhao"}
    assert report_judges(RULES, turns, seats).ratings.rows == (
        (3, 5, None),
        (4, None, 6),
    )
    assert report_judges(RULES, turns, seats).ratings.judges == ("Li", "Wu", "Zhao")


def test_without_names_a_seat_of_each_heat_is_a_judge():
    turns = [replace(TURNS[0], heat="1"), replace(TURNS[1], heat="2")]
    assert report_judges(RULES, turns).ratings.judges == ("1 / 1", "1 / 2", "2 / 1", "2 / 2")


def test_totals_need_complete_given_sheets_and_criteria_need_the_mark():
    turn = _turn("A", "1", _sheet("1", 5, None), _sheet("2", 4, 6), _sheet("3", 9, 9, state="void"))
    report = report_judges(RULES, [turn])
    assert (report.ratings.judges, report.ratings.rows) == (("2",), ((10,),))
    tables = rate_criteria(RULES, [turn], ("1", "2", "3"))
    assert [each.rows for each in tables] == [((5, 4, None),), ((None, 6, None),)]


def test_a_panel_without_marks_has_no_judges():
    report = report_judges(specimen_rules(), [Appearance("A", "1")])
    assert (report.judges, report.components) == ((), ())
