"""What a contestant may know: the own entry, released results, released comments."""

from dataclasses import dataclass

from sqlalchemy import select

from judging.errors import NotFound
from judging.extensions import db
from judging.models import (
    Appearance,
    Competition,
    Entry,
    Release,
    Round,
    ScoreSheet,
    Seat,
    SheetRevision,
    SheetState,
)
from judging.models.rules_in_force import practice_numbers
from judging.queries.competitions import CompetitionFacts, facts_of
from judging.scoring.rule_parts import PRACTICE_GROUP


@dataclass(frozen=True)
class OwnEntry:
    """A contestant's own entry, with full names since it is their own."""

    id: int
    number: str
    title_zh: str
    title_en: str
    unit: str
    team_name: str
    names: tuple[str, ...]
    division_zh: str
    division_en: str
    competition: CompetitionFacts


@dataclass(frozen=True)
class Comment:
    """A comment that a judge meant for the contestant; seats are numbers, not names."""

    seat: int
    text: str


def get_own_entry(entry_id: int) -> OwnEntry:
    """Return an entry to its owner.

    Raises:
        NotFound: there is none.
    """
    entry = db.session.get(Entry, entry_id)
    if entry is None:
        raise NotFound()
    competition = db.session.get_one(Competition, entry.competition_id)
    return OwnEntry(
        id=entry.id,
        number=entry.number,
        title_zh=entry.title_zh,
        title_en=entry.title_en,
        unit=entry.unit,
        team_name=entry.team_name if entry.kind == "team" else "",
        names=tuple(member.contestant.name for member in entry.members),
        division_zh=entry.division.name_zh,
        division_en=entry.division.name_en,
        competition=facts_of(competition),
    )


def list_comments(entry_id: int, round_key: str) -> tuple[Comment, ...]:
    """Return the comments for a contestant by seat, only where the round's result is public.

    Only the current revision of a given sheet counts; practice seats are left out. The caller sees
    to it that the public release holds the entry.
    """
    rows = db.session.execute(
        select(Seat.number, SheetRevision.comment_contestant, Round.id)
        .join(ScoreSheet, ScoreSheet.seat_id == Seat.id)
        .join(SheetRevision, (SheetRevision.sheet_id == ScoreSheet.id) & SheetRevision.is_current)
        .join(Appearance, Appearance.id == ScoreSheet.appearance_id)
        .join(Round, Round.id == Appearance.round_id)
        .join(Release, (Release.round_id == Round.id) & Release.is_current)
        .where(
            Appearance.entry_id == entry_id,
            Round.key == round_key,
            ScoreSheet.state == SheetState.GIVEN,
            Seat.group != PRACTICE_GROUP,
            SheetRevision.comment_contestant != "",
        )
        .order_by(Seat.number)
    ).all()
    practising = practice_numbers(db.session(), rows[0][2]) if rows else frozenset()
    return tuple(Comment(seat, text) for seat, text, _round in rows if seat not in practising)
