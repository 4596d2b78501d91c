"""Rulings on border ties that stay valid: the same tie, counted again."""

from typing import Any

from judging.models import Tally
from judging.services.awards import apply_ruling
from judging.services.command import Work

_SAME = ("kind", "group", "award")


def carry_rulings(work: Work, tally: Tally, older: Tally | None) -> None:
    """Apply the rulings of the tally before to those ties of a new one that are the same.

    A tie is the same where kind, group and prize are, and exactly the same entries are tied.

    Args:
        work: the command at work.
        tally: the new tally, stored with its awards.
        older: the tally that stood before.
    """
    rulings = older.notes.get("rulings", []) if older is not None else []
    kept = []
    for place, tie in enumerate(tally.notes.get("border_ties", [])):
        ruling = next((each for each in rulings if _is_same(each, tie)), None)
        if ruling is not None:
            apply_ruling(work, tally, tie, ruling["chosen"])
            kept.append({**ruling, **tie, "tie": place})
    if kept:
        tally.notes = {**tally.notes, "rulings": kept}


def _is_same(ruling: dict[str, Any], tie: dict[str, Any]) -> bool:
    has_same_border = all(ruling[field] == tie[field] for field in _SAME)
    return has_same_border and set(ruling["keys"]) == set(tie["keys"])
