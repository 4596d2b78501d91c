"""What tablets report is kept in memory and stored in batches, on both databases."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import event, func, select

from judging.errors import InvalidInput, NotFound
from judging.extensions import db
from judging.models import Heartbeat, JournalEntry
from judging.models.heartbeat_memory import Beat, memory_of
from judging.services.heartbeats import STORE_ALONE, record_heartbeat, store_heartbeats
from judging.services.panels import remove_seat

TABLET = str(uuid.UUID(int=7))


@pytest.fixture
def heat(factory):
    return factory.ready_heat(seats=2)


@pytest.fixture
def judge(factory, heat):
    return factory.seat_actor(heat.seat_ids[0], heat.competition_id)


@pytest.fixture
def report(now):
    return Beat(0, TABLET, now, 2, 1, 3, 4, "0a1b", 83, True, False, True, True)


def _rows():
    db.session.rollback()
    return [row.as_beat() for row in db.session.scalars(select(Heartbeat).order_by(Heartbeat.id))]


def test_a_report_counts_by_the_servers_time_for_the_seat_that_sends_it(now, heat, judge, report):
    record_heartbeat(judge, now, replace(report, seat_id=heat.seat_ids[1]))
    memory = memory_of(current_app.extensions, now)
    assert memory.list_of(heat.seat_ids) == [replace(report, seat_id=heat.seat_ids[0], at=now)]


def test_many_reports_are_one_write_without_a_journal_entry(now, heat, judge, report):
    commits = []
    note = lambda _connection: commits.append(1)  # noqa: E731
    event.listen(db.engine, "commit", note)
    for after_s in range(0, 61, 5):
        record_heartbeat(judge, now + timedelta(seconds=after_s), report)
    event.remove(db.engine, "commit", note)
    is_alone = db.engine.dialect.name == "sqlite"
    assert len(commits) == (1 if is_alone else 12)
    stored = replace(report, seat_id=heat.seat_ids[0], at=now + STORE_ALONE)
    assert _rows() == [stored]
    assert db.session.scalar(select(func.count(JournalEntry.id))) == 0


def test_a_stored_report_is_replaced_by_newer_ones_only(now, heat, report):
    first, second = (replace(report, seat_id=seat_id) for seat_id in heat.seat_ids)
    newer = replace(first, at=now + timedelta(seconds=9), waiting=0)
    store_heartbeats(now, [newer, second])
    store_heartbeats(now, [first, replace(second, waiting=7, at=now + timedelta(seconds=1))])
    other = replace(first, tablet="")
    store_heartbeats(now, [other])
    expected = [newer, replace(second, waiting=7, at=now + timedelta(seconds=1)), other]
    assert sorted(_rows(), key=repr) == sorted(expected, key=repr)


def test_of_too_many_tablets_the_rows_with_nothing_to_send_go(now, heat, report):
    tablets = [
        replace(
            report,
            seat_id=heat.seat_ids[0],
            tablet=str(uuid.UUID(int=number)),
            at=now + timedelta(seconds=number),
            waiting=int(number == 0),
            refused=0,
            drafts=0,
        )
        for number in range(12)
    ]
    for tablet in tablets:
        store_heartbeats(now, [tablet])
    assert _rows() == [tablets[0], *tablets[5:]]


def test_a_seat_that_was_taken_away_spoils_no_batch_and_takes_its_reports_along(
    now, factory, heat, report
):
    organizer = factory.actor(heat.competition_id, "organizer")
    gone, there = (replace(report, seat_id=seat_id) for seat_id in heat.seat_ids)
    store_heartbeats(now, [gone, there])
    remove_seat(organizer, now, heat.seat_ids[0])
    assert _rows() == [there]
    store_heartbeats(now, [gone, replace(there, at=now + timedelta(seconds=1))])
    assert _rows() == [replace(there, at=now + timedelta(seconds=1))]


def test_a_report_that_cannot_be_stored_is_kept_and_stored_later(now, judge, report):
    record_heartbeat(judge, now, report)
    db.session.execute(db.text("ALTER TABLE heartbeat RENAME TO away"))
    db.session.commit()
    record_heartbeat(judge, now + STORE_ALONE, report)
    db.session.execute(db.text("ALTER TABLE away RENAME TO heartbeat"))
    db.session.commit()
    assert _rows() == []
    record_heartbeat(judge, now + 2 * STORE_ALONE, report)
    assert [beat.at for beat in _rows()] == [now + 2 * STORE_ALONE]


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"waiting": -1, "kept": 100_000}, ["out_of_range", "out_of_range"]),
        ({"battery_percent": 101}, ["out_of_range"]),
        ({"version": "0" * 41, "tablet": "mine"}, ["too_long", "not_a_uuid"]),
        ({"version": "a\nb"}, ["control_characters"]),
    ],
)
def test_a_report_out_of_bounds_is_refused_and_leaves_nothing(now, judge, report, values, codes):
    with pytest.raises(InvalidInput) as refused:
        record_heartbeat(judge, now, replace(report, **values))
    assert [problem.code for problem in refused.value.problems] == codes
    assert memory_of(current_app.extensions, now).list_of([judge.id]) == []


def test_only_a_seat_reports(now, factory, heat, report):
    with pytest.raises(NotFound):
        record_heartbeat(factory.actor(heat.competition_id, "organizer"), now, report)
