"""What a seat sees of its heat, on SQLite and PostgreSQL."""

import uuid
from dataclasses import replace
from datetime import datetime

import pytest

from judging.errors import NotFound, SheetConflict
from judging.extensions import db
from judging.models import Appearance, Entry, RuleSheetVersion
from judging.permissions import SYSTEM
from judging.queries.judge import get_judge_heat
from judging.queries.turns import names_of
from judging.services.sheet_values import Submission
from judging.services.sheets import submit_sheet
from tests.factories import CONVENTION, Factory
from tests.services.marked import MARKS, mark


def test_a_seat_sees_its_own_sheets_and_nobody_elses(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(seats=2, entries=2)
    mark(factory, heat, now, 0, 0)
    mine = get_judge_heat(factory.seat_actor(heat.seat_ids[0], heat.competition_id))
    other = get_judge_heat(factory.seat_actor(heat.seat_ids[1], heat.competition_id))
    assert [turn.sheet.state for turn in mine.turns] == ["given", "not_yet"]
    assert [turn.sheet.state for turn in other.turns] == ["not_yet", "not_yet"]
    assert "88.0" in repr(mine)
    assert "88.0" not in repr(other)


def test_a_conflict_shows_both_versions_until_it_is_settled(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=1, entries=1)
    judge = factory.seat_actor(heat.seat_ids[0], heat.competition_id)
    mark(factory, heat, now, 0, 0)
    stale = Submission(str(uuid.UUID(int=77)), heat.appearance_ids[0], {**MARKS, "overall": "1"})
    with pytest.raises(SheetConflict):
        submit_sheet(judge, now, stale)
    sheet = get_judge_heat(judge).turns[0].sheet
    assert sheet.current is not None
    assert (sheet.current.judge_total, sheet.revision, sheet.newest) == ("88.0", 1, 2)
    assert [revision.judge_total for revision in sheet.conflicts] == ["80.0"]
    submit_sheet(
        judge,
        now,
        replace(stale, client_id=str(uuid.UUID(int=78)), replaces=sheet.newest, reason="以此为准"),
    )
    sheet = get_judge_heat(judge).turns[0].sheet
    assert (sheet.revision, sheet.newest, sheet.conflicts) == (3, 3, ())


def test_the_total_that_counts_is_by_the_rules_in_force_so_that_later_ones_compare(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=1, entries=1)
    mark(factory, heat, now, 0, 0)
    criteria = [dict(c, weight="2") for c in CONVENTION["rubric"]["criteria"]]
    document = {**CONVENTION, "rubric": {"combine": "sum", "criteria": criteria}}
    db.session.add(
        RuleSheetVersion(
            round_id=heat.round_id, version=2, document=document, digest="1" * 64, created_at=now
        )
    )
    db.session.commit()
    found = get_judge_heat(factory.seat_actor(heat.seat_ids[0], heat.competition_id))
    assert (found.rubric.version, found.rubric.max_total) == (2, "200")
    assert found.turns[0].sheet.current is not None
    assert found.turns[0].sheet.current.judge_total == "176"


def test_what_has_no_place_in_the_order_is_not_shown(factory: Factory) -> None:
    heat = factory.ready_heat(seats=1, entries=2)
    db.session.get_one(Appearance, heat.appearance_ids[0]).order_number = None
    db.session.commit()
    found = get_judge_heat(factory.seat_actor(heat.seat_ids[0], heat.competition_id))
    assert [turn.order for turn in found.turns] == [2]
    assert found.get_turn(2).appearance_id == heat.appearance_ids[1]
    with pytest.raises(NotFound):
        found.get_turn(1)


def test_only_a_seat_has_a_heat_of_its_own(factory: Factory) -> None:
    heat = factory.ready_heat()
    for actor in (SYSTEM, factory.actor(heat.competition_id, "chief_judge")):
        with pytest.raises(NotFound):
            get_judge_heat(actor)


def test_a_team_is_named_by_its_name_and_a_pair_by_both(factory: Factory) -> None:
    competition = factory.competition()
    division = factory.division(competition)
    pair = factory.entry(competition, division, ("林小舟", "周以安"))
    team = factory.entry(competition, division, ("甲",), kind="team", team_name="追光队")
    assert names_of([pair, team]) == {pair: "林小舟、周以安", team: "追光队"}
    assert db.session.get_one(Entry, team).team_name == "追光队"
