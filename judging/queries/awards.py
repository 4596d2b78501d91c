"""Awards as the desk lists them."""

from dataclasses import dataclass

from sqlalchemy import select

from judging.errors import NotFound
from judging.extensions import db
from judging.models import Appearance, Award, Entry, Heat, Round
from judging.models.tally_lines import names_of_entries


@dataclass(frozen=True)
class AwardLine:
    """One award with who holds it."""

    id: int
    round_key: str
    round_zh: str
    round_en: str
    heat_number: int
    entry: str
    people: str
    key: str
    name_zh: str
    name_en: str
    source: str
    reason: str


def list_awards(competition_id: int) -> tuple[AwardLine, ...]:
    """Return the awards of a competition by round, prize, heat and entry."""
    session = db.session()
    rows = session.execute(
        select(Award, Round, Heat.number, Entry.number)
        .join(Round, Round.id == Award.round_id)
        .join(Appearance, Appearance.id == Award.appearance_id)
        .join(Heat, Heat.id == Appearance.heat_id)
        .join(Entry, Entry.id == Appearance.entry_id)
        .where(Round.competition_id == competition_id)
        .order_by(Round.position, Award.position, Award.key, Heat.number, Entry.number)
    ).all()
    people = names_of_entries(session, competition_id, [entry for *_rest, entry in rows])
    return tuple(
        AwardLine(
            id=award.id,
            round_key=round_.key,
            round_zh=round_.name_zh,
            round_en=round_.name_en,
            heat_number=heat,
            entry=entry,
            people="、".join(name for name, _latin in people[entry].members),
            key=award.key,
            name_zh=award.name_zh,
            name_en=award.name_en,
            source=award.source,
            reason=award.reason,
        )
        for award, round_, heat, entry in rows
    )


def get_award_id(competition_id: int, award_id: int) -> int:
    """Return an award's id where the competition has it.

    Raises:
        NotFound: it does not.
    """
    found = db.session.scalar(
        select(Award.id)
        .join(Round, Round.id == Award.round_id)
        .where(Award.id == award_id, Round.competition_id == competition_id)
    )
    if found is None:
        raise NotFound()
    return found


def get_appearance_id(competition_id: int, round_key: str, entry_number: str) -> int:
    """Return the appearance of an entry in a round.

    Raises:
        NotFound: the entry does not appear in it.
    """
    found = db.session.scalar(
        select(Appearance.id)
        .join(Entry, Entry.id == Appearance.entry_id)
        .join(Round, Round.id == Appearance.round_id)
        .where(
            Round.competition_id == competition_id,
            Round.key == round_key,
            Entry.number == entry_number,
        )
    )
    if found is None:
        raise NotFound()
    return found
