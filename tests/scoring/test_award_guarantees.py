"""What docs/rule-sheet.md guarantees of advancement and prizes, for any scheme and any marks."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from judging.scoring.advancement import (
    Advancement,
    Contender,
    WildCards,
    choose_advancing,
)
from judging.scoring.awards import count_places
from judging.scoring.groups import group_of
from judging.scoring.ranking import Place
from judging.scoring.results import score_round
from judging.scoring.rule_parts import AdvancementRules
from judging.scoring.specimen import specimen_rules
from judging.scoring.standings import Appearance
from tests.scoring.panels import given as sheets_of

NAME = {"zh": "奖"}
TIES = ("share", "push_down", "extend")
PERS = ("heat", "division", "overall")


@st.composite
def schemes(draw, *, by_count=False, ties=TIES, pers=("heat",)):
    """Return one to four tiers, of which the last may take the rest."""
    tiers = []
    for number in range(draw(st.integers(1, 4))):
        tier = {"key": f"t{number}", "name": NAME, "ties": draw(st.sampled_from(ties))}
        tier["per"] = draw(st.sampled_from(pers))
        if by_count or draw(st.booleans()):
            tier["count"] = draw(st.integers(1, 3))
        else:
            tier["percent"] = draw(st.sampled_from(("10", "33.33", "50", "100")))
            tier["round"] = draw(st.sampled_from(("ceil", "floor")))
        if draw(st.integers(0, 3)) == 0:
            tier["minimum"] = draw(st.sampled_from(("80", "81", "82")))
        tiers.append(tier)
    if not by_count and draw(st.booleans()):
        tiers.append({"key": "merit", "name": NAME, "rest": True})
    return tiers


@st.composite
def fields(draw):
    """Return up to nine entries of few different scores, in two heats and two divisions."""
    marks = st.sampled_from((80_000, 81_000, 82_000, 83_000))
    return [
        Appearance(
            f"E{number}",
            draw(st.sampled_from("12")),
            draw(st.sampled_from(("junior", "senior"))),
            number,
            tuple(sheets_of(draw(marks))) if draw(st.integers(0, 9)) else (),
            unit=draw(st.sampled_from(("", "一中", "二中", "三中"))),
            adviser=draw(st.sampled_from(("", "王", "李、赵"))),
        )
        for number in range(draw(st.integers(1, 9)))
    ]


def _awards(rules, field):
    return {line.key: line.awards for line in score_round(rules, field).standings}


@given(schemes(pers=PERS), fields())
def test_nobody_has_two_tiers_and_nobody_without_a_result_has_one(scheme, field):
    for line in score_round(specimen_rules(awards=scheme), field).standings:
        assert len(line.awards) <= (line.rank is not None)


@given(schemes(), fields())
def test_a_better_place_never_has_a_worse_tier(scheme, field):
    order = [tier["key"] for tier in scheme]
    lines = score_round(specimen_rules(awards=scheme), field).standings
    for one in lines:
        for other in lines:
            is_before = one.rank is not None and one.group == other.group
            if is_before and other.rank is not None and one.rank <= other.rank and other.awards:
                assert one.awards
                assert order.index(one.awards[0]) <= order.index(other.awards[0])
                if one.rank == other.rank:
                    assert one.awards == other.awards


@given(schemes(ties=("push_down", "extend"), pers=PERS), fields())
def test_given_and_open_prizes_add_up_to_those_of_the_scheme(scheme, field):
    rules = specimen_rules(awards=scheme)
    result = score_round(rules, field)
    for award in rules.awards:
        per = award.per or "heat"
        ranked = Counter(
            group_of(s.appearance, per) for s in result.standings if s.rank is not None
        )
        won = Counter(
            group_of(s.appearance, per) for s in result.standings if award.key in s.awards
        )
        for group in {group_of(s.appearance, per) for s in result.standings}:
            vacant = sum(
                v.count for v in result.vacancies if (v.award, v.group) == (award.key, group)
            )
            places = count_places(award, ranked[group])
            if award.is_rest:
                assert vacant == 0
            elif award.ties == "push_down" or vacant:
                assert won[group] + vacant == places
            else:
                assert won[group] >= places


@given(schemes(), fields())
def test_with_a_tier_for_the_rest_everybody_with_a_result_has_a_prize(scheme, field):
    rest = {"key": "all", "name": NAME, "rest": True}
    tiers = [tier for tier in scheme if not tier.get("rest")]
    for line in score_round(specimen_rules(awards=[*tiers, rest]), field).standings:
        assert bool(line.awards) == (line.rank is not None)


@given(schemes(by_count=True, ties=("share", "extend"), pers=PERS), fields())
def test_withdrawing_an_entry_without_a_prize_changes_nobodys_prize(scheme, field):
    rules = specimen_rules(awards=scheme)
    before = _awards(rules, field)
    for gone in (each for each in field if not before[each.key]):
        left = [replace(each, status="withdrawn") if each is gone else each for each in field]
        assert _awards(rules, left) == before


@given(
    schemes(pers=PERS),
    fields(),
    st.sampled_from(("chain", "all", "extra_round")),
    st.randoms(use_true_random=False),
)
def test_another_order_of_entries_changes_no_prize_and_nobody_who_goes_on(
    scheme, field, border, random
):
    honours = [
        {"key": "unit", "name": NAME, "kind": "unit", "count": 1, "of": ["t0"]},
        {"key": "adviser", "name": NAME, "kind": "adviser", "of": ["t0"]},
    ]
    rules = specimen_rules(
        awards=[*scheme, *honours],
        advancement={"take": 1, "wild_cards": 1, "border": border},
    )
    shuffled = list(field)
    random.shuffle(shuffled)
    assert score_round(rules, shuffled).as_data() == score_round(rules, field).as_data()


@given(fields(), st.integers(1, 3), st.integers(1, 3), st.sampled_from((None, "81", "82")))
def test_nobody_goes_on_before_somebody_better_of_the_same_heat(field, take, cards, line):
    limits = {} if line is None else {"score_line": line}
    rules = specimen_rules(advancement={"take": take, "wild_cards": cards, **limits})
    result = score_round(rules, field)
    waiting = {key for tie in result.border_ties for key in tie.keys}
    by_heat = {}
    for each in result.standings:
        by_heat.setdefault(each.appearance.heat, []).append(each)
        if each.is_advancing:
            assert each.rank is not None
            assert line is None or Fraction(each.score) >= Fraction(line)
    for lines in by_heat.values():
        stopped = False
        for each in lines:
            assert not (stopped and each.is_advancing)
            stopped = stopped or (not each.is_advancing and each.key not in waiting)


@given(fields(), st.integers(1, 4))
def test_without_a_tie_exactly_as_many_go_on_as_there_are_places(field, take):
    result = score_round(specimen_rules(advancement={"take": take, "per": "overall"}), field)
    ranked = sum(line.rank is not None for line in result.standings)
    if not result.border_ties:
        assert sum(line.is_advancing for line in result.standings) == min(take, ranked)


def test_wild_cards_pass_over_those_taken_and_stop_where_a_ruling_is_missing():
    cards = WildCards("", 2, (("A", "B"), ("C",), ("D", "E")))
    assert cards.choose({"A"}, ()).chosen == ("B", "C")
    assert cards.choose({"A"}, ()).is_waiting is False
    seen = cards.choose({"A", "B"}, ())
    assert (seen.chosen, seen.tie, seen.is_waiting) == (("C",), ("D", "E"), False)
    seen = cards.choose({"A"}, {"C"})
    assert (seen.chosen, seen.tie, seen.is_waiting) == (("B",), (), True)
    assert cards.choose((), {"C", "D"}).is_waiting is False
    assert cards.choose((), {"C", "D"}).chosen == ("A", "B")


def test_the_line_for_wild_cards_reaches_as_far_as_a_ruling_may_push_it():
    rules = specimen_rules(advancement={"take": 1, "wild_cards": 1})
    marks = {"A": 90, "B": 90, "C": 89, "D": 88, "E": 87}
    field = [Appearance(key, "1", sheets=tuple(sheets_of(m * 1000))) for key, m in marks.items()]
    (cards,) = score_round(rules, field).wild_cards
    assert cards.as_data() == {
        "group": "",
        "count": 1,
        "line": [["A", "B"], ["C"]],
        "shares": False,
    }


def test_equals_whose_extra_round_is_on_record_are_told_apart_by_their_places():
    rules = AdvancementRules(take=1, border="extra_round")
    first, second = Place(1, 1, 1, "extra_round"), Place(2, 2, 1, "extra_round")
    tied = [
        Contender(0, second, 9000, Fraction(90), is_settled=True),
        Contender(1, first, 9000, Fraction(90), is_settled=True),
    ]
    assert choose_advancing(tied, rules) == Advancement((1,))
    half = [tied[0], replace(tied[1], is_settled=False)]
    assert choose_advancing(half, rules) == Advancement((), (1, 0), 1)
