"""Prizes, catalogues and earlier rounds that cannot be: each fault, and what still can be."""

from judging.scoring.dry_run import check_same_criteria
from judging.scoring.rubric import Rubric
from judging.scoring.rules import parse_rules
from tests.scoring.documents import FULL, changed
from tests.scoring.panels import refused_faults

NAME = {"zh": "奖", "en": "Prize"}


def _award(**keys):
    row = {"key": "own", "name": NAME, **keys}
    return refused_faults(lambda: parse_rules(FULL | {"awards": [FULL["awards"][0], row]}))


def test_a_prize_says_what_it_may_be_given_by():
    choices = "hand, criterion:<key>"
    for by in ("x" * 60, 7):
        text = "x" * 40 + "…" if by != 7 else "7"
        assert _award(kind="special", by=by) == [
            ("not_a_choice", "awards[1].by", {"text": text, "choices": choices})
        ]
    assert _award(kind="special", by="criterion:" + "y" * 41) == [
        (
            "unknown_criterion",
            "awards[1].by",
            {"key": "y" * 40 + "…", "choices": "content, delivery"},
        )
    ]
    kinds = "tier, special, unit, adviser"
    assert _award(kind="medal", count=1) == [
        ("not_a_choice", "awards[1].kind", {"text": "medal", "choices": kinds})
    ]


def test_a_units_prize_says_what_does_not_fit_its_tiers():
    unit = {"kind": "unit", "count": 1}
    assert _award(**unit, of=["first"], points=["1", "2"]) == [
        ("award_points_do_not_fit", "awards[1].points", {"count": 2, "expected": 1})
    ]
    assert _award(**unit, of=["first"], points=["1000.001"]) == [
        (
            "out_of_bounds",
            "awards[1].points[0]",
            {"text": "1000.001", "min": ">0", "max": "1000"},
        )
    ]
    assert _award(**unit, of=["first"], points=["0.001"]) == [
        ("too_many_places", "awards[1].points[0]", {"text": "0.001", "places": 2})
    ]
    assert _award(**unit, of=["first", "z" * 41]) == [
        ("award_not_a_tier", "awards[1].of[1]", {"key": "z" * 40 + "…", "choices": "first"})
    ]
    assert _award(**unit, of=["first", 8]) == [("not_text", "awards[1].of[1]", {"text": "8"})]
    assert _award(**unit, of=["first"] * 2) == [
        ("duplicate_key", "awards[1].of[1]", {"key": "first"})
    ]
    assert _award(kind="adviser") == [("missing_key", "awards[1].of", {"key": "of"})]


def test_what_a_catalogue_and_an_earlier_round_may_not_say_is_quoted():
    named = {"key": "late", "name": NAME, "points": "1", "most": 100, "kind": "gift"}
    document = changed("deductions.named", [named, {**named, "key": "other", "most": 0}])
    choices = {"text": "gift", "choices": "deduction, bonus"}
    place = "deductions.named"
    assert refused_faults(lambda: parse_rules(document)) == [
        ("not_a_choice", f"{place}[0].kind", choices),
        ("out_of_bounds", f"{place}[0].most", {"text": "100", "min": "1", "max": "99"}),
        ("not_a_choice", f"{place}[1].kind", choices),
        ("out_of_bounds", f"{place}[1].most", {"text": "0", "min": "1", "max": "99"}),
        ("deduction_key_reserved", f"{place}[1].key", {"key": "other"}),
    ]
    rows = [{"round": "semi", "value": "rank"}, {"round": "semi", "points_by_rank": ["1001"]}]
    document = FULL | {"carry_over": {"earlier": rows, "missing": "wait"}}
    seen = refused_faults(lambda: parse_rules(document))
    assert seen[0][2] == {"text": "rank", "choices": "published, exact"}
    assert seen[-1] == ("duplicate_key", "carry_over.earlier[1]", {"key": "semi"})


def test_borders_of_a_document_are_still_within_it():
    most = {
        "rubric.criteria.0.name.en": "x" * 100,
        "rubric.criteria.0.description.en": "x" * 2000,
        "rubric.criteria.1.max": "10000",
        "rubric.criteria.1.weight": "1000",
        "tally.trim.low": 99,
        "tally.trim.min_kept": 1,
        "tally.rounding.final": 6,
        "deductions.floor": "-10000",
        "deductions.time.disqualify_over_s": 86400,
        "deductions.time.limit_s": 86400,
        "deductions.time.bands.1.per_s": 1,
        "deductions.time.minimum_s": 359,
        "advancement.take": 1_000_000,
        "awards.1.percent": "100",
    }
    for path, value in most.items():
        assert parse_rules(changed(path, value)).digest


def test_a_minimum_at_the_limit_itself_isrefused_faults():
    assert refused_faults(lambda: parse_rules(changed("deductions.time.minimum_s", 360))) == [
        ("minimum_not_below_limit", "deductions.time.minimum_s", {})
    ]


def test_what_stands_twice_or_is_missing_is_named():
    bands = [{"over_s": 1, "points": "1"}, {"under_s": 1, "points": "1"}] * 2
    assert refused_faults(lambda: parse_rules(changed("deductions.time.bands", bands))) == [
        ("duplicate_key", "deductions.time.bands[2]", {"key": "over_s = 1"}),
        ("duplicate_key", "deductions.time.bands[3]", {"key": "under_s = 1"}),
    ]
    nameless = FULL | {"awards": [{"key": "gold", "count": 1}]}
    assert refused_faults(lambda: parse_rules(nameless)) == [
        ("missing_key", "awards[0].name", {"key": "name"})
    ]
    kind = changed("deductions.named", [{"key": "late", "name": NAME, "points": "1"}])
    assert parse_rules(kind).deductions.named[0].kind == "deduction"


def test_criteria_that_one_set_of_marks_cannot_serve_are_listed():
    before, after = (
        parse_rules(changed("rubric.criteria.0.max", top)).rubric for top in ("40", "50")
    )
    reversed_ = Rubric(tuple(reversed(after.criteria)))
    assert refused_faults(lambda: check_same_criteria(before, reversed_)) == [
        ("criteria_differ", "", {"criteria": "content, delivery"})
    ]
