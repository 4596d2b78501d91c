"""All competitions of a reader at a glance, and what a new one may be called in addresses."""

import re
from dataclasses import dataclass

from sqlalchemy import case, func, select

from judging.extensions import db
from judging.models import Competition, Entry, Heat, HeatState, Release, Round
from judging.permissions import Actor, Role, may
from judging.queries.competitions import CompetitionFacts, facts_of

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_LONGEST = 50


@dataclass(frozen=True)
class CompetitionLine:
    """One competition in the list.

    Args:
        facts: its facts.
        state: ``planning``, ``running``, ``released`` or ``archived``.
        rounds: how many rounds it has.
        heats: how many heats.
        entries: how many entries that were not withdrawn.
        roles: the offices that the reader holds in it, in the order of the table of offices.
    """

    facts: CompetitionFacts
    state: str
    rounds: int
    heats: int
    entries: int
    roles: tuple[str, ...]


def list_competition_lines(actor: Actor) -> tuple[CompetitionLine, ...]:
    """Return the competitions whose desk the actor may read, newest first, archived ones last."""
    keys = [key for key in actor.roles if may(actor, "desk.read", key)]
    if not keys:
        return ()
    begun = case((Heat.state != HeatState.PLANNED, 1))
    heats = select(func.count(Heat.id)).join(Round).where(Round.competition_id == Competition.id)
    columns = {
        "rounds": select(func.count(Round.id)).where(Round.competition_id == Competition.id),
        "heats": heats,
        "begun": heats.with_only_columns(func.count(begun)),
        "public": select(func.count(Release.id))
        .join(Round, Round.id == Release.round_id)
        .where(Round.competition_id == Competition.id, Release.is_current),
        "entries": select(func.count(Entry.id)).where(
            Entry.competition_id == Competition.id, Entry.withdrawn_at.is_(None)
        ),
    }
    rows = db.session.execute(
        select(
            Competition,
            *(query.correlate(Competition).scalar_subquery() for query in columns.values()),
        )
        .where(Competition.id.in_(keys))
        .order_by(
            Competition.archived_at.is_not(None),
            Competition.created_at.desc(),
            Competition.id.desc(),
        )
    )
    return tuple(_line(actor, row, *counts) for row, *counts in rows)


def _line(
    actor: Actor, row: Competition, rounds: int, heats: int, begun: int, public: int, entries: int
) -> CompetitionLine:
    held = actor.roles_in(row.id)
    if row.archived_at is not None:
        state = "archived"
    elif rounds and public >= rounds:
        state = "released"
    else:
        state = "running" if begun else "planning"
    roles = tuple(role.value for role in Role if role in held)
    return CompetitionLine(facts_of(row), state, rounds, heats, entries, roles)


def suggest_slug(name_en: str, year: int) -> str:
    """Return a free slug made of the Latin letters and digits of a name, or of the year.

    Args:
        name_en: the English name, or any text.
        year: stands in where the name has no Latin letters, and where it is taken.
    """
    stem = _NOT_WORD.sub("-", name_en.lower())[:_LONGEST].strip("-") or f"competition-{year}"
    query = select(Competition.slug).where(Competition.slug.startswith(stem))
    used = set(db.session.scalars(query))
    wishes = [stem, f"{stem}-{year}", *(f"{stem}-{n}" for n in range(2, len(used) + 3))]
    return next(wish for wish in wishes if wish not in used)


def list_certificate_designs() -> tuple[str, ...]:
    """Return the keys of the certificate designs, in alphabetical order."""
    from judging.certificates.design import list_design_keys

    return list_design_keys()
