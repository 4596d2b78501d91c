"""What was taken away after a backup does not come back with it; tablets go on."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from judging.errors import JudgingError
from judging.extensions import db
from judging.models import Entry, JournalDetail, Person, RoleAssignment, Round
from judging.permissions import ANONYMOUS, SYSTEM
from judging.queries.sessions import find_actor
from judging.services.entries import renew_code
from judging.services.panels import remove_seat
from judging.services.restored_access import AccessReport, SeatName
from judging.services.restoring import restore_backup
from judging.services.seat_links import reissue_seat, revoke_seat
from judging.services.seat_sessions import enrol_seat
from judging.services.sessions import Device, sign_out
from tests.services.restored import TABLETS, by_hand, enter, is_in


def last_details():
    entry = select(JournalDetail.content).order_by(JournalDetail.entry_id.desc()).limit(1)
    content = db.session.scalar(entry)
    return content if isinstance(content, dict) else json.loads(content)


def test_staff_and_contestants_sign_in_again_and_what_they_lost_since_is_told(
    factory, heat, now, backup
):
    person = factory.person(["organizer"], heat.competition_id, email="lin@example.org")
    auditor = factory.person(["auditor"], heat.competition_id, email="wu@example.org")
    factory.person(["stage_manager"], heat.competition_id, email="same@example.org")
    staff = factory.session("person", person)
    contestant = factory.session("entry", heat.entry_ids[0])
    judge = enter(factory, heat, now, 0)
    path = backup()
    sign_out(find_actor(staff, now), now)
    renew_code(factory.actor(heat.competition_id, "organizer"), now, heat.entry_ids[0])
    db.session.get_one(Person, person).password_hash = "another"
    named = {
        db.session.get_one(Person, key).pseudonym: email
        for key, email in ((person, "lin@example.org"), (auditor, "wu@example.org"))
    }
    office = select(RoleAssignment).where(RoleAssignment.person_id == auditor)
    db.session.delete(db.session.scalar(office))
    db.session.commit()

    done = restore_backup(SYSTEM, now, path)

    assert [is_in(token, now) for token in (staff, contestant, judge)] == [False, False, True]
    assert done.access == AccessReport(
        is_compared=True, is_ancestor=True, sessions_ended=2, codes=1, accounts=named
    )
    assert db.session.get_one(Entry, heat.entry_ids[0]).code_version == 2
    assert last_details()["access"] == {
        "is_compared": True,
        "is_ancestor": True,
        "sessions_ended": 2,
        "cards_kept_void": 0,
        "seats_back_on_panels": 0,
        "codes_kept_void": 1,
        "accounts_to_check": sorted(named),
    }


def test_a_card_made_void_since_the_backup_stays_void_and_every_tablet_goes_on(
    factory, heat, now, backup
):
    lost, revoked, untouched, first = (enter(factory, heat, now, seat) for seat in range(4))
    old_link = factory.link_of(heat.seat_ids[0])
    path, later = backup(), now + timedelta(minutes=5)
    desk = factory.actor(heat.competition_id, "organizer")
    reissue_seat(desk, later, heat.seat_ids[0])
    revoke_seat(desk, later, heat.seat_ids[1])
    new = enter(factory, heat, later, 0, Device("n" * 43, "Tablet"))
    new_link = factory.link_of(heat.seat_ids[0])
    second_tablet = Device("s" * 43, "Tablet")
    second = enter(factory, heat, later, 3, second_tablet, is_takeover=True)
    fresh = enter(factory, heat, later, 4)

    round_key = db.session.get_one(Round, heat.round_id).key

    done = restore_backup(SYSTEM, later, path)

    assert done.access.seats == tuple(
        SeatName(heat.slug, round_key, 1, number) for number in (1, 2)
    )
    gone, there = (lost, revoked, first), (untouched, new, second, fresh)
    assert [is_in(token, later) for token in (*gone, *there)] == [False] * 3 + [True] * 4
    for link in (old_link, factory.link_of(heat.seat_ids[1])):
        with pytest.raises(JudgingError):
            enrol_seat(ANONYMOUS, later, link, TABLETS[2], is_takeover=True)
    assert is_in(enrol_seat(ANONYMOUS, later, new_link, Device("n" * 43)), later)
    assert is_in(enter(factory, heat, later, 3, second_tablet), later), "its tablet is bound"


def test_a_seat_that_was_taken_away_since_the_backup_lets_nobody_in(factory, heat, now, backup):
    judge, other = enter(factory, heat, now, 4), enter(factory, heat, now, 0)
    link = factory.link_of(heat.seat_ids[4])
    path = backup()
    remove_seat(factory.actor(heat.competition_id, "organizer"), now, heat.seat_ids[4])

    done = restore_backup(SYSTEM, now, path)

    round_key = db.session.get_one(Round, heat.round_id).key
    assert done.access == AccessReport(
        is_compared=True,
        is_ancestor=True,
        sessions_ended=0,
        removed=(SeatName(heat.slug, round_key, 1, 5),),
        accounts={},
    )
    assert last_details()["access"]["seats_back_on_panels"] == 1
    assert (is_in(judge, now), is_in(other, now)) == (False, True)
    with pytest.raises(JudgingError):
        enrol_seat(ANONYMOUS, now, link, TABLETS[4], is_takeover=True)


def test_a_sign_in_that_was_deleted_by_hand_does_not_come_back(factory, heat, now, backup):
    deleted, other = enter(factory, heat, now, 0), enter(factory, heat, now, 1)
    path = backup()
    later = enter(factory, heat, now, 2)
    by_hand("DELETE FROM sign_in_session WHERE seat_id = ?", heat.seat_ids[0])

    done = restore_backup(SYSTEM, now, path)

    assert done.access.is_compared
    assert [is_in(token, now) for token in (deleted, other, later)] == [False, True, True]
    assert is_in(enter(factory, heat, now, 0), now), "its card is good, as before"


def test_a_seat_that_was_deleted_by_hand_lets_nobody_in(factory, heat, now, backup):
    judge, other = enter(factory, heat, now, 0), enter(factory, heat, now, 1)
    path = backup()
    by_hand("DELETE FROM seat WHERE id = ?", heat.seat_ids[0])

    restore_backup(SYSTEM, now, path)

    assert (is_in(judge, now), is_in(other, now)) == (False, True)


def test_what_cannot_be_understood_of_the_replaced_database_hinders_no_restore(
    factory, heat, now, backup
):
    path = backup()
    by_hand("UPDATE seat SET enrolled_at = 'yesterday' WHERE id = ?", heat.seat_ids[0])

    done = restore_backup(SYSTEM, now, path)

    assert done.access == AccessReport(is_compared=False, sessions_ended=0)


def test_a_database_of_another_installation_says_nothing(factory, heat, now, backup):
    judge = enter(factory, heat, now, 0)
    path = backup()
    reissue_seat(factory.actor(heat.competition_id, "organizer"), now, heat.seat_ids[0])
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with db.engine.begin() as connection:
        for (name,) in connection.exec_driver_sql(triggers).all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("UPDATE journal_entry SET hash = replace(hash, 'a', 'b')")

    done = restore_backup(SYSTEM, now, path)

    assert done.access == AccessReport(is_compared=False, sessions_ended=0)
    assert is_in(judge, now)
