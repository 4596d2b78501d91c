"""A heat of one's own in the live server's database, and the way of a judge into it."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import delete, select, text, update

from judging import create_app
from judging.extensions import db
from judging.models import Appearance, Heat, Installation, ScoreSheet, Seat, SheetRevision
from judging.models.engine import write_transaction
from judging.queries.judge_sheets import list_own_sheets
from tests.browser.live_server import LiveServer
from tests.factories import Factory, HeatBundle, sign_in

MARKS = {"content": "35.5", "language": "26", "image": "17.5", "overall": "9"}

_HALL = ZoneInfo("Asia/Shanghai")
_GUARDS = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'sheet_revision'"
)


@dataclass
class Hall:
    """One heat on the live server: links of its seats, and what its database holds."""

    app: Any
    heat: HeatBundle
    links: tuple[str, ...]

    def enter(self, page: Page, seat: int = 0, base: str = "") -> None:
        """Open a seat's link, go in, and wait until the tablet has started.

        ``base``: through which address, where it is not the server's own.
        """
        page.goto(f"{base}/j/{self.links[seat]}")
        page.locator("main form button[type=submit]").click()
        page.wait_for_selector("body.has-tablet")

    def enter_desk(self, page: Page, role: str = "organizer") -> None:
        """Sign somebody in with an office in the heat's competition."""
        with self.app.app_context():
            factory = Factory(self.app.config["SECRET_KEY"], datetime.now(UTC))
            email = f"{uuid.uuid4().hex}@example.org"
            person = factory.person([role], self.heat.competition_id, email=email)
            token = factory.session("person", person)
            db.session.remove()
        self._sign_in(page, token)

    def sign_in_seat(self, page: Page, seat: int) -> None:
        """Sign a seat in beside what the browser shows, as another of its tabs would."""
        with self.app.app_context():
            factory = Factory(self.app.config["SECRET_KEY"], datetime.now(UTC))
            token = factory.session("seat", self.heat.seat_ids[seat])
            db.session.remove()
        self._sign_in(page, token)

    def _sign_in(self, page: Page, token: str) -> None:
        """Put the cookie of a session into the browser."""
        client = self.app.test_client()
        sign_in(client, token)
        name = self.app.config["SESSION_COOKIE_NAME"]
        cookie = client.get_cookie(name)
        assert cookie is not None
        kept = {"name": name, "value": cookie.value, "domain": "127.0.0.1", "path": "/"}
        page.context.add_cookies([kept])  # type: ignore[list-item]

    def revisions(self) -> list[tuple[int, str, int | None, str]]:
        """Return number, state, total and reason of every revision of the heat, in order."""
        with self.app.app_context():
            rows = db.session.scalars(
                select(SheetRevision)
                .join(ScoreSheet, ScoreSheet.id == SheetRevision.sheet_id)
                .where(ScoreSheet.appearance_id.in_(self.heat.appearance_ids))
                .order_by(SheetRevision.id)
            )
            return [(row.number, row.state, row.judge_total, row.reason) for row in rows]

    def marks(self, seat: int = 0) -> list[dict[str, str]]:
        """Return the marks that count of one seat, as decimal text, in running order."""
        with self.app.app_context():
            sheets = list_own_sheets(self.heat.seat_ids[seat])
            current = [sheets[key].current for key in self.heat.appearance_ids if key in sheets]
            return [dict(revision.marks) for revision in current if revision]

    def received_clocks(self) -> list[str]:
        """Return when the server received each revision, as the hall's clock shows it."""
        with self.app.app_context():
            rows = db.session.scalars(
                select(SheetRevision)
                .join(ScoreSheet, ScoreSheet.id == SheetRevision.sheet_id)
                .where(ScoreSheet.appearance_id.in_(self.heat.appearance_ids))
                .order_by(SheetRevision.id)
            )
            return [f"{row.received_at.astimezone(_HALL):%H:%M:%S}" for row in rows]

    def authors(self) -> list[tuple[str, int | None]]:
        """Return the author's pseudonym and the total of every revision, in order."""
        with self.app.app_context():
            rows = db.session.scalars(
                select(SheetRevision)
                .join(ScoreSheet, ScoreSheet.id == SheetRevision.sheet_id)
                .where(ScoreSheet.appearance_id.in_(self.heat.appearance_ids))
                .order_by(SheetRevision.id)
            )
            return [(row.author, row.judge_total) for row in rows]

    def restore_an_old_backup(self) -> None:
        """Forget every sheet of the heat, as a database put back from yesterday does."""
        with self.app.app_context(), write_transaction(db.session()):
            session = db.session()
            guards = session.execute(text(_GUARDS)).all()
            for name, _statement in guards:
                session.execute(text(f"DROP TRIGGER {name}"))
            keys = select(ScoreSheet.id).where(
                ScoreSheet.appearance_id.in_(self.heat.appearance_ids)
            )
            session.execute(delete(SheetRevision).where(SheetRevision.sheet_id.in_(keys)))
            session.execute(delete(ScoreSheet).where(ScoreSheet.id.in_(keys)))
            session.execute(update(Installation).values(incarnation=str(uuid.uuid4())))
            for _name, statement in guards:
                session.execute(text(statement))

    def become_another_database(self, pseudonym: str) -> str:
        """Let the first seat be one of a database whose heats have the same numbers.

        Returns:
            The seat's pseudonym until now; given back, the database is the first one again.
        """
        with self.app.app_context(), write_transaction(db.session()):
            seat = db.session.get_one(Seat, self.heat.seat_ids[0])
            before, seat.pseudonym = seat.pseudonym, pseudonym
            db.session.execute(update(Installation).values(incarnation=f"of {pseudonym}"))
            return str(before)

    def change(self, *, heat_state: str = "", on_stage: int | None = None) -> None:
        """Set the heat's state, or bring the appearance with this index on stage."""
        with self.app.app_context(), write_transaction(db.session()):
            if heat_state:
                db.session.get_one(Heat, self.heat.heat_id).state = heat_state
            if on_stage is not None:
                for index, key in enumerate(self.heat.appearance_ids):
                    turn = db.session.get_one(Appearance, key)
                    turn.state = "on_stage" if index == on_stage else "waiting"


def make_hall(
    server: LiveServer, seats: int = 1, entries: int = 3, document: dict[str, Any] | None = None
) -> Hall:
    """Make a competition with one open heat beside the demo."""
    app = _app_on(server.instance)
    with app.app_context():
        factory = _OwnNames(app.config["SECRET_KEY"], datetime.now(UTC))
        heat = factory.ready_heat(seats=seats, entries=entries, document=document)
        links = tuple(factory.link_of(seat) for seat in heat.seat_ids)
        db.session.remove()
    return Hall(app, heat, links)


@cache
def _app_on(instance: Path) -> Flask:
    """Return an application on a live server's database, made once: that takes a while."""
    key = (instance / "secret.key").read_text(encoding="ascii").strip()
    return create_app(
        {
            "INSTANCE": str(instance),
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{instance}/rostrum.sqlite3",
            "SECRET_KEY": key,
        }
    )


class _OwnNames(Factory):
    """Competitions whose slugs no other test of the same server uses."""

    def competition(self, **values: Any) -> int:
        slug = f"hall-{datetime.now(UTC).timestamp():.6f}".replace(".", "-")
        return super().competition(**({"slug": slug} | values))


def fill(page: Page, marks: dict[str, str] = MARKS) -> None:
    """Type marks into the number fields."""
    for key, mark in marks.items():
        page.fill(f"#mark-{key}", mark)


def submit(page: Page) -> None:
    """Submit the sheet that is filled, and confirm it."""
    page.locator(".total-bar__submit").click()
    page.locator("dialog[open] button[type=submit]").click()


def await_worker(page: Page) -> None:
    """Wait until the page can be opened without a network."""
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def wake(page: Page) -> None:
    """Let the page try at once instead of when its time has come."""
    page.evaluate("window.dispatchEvent(new Event('online'))")
