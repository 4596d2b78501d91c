"""The names behind entries, for pages that may show them."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from judging.extensions import db
from judging.models import Contestant, Entry, EntryMember

SEPARATOR = "、"


def names_of(entry_ids: Iterable[int]) -> dict[int, str]:
    """Return who stands behind each entry: the team's name, or its members in their order.

    Args:
        entry_ids: primary keys; one query for all of them.
    """
    ids = list(entry_ids)
    members: dict[int, list[str]] = defaultdict(list)
    rows = db.session.execute(
        select(EntryMember.entry_id, Contestant.name)
        .join(Contestant, Contestant.id == EntryMember.contestant_id)
        .where(EntryMember.entry_id.in_(ids))
        .order_by(EntryMember.entry_id, EntryMember.position)
    )
    for entry_id, name in rows:
        members[entry_id].append(name)
    teams = db.session.execute(
        select(Entry.id, Entry.team_name).where(Entry.id.in_(ids), Entry.team_name != "")
    )
    named = {entry_id: SEPARATOR.join(names) for entry_id, names in members.items()}
    return named | {row.id: row.team_name for row in teams}
