"""Advancement and the award scheme in the document: what is read, written, and stays out."""

from fractions import Fraction

from judging.scoring.bilingual import Bilingual
from judging.scoring.rule_parts import AdvancementRules, AwardRule
from judging.scoring.rules import parse_rules
from tests.scoring.documents import SHORT

NAME = {"zh": "奖", "en": "Prize"}
SCHEME = [
    {"key": "first", "name": NAME, "count": 1, "minimum": "90", "ties": "push_down"},
    {"key": "second", "name": NAME, "percent": "12.5", "round": "floor", "per": "overall"},
    {"key": "third", "name": NAME, "count": 3, "ties": "extend"},
    {"key": "merit", "name": NAME, "rest": True},
    {"key": "voice", "name": NAME, "count": 2, "kind": "special", "by": "criterion:talk"},
    {"key": "crowd", "name": NAME, "kind": "special", "by": "hand"},
    {
        "key": "unit",
        "name": NAME,
        "count": 2,
        "kind": "unit",
        "per": "division",
        "of": ["first", "second"],
        "points": ["5", "2.5"],
    },
    {"key": "adviser", "name": NAME, "kind": "adviser", "of": ["first"]},
]


def test_a_full_scheme_is_read_and_written_back_as_it_stands():
    document = parse_rules({**SHORT, "awards": SCHEME}).document
    assert document["awards"] == SCHEME
    assert parse_rules(document).document == document


def test_every_key_of_a_prize_is_read():
    first, second, third, merit, voice, crowd, unit, adviser = parse_rules(
        {**SHORT, "awards": SCHEME}
    ).awards
    name = Bilingual("奖", "Prize")
    assert first == AwardRule("first", name, 1, minimum=Fraction(90), ties="push_down")
    assert second == AwardRule("second", name, None, Fraction("12.5"), "floor", per="overall")
    assert third == AwardRule("third", name, 3, ties="extend")
    assert merit == AwardRule("merit", name, is_rest=True)
    assert voice == AwardRule("voice", name, 2, kind="special", by="criterion:talk")
    assert crowd == AwardRule("crowd", name, kind="special", by="hand")
    assert unit == AwardRule(
        "unit",
        name,
        2,
        kind="unit",
        per="division",
        of=("first", "second"),
        points=(Fraction(5), Fraction("2.5")),
    )
    assert adviser == AwardRule("adviser", name, kind="adviser", of=("first",))


def test_what_is_given_at_its_default_is_not_written():
    plain = [
        {"key": "first", "name": NAME, "count": 1},
        {"key": "unit", "name": NAME, "count": 1, "kind": "unit", "of": ["first"]},
    ]
    spelled = [
        {**plain[0], "kind": "tier", "per": "division", "ties": "share", "rest": False},
        {**plain[1], "points": ["1"]},
    ]
    ranking = {"per": "division"}
    short = parse_rules({**SHORT, "ranking": ranking, "awards": plain})
    long = parse_rules({**SHORT, "ranking": ranking, "awards": spelled})
    assert long.document["awards"] == plain
    assert long.digest == short.digest


def test_a_grouping_that_is_not_that_of_the_ranking_is_written():
    awards = [{"key": "first", "name": NAME, "count": 1, "per": "heat"}]
    rules = parse_rules({**SHORT, "ranking": {"per": "overall"}, "awards": awards})
    assert (rules.awards[0].per, rules.document["awards"]) == ("heat", awards)


def test_advancement_is_read_and_written_without_its_defaults():
    full = {
        "take": 3,
        "per": "division",
        "score_line": "85.5",
        "wild_cards": 2,
        "wild_cards_per": "division",
        "border": "extra_round",
    }
    rules = parse_rules({**SHORT, "advancement": full})
    assert rules.advancement == AdvancementRules(
        3, "division", Fraction("85.5"), 2, "division", "extra_round"
    )
    assert rules.document["advancement"] == full
    plain = {"take": 3, "border": "chain", "wild_cards": 1, "wild_cards_per": "overall"}
    assert parse_rules({**SHORT, "advancement": plain}).document["advancement"] == {
        "take": 3,
        "per": "heat",
        "wild_cards": 1,
    }


def test_a_score_line_alone_is_enough_to_go_on():
    rules = parse_rules({**SHORT, "advancement": {"score_line": 85}})
    assert rules.advancement == AdvancementRules(None, "heat", Fraction(85))
    assert rules.document["advancement"] == {"per": "heat", "score_line": "85"}
