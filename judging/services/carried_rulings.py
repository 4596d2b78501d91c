"""Rulings on border ties that stay valid: the same tie, counted again."""

from typing import Any

from judging.models import Tally
from judging.scoring.borders import Ruling, find_ruling
from judging.services.awards import apply_ruling, note_ruling
from judging.services.command import Work
from judging.services.tie_rulings import tie_of

#: What follows from other rulings comes after them.
_ORDER = (("advancement", "award"), ("wild_card", "unit"))


def carry_rulings(work: Work, tally: Tally, older: Tally | None) -> None:
    """Apply the rulings of the tally before to those ties of a new one that are the same.

    A tie is the same where kind, group, prize and the number of places are, and exactly the same
    are tied.

    Args:
        work: the command at work.
        tally: the new tally, stored with its awards and honours.
        older: the tally that stood before.
    """
    rulings = older.notes.get("rulings", []) if older is not None else []
    for kinds in _ORDER:
        for ruling in rulings:
            place = _find_same(ruling, tally.notes.get("border_ties", []))
            if ruling["kind"] not in kinds or place is None:
                continue
            if ruling["kind"] == "award":  # the scheme was given with it already
                note_ruling(tally, place, ruling["chosen"], ruling["reason"])
            else:
                apply_ruling(work, tally, place, ruling["chosen"], ruling["reason"])


def _find_same(ruling: dict[str, Any], ties: list[dict[str, Any]]) -> int | None:
    decided = [Ruling(tie_of(ruling), ())]
    return next((at for at, tie in enumerate(ties) if find_ruling(decided, tie_of(tie))), None)
