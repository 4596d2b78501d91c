"""Flags of one appearance: which rules raise them, within which group, and about what."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given

from judging.scoring.review import Flag, find_flags, smallest_step
from judging.scoring.review_section import ReviewRules
from judging.scoring.review_slips import Slip, find_slips
from judging.scoring.rules import load_rules, parse_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.tally import tally
from tests.rule_documents import CONVENTION
from tests.scoring.panels import given as sheets_of
from tests.scoring.strategies import rounds

NOTHING = ReviewRules(gap_percent=Fraction(0))
EVERYTHING = ReviewRules(
    mad=Fraction("3.5"), grubbs=Fraction("0.05"), offset=Fraction(3), slip=True
)
TALK = load_rules(
    'name = { zh = "例" }\nrubric = { criteria = ['
    '{ key = "talk", name = { zh = "演讲" }, max = "100", step = "0.5" } ] }'
)


def panel(*points):
    """Return sheets of seats 1, 2, … with one mark each, in points."""
    return sheets_of(*(int(Fraction(str(p)) * 1000) for p in points))


def brief(flags):
    """Return kind and seat of each flag, in order."""
    return [(flag.kind, flag.seat) for flag in flags]


def test_flags_come_by_seat_as_people_count_and_then_by_kind():
    sheets = [
        replace(s, seat=str(n))
        for s, n in zip(panel(9, 90, 91, 90, 89, 90, 10), (10, 3, 4, 5, 6, 7, 2), strict=True)
    ]
    flags = find_flags(TALK, EVERYTHING, sheets)
    assert brief(flags) == [("gap", "2"), ("mad", "2"), ("gap", "10"), ("mad", "10")]


def test_a_flag_says_what_it_saw_as_plain_texts():
    [flag] = find_flags(TALK, ReviewRules(), panel(62, 84, 84, "83.5", 84))
    mean = Fraction("79.5")
    assert flag == Flag("gap", "1", Fraction(62), mean, Fraction("17.5"), Fraction(5))
    assert flag.as_data() == {
        "kind": "gap",
        "seat": "1",
        "value": "62",
        "centre": "79.5",
        "distance": "17.5",
        "side": "below",
        "figure": "17.5",
        "threshold": "5",
        "criterion": "",
    }
    [above] = find_flags(TALK, ReviewRules(), panel(99, 84, 84, 84))
    assert (above.as_data()["side"], above.as_data()["centre"]) == ("above", "87.75")
    thirds = Flag("gap", "1", Fraction(1, 3), Fraction(1, 3), Fraction(0), Fraction(0))
    assert (thirds.as_data()["value"], thirds.as_data()["side"]) == ("0.333", "above")


def test_each_kind_is_raised_only_where_its_rule_is_on():
    totals = panel(9, 90, 91, 90, 89, 90, 92)
    before = [panel(88 + n % 2, 90, 91, 90, 89, 90, 92) for n in range(5)]
    assert brief(find_flags(TALK, NOTHING, totals, before)) == []
    for name, value, kind in (
        ("gap_percent", Fraction(5), "gap"),
        ("mad", Fraction("3.5"), "mad"),
        ("grubbs", Fraction("0.05"), "grubbs"),
        ("offset", Fraction(3), "offset"),
        ("slip", True, "slip"),
    ):
        only = replace(NOTHING, **{name: value})
        assert brief(find_flags(TALK, only, totals, before)) == [(kind, "1")]
    kinds = ["gap", "mad", "grubbs", "offset", "slip"]
    assert brief(find_flags(TALK, EVERYTHING, totals, before)) == [(k, "1") for k in kinds]


def test_only_given_and_counting_sheets_are_compared():
    odd = [
        SeatSheet("5", (10_000,), group="practice"),
        SeatSheet("6", (), state="absent"),
        SeatSheet("7", (), state="void"),
        SeatSheet("8", (None,)),
    ]
    assert find_flags(TALK, EVERYTHING, [*panel(90, 91, 90, 89), *odd]) == ()


def test_each_judge_group_is_compared_within_itself():
    document = {
        **TALK.document,
        "tally": {
            "groups": {
                "expert": {"weight": "1"},
                "public": {"weight": "1", "seats": ["4", "5", "6"]},
            }
        },
    }
    rules = parse_rules(document)
    sheets = [replace(sheet, group="expert") for sheet in panel(80, 81, 80, 95, 96, 95)]
    assert find_flags(rules, ReviewRules(), sheets) == ()
    assert brief(find_flags(TALK, ReviewRules(), sheets)) != []
    sheets[4] = replace(sheets[4], marks=(80_000,))
    assert brief(find_flags(rules, ReviewRules(), sheets)) == [("gap", "5")]


def test_groups_that_the_rules_do_not_declare_are_one_panel():
    by_key = {"tally": {"groups": {"expert": {"weight": "1"}, "public": {"weight": "2"}}}}
    apart = panel(80, 81, 80, 95, 96, 95)
    sheets = [replace(s, group="expert" if i < 3 else "public") for i, s in enumerate(apart)]
    assert find_flags(parse_rules({**TALK.document, **by_key}), ReviewRules(), sheets) == ()
    assert brief(find_flags(TALK, ReviewRules(), sheets)) == [
        ("gap", "4"),
        ("gap", "5"),
        ("gap", "6"),
    ]


def test_totals_are_compared_as_the_rule_sheet_rounds_them():
    rules = parse_rules({**TALK.document, "tally": {"rounding": {"judge_total": 0}}})
    [flag] = find_flags(rules, ReviewRules(), panel("60.5", 80, 80, 80))
    assert (flag.value, flag.centre) == (Fraction(61), Fraction("75.25"))


def test_the_gap_is_a_share_of_the_rubrics_scale():
    document = {
        **TALK.document,
        "rubric": {"criteria": [{**TALK.document["rubric"]["criteria"][0], "min": "60"}]},
    }
    narrow = parse_rules(document)
    assert find_flags(TALK, ReviewRules(), panel(86, 90, 90, 90)) == ()
    [flag] = find_flags(narrow, ReviewRules(), panel(86, 90, 90, 90))
    assert (flag.seat, flag.figure) == ("1", Fraction("7.5"))


def test_the_smallest_step_is_what_one_step_of_a_mark_moves():
    assert smallest_step(TALK.rubric) == Fraction(1, 2)
    criteria = [
        {"key": "a", "name": {"zh": "甲"}, "max": "10", "step": "1", "weight": "3"},
        {"key": "b", "name": {"zh": "乙"}, "max": "10", "step": "0.5", "weight": "1"},
    ]
    document = {"name": {"zh": "例"}, "rubric": {"combine": "mean", "criteria": criteria}}
    assert smallest_step(parse_rules(document).rubric) == Fraction(1, 8)


@given(rounds(scopes=("judge_total",)))
def test_no_score_ever_depends_on_a_flag(case):
    rules, appearances = case
    for turn in appearances:
        before = tally(rules, turn.sheets).working.as_data()
        others = [other.sheets for other in appearances if other is not turn]
        flags = find_flags(rules, EVERYTHING, turn.sheets, others)
        mixed = find_flags(rules, EVERYTHING, tuple(reversed(turn.sheets)), others)
        assert mixed == flags
        assert tally(rules, turn.sheets).working.as_data() == before
        assert {flag.seat for flag in flags} <= {sheet.seat for sheet in turn.sheets}


# slips

FOUR = parse_rules(CONVENTION).rubric


def test_a_tenth_of_what_was_meant_is_a_slip():
    sheet = SeatSheet("1", (3_500, 26_000, 17_500, 9_000))
    share = Fraction(7, 80)
    usual = Fraction(7, 8)
    assert find_slips(FOUR, sheet) == (Slip("content", Fraction("3.5"), 40 * usual, usual - share),)


def test_a_mark_is_a_slip_from_half_the_range_on():
    assert find_slips(FOUR, SeatSheet("1", (16_000, 27_000, 18_000, 9_000)))[0].share == Fraction(
        1, 2
    )
    assert find_slips(FOUR, SeatSheet("1", (16_500, 27_000, 18_000, 9_000))) == ()
    high = find_slips(FOUR, SeatSheet("1", (40_000, 15_000, 10_000, 5_000)))
    assert [(slip.criterion, slip.usual) for slip in high] == [("content", Fraction(20))]


def test_the_judges_own_marks_for_others_say_what_is_usual():
    low = SeatSheet("1", (9_000,))
    own = [SeatSheet("1", (88_000,)), SeatSheet("1", (None,)), SeatSheet("1", (92_000,))]
    assert find_slips(TALK.rubric, low) == ()
    assert find_slips(TALK.rubric, low, own) == (
        Slip("talk", Fraction(9), Fraction(90), Fraction("0.81")),
    )


def test_a_least_mark_is_asked_about_even_where_nothing_is_known():
    assert find_slips(TALK.rubric, SeatSheet("1", (0,))) == (Slip("talk", Fraction(0), None),)
    assert find_slips(TALK.rubric, SeatSheet("1", (500,))) == ()
    near = SeatSheet("1", (0, 6_000, 4_000, 2_000))
    assert find_slips(FOUR, near) == (Slip("content", Fraction(0), None),)
    assert find_slips(FOUR, SeatSheet("1", (None, 26_000, 17_500, 9_000))) == ()
    behind = find_slips(FOUR, SeatSheet("1", (None, 26_000, 17_500, 900)))
    assert [slip.criterion for slip in behind] == ["overall"]


def test_a_range_that_does_not_begin_at_nothing_is_measured_from_its_least():
    document = {
        **TALK.document,
        "rubric": {"criteria": [{**TALK.document["rubric"]["criteria"][0], "min": "60"}]},
    }
    rubric = parse_rules(document).rubric
    own = [SeatSheet("1", (90_000,))]
    assert find_slips(rubric, SeatSheet("1", (70_000,)), own) == (
        Slip("talk", Fraction(70), Fraction(90), Fraction(1, 2)),
    )
    assert find_slips(rubric, SeatSheet("1", (70_500,)), own) == ()


def test_slips_become_flags_with_their_criterion():
    rules = parse_rules(CONVENTION)
    only = replace(NOTHING, slip=True)
    sheets = [
        SeatSheet("1", (3_500, 26_000, 17_500, 9_000)),
        SeatSheet("2", (20_000, 0, 10_000, 5_000)),
    ]
    least = Flag("slip", "2", Fraction(0), Fraction(15), Fraction(50), Fraction(50), "language")
    assert find_flags(rules, only, sheets) == (
        Flag(
            "slip", "1", Fraction("3.5"), Fraction(35), Fraction("78.75"), Fraction(50), "content"
        ),
        least,
    )
    bare = [SeatSheet("1", (4_000, 0, 2_000, 1_000))]
    zero = Fraction(0)
    assert find_flags(rules, only, bare) == (
        Flag("minimum", "1", zero, zero, zero, zero, "language"),
    )


def test_marks_of_another_seat_are_not_the_judges_own():
    only = replace(NOTHING, slip=True)
    sheets = [SeatSheet("1", (9_000,))]
    assert find_flags(TALK, only, sheets, [[SeatSheet("2", (90_000,))]]) == ()
    assert find_flags(TALK, only, sheets, [[SeatSheet("1", (), state="void")]]) == ()
    assert brief(find_flags(TALK, only, sheets, [[SeatSheet("1", (90_000,))]])) == [("slip", "1")]
