"""Rounds as plain values, with the rule sheet in force and its versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select

from judging.errors import NotFound
from judging.extensions import db
from judging.models import (
    Appearance,
    Division,
    Entry,
    Heat,
    Panel,
    Person,
    Round,
    RuleSheetVersion,
    ScoreSheet,
    Seat,
)


@dataclass(frozen=True)
class RoundFacts:
    """A round with the rule sheet in force.

    Args:
        id: primary key.
        competition_id: whose round it is.
        key: its name in addresses.
        name_zh: Chinese name.
        name_en: English name, may be empty.
        position: 1 for the first round.
        version: number of the rule sheet in force, 0 where there is none.
        document: its canonical document.
        digest: its SHA-256.
        is_frozen: whether marks rest on it.
    """

    id: int
    competition_id: int
    key: str
    name_zh: str
    name_en: str
    position: int
    version: int
    document: Mapping[str, Any]
    digest: str
    is_frozen: bool


@dataclass(frozen=True)
class DivisionFacts:
    """A division and how many entries that were not withdrawn are in it."""

    id: int
    key: str
    name_zh: str
    name_en: str
    position: int
    entry_count: int


@dataclass(frozen=True)
class RuleSheetFacts:
    """One version of a rule sheet."""

    version: int
    digest: str
    reason: str
    created_at: datetime
    author: str
    frozen_at: datetime | None


def list_rounds(competition_id: int) -> tuple[RoundFacts, ...]:
    """Return the rounds of a competition in their order."""
    return tuple(_facts(*found) for found in db.session.execute(_rounds(competition_id)))


def get_round(competition_id: int, round_key: str) -> RoundFacts:
    """Return a round by its key.

    Raises:
        NotFound: the competition has no such round.
    """
    query = _rounds(competition_id).where(Round.key == round_key)
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound()
    return _facts(*found)


def _rounds(competition_id: int) -> Any:
    """Select rounds, the newest rule sheet of each, and whether a sheet was submitted."""
    newest = (
        select(func.max(RuleSheetVersion.version))
        .where(RuleSheetVersion.round_id == Round.id)
        .correlate(Round)
        .scalar_subquery()
    )
    has_sheet = exists().where(
        ScoreSheet.appearance_id == Appearance.id,
        Appearance.round_id == Round.id,
        ScoreSheet.revision > 0,
    )
    return (
        select(Round, RuleSheetVersion, has_sheet)
        .outerjoin(
            RuleSheetVersion,
            (RuleSheetVersion.round_id == Round.id) & (RuleSheetVersion.version == newest),
        )
        .where(Round.competition_id == competition_id)
        .order_by(Round.position, Round.id)
    )


def _facts(row: Round, sheet: RuleSheetVersion | None, has_sheet: bool) -> RoundFacts:
    return RoundFacts(
        id=row.id,
        competition_id=row.competition_id,
        key=row.key,
        name_zh=row.name_zh,
        name_en=row.name_en,
        position=row.position,
        version=sheet.version if sheet else 0,
        document=sheet.document if sheet else {},
        digest=sheet.digest if sheet else "",
        is_frozen=bool(has_sheet) or (sheet is not None and sheet.frozen_at is not None),
    )


def list_divisions(competition_id: int) -> tuple[DivisionFacts, ...]:
    """Return the divisions of a competition in their order."""
    counts = (
        select(func.count(Entry.id))
        .where(Entry.division_id == Division.id, Entry.withdrawn_at.is_(None))
        .correlate(Division)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Division, counts)
        .where(Division.competition_id == competition_id)
        .order_by(Division.position, Division.id)
    )
    return tuple(
        DivisionFacts(d.id, d.key, d.name_zh, d.name_en, d.position, count) for d, count in rows
    )


def list_rule_sheets(round_id: int) -> tuple[RuleSheetFacts, ...]:
    """Return the versions of a round's rule sheet, newest first."""
    rows = db.session.execute(
        select(RuleSheetVersion, Person.name)
        .outerjoin(Person, Person.id == RuleSheetVersion.created_by_id)
        .where(RuleSheetVersion.round_id == round_id)
        .order_by(RuleSheetVersion.version.desc())
    )
    return tuple(
        RuleSheetFacts(v.version, v.digest, v.reason, v.created_at, name or "", v.frozen_at)
        for v, name in rows
    )


def get_rule_document(round_id: int, version: int) -> Mapping[str, Any]:
    """Return the document of one version.

    Raises:
        NotFound: the round has no such version.
    """
    document = db.session.scalar(
        select(RuleSheetVersion.document).where(
            RuleSheetVersion.round_id == round_id, RuleSheetVersion.version == version
        )
    )
    if document is None:
        raise NotFound()
    return document


def list_seat_groups(round_id: int) -> tuple[str, ...]:
    """Return the judge groups of the round's largest panel, in seat order.

    Where no heat of the round has seats, five experts stand in, so that an example can be shown.
    """
    largest = (
        select(Seat.panel_id)
        .join(Panel, Panel.id == Seat.panel_id)
        .join(Heat, Heat.id == Panel.heat_id)
        .where(Heat.round_id == round_id)
        .group_by(Seat.panel_id)
        .order_by(func.count(Seat.id).desc(), Seat.panel_id)
        .limit(1)
    )
    panel_id = db.session.scalar(largest)
    query = select(Seat.group).where(Seat.panel_id == panel_id).order_by(Seat.number)
    groups = tuple(db.session.scalars(query)) if panel_id is not None else ()
    return groups or ("expert",) * 5
