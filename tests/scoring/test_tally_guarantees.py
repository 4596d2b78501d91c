"""What groups with rules of their own, special seats and carry-over guarantee, for any marks."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from judging.scoring.carrying import Carried
from judging.scoring.points import MARK_UNITS
from judging.scoring.rules import load_rules, parse_rules, to_toml
from judging.scoring.sheet import SeatSheet
from judging.scoring.tally import tally
from judging.scoring.working_reading import read_working
from tests.scoring import oracle
from tests.scoring.strategies import AVERAGES, documents, marks_of, sheets, trims

WEIGHTS = ("0.4", "1", "0.35")


@st.composite
def grouped(draw, /, **choices):
    """Return a document with the groups of seats 1 to 3 and 4 to 7, with rules of their own."""
    document = draw(documents(**choices))
    groups = {}
    for key, seats in (("expert", "123"), ("public", "4567")):
        groups[key] = {"seats": list(seats), "weight": draw(st.sampled_from(("70", "1", "0.5")))}
        if draw(st.booleans()):
            own = draw(st.sampled_from(choices.get("aggregates", ("sum", *AVERAGES))))
            groups[key] |= {"aggregate": own, "trim": draw(trims(own))}
    return {**document, "tally": {**document["tally"], "groups": groups}}


@st.composite
def carrying(draw, /, **choices):
    """Return a document that carries two earlier rounds over."""
    points = st.lists(st.integers(0, 8), min_size=1, max_size=3)
    by_rank = sorted(draw(points), reverse=True)
    earlier = [
        {
            "round": "semi",
            "weight": draw(st.sampled_from(WEIGHTS)),
            "value": draw(st.sampled_from(("published", "exact"))),
        },
        {
            "round": "quiz",
            "weight": draw(st.sampled_from(WEIGHTS)),
            "points_by_rank": [str(each) for each in by_rank],
        },
    ]
    carry_over = {
        "weight": draw(st.sampled_from(WEIGHTS)),
        "missing": draw(st.sampled_from(("no_result", "nothing"))),
        "earlier": earlier,
    }
    return {**draw(documents(**choices)), "carry_over": carry_over}


@st.composite
def earlier_results(draw):
    """Return {round: (published, exact, rank)}; a result may be missing."""
    found = {}
    for key in ("semi", "quiz"):
        if draw(st.integers(0, 3)):
            exact = Fraction(draw(st.integers(0, 600)), draw(st.sampled_from((1, 3, 8))))
            found[key] = (oracle.round_points(exact, 2), exact, draw(st.integers(1, 5)))
    return found


def carried_of(found):
    return [Carried(key, *values) for key, values in found.items()]


def points_of(rules, panel):
    return {
        s.seat: {
            key: None if mark is None else Fraction(mark, MARK_UNITS)
            for key, mark in zip(rules.rubric.keys, s.marks, strict=True)
        }
        for s in panel
    }


@given(grouped(), st.data())
def test_groups_agree_with_the_second_opinion(document, data):
    rules = parse_rules(document)
    panel = data.draw(sheets(rules, most=7, may_lack=True))
    expected = oracle.exact_score(rules.document, points_of(rules, panel))
    assert tally(rules, panel).exact == expected


@given(carrying(), earlier_results(), st.data())
def test_carry_over_agrees_with_the_second_opinion(document, earlier, data):
    rules = parse_rules(document)
    panel = data.draw(sheets(rules, may_lack=True))
    outcome = tally(rules, panel, carried=carried_of(earlier))
    assert outcome.exact == oracle.exact_score(rules.document, points_of(rules, panel), earlier)


@given(st.one_of(grouped(), carrying()))
def test_rules_written_and_read_back_are_the_same(document):
    rules = parse_rules(document)
    again = load_rules(to_toml(rules.document))
    assert (again, again.digest) == (rules, rules.digest)


@given(st.one_of(grouped(), carrying()), earlier_results(), st.data())
def test_a_working_read_back_is_the_same(document, earlier, data):
    rules = parse_rules(document)
    panel = data.draw(sheets(rules))
    carried = carried_of(earlier) if rules.carry_over is not None else []
    working = tally(rules, panel, carried=carried).working
    assert read_working(working.as_data()) == working


@given(st.one_of(grouped(), carrying()), st.data())
def test_raising_a_mark_never_lowers_the_score(document, data):
    rules = parse_rules(document)
    panel = list(data.draw(sheets(rules, least=7)))
    carried = [Carried("semi", Fraction(8), Fraction(8), 2), Carried("quiz", rank=1)]
    carried = carried if rules.carry_over is not None else []
    seat = data.draw(st.integers(0, 6))
    place = data.draw(st.integers(0, len(rules.rubric.criteria) - 1))
    higher = data.draw(marks_of(rules.rubric.criteria[place]))
    assume(higher > panel[seat].marks[place])
    before = tally(rules, panel, carried=carried).exact
    marks = list(panel[seat].marks)
    marks[place] = higher
    panel[seat] = replace(panel[seat], marks=tuple(marks))
    assert tally(rules, panel, carried=carried).exact >= before


@given(carrying(), st.data(), st.integers(1, 99))
def test_more_points_from_an_earlier_round_never_lower_the_score(document, data, more):
    rules = parse_rules(document)
    panel = data.draw(sheets(rules, least=1))
    quiz = Carried("quiz", rank=1)
    few, many = (Carried("semi", Fraction(n), Fraction(n)) for n in (50, 50 + more))
    lower = tally(rules, panel, carried=[few, quiz]).exact
    assert tally(rules, panel, carried=[quiz, many]).exact > lower


@given(grouped(aggregates=AVERAGES), st.data())
def test_groups_of_one_mind_give_its_total(document, data):
    unrounded = {**document["tally"], "rounding": {"final": 3}, "factor": "1"}
    rules = parse_rules({**document, "tally": unrounded})
    marks = tuple(data.draw(marks_of(criterion)) for criterion in rules.rubric.criteria)
    panel = [SeatSheet(str(seat), marks) for seat in range(1, 8)]
    alone = parse_rules({**document, "tally": {**unrounded, "groups": {}}})
    assert tally(rules, panel).exact == tally(alone, panel[:1]).exact


@given(documents(), st.data(), st.sampled_from(("practice_seats", "tie_break_seats")))
def test_a_seat_that_does_not_enter_changes_nothing(document, data, kind):
    rules = parse_rules(document)
    named = parse_rules({**document, "tally": {**document["tally"], kind: ["99"]}})
    panel = data.draw(sheets(rules, least=1))
    outside = SeatSheet("99", tuple(criterion.max for criterion in rules.rubric.criteria))
    assert tally(named, [outside, *panel]).exact == tally(rules, panel).exact
    chief = parse_rules({**document, "tally": {**document["tally"], "chief_seat": "1"}})
    assert tally(chief, panel).exact == tally(rules, panel).exact


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_the_interquartile_means_agree_where_a_quarter_is_whole(values):
    talk = {"key": "talk", "name": {"en": "t"}, "max": "100"}
    whole, exact = (
        parse_rules(
            {"name": {"en": "x"}, "rubric": {"criteria": [talk]}, "tally": {"aggregate": how}}
        )
        for how in ("interquartile_integer", "interquartile_fractional")
    )
    panel = [SeatSheet(str(seat), (value * 1000,)) for seat, value in enumerate(values, 1)]
    if len(values) % 4 == 0:
        assert tally(whole, panel).exact == tally(exact, panel).exact
    assert min(values) <= tally(exact, panel).exact <= max(values)
