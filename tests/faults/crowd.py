"""A competition with as many heats as a fault needs, its tablets, and what its database holds."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from judging.extensions import db
from judging.models import Appearance, JournalEntry, ScoreSheet, SheetRevision, SignInSession
from judging.scoring.sheet import unpack_marks
from judging.services.journal import verify_chains
from judging.tokens import hash_token
from tests.applications import close, create
from tests.factories import Factory
from tests.faults.small_tablet import SmallTablet

#: Key and highest mark of each criterion of the convention, in half points.
_CRITERIA = (("content", 80), ("language", 60), ("image", 40), ("overall", 20))

#: A stored revision: client-made id, number, whether it counts, marks and total in thousandths,
#: and when it was received.
Stored = tuple[str, int, bool, tuple[int, ...], int, str]


@dataclass(frozen=True)
class Crowd:
    """Open heats of one competition.

    Args:
        app: an application on the server's database, beside the server's own.
        places: seat and its heat's appearances, of every seat.
        links: the seats' secret links, in the same order.
        cookies: a signed-in session's cookie for each seat, in the same order.
        competition_id: whose heats they are.
    """

    app: Flask
    places: tuple[tuple[int, tuple[int, ...]], ...]
    links: tuple[str, ...]
    cookies: tuple[str, ...]
    competition_id: int

    def tablets(
        self, port: int, seed: int, patience_s: float = 8, *, is_level: bool = False
    ) -> list[SmallTablet]:
        """Return one small tablet for each seat, with a marked sheet for each appearance.

        With any marks, unless ``is_level``: then nobody is asked about them.
        """
        made = []
        for number, (seat_id, appearance_ids) in enumerate(self.places):
            chance = random.Random(f"{seed} {seat_id}")
            tablet = SmallTablet(port, seat_id, self.cookies[number], patience_s, chance)
            for turn, appearance_id in enumerate(appearance_ids):
                tablet.keep(appearance_id, level_marks(turn) if is_level else any_marks(chance))
            made.append(tablet)
        return made

    def stored(self) -> dict[tuple[int, int], list[Stored]]:
        """Return every revision by seat and appearance, oldest first."""
        found: dict[tuple[int, int], list[Stored]] = {}
        with self.app.app_context():
            rows = db.session.execute(
                select(ScoreSheet.seat_id, ScoreSheet.appearance_id, SheetRevision)
                .join(ScoreSheet, ScoreSheet.id == SheetRevision.sheet_id)
                .where(ScoreSheet.seat_id.in_([seat_id for seat_id, _ in self.places]))
                .order_by(SheetRevision.id)
            ).all()
            for seat_id, appearance_id, row in rows:
                found.setdefault((seat_id, appearance_id), []).append(_as_stored(row))
            db.session.rollback()
        return found

    def let_go(self) -> None:
        """Close every connection to the database."""
        close(self.app)

    def is_stored(self, client_id: str) -> bool:
        """Say whether a revision was accepted under an id."""
        with self.app.app_context():
            query = select(SheetRevision.id).where(SheetRevision.client_id == client_id)
            found = db.session.scalar(query)
            db.session.rollback()
        return found is not None

    def journal(self) -> dict[str, int]:
        """Return how often each action stands in the competition's journal, once it holds.

        Raises:
            AssertionError: a chain is broken.
        """
        with self.app.app_context():
            assert [report.fault for report in verify_chains() if report.fault] == []
            own = JournalEntry.competition_id == self.competition_id
            actions = db.session.scalars(select(JournalEntry.action).where(own)).all()
            db.session.rollback()
        return {action: actions.count(action) for action in sorted(set(actions))}


def _as_stored(row: SheetRevision) -> Stored:
    """Return what is compared of a revision."""
    at = row.received_at.strftime("%Y-%m-%dT%H:%M:%S.")
    marks = tuple(unpack_marks(row.marks or b""))
    milliseconds = f"{row.received_at.microsecond // 1000:03d}Z"
    return row.client_id, row.number, row.is_current, marks, row.judge_total or 0, at + milliseconds


def expected_of(tablets: list[SmallTablet]) -> dict[tuple[int, int], list[Stored]]:
    """Return what must be stored by what the tablets sent and by the receipts that they hold."""
    expected: dict[tuple[int, int], list[Stored]] = {}
    for tablet in tablets:
        items = [vars(sent) for sent in tablet.outbox.values()]
        expected |= as_sent(tablet.seat_id, items)
    return expected


def as_sent(seat_id: int, items: list[dict[str, Any]]) -> dict[tuple[int, int], list[Stored]]:
    """Return what must be stored of one seat by its outbox: first revisions with their receipts.

    Raises:
        AssertionError: there is no receipt for a sheet, or it tells of another total.
    """
    expected: dict[tuple[int, int], list[Stored]] = {}
    for item in items:
        receipt, payload = item["receipt"], item["payload"]
        assert receipt, payload
        marks = tuple(int(Fraction(mark) * 1000) for mark in payload["marks"].values())
        assert receipt["total"] == {"divisor": 1000, "units": sum(marks)}
        row = payload["client_id"], receipt["revision"], True, marks, sum(marks)
        place = seat_id, payload["appearance"]
        expected.setdefault(place, []).append((*row, receipt["received_at"]))
    return expected


def level_marks(order: int) -> dict[str, str]:
    """Return the same marks for everybody on a panel, so that nobody is asked about them."""
    return {"content": f"{30 + order % 9}.5", "language": "26", "image": "17.5", "overall": "9"}


def any_marks(chance: random.Random) -> dict[str, str]:
    """Return marks for the convention's rubric, on its half points."""
    halves = {key: chance.randint(most // 2, most) for key, most in _CRITERIA}
    return {key: f"{n // 2}.{'05'[n % 2]}".removesuffix(".0") for key, n in halves.items()}


@contextmanager
def application_on(instance: Path) -> Iterator[Flask]:
    """Open an application on a server's database, with the server's key."""
    key = (instance / "secret.key").read_text(encoding="ascii").strip()
    app = create(f"sqlite:///{instance}/rostrum.sqlite3", instance, {"SECRET_KEY": key})
    try:
        yield app
    finally:
        close(app)


def make_crowd(app: Flask, heats: int, seats: int, entries: int) -> Crowd:
    """Make a competition with open heats, each with its own panel and its own entries."""
    with app.app_context():
        factory = Factory(app.config["SECRET_KEY"], datetime.now(UTC))
        slug = f"crowd-{datetime.now(UTC).timestamp():.6f}".replace(".", "-")
        places: list[tuple[int, tuple[int, ...]]] = []
        with factory._one_commit():
            competition_id = factory.competition(slug=slug)
            division_id = factory.division(competition_id)
            round_id = factory.round(competition_id)
            for number in range(1, heats + 1):
                heat_id, seat_ids = factory.heat(
                    round_id, seats, number=number, state="open", order_source="manual"
                )
                own = _appearances(
                    factory, (competition_id, division_id, round_id), heat_id, entries
                )
                places += [(seat_id, own) for seat_id in seat_ids]
            links = tuple(factory.link_of(seat_id) for seat_id, _ in places)
            tokens = [f"{slug}-{seat_id}-{random.getrandbits(160):x}" for seat_id, _ in places]
            _open_sessions([seat_id for seat_id, _ in places], tokens)
        cookies = tuple(_cookie(app, token) for token in tokens)
        db.session.remove()
    return Crowd(app, tuple(places), links, cookies, competition_id)


def _appearances(
    factory: Factory, where: tuple[int, int, int], heat_id: int, count: int
) -> tuple[int, ...]:
    """Make entries and put them into a heat, in order."""
    competition_id, division_id, round_id = where
    turns = []
    for order in range(1, count + 1):
        entry_id = factory.entry(competition_id, division_id)
        turns.append(
            Appearance(heat_id=heat_id, round_id=round_id, entry_id=entry_id, order_number=order)
        )
    db.session.add_all(turns)
    db.session.flush()
    return tuple(turn.id for turn in turns)


def _open_sessions(seat_ids: list[int], tokens: list[str]) -> None:
    """Sign every seat in."""
    now = datetime.now(UTC)
    common: dict[str, Any] = {
        "kind": "seat",
        "device": "small tablet",
        "created_at": now,
        "seen_at": now,
        "expires_at": now + timedelta(hours=12),
    }
    rows = [
        {**common, "token_hash": hash_token(token), "seat_id": seat_id}
        for seat_id, token in zip(seat_ids, tokens, strict=True)
    ]
    db.session.execute(insert(SignInSession), rows)


def _cookie(app: Flask, token: str) -> str:
    """Return the cookie of a browser that signed in."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"rostrum={serializer.dumps({'_user_id': token, '_fresh': True})}"
