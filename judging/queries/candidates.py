"""Who can take part in a round: everybody in the first one, those who advance in later ones."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from judging.extensions import db
from judging.models import Appearance, Division, Entry, Heat, Round, Standing, Tally
from judging.scoring.points import natural_order


@dataclass(frozen=True)
class Candidate:
    """An entry that can take part in a round, and the heat it stands in (0 for none)."""

    entry_id: int
    entry_number: str
    title_zh: str
    title_en: str
    unit: str
    division_id: int
    division_zh: str
    division_en: str
    heat_number: int
    heat_state: str


def list_candidates(round_id: int) -> tuple[Candidate, ...]:
    """Return the entries that can take part in a round, by division and entry number.

    Of a later round those advance whom the current tallies of the round before say; as long as
    nobody advances there, all entries of the competition are candidates. Whoever stands in a heat
    of the round already is listed in any case; withdrawn entries are not.
    """
    advancing = _advancing_ids(round_id)
    here = aliased(Appearance)
    query = (
        select(Entry, Division, Heat)
        .join(Division, Division.id == Entry.division_id)
        .join(Round, Round.competition_id == Entry.competition_id)
        .outerjoin(here, (here.entry_id == Entry.id) & (here.round_id == Round.id))
        .outerjoin(Heat, Heat.id == here.heat_id)
        .where(Round.id == round_id, Entry.withdrawn_at.is_(None))
    )
    rows: Any = db.session.execute(query)
    found = [
        (entry, division, heat)
        for entry, division, heat in rows
        if not advancing or entry.id in advancing or heat is not None
    ]
    found.sort(key=lambda row: (row[1].position, natural_order(row[0].number)))
    return tuple(_candidate(*row) for row in found)


def _candidate(entry: Entry, division: Division, heat: Heat | None) -> Candidate:
    return Candidate(
        entry_id=entry.id,
        entry_number=entry.number,
        title_zh=entry.title_zh,
        title_en=entry.title_en,
        unit=entry.unit,
        division_id=division.id,
        division_zh=division.name_zh,
        division_en=division.name_en,
        heat_number=heat.number if heat else 0,
        heat_state=heat.state if heat else "",
    )


def _advancing_ids(round_id: int) -> frozenset[int]:
    """Return the entries that advance from the round before, by its current tallies."""
    here, before = aliased(Round), aliased(Round)
    previous = db.session.scalar(
        select(before.id)
        .join(here, here.competition_id == before.competition_id)
        .where(here.id == round_id, before.position < here.position)
        .order_by(before.position.desc())
        .limit(1)
    )
    if previous is None:
        return frozenset()
    return frozenset(
        db.session.scalars(
            select(Appearance.entry_id)
            .join(Standing, Standing.appearance_id == Appearance.id)
            .join(Tally, Tally.id == Standing.tally_id)
            .where(Tally.round_id == previous, Tally.is_current, Standing.is_advancing)
        )
    )


def has_advancing(round_id: int) -> bool:
    """Return whether the candidates of a round are those who advance from the round before."""
    return bool(_advancing_ids(round_id))


def is_first_round(round_id: int) -> bool:
    """Return whether no round of the competition comes before."""
    here, before = aliased(Round), aliased(Round)
    earlier = exists().where(
        before.competition_id == here.competition_id, before.position < here.position
    )
    return not db.session.scalar(select(earlier).where(here.id == round_id))
