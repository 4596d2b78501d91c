"""Paper beside a tablet's sheet: both are kept, and the chief judge chooses."""

import uuid
from datetime import datetime

import pytest
from sqlalchemy import select

from judging.errors import InvalidInput, NotFound, SheetConflict, WrongState
from judging.extensions import db
from judging.models import ScoreSheet, SheetRevision
from judging.services.paper_readings import hand_in
from judging.services.paper_values import HandedIn
from judging.services.sheet_desk import excuse_seat, reopen_sheet
from judging.services.sheet_settling import settle_conflict
from judging.services.sheet_values import Submission
from judging.services.sheets import submit_sheet
from tests.factories import Factory
from tests.services.marked import MARKS, mark, sheet_states
from tests.services.papers import Hall, make_hall, revision_rows


@pytest.fixture
def hall(factory: Factory) -> Hall:
    """A heat of one seat and two turns, and three people of its desk."""
    return make_hall(factory)


def test_paper_and_tablet_are_both_kept_and_the_chief_judge_chooses(
    factory: Factory, hall: Hall, now: datetime
) -> None:
    mark(factory, hall.heat, now, 0, 0)
    paper = hall.typed(total="87", content="34.5")
    hand_in(hall.organizer, now, paper)
    assert hand_in(hall.helper, now, paper) == HandedIn("beside", revision=2)
    assert revision_rows() == [
        ("tablet", "given", True, False, 88000),
        ("paper", "given", False, True, 87000),
    ]
    for stranger in (hall.organizer, hall.helper):
        with pytest.raises(NotFound):
            settle_conflict(stranger, now, *hall.where, 2, "纸为准")
    for number, error in ((9, NotFound), (2, InvalidInput)):
        with pytest.raises(error):
            settle_conflict(hall.chief, now, *hall.where, number, "纸为准" if number == 9 else "")
    settle_conflict(hall.chief, now, *hall.where, 2, "评委当面确认以纸为准")
    replaced = select(SheetRevision.replaces).order_by(SheetRevision.number)
    assert db.session.scalars(replaced).all() == [0, 1, 2]
    assert revision_rows()[2] == ("paper", "given", True, False, 87000)
    with pytest.raises(WrongState) as refused:
        settle_conflict(hall.chief, now, *hall.where, 2, "再选")
    assert refused.value.code == "no_conflict"


def test_a_tablets_sheet_after_the_paper_is_kept_beside_it(
    factory: Factory, hall: Hall, now: datetime
) -> None:
    for actor in (hall.organizer, hall.helper):
        hand_in(actor, now, hall.typed(total="87", content="34.5"))
    judge = factory.seat_actor(hall.heat.seat_ids[0], hall.heat.competition_id)
    late = Submission(str(uuid.UUID(int=3)), hall.heat.appearance_ids[0], MARKS)
    with pytest.raises(SheetConflict):
        submit_sheet(judge, now, late)
    assert revision_rows() == [
        ("paper", "given", True, False, 87000),
        ("tablet", "given", False, True, 88000),
    ]
    settle_conflict(hall.chief, now, *hall.where, 2, "平板为准")
    assert revision_rows()[2] == ("tablet", "given", True, False, 88000)


def test_a_paper_that_says_what_the_tablet_sent_is_kept_and_is_no_conflict(
    factory: Factory, hall: Hall, now: datetime
) -> None:
    mark(factory, hall.heat, now, 0, 0)
    hand_in(hall.organizer, now, hall.typed())
    assert hand_in(hall.helper, now, hall.typed()) == HandedIn("same", revision=2)
    assert revision_rows()[1] == ("paper", "given", False, False, 88000)
    assert db.session.scalars(select(ScoreSheet.has_conflict)).first() is False


def test_a_paper_counts_at_once_where_the_sheet_was_reopened(hall: Hall, now: datetime) -> None:
    excuse_seat(hall.organizer, now, *hall.where, "没有来")
    hand_in(hall.organizer, now, hall.typed())
    assert hand_in(hall.helper, now, hall.typed()) == HandedIn("beside", revision=2)
    reopen_sheet(hall.chief, now, *hall.where, "纸交来了")
    hand_in(hall.organizer, now, hall.typed())
    assert hand_in(hall.helper, now, hall.typed()) == HandedIn("agreed", revision=3)
    assert set(sheet_states().values()) == {"given"}
