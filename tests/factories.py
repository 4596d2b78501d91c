"""Rows for tests, each with the least it needs; what a test does not name is filled in.

Rows are made through the models, not through commands, so that a test of one command does not
lean on another. Every method commits and returns the row's id (or a small bundle of ids).
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from judging.extensions import db
from judging.models import (
    Appearance,
    Competition,
    Contestant,
    Division,
    Entry,
    EntryMember,
    Heat,
    Panel,
    Round,
    RuleSheetVersion,
    Seat,
)
from judging.tokens import hash_token, seat_link
from tests.factory_sheets import SheetFactory
from tests.rule_documents import CONVENTION

__all__ = ["CONVENTION", "Factory", "HeatBundle", "sign_in"]


@dataclass(frozen=True)
class HeatBundle:
    """A heat ready for marking, by ids."""

    competition_id: int
    division_id: int
    round_id: int
    heat_id: int
    panel_id: int
    seat_ids: tuple[int, ...]
    appearance_ids: tuple[int, ...]
    entry_ids: tuple[int, ...]
    slug: str


class Factory(SheetFactory):
    """Makes rows. ``key`` is the installation's secret key, for seat links that work."""

    def competition(self, **values: Any) -> int:
        """Return a new competition's id; slug ``cup-1``, ``cup-2``, …."""
        number = next(self._count)
        defaults: dict[str, Any] = {
            "slug": f"cup-{number}",
            "name_zh": f"青年学术演讲赛{number}",
            "name_en": f"Youth Academic Speech {number}",
            "created_at": self.now,
        }
        return self._add(Competition(**(defaults | values)))

    def division(self, competition_id: int, **values: Any) -> int:
        """Return a new division's id."""
        number = next(self._count)
        defaults: dict[str, Any] = {
            "key": f"division-{number}",
            "name_zh": "青年组",
            "name_en": "Youth",
        }
        defaults |= {"position": number, "competition_id": competition_id}
        return self._add(Division(**(defaults | values)))

    def round(self, competition_id: int, document: Any = None, **values: Any) -> int:
        """Return a new round's id, with a first rule sheet (the convention by default)."""
        number = next(self._count)
        defaults: dict[str, Any] = {
            "key": f"round-{number}",
            "name_zh": "初赛",
            "name_en": "Preliminary",
            "position": number,
            "created_at": self.now,
            "competition_id": competition_id,
        }
        with self._one_commit():
            round_id = self._add(Round(**(defaults | values)))
            self.rule_version(round_id, document or CONVENTION)
        return round_id

    def rule_version(self, round_id: int, document: Any) -> int:
        """Return the id of a further rule sheet of a round, which is in force from now on."""
        newest = select(func.max(RuleSheetVersion.version))
        number = db.session.scalar(newest.where(RuleSheetVersion.round_id == round_id)) or 0
        return self._add(
            RuleSheetVersion(
                round_id=round_id,
                version=number + 1,
                document=document,
                digest="0" * 64,
                created_at=self.now,
            )
        )

    def heat(self, round_id: int, seats: int = 0, **values: Any) -> tuple[int, tuple[int, ...]]:
        """Return a new heat's id and its seats' ids, numbered from one."""
        number = next(self._count)
        defaults: dict[str, Any] = {
            "number": number,
            "name_zh": f"第{number}场",
            "name_en": f"Heat {number}",
        }
        defaults |= {"round_id": round_id, "state": "planned"}
        with self._one_commit():
            heat_id = self._add(Heat(**(defaults | values)))
            panel_id = self._add(Panel(heat_id=heat_id))
            return heat_id, tuple(self.seat(panel_id, n) for n in range(1, seats + 1))

    def seat(self, panel_id: int, number: int, **values: Any) -> int:
        """Return a new seat's id; its link is ``link_of(seat_id)``."""
        pseudonym = f"S{secrets.token_hex(6)}"
        defaults = {"panel_id": panel_id, "number": number, "pseudonym": pseudonym}
        defaults |= {"link_hash": hash_token(seat_link(self.key, pseudonym, 1))}
        return self._add(Seat(**(defaults | values)))

    def link_of(self, seat_id: int) -> str:
        """Return the secret link text of a seat."""
        seat = db.session.get_one(Seat, seat_id)
        return seat_link(self.key, seat.pseudonym, seat.link_version)

    def entry(
        self,
        competition_id: int,
        division_id: int,
        names: Sequence[str] = (),
        **values: Any,
    ) -> int:
        """Return a new entry's id with its contestants (one invented name by default)."""
        number = next(self._count)
        defaults: dict[str, Any] = {
            "competition_id": competition_id,
            "division_id": division_id,
            "number": f"A{number:03d}",
            "title_zh": f"月壤里的水{number}",
            "title_en": f"Water in lunar soil {number}",
            "unit": "示例中学",
            "adviser": "",
            "pseudonym": f"E{secrets.token_hex(6)}",
            "created_at": self.now,
        }
        with self._one_commit():
            entry_id = self._add(Entry(**(defaults | values)))
            for position, name in enumerate(names or (f"林小舟{number}",), start=1):
                member = self._add(Contestant(competition_id=competition_id, name=name))
                self._add(EntryMember(entry_id=entry_id, contestant_id=member, position=position))
        return entry_id

    def entry_number(self, entry_id: int) -> str:
        """Return the entry number of an entry."""
        return db.session.get_one(Entry, entry_id).number

    def appearance(self, heat_id: int, round_id: int, entry_id: int, **values: Any) -> int:
        """Return a new appearance's id."""
        defaults = {"heat_id": heat_id, "round_id": round_id, "entry_id": entry_id}
        return self._add(Appearance(**(defaults | values)))

    def ready_heat(
        self,
        seats: int = 5,
        entries: int = 3,
        document: Any = None,
        state: str = "open",
    ) -> HeatBundle:
        """Return a whole competition with one heat in the given state, drawn in entry order."""
        with self._one_commit():
            competition_id = self.competition()
            division_id = self.division(competition_id)
            round_id = self.round(competition_id, document)
            heat_id, seat_ids = self.heat(
                round_id, seats, number=1, state=state, order_source="manual"
            )
            entry_ids = tuple(self.entry(competition_id, division_id) for _ in range(entries))
            appearance_ids = tuple(
                self.appearance(heat_id, round_id, entry_id, order_number=n)
                for n, entry_id in enumerate(entry_ids, start=1)
            )
            slug = db.session.get_one(Competition, competition_id).slug
            panel_id = db.session.get_one(Heat, heat_id).panel.id
        return HeatBundle(
            competition_id,
            division_id,
            round_id,
            heat_id,
            panel_id,
            seat_ids,
            appearance_ids,
            entry_ids,
            slug,
        )

    def given_sheet(
        self, seat_id: int, appearance_id: int, *marks: str, state: str = "given", **values: Any
    ) -> int:
        """Return the id of a submitted sheet; marks as text in criterion order (given only)."""
        heat = db.session.get_one(Heat, db.session.get_one(Appearance, appearance_id).heat_id)
        given = [(seat_id, appearance_id, marks)]
        (sheet_id,) = self.given_sheets(heat.round_id, given, state, **values)
        return sheet_id

    def judged_heat(
        self,
        contents: Sequence[str] = ("36", "38", "34"),
        seats: int = 5,
        document: Any = None,
        state: str = "closed",
    ) -> HeatBundle:
        """Return a heat in which every seat gave everybody the same four marks.

        ``contents`` are the marks for the first criterion; the others are 25, 16 and 8, so that an
        entry's score is its content mark and 49.
        """
        heat = self.ready_heat(seats, len(contents), document, state)
        self.given_sheets(
            heat.round_id,
            [
                (seat_id, appearance_id, (content, "25", "16", "8"))
                for appearance_id, content in zip(heat.appearance_ids, contents, strict=True)
                for seat_id in heat.seat_ids
            ],
        )
        return heat


def sign_in(client: Any, token: str) -> None:
    """Put a session token into a test client's cookie, as signing in would."""
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
