"""Commands that come together: one commit, each its own answer, nobody hindered by another."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from judging.errors import NotFound
from judging.extensions import db
from judging.models import JournalEntry
from judging.models.engine import write_transaction
from judging.permissions import SYSTEM
from judging.services.command import Work, writing
from judging.services.gathering import MOST_TOGETHER, Gathering, _Wish, together
from judging.services.journal import verify_chains

_WITHIN_S = 20


def _note(work: Work, number: int) -> int:
    """Write a journal entry about an object of this number."""
    work.record("site:installation:create", number, competition_id=None)
    return number


def _note_and_refuse(work: Work, number: int) -> int:
    _note(work, number)
    raise NotFound(f"number {number}")


def _note_and_break(work: Work, number: int) -> int:
    _note(work, number)
    return number // 0


def _note_and_end(work: Work, number: int) -> int:
    _note(work, number)
    raise SystemExit


def _noted() -> list[int]:
    """Return the numbers in the journal, in order, once it holds."""
    db.session.rollback()
    assert [report.fault for report in verify_chains() if report.fault] == []
    return list(db.session.scalars(select(JournalEntry.object_id).order_by(JournalEntry.id)))


def _all_at_once(
    app: Flask, now: datetime, commands: Sequence[Callable[[Work], Any]]
) -> list[Future[Any]]:
    """Run commands in threads of their own, all of which wait while another writer is at work."""

    def run(command: Callable[[Work], Any]) -> Any:
        with app.app_context():
            return together(SYSTEM, now, command)

    futures: list[Future[Any]] = []
    with ThreadPoolExecutor(len(commands)) as threads, write_transaction(db.session()):
        db.session.connection()
        for command in commands:
            futures.append(threads.submit(run, command))
            _wait_until(lambda: _count_waiting(app) == len(futures))
    return futures


def _count_waiting(app: Flask) -> int:
    gathering = app.extensions.get("rostrum-gathering")
    return 0 if gathering is None else len(gathering._waiting)


def _wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _WITHIN_S
    while not is_so():
        assert time.monotonic() < deadline, "they do not come together"
        threading.Event().wait(0.001)


def test_what_waits_is_committed_once_in_the_order_in_which_it_came(
    in_app: Flask, now: datetime
) -> None:
    commits: list[Any] = []

    def count(connection: Any) -> None:
        commits.append(connection)

    event.listen(db.engine, "commit", count)
    try:
        futures = _all_at_once(in_app, now, [partial(_note, number=n) for n in range(8)])
    finally:
        event.remove(db.engine, "commit", count)
    assert [future.result() for future in futures] == list(range(8))
    assert _noted() == list(range(8))
    assert len(commits) == 2  # the writer they waited for, and theirs


def test_who_is_refused_leaves_nothing_behind_and_hinders_nobody(
    in_app: Flask, now: datetime
) -> None:
    commands = [_note, _note_and_refuse, _note]
    futures = _all_at_once(in_app, now, [partial(c, number=n) for n, c in enumerate(commands)])
    assert [future.exception() is None for future in futures] == [True, False, True]
    with pytest.raises(NotFound, match="number 1"):
        futures[1].result()
    assert _noted() == [0, 2]


def test_a_fault_of_one_command_is_its_own(in_app: Flask, now: datetime) -> None:
    commands = [_note, _note_and_break, _note]
    futures = _all_at_once(in_app, now, [partial(c, number=n) for n, c in enumerate(commands)])
    assert [type(future.exception()) for future in futures] == [
        type(None),
        ZeroDivisionError,
        type(None),
    ]
    assert _noted() == [0, 2]


def test_a_command_that_accounts_for_nothing_is_a_fault(in_app: Flask, now: datetime) -> None:
    with pytest.raises(RuntimeError, match="exactly one journal entry"):
        together(SYSTEM, now, lambda _work: None)
    assert _noted() == []


def test_nobody_is_acknowledged_where_the_commit_fails(in_app: Flask, now: datetime) -> None:
    def fail(_connection: Any) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk full"))

    event.listen(db.engine, "commit", fail)
    try:
        with pytest.raises(OperationalError, match="disk full"):
            together(SYSTEM, now, partial(_note, number=1))
    finally:
        event.remove(db.engine, "commit", fail)
    assert _noted() == []
    assert together(SYSTEM, now, partial(_note, number=2)) == 2
    assert _noted() == [2]


def test_nobody_is_acknowledged_where_the_leading_thread_is_ended(
    in_app: Flask, now: datetime
) -> None:
    commands = [_note, _note, _note_and_end]
    futures = _all_at_once(in_app, now, [partial(c, number=n) for n, c in enumerate(commands)])
    kinds = [type(future.exception()) for future in futures]
    assert kinds == [SystemExit, RuntimeError, RuntimeError]
    assert _noted() == []
    assert together(SYSTEM, now, partial(_note, number=9)) == 9
    assert _noted() == [9]


def test_who_is_not_reached_one_by_one_is_not_acknowledged(in_app: Flask, now: datetime) -> None:
    commands = [_note, _note, _note_and_break, _note_and_end, _note]
    futures = _all_at_once(in_app, now, [partial(c, number=n) for n, c in enumerate(commands)])
    assert [type(future.exception()) for future in futures] == [
        SystemExit,
        type(None),
        ZeroDivisionError,
        RuntimeError,
        ZeroDivisionError,
    ]
    assert _noted() == [0, 1]


def test_who_is_ended_before_the_line_is_taken_leaves_it(in_app: Flask, now: datetime) -> None:
    def end(_connection: Any) -> None:
        raise SystemExit

    event.listen(db.engine, "begin", end)
    try:
        with pytest.raises(SystemExit):
            together(SYSTEM, now, partial(_note, number=1))
    finally:
        event.remove(db.engine, "begin", end)
    assert _count_waiting(in_app) == 0
    assert together(SYSTEM, now, partial(_note, number=2)) == 2
    assert _noted() == [2]


def test_who_waits_no_longer_passes_the_lead_on(now: datetime) -> None:
    gathering = Gathering()
    wishes = [_Wish(SYSTEM, now, partial(_note, number=n)) for n in range(3)]
    for wish in wishes:
        gathering.join(wish)
    gathering.leave(wishes[1])
    gathering.leave(wishes[0])
    assert [wish.turn.is_set() for wish in wishes] == [True, False, True]
    assert gathering.take() == [wishes[2]]
    gathering.leave(wishes[2])
    gathering.hand_over()
    late = _Wish(SYSTEM, now, partial(_note, number=3))
    gathering.join(late)
    assert late.turn.is_set()


def test_more_than_one_transaction_holds_come_in_two(in_app: Flask, now: datetime) -> None:
    count = MOST_TOGETHER + 3
    futures = _all_at_once(in_app, now, [partial(_note, number=n) for n in range(count)])
    assert [future.result() for future in futures] == list(range(count))
    assert _noted() == list(range(count))


def test_commands_that_gather_do_not_nest_in_another(in_app: Flask, now: datetime) -> None:
    with pytest.raises(RuntimeError, match="nest"), writing(SYSTEM, now) as work:
        work.leave_unrecorded()
        together(SYSTEM, now, partial(_note, number=1))
    assert together(SYSTEM, now, partial(_note, number=2)) == 2
