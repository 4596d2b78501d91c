"""The same marks through two rule sheets, read from the database."""

from dataclasses import replace

import pytest

from judging.errors import NotFound
from judging.extensions import db
from judging.models import Heat, Round, RuleSheetVersion
from judging.queries.dry_runs import run_dry
from judging.queries.fairness_scope import MOST_ENTRIES, Scope, get_scope
from judging.queries.rule_choices import list_rule_choices
from judging.scoring.faults import ScoringError
from judging.scoring.rules import parse_rules
from tests.factories import CONVENTION, Factory, HeatBundle

_AWARDS = [{"key": "first", "name": {"zh": "一等奖", "en": "First Prize"}, "count": 1}]
_RULES = {**CONVENTION, "awards": _AWARDS, "advancement": {"take": 1}}


def marked(factory: Factory, *contents: tuple[str, ...], document=_RULES) -> HeatBundle:  # type: ignore[no-untyped-def]
    """Return a closed heat; each entry got these content marks, seat by seat."""
    heat = factory.ready_heat(len(contents[0]), len(contents), document, "closed")
    for appearance_id, marks in zip(heat.appearance_ids, contents, strict=True):
        for seat_id, mark in zip(heat.seat_ids, marks, strict=True):
            factory.given_sheet(seat_id, appearance_id, mark, "25", "16", "8")
    return heat


def scope_of(heat: HeatBundle, number: int | None = None) -> Scope:
    """Return the scope of a heat's round."""
    key = db.session.get_one(Round, heat.round_id).key
    return get_scope(heat.competition_id, key, number)


@pytest.fixture
def split(factory: Factory) -> HeatBundle:
    """A heat that one and one gives to the first entry, and the plain mean to the second."""
    return marked(factory, ("36", "36", "36", "36", "20"), ("34", "34", "34", "34", "34"))


def test_the_version_in_force_is_set_against_the_plain_mean_if_nobody_says(split):
    found = run_dry(scope_of(split))

    assert (found.before.key, found.after.key) == ("version:1", "trim:0-0")
    lines = [
        (line.before.rank, line.before.score, line.after.rank, line.after.score, line.after.awards)
        for line in found.comparison.lines
    ]
    assert lines == [(1, "85.00", 2, "81.80", ()), (2, "83.00", 1, "83.00", ("first",))]
    assert found.fewer_dropped == (0, 0)


def test_a_trim_that_leaves_too_few_is_counted(split):
    assert run_dry(scope_of(split), "version:1", "trim:2-2").fewer_dropped == (0, 2)


def test_names_of_entries_heats_and_prizes_come_with_it(split):
    found = run_dry(scope_of(split))
    first = found.comparison.lines[0]

    assert found.faces[first.key].name_zh.startswith("林小舟")
    assert found.groups["heat", "1"].zh.endswith("场")
    assert found.awards_before["first"].zh == found.awards_after["first"].zh == "一等奖"


def test_an_older_version_of_the_same_criteria_can_be_chosen(split):
    plain = {**_RULES, "tally": {"trim": {"low": 0, "high": 0}}}
    for version, document in ((2, plain), (3, _with_more_points())):
        rules = parse_rules(document)
        db.session.add(
            RuleSheetVersion(
                round_id=split.round_id,
                version=version,
                document=rules.document,
                digest=rules.digest,
                created_at=db.session.get_one(Round, split.round_id).created_at,
            )
        )
        db.session.commit()
        if version == 2:
            keys = [choice.key for choice in list_rule_choices(scope_of(split).round)]
            assert keys[:2] == ["version:2", "version:1"]

    choices = list_rule_choices(scope_of(split).round)

    assert [c.key for c in choices if c.kind == "version"] == ["version:3"]


def _with_more_points():  # type: ignore[no-untyped-def]
    """Return the rules with a first criterion that reaches higher."""
    first, *rest = CONVENTION["rubric"]["criteria"]
    rubric = {**CONVENTION["rubric"], "criteria": [{**first, "max": "60"}, *rest]}
    return {**_RULES, "rubric": rubric}


def test_of_a_preset_the_rubric_stays_the_rounds_and_so_do_prizes_that_it_does_not_name(split):
    scope = scope_of(split)
    choices = {choice.key: choice for choice in list_rule_choices(scope.round)}
    skating = choices["preset:isu-like"].rules

    assert skating.rubric == scope.rules.rubric
    assert skating.tally.scope == "criterion"
    assert [award.key for award in skating.awards] == ["first"]
    assert skating.advancement == scope.rules.advancement


def test_a_preset_whose_ties_name_a_criterion_that_is_missing_is_not_offered(factory):
    rubric = {"criteria": [{"key": "talk", "name": {"zh": "演讲"}, "max": "100"}]}
    heat = factory.ready_heat(2, 1, {"name": {"zh": "例"}, "rubric": rubric}, "closed")

    keys = {choice.key for choice in list_rule_choices(scope_of(heat).round)}

    assert "preset:coss" in keys
    assert "preset:chinese-convention" not in keys


def test_a_key_that_is_not_offered_is_not_found(split):
    with pytest.raises(NotFound):
        run_dry(scope_of(split), "version:9")
    with pytest.raises(NotFound):
        run_dry(scope_of(split), "", "trim:9-9")


def test_groups_that_nobody_sits_in_give_no_result_instead_of_a_wrong_one(split):
    try:
        found = run_dry(scope_of(split), "", "preset:beijing-heat")
    except ScoringError as error:
        pytest.fail(str(error))
    assert {line.after.no_result for line in found.comparison.lines} == {"group_without_marks"}


def test_open_heats_are_left_out_and_an_open_heat_alone_says_nothing(factory, split):
    open_id, seats = factory.heat(split.round_id, 1, number=2, state="open")
    entry = factory.entry(split.competition_id, split.division_id)
    appearance = factory.appearance(open_id, split.round_id, entry, order_number=1)
    factory.given_sheet(seats[0], appearance, "40", "25", "16", "8")
    db.session.commit()

    whole, alone = scope_of(split), scope_of(split, 2)

    assert (whole.left_out, whole.obstacle, whole.entry_count) == ((2,), "", 2)
    assert (alone.left_out, alone.obstacle) == ((2,), "not_closed")
    numbers = {line.key for line in run_dry(whole).comparison.lines}
    assert len(numbers) == 2


def test_a_heat_of_another_round_or_competition_is_not_found(factory, split):
    other = factory.ready_heat()
    key = db.session.get_one(Round, other.round_id).key
    with pytest.raises(NotFound):
        get_scope(split.competition_id, key)
    with pytest.raises(NotFound):
        scope_of(split, 2)


def test_a_round_without_rules_or_with_very_many_entries_says_why(split):
    scope = scope_of(split)
    crowded = replace(scope, heats=(replace(scope.heats[0], entry_count=MOST_ENTRIES + 1),))
    full = replace(scope, heats=(replace(scope.heats[0], entry_count=MOST_ENTRIES),))

    assert (crowded.obstacle, full.obstacle) == ("too_many", "")
    assert replace(scope, round=replace(scope.round, version=0)).obstacle == "no_rules"


def test_a_dry_run_writes_nothing(split):
    run_dry(scope_of(split))

    assert not db.session.dirty | db.session.new
    assert db.session.get_one(Heat, split.heat_id).state == "closed"
