"""Rulings on ties across the end of a prize: the scheme is given again with them.

Who is not chosen stands first for the next prize, so that a better place never has a worse one. The
core decides that from the same marks (:func:`judging.scoring.awarding.give_prizes`).
"""

from collections.abc import Mapping
from typing import Any

from judging.errors import Conflict
from judging.models import Tally
from judging.scoring.borders import BorderTie, Ruling
from judging.services.award_scheme import give_by_scheme
from judging.services.command import Work
from judging.services.consequences import replace_ties, settle_honours
from judging.services.tally_counting import load_count


def rulings_of(tally: Tally | None) -> list[Ruling]:
    """Return what was ruled on the ties of a tally, as the core takes it."""
    if tally is None:
        return []
    return [Ruling(tie_of(each), tuple(each["chosen"])) for each in tally.notes.get("rulings", [])]


def tie_of(data: Mapping[str, Any]) -> BorderTie:
    """Return a stored tie, or the tie of a stored ruling.

    Ties of older tallies say nothing of places: no ruling on them holds for another tally.
    """
    places = data.get("places", 0)
    keys = tuple(data["keys"])
    return BorderTie(data["kind"], data["group"], keys, data["award"], data.get("per", ""), places)


def settle_prizes(work: Work, tally: Tally) -> None:
    """Give the scheme's prizes of a tally again, with the rulings that it has now.

    Raises:
        Conflict: something changed since the tally (``tally_outdated``): count again first.
    """
    count = load_count(work.session, tally.round_id, tally.heat_id)
    if count.digest != tally.inputs_digest:
        raise Conflict("tally_outdated")
    decided = count.decide(rulings_of(tally))
    notes = decided.notes()
    ties = [tie for tie in notes["border_ties"] if tie["kind"] == "award"]
    replace_ties(tally, "award", ties)
    tally.notes = {**tally.notes, "vacancies": notes["vacancies"]}
    give_by_scheme(work, tally, tally, count.rules.rules, decided.prizes())
    settle_honours(work, tally)
