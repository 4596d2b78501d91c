"""Rulings on border ties that stay valid: the same tie, counted again."""

from typing import Any

from judging.models import Tally
from judging.services.awards import apply_ruling
from judging.services.command import Work

_SAME = ("kind", "group", "award")
#: What follows from other rulings comes after them.
_ORDER = (("advancement", "award"), ("wild_card", "unit"))


def carry_rulings(work: Work, tally: Tally, older: Tally | None) -> None:
    """Apply the rulings of the tally before to those ties of a new one that are the same.

    A tie is the same where kind, group and prize are, and exactly the same are tied.

    Args:
        work: the command at work.
        tally: the new tally, stored with its awards and honours.
        older: the tally that stood before.
    """
    rulings = older.notes.get("rulings", []) if older is not None else []
    for kinds in _ORDER:
        for ruling in rulings:
            place = _find_same(ruling, tally.notes.get("border_ties", []))
            if ruling["kind"] in kinds and place is not None:
                apply_ruling(work, tally, place, ruling["chosen"], ruling["reason"])


def _find_same(ruling: dict[str, Any], ties: list[dict[str, Any]]) -> int | None:
    return next((place for place, tie in enumerate(ties) if _is_same(ruling, tie)), None)


def _is_same(ruling: dict[str, Any], tie: dict[str, Any]) -> bool:
    has_same_border = all(ruling[field] == tie[field] for field in _SAME)
    is_counted_alike = ruling.get("per", "") == tie.get("per", "")
    return has_same_border and is_counted_alike and set(ruling["keys"]) == set(tie["keys"])
