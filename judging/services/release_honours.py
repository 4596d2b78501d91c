"""Honours of units and advisers as a release shows them, as the competition's settings say.

An adviser's name is shown as contestants' names are. Where units are not shown, a unit's honour
says neither its name nor the entries that counted, since together they would tell the unit of each.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from judging.models import Competition, Honour, Tally
from judging.models.tally_lines import honours_of, pairs
from judging.publishing.names import public_name


def honours_content(
    session: Session, competition: Competition, tallies: Sequence[Tally]
) -> list[dict[str, Any]]:
    """Return the honours of a release, the highest prize first.

    ``number`` names the stored honour, so that certificates find the full name.

    Args:
        session: the database session.
        competition: whose settings say what is shown.
        tallies: the tallies that the release is made from.
    """
    rows = honours_of(session, [tally.id for tally in tallies])
    return [_shown(row, competition) for row in rows]


def honour_names(session: Session, tallies: Sequence[Tally]) -> list[dict[str, Any]]:
    """Return the names of the honours that somebody holds, the highest first."""
    rows = honours_of(session, [tally.id for tally in tallies])
    return list({row.key: pairs(row, "key", "position") for row in rows}.values())


def shown_ruling(ruling: Mapping[str, Any], competition: Competition) -> dict[str, Any]:
    """Return a ruling as the public may see it: units are named only where units are shown."""
    if ruling["kind"] == "unit" and not competition.is_unit_shown:
        return {**ruling, "keys": [], "chosen": []}
    return dict(ruling)


def _shown(row: Honour, competition: Competition) -> dict[str, Any]:
    """Return one honour as the settings let the public see it."""
    is_adviser = row.kind == "adviser"
    unit = row.recipient_unit if is_adviser else row.recipient
    name = public_name([row.recipient], competition.names_shown) if is_adviser else unit
    is_unit_hidden = not competition.is_unit_shown
    return {
        "number": row.number,
        "kind": row.kind,
        "award": row.key,
        "group": row.ranking_group,
        "name": "" if is_unit_hidden and not is_adviser else name,
        "unit": "" if is_unit_hidden or not is_adviser else unit,
        "points": row.points,
        "prizes": [] if is_unit_hidden and not is_adviser else row.working,
    }
