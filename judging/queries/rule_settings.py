"""What a rule sheet's warnings need to know of the round that it is for."""

from collections import Counter

from sqlalchemy import func, select

from judging.extensions import db
from judging.models import Appearance, Entry, Heat, Panel, Seat
from judging.scoring.rule_parts import PRACTICE_GROUP, TIE_BREAK_GROUP
from judging.scoring.rule_warning import RuleSetting


def get_rule_setting(round_id: int, per: str) -> RuleSetting:
    """Return the panels of a round and how many compete in its smallest ranked group.

    Args:
        round_id: the round.
        per: within what entries are ranked: ``heat``, ``division`` or ``overall``.
    """
    panels = _panels(round_id)
    largest = max(panels, key=len, default=())
    sizes = tuple(
        sum(group not in (PRACTICE_GROUP, TIE_BREAK_GROUP) for _seat, group in seats)
        for seats in panels
    )
    return RuleSetting(seats=largest, panel_sizes=sizes, entries=_smallest_group(round_id, per))


def _panels(round_id: int) -> list[tuple[tuple[str, str], ...]]:
    """Return the seats of every panel that has some, in the order of the heats."""
    rows = db.session.execute(
        select(Panel.id, Seat.number, Seat.group)
        .join(Seat, Seat.panel_id == Panel.id)
        .join(Heat, Heat.id == Panel.heat_id)
        .where(Heat.round_id == round_id)
        .order_by(Heat.number, Panel.id, Seat.number)
    )
    panels: dict[int, list[tuple[str, str]]] = {}
    for panel_id, number, group in rows:
        panels.setdefault(panel_id, []).append((str(number), group))
    return [tuple(seats) for seats in panels.values()]


def _smallest_group(round_id: int, per: str) -> int | None:
    column = {"heat": Appearance.heat_id, "division": Entry.division_id}.get(per)
    query = select(func.count(Appearance.id)).where(Appearance.round_id == round_id)
    query = query.join(Entry, Entry.id == Appearance.entry_id)
    if column is not None:
        query = query.group_by(column)
    counts = Counter(count for count in db.session.scalars(query) if count)
    return min(counts, default=None)
