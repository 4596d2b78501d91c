"""What docs/rule-sheet.md guarantees, for any rules and any marks."""

from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from judging.scoring.points import MARK_UNITS
from judging.scoring.results import score_round
from judging.scoring.rules import load_rules, parse_rules, to_toml
from judging.scoring.sheet import SeatSheet
from judging.scoring.standings import Appearance
from judging.scoring.tally import tally
from tests.scoring import oracle
from tests.scoring.strategies import AVERAGES, documents, marks_of, rounds, sheets


def _lines(rules, appearances):
    result = score_round(rules, appearances)
    return {s.key: (s.rank, s.score, s.outcome.exact, s.tie_break) for s in result.standings}


def _changed(rules, **tally_changes):
    document = {**rules.document, "tally": {**rules.document["tally"], **tally_changes}}
    return parse_rules(document)


def _unrounded(rules, **changes):
    """The same rules with no rounding but the final one, and a factor of one."""
    return _changed(rules, rounding={"final": 3}, factor="1", **changes)


@given(rounds(may_lack=True))
def test_the_engine_agrees_with_a_slow_and_plain_second_opinion(case):
    rules, appearances = case
    expected = {
        a.key: oracle.exact_score(
            rules.document,
            {
                s.seat: {
                    key: None if mark is None else Fraction(mark, MARK_UNITS)
                    for key, mark in zip(rules.rubric.keys, s.marks, strict=True)
                }
                for s in a.sheets
            },
        )
        for a in appearances
    }
    no_chain = parse_rules({**rules.document, "ranking": {"ties": []}})
    seen = _lines(no_chain, appearances)
    assert {key: line[2] for key, line in seen.items()} == expected
    assert {key: line[0] for key, line in seen.items()} == oracle.ranks(rules.document, expected)


@given(rounds(), st.randoms(use_true_random=False))
def test_another_order_of_judges_and_entries_changes_nothing(case, random):
    rules, appearances = case
    shuffled = [replace(a, sheets=tuple(_shuffled(a.sheets, random))) for a in appearances]
    assert (
        score_round(rules, _shuffled(shuffled, random)).digest
        == score_round(rules, appearances).digest
    )


def _shuffled(items, random: Random):
    items = list(items)
    random.shuffle(items)
    return items


@given(rounds(), st.permutations("123456"))
def test_another_numbering_of_the_seats_changes_no_score_and_no_rank(case, seats):
    rules, appearances = case
    renamed = [
        replace(a, sheets=tuple(replace(s, seat=seats[int(s.seat) - 1]) for s in a.sheets))
        for a in appearances
    ]
    assert _lines(rules, renamed) == _lines(rules, appearances)


@given(documents(aggregates=AVERAGES), st.data())
def test_a_panel_of_one_mind_gives_its_own_total(document, data):
    rules = _unrounded(parse_rules(document))
    marks = tuple(data.draw(marks_of(criterion)) for criterion in rules.rubric.criteria)
    panel = [SeatSheet(str(seat), marks) for seat in range(1, data.draw(st.integers(1, 7)) + 1)]
    one = tally(rules, panel[:1]).exact
    assert tally(rules, panel).exact == one


@given(documents(aggregates=AVERAGES), st.data())
def test_the_score_lies_between_the_lowest_and_the_highest_judge(document, data):
    rules = _unrounded(parse_rules(document), scope="judge_total")
    panel = data.draw(sheets(rules, least=1))
    totals = [tally(rules, [sheet]).exact for sheet in panel]
    assert min(totals) <= tally(rules, panel).exact <= max(totals)


@given(documents(aggregates=AVERAGES), st.data())
def test_a_point_more_from_every_judge_is_a_weight_more_in_the_score(document, data):
    document["rubric"]["criteria"][0]["max"] = "20"
    rules = _unrounded(parse_rules(document))
    panel = data.draw(sheets(rules, least=1))
    first = rules.rubric.criteria[0]
    moved = [replace(s, marks=(s.marks[0] + 1000, *s.marks[1:])) for s in panel]
    assume(all(first.is_in_range(s.marks[0]) and first.is_on_step(s.marks[0]) for s in moved))
    gain = first.weight
    if rules.rubric.combine == "mean":
        gain /= sum(criterion.weight for criterion in rules.rubric.criteria)
    assert tally(rules, moved).exact == tally(rules, panel).exact + gain


@given(documents(), st.data())
def test_doubling_every_mark_doubles_the_score(document, data):
    rules = _unrounded(parse_rules(document))
    wide = {**rules.document, "rubric": {**rules.document["rubric"]}}
    wide["rubric"]["criteria"] = [{**c, "max": "20"} for c in wide["rubric"]["criteria"]]
    wide = parse_rules(wide)
    panel = data.draw(sheets(rules, least=1))
    doubled = [replace(s, marks=tuple(2 * mark for mark in s.marks)) for s in panel]
    assert tally(wide, doubled).exact == 2 * tally(rules, panel).exact


@given(documents(aggregates=AVERAGES), st.data())
def test_reflecting_every_mark_reflects_the_score(document, data):
    """Maximum minus mark, with the ends of the trim exchanged, is maximum minus score."""
    rules = _unrounded(parse_rules(document))
    trim = rules.document["tally"]["trim"]
    mirror = _changed(rules, trim={**trim, "low": trim["high"], "high": trim["low"]})
    panel = data.draw(sheets(rules, least=1))
    top = [criterion.max for criterion in rules.rubric.criteria]
    reflected = [
        replace(s, marks=tuple(m - mark for m, mark in zip(top, s.marks, strict=True)))
        for s in panel
    ]
    whole = tally(rules, [SeatSheet("1", tuple(top))]).exact
    assert tally(mirror, reflected).exact == whole - tally(rules, panel).exact


@settings(max_examples=300)
@given(rounds(), st.data())
def test_raising_a_mark_never_lowers_its_owners_score_or_rank(case, data):
    rules, appearances = case
    owner = data.draw(st.integers(0, len(appearances) - 1))
    sheet = data.draw(st.integers(0, len(appearances[owner].sheets) - 1))
    place = data.draw(st.integers(0, len(rules.rubric.criteria) - 1))
    given_sheet = appearances[owner].sheets[sheet]
    criterion = rules.rubric.criteria[place]
    higher = data.draw(marks_of(criterion))
    assume(higher > given_sheet.marks[place])
    marks = list(given_sheet.marks)
    marks[place] = higher
    raised = list(appearances[owner].sheets)
    raised[sheet] = replace(given_sheet, marks=tuple(marks))
    after = list(appearances)
    after[owner] = replace(appearances[owner], sheets=tuple(raised))
    key = appearances[owner].key
    before_line, after_line = _lines(rules, appearances)[key], _lines(rules, after)[key]
    assert after_line[2] >= before_line[2]
    assert after_line[0] <= before_line[0]


@given(documents(scopes=("judge_total",), aggregates=("mean",)), st.data())
def test_without_trimming_the_score_is_the_plain_mean(document, data):
    rules = _unrounded(parse_rules(document), trim={"low": 0, "high": 0})
    panel = data.draw(sheets(rules, least=1))
    totals = [tally(rules, [sheet]).exact for sheet in panel]
    assert tally(rules, panel).exact == sum(totals) / len(totals)


@given(documents(aggregates=("mean",)), st.data())
def test_the_largest_trim_is_the_median(document, data):
    rules = parse_rules(document)
    panel = data.draw(sheets(rules, least=1))
    most = (len(panel) - 1) // 2
    largest = _changed(rules, trim={"low": most, "high": most, "min_kept": 1})
    by_median = _changed(rules, aggregate="median", trim={"low": 0, "high": 0})
    assert tally(largest, panel).exact == tally(by_median, panel).exact


@given(documents(), st.data(), st.sampled_from(("absent", "recused", "void", "not_yet")))
def test_a_seat_without_given_marks_changes_nothing(document, data, state):
    rules = parse_rules(document)
    panel = data.draw(sheets(rules, least=1))
    more = [*panel, SeatSheet("99", (), state)]
    assert tally(rules, more).exact == tally(rules, panel).exact


@given(documents(), st.data())
def test_a_practice_seat_changes_nothing(document, data):
    rules = parse_rules(document)
    panel = data.draw(sheets(rules, least=1))
    trainee = SeatSheet("0", tuple(c.max for c in rules.rubric.criteria), group="practice")
    assert tally(rules, [trainee, *panel]).exact == tally(rules, panel).exact


@given(documents(aggregates=("mean",)), st.data())
def test_blank_and_zero_differ(document, data):
    rules = _unrounded(parse_rules(document), trim={"low": 0, "high": 0})
    panel = data.draw(sheets(rules, least=1))
    before = tally(rules, panel).exact
    assume(before > 0)
    blank = [*panel, SeatSheet("99", (), "absent")]
    zero = [*panel, SeatSheet("99", tuple(0 for _ in rules.rubric.criteria))]
    assert tally(rules, blank).exact == before
    assert tally(rules, zero).exact < before


@given(rounds(), st.data())
def test_withdrawing_one_leaves_the_others_scores_and_order(case, data):
    rules, appearances = case
    gone = data.draw(st.integers(0, len(appearances) - 1))
    after = list(appearances)
    after[gone] = replace(appearances[gone], status="withdrawn")
    key = appearances[gone].key
    before_lines, after_lines = _lines(rules, appearances), _lines(rules, after)
    assert after_lines[key][:2] == (None, None)
    others = [a.key for a in appearances if a.key != key]
    assert {k: after_lines[k][1] for k in others} == {k: before_lines[k][1] for k in others}
    assert {(a, b) for a in others for b in others if after_lines[a][0] < after_lines[b][0]} == {
        (a, b) for a in others for b in others if before_lines[a][0] < before_lines[b][0]
    }


@given(rounds())
def test_ranks_agree_with_the_published_scores(case):
    rules, appearances = case
    lines = [line for line in _lines(rules, appearances).values() if line[0] is not None]
    for one in lines:
        for other in lines:
            if Fraction(one[1]) > Fraction(other[1]):
                assert one[0] < other[0]


@given(rounds(may_lack=True))
def test_counting_again_gives_the_same_bytes(case):
    rules, appearances = case
    assert score_round(rules, appearances).as_data() == score_round(rules, appearances).as_data()


@given(documents())
def test_rules_written_and_read_back_are_the_same(document):
    rules = parse_rules(document)
    again = load_rules(to_toml(rules.document))
    assert (again, again.digest) == (rules, rules.digest)


@given(rounds())
def test_the_key_of_an_entry_decides_nothing(case):
    rules, appearances = case
    renamed = {a.key: f"{len(appearances) - index}" for index, a in enumerate(appearances)}
    other = [replace(a, key=renamed[a.key]) for a in appearances]
    before, after = _lines(rules, appearances), _lines(rules, other)
    assert {renamed[key]: line for key, line in before.items()} == after


def test_an_entry_alone_is_first():
    rules = parse_rules(
        {
            "name": {"en": "x"},
            "rubric": {"criteria": [{"key": "a", "name": {"en": "a"}, "max": "9"}]},
        }
    )
    lines = _lines(rules, [Appearance("A", "1", sheets=(SeatSheet("1", (0,)),))])
    assert lines == {"A": (1, "0.00", Fraction(0), "")}
