"""Group commit: commands that come together go into one transaction, each in its own savepoint.

Every commit waits for the disk, and every writer for the one before. When three hundred judges
submit within two seconds, the first that comes leads: as soon as it is the writer it takes what
waits by then, stores all of it, commits once, and only then does any of them get its answer. One
that is refused leaves nothing behind and hinders nobody. Why, with figures:
docs/decisions/0012-group-commit.md.

Only commands that need nothing but their :class:`Work` may go this way: another request's thread
may run them.
"""

import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from flask import current_app
from sqlalchemy.orm import Session

from judging.errors import JudgingError
from judging.extensions import db
from judging.models.engine import is_writing, write_transaction
from judging.permissions import Actor
from judging.services.command import Work, writing

MOST_TOGETHER = 64
_EXTENSION = "rostrum-gathering"

Value = TypeVar("Value")


class _Wish:
    """One command that waits: afterwards its value or the error that it ended with."""

    def __init__(self, actor: Actor, now: datetime, command: Callable[[Work], Any]) -> None:
        """Begin undone."""
        self.turn = threading.Event()
        self.is_done = False
        self._wanted = actor, now, command
        self._value: Any = None
        self._error: Exception | None = None

    def run(self, session: Session) -> None:
        """Run the command in a savepoint, as if the session were its own.

        Raises:
            Exception: anything but a refusal; then nothing of this transaction may be believed.
        """
        actor, now, command = self._wanted
        connection = session.connection()
        connection.exec_driver_sql("SAVEPOINT command")
        try:
            work = Work(session, actor, now)
            self._value, self._error = command(work), None
            work.require_account()
            session.flush()
        except JudgingError as refusal:
            self._value, self._error = None, refusal
            connection.exec_driver_sql("ROLLBACK TO SAVEPOINT command")
            session.expunge_all()
        connection.exec_driver_sql("RELEASE SAVEPOINT command")

    def fail(self, error: Exception) -> None:
        """End with an error that is not the command's own refusal."""
        self._value, self._error = None, error

    def settle(self) -> None:
        """Wake whoever waits: what was stored is on the disk now."""
        self.is_done = True
        self.turn.set()

    def answer(self) -> Any:
        """Return the command's value.

        Raises:
            Exception: what the command, or the database, refused it with.
        """
        if self._error is not None:
            raise self._error
        return self._value


class Gathering:
    """What waits for the next transaction, and whether somebody leads."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._guard = threading.Lock()
        self._waiting: deque[_Wish] = deque()
        self._is_led = False

    def join(self, wish: _Wish) -> None:
        """Wait in line; the first one's turn is at once."""
        with self._guard:
            self._waiting.append(wish)
            if not self._is_led:
                self._is_led = True
                wish.turn.set()

    def take(self) -> list[_Wish]:
        """Take what waits, in the order in which it came."""
        with self._guard:
            count = min(len(self._waiting), MOST_TOGETHER)
            return [self._waiting.popleft() for _ in range(count)]

    def withdraw(self, wish: _Wish) -> bool:
        """Take a wish out of the line; return whether it was there still."""
        with self._guard:
            is_there = wish in self._waiting
            if is_there:
                self._waiting.remove(wish)
            return is_there

    def leave(self, wish: _Wish) -> None:
        """Wait no longer; whose turn it was to lead passes it on."""
        if self.withdraw(wish) and wish.turn.is_set():
            self.hand_over()

    def hand_over(self) -> None:
        """Let the first of those that came meanwhile lead."""
        with self._guard:
            self._is_led = bool(self._waiting)
            if self._is_led:
                self._waiting[0].turn.set()


def together(actor: Actor, now: datetime, command: Callable[[Work], Value]) -> Value:
    """Run a command in one transaction with whatever else comes at the same time.

    Args:
        actor: who acts.
        now: the instant.
        command: does its work as inside ``writing``, and returns plain values: no rows.

    Returns:
        What the command returned, once it is committed.

    Raises:
        RuntimeError: another command is open here.
    """
    if is_writing():
        with writing(actor, now) as work:
            return command(work)
    session: Session = db.session()
    session.rollback()
    gathering: Gathering = current_app.extensions.setdefault(_EXTENSION, Gathering())
    wish = _Wish(actor, now, command)
    gathering.join(wish)
    try:
        wish.turn.wait()
    except BaseException:
        gathering.leave(wish)
        raise
    if not wish.is_done:
        _lead(session, gathering, wish)
    value: Value = wish.answer()
    return value


def _lead(session: Session, gathering: Gathering, own: _Wish) -> None:
    """Store what waits, in one transaction or, where that fails, one by one; then let go.

    Where this thread is ended meanwhile, nobody who was not stored is told otherwise.
    """
    batch: list[_Wish] = []
    try:
        with write_transaction(session):
            session.connection()
            batch = gathering.take()
            for number, wish in enumerate(batch):
                if number:
                    session.expunge_all()
                wish.run(session)
    except Exception as error:  # noqa: BLE001 (each of those that wait raises its own)
        batch = batch or gathering.take()
        _one_by_one(session, batch, error)
    except BaseException as end:
        for wish in batch:
            wish.fail(_cut_off(end))
        gathering.withdraw(own)
        raise
    finally:
        gathering.hand_over()
        for wish in batch:
            wish.settle()


def _one_by_one(session: Session, batch: list[_Wish], error: Exception) -> None:
    """Give each command a transaction of its own, so that it fails by its own fault only."""
    if len(batch) == 1:
        batch[0].fail(error)
        return
    for wish in batch:
        wish.fail(error)
    for wish in batch:
        try:
            with write_transaction(session):
                wish.run(session)
        except Exception as own:  # noqa: BLE001 (raised where it belongs)
            wish.fail(own)
        except BaseException as end:
            wish.fail(_cut_off(end))
            raise


def _cut_off(end: BaseException) -> RuntimeError:
    """Return what those get whose leader was ended: the end is the leader's thread's alone."""
    return RuntimeError(f"the transaction was cut off: {type(end).__name__}")
