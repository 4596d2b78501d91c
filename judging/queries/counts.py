"""How far a competition is, as plain counts read in one statement."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, distinct, exists, func, select

from judging.extensions import db
from judging.models import (
    Appearance,
    Award,
    Certificate,
    CertificateState,
    Competition,
    Division,
    Entry,
    Heat,
    HeatState,
    Panel,
    Release,
    ReleaseState,
    Round,
    Seat,
)

_DRAWN = tuple(state for state in HeatState if state is not HeatState.PLANNED)
_CLOSED = (HeatState.CLOSED, HeatState.TALLIED, HeatState.SIGNED)
_TALLIED = (HeatState.TALLIED, HeatState.SIGNED)


@dataclass(frozen=True)
class RailCounts:
    """How far a competition is, as plain counts."""

    divisions: int
    rounds: int
    rounds_without_heat: int
    rounds_public: int
    rounds_with_certificates: int
    heats: int
    heats_without_seat: int
    heats_with_entries: int
    heats_drawn: int
    heats_open: int
    heats_closed: int
    heats_tallied: int
    seats: int
    seats_filled: int
    entries: int
    entries_placed: int
    releases_waiting: int
    awards: int
    certificates: int
    archived: int


def count_progress(competition_id: int) -> RailCounts:
    """Return all counts of a competition, read in one statement."""
    columns = {
        **_plan_columns(competition_id),
        **_people_columns(competition_id),
        **_result_columns(competition_id),
    }
    row = db.session.execute(
        select(*(query.scalar_subquery().label(name) for name, query in columns.items()))
    ).mappings()
    return RailCounts(**{str(name): int(value or 0) for name, value in row.one().items()})


def _heats(competition_id: int, *conditions: Any) -> Select[Any]:
    """Count the heats of a competition that meet the conditions."""
    return (
        select(func.count(Heat.id))
        .join(Round, Round.id == Heat.round_id)
        .where(Round.competition_id == competition_id, *conditions)
    )


def _plan_columns(competition_id: int) -> dict[str, Select[Any]]:
    """Return the counts of rounds and heats."""
    rounds = select(func.count(Round.id)).where(Round.competition_id == competition_id)
    has_seat = exists().where(Panel.heat_id == Heat.id, Seat.panel_id == Panel.id)
    has_entry = exists().where(Appearance.heat_id == Heat.id)
    return {
        "divisions": select(func.count(Division.id)).where(
            Division.competition_id == competition_id
        ),
        "rounds": rounds,
        "rounds_without_heat": rounds.where(~exists().where(Heat.round_id == Round.id)),
        "heats": _heats(competition_id),
        "heats_without_seat": _heats(competition_id, ~has_seat),
        "heats_with_entries": _heats(competition_id, has_entry),
        "heats_drawn": _heats(competition_id, Heat.state.in_(_DRAWN)),
        "heats_open": _heats(competition_id, Heat.state == HeatState.OPEN),
        "heats_closed": _heats(competition_id, Heat.state.in_(_CLOSED)),
        "heats_tallied": _heats(competition_id, Heat.state.in_(_TALLIED)),
    }


def _people_columns(competition_id: int) -> dict[str, Select[Any]]:
    """Return the counts of seats and entries."""
    seats = (
        select(func.count(Seat.id))
        .join(Panel, Panel.id == Seat.panel_id)
        .join(Heat, Heat.id == Panel.heat_id)
        .join(Round, Round.id == Heat.round_id)
        .where(Round.competition_id == competition_id)
    )
    entries = select(func.count(Entry.id)).where(
        Entry.competition_id == competition_id, Entry.withdrawn_at.is_(None)
    )
    return {
        "seats": seats,
        "seats_filled": seats.where(Seat.person_id.is_not(None)),
        "entries": entries,
        "entries_placed": entries.where(exists().where(Appearance.entry_id == Entry.id)),
    }


def _result_columns(competition_id: int) -> dict[str, Select[Any]]:
    """Return the counts of releases, awards and certificates."""
    releases = (
        select(func.count(Release.id))
        .join(Round, Round.id == Release.round_id)
        .where(Round.competition_id == competition_id)
    )
    certificates = select(func.count(Certificate.id)).where(
        Certificate.competition_id == competition_id, Certificate.state == CertificateState.VALID
    )
    return {
        "rounds_public": releases.where(Release.is_current),
        "releases_waiting": releases.where(
            Release.state.in_((ReleaseState.DRAFT, ReleaseState.APPROVED))
        ),
        "rounds_with_certificates": certificates.with_only_columns(
            func.count(distinct(Certificate.round_id))
        ),
        "certificates": certificates,
        "awards": select(func.count(Award.id))
        .join(Round, Round.id == Award.round_id)
        .where(Round.competition_id == competition_id),
        "archived": select(func.count(Competition.id)).where(
            Competition.id == competition_id, Competition.archived_at.is_not(None)
        ),
    }
