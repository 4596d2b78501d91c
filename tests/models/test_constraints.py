"""What the database itself refuses, whoever asks."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from judging.extensions import db
from judging.models import ScoreSheet, SheetRevision
from tests.databases import DATABASES
from tests.instants import NOW

pytestmark = pytest.mark.parametrize("database_kind", DATABASES)


@pytest.fixture
def heat(in_app, factory):
    return factory.ready_heat(seats=2, entries=2)


def add(row):
    db.session.add(row)
    db.session.commit()
    return row


def refused(row):
    """Say by which constraint a row is refused, or what the trigger says."""
    db.session.add(row)
    with pytest.raises(DBAPIError) as error:
        db.session.commit()
    db.session.rollback()
    return str(error.value.orig)


def sheet(heat, seat=0, appearance=0, **values):
    defaults = {"seat_id": heat.seat_ids[seat], "appearance_id": heat.appearance_ids[appearance]}
    return ScoreSheet(**(defaults | values))


def given(heat, **values):
    defaults = {"state": "given", "revision": 1, "submitted_at": NOW, "judge_total": 90_000}
    return sheet(heat, **(defaults | values))


def revision(sheet_id, number=1, **values):
    defaults = {
        "sheet_id": sheet_id,
        "number": number,
        "client_id": f"00000000-0000-4000-8000-{number:012d}",
        "state": "given",
        "rule_sheet_id": 1,
        "marks": b"\x00" * 16,
        "judge_total": 1,
        "payload_digest": "0" * 64,
        "author": "S1",
        "received_at": NOW,
    }
    return SheetRevision(**(defaults | values))


def test_one_sheet_a_seat_and_appearance(heat):
    add(sheet(heat))
    assert "score_sheet" in refused(sheet(heat))


@pytest.mark.parametrize("missing", ["submitted_at", "judge_total"])
def test_a_given_sheet_has_a_time_and_a_judge_total(heat, missing):
    assert "ck_score_sheet" in refused(given(heat, **{missing: None}))


def test_a_sheet_that_is_not_given_has_no_judge_total(heat):
    assert "given_has_a_judge_total" in refused(given(heat, state="absent"))


def test_one_current_revision_a_sheet(heat):
    row = add(given(heat))
    add(revision(row.id, 1))
    assert "sheet_revision" in refused(revision(row.id, 2))
    add(revision(row.id, 2, is_current=False))


def test_a_client_id_is_accepted_once(heat):
    first, second = add(given(heat)), add(given(heat, seat=1))
    add(revision(first.id, 1))
    assert "client_id" in refused(revision(second.id, 1))


@pytest.mark.parametrize(
    "change", ["judge_total = 2", "state = 'void'", "payload_digest = 'x'", "number = 9"]
)
def test_what_was_submitted_is_never_changed(heat, change):
    row = add(given(heat))
    add(revision(row.id, 1))
    with pytest.raises(DBAPIError, match="written once"):
        db.session.execute(text(f"UPDATE sheet_revision SET {change}"))
    db.session.rollback()
    with pytest.raises(DBAPIError, match="written once"):
        db.session.execute(text("DELETE FROM sheet_revision"))


def test_an_entry_appears_once_a_round(heat, factory):
    other_heat, _seats = factory.heat(heat.round_id)
    with pytest.raises(DBAPIError):
        factory.appearance(other_heat, heat.round_id, heat.entry_ids[0])


def test_an_appearance_cannot_name_a_round_that_is_not_its_heats(heat, factory):
    other_round = factory.round(heat.competition_id)
    entry_id = factory.entry(heat.competition_id, heat.division_id)
    with pytest.raises(DBAPIError):
        factory.appearance(heat.heat_id, other_round, entry_id)


def test_an_appearance_leaves_the_competition_only_with_a_reason(heat, factory):
    entry_id = factory.entry(heat.competition_id, heat.division_id)
    with pytest.raises(DBAPIError):
        factory.appearance(heat.heat_id, heat.round_id, entry_id, state="withdrawn")


def test_two_entries_never_share_a_place_in_the_running_order(heat, factory):
    entry_id = factory.entry(heat.competition_id, heat.division_id)
    with pytest.raises(DBAPIError):
        factory.appearance(heat.heat_id, heat.round_id, entry_id, order_number=1)
