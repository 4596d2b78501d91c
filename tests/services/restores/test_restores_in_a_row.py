"""A backup is put back over one that was put back: what is known then, and what is not."""

from datetime import timedelta

from judging.extensions import db
from judging.models import Seat
from judging.permissions import SYSTEM
from judging.services.backups import database_path
from judging.services.panels import NewSeat, add_seat, remove_seat
from judging.services.restored_access import AccessReport
from judging.services.restoring import restore_backup
from judging.services.seat_links import reissue_seat
from judging.services.sessions import Device
from tests.services.restored import enter, is_in


def test_a_seat_that_came_after_the_replaced_database_is_left_alone(factory, heat, now, backup):
    older = backup("older.backup")
    desk = factory.actor(heat.competition_id, "organizer")
    seat = add_seat(desk, now, heat.heat_id, NewSeat(number=6))
    newer = backup("newer.backup")
    restore_backup(SYSTEM, now, older)

    done = restore_backup(SYSTEM, now, newer)

    assert done.access == AccessReport(
        is_compared=True, is_ancestor=False, sessions_ended=0, accounts={}
    )
    assert db.session.get_one(Seat, seat).link_revoked_at is None


def test_a_sign_in_after_the_replaced_database_goes_on(factory, heat, now, backup):
    older = backup("older.backup")
    judge = enter(factory, heat, now, 0)
    newer = backup("newer.backup")
    restore_backup(SYSTEM, now, older)

    restore_backup(SYSTEM, now, newer)

    assert is_in(judge, now)


def test_the_same_backup_put_back_twice_lets_nobody_in_whom_the_first_time_shut_out(
    factory, heat, now, backup
):
    lost, removed, other = (enter(factory, heat, now, seat) for seat in (0, 1, 2))
    path = backup()
    desk = factory.actor(heat.competition_id, "organizer")
    reissue_seat(desk, now, heat.seat_ids[0])
    remove_seat(desk, now, heat.seat_ids[1])
    restore_backup(SYSTEM, now, path)

    done = restore_backup(SYSTEM, now, path)

    assert [is_in(token, now) for token in (lost, removed, other)] == [False, False, True]
    assert done.access.is_ancestor
    assert done.access.removed == (), "the first time told it"
    assert [seat.number for seat in done.access.seats] == [1, 2]


def test_a_newer_backup_after_an_older_one_brings_back_what_the_older_one_did_not_know(
    factory, heat, now, backup
):
    """What docs/backup.md tells the desk to check by hand after two restores in a row."""
    older = backup("older.backup")
    desk = factory.actor(heat.competition_id, "organizer")
    renewed, removed = (add_seat(desk, now, heat.heat_id, NewSeat(number=n)) for n in (6, 7))
    newer = backup("newer.backup")
    reissue_seat(desk, now, renewed)
    remove_seat(desk, now, removed)
    remove_seat(desk, now, heat.seat_ids[0])
    reissue_seat(desk, now, heat.seat_ids[1])
    restore_backup(SYSTEM, now, older)

    done = restore_backup(SYSTEM, now, newer)

    back = [db.session.get_one(Seat, seat) for seat in (renewed, removed)]
    assert [(seat.link_version, seat.link_revoked_at) for seat in back] == [(1, None)] * 2
    known = [db.session.get_one(Seat, seat) for seat in heat.seat_ids[:2]]
    assert [(seat.link_version, seat.link_revoked_at) for seat in known] == [(1, now), (2, None)]
    assert not done.access.is_ancestor


def test_a_sign_in_by_an_earlier_card_ends_with_it_whatever_was_replaced(
    factory, heat, now, backup
):
    older = backup("older.backup")
    lost, other = enter(factory, heat, now, 0), enter(factory, heat, now, 1)
    newer = backup("newer.backup")
    reissue_seat(factory.actor(heat.competition_id, "organizer"), now, heat.seat_ids[0])
    restore_backup(SYSTEM, now, older)

    restore_backup(SYSTEM, now, newer)

    assert [is_in(token, now) for token in (lost, other)] == [False, True]


def test_a_tablet_that_was_taken_over_stays_out_whatever_was_replaced(factory, heat, now, backup):
    older, later = backup("older.backup"), now + timedelta(minutes=5)
    first, other = enter(factory, heat, now, 0), enter(factory, heat, now, 1)
    newer = backup("newer.backup")
    second = enter(factory, heat, later, 0, Device("s" * 43, "Tablet"), is_takeover=True)
    restore_backup(SYSTEM, later, older)

    restore_backup(SYSTEM, later, newer)

    assert [is_in(token, later) for token in (first, second, other)] == [False, True, True]


def test_where_the_kept_database_is_moved_back_first_the_right_backup_is_compared_with_it(
    factory, heat, now, backup
):
    older = backup("older.backup")
    desk = factory.actor(heat.competition_id, "organizer")
    removed = add_seat(desk, now, heat.heat_id, NewSeat(number=6))
    newer = backup("newer.backup")
    remove_seat(desk, now, removed)
    wrong = restore_backup(SYSTEM, now, older)
    db.engine.dispose()
    (wrong.kept_at / database_path().name).replace(database_path())

    done = restore_backup(SYSTEM, now, newer)

    assert [seat.number for seat in done.access.removed] == [6]


def test_a_newer_backup_over_an_older_one_takes_nothing_back(factory, heat, now, backup):
    older = backup("older.backup")
    reissue_seat(factory.actor(heat.competition_id, "organizer"), now, heat.seat_ids[0])
    judge = enter(factory, heat, now, 0)
    newer = backup("newer.backup")
    restore_backup(SYSTEM, now, older)

    done = restore_backup(SYSTEM, now, newer)

    assert done.access.seats == ()
    assert db.session.get_one(Seat, heat.seat_ids[0]).link_version == 2
    assert is_in(judge, now)
