"""Awards as the scheme gives them, and what people decided beside it, carried to the next tally.

An award that a person gave stays; one that a person took is kept in the notes of the tally that
stands (``taken``), so that counting again does not quietly give it back.
"""

from typing import Any

from sqlalchemy import delete, insert, select

from judging.models import Award, Tally
from judging.models.tally_inputs import TallyInputs
from judging.scoring.bilingual import Bilingual
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.standings import RoundResult
from judging.services.command import Work


def give_by_scheme(
    work: Work, tally: Tally, older: Tally | None, inputs: TallyInputs, result: RoundResult
) -> None:
    """Replace the scheme's awards of the counted appearances by those of a new tally.

    Args:
        work: the command at work.
        tally: the new tally, stored.
        older: the tally that stood before, whose manual decisions are carried on.
        inputs: what was counted.
        result: what the core decided.
    """
    appearance_ids = list(inputs.appearance_ids.values())
    taken = list(older.notes.get("taken", [])) if older is not None else []
    if taken:
        tally.notes = {**tally.notes, "taken": taken}
    work.session.execute(
        delete(Award).where(Award.appearance_id.in_(appearance_ids), Award.source == "scheme")
    )
    by_hand = {
        (appearance_id, key)
        for appearance_id, key in work.session.execute(
            select(Award.appearance_id, Award.key).where(Award.appearance_id.in_(appearance_ids))
        )
    }
    withheld = {(item["entry"], item["award"]) for item in taken}
    rules = inputs.rules.rules
    rows = [
        award_row(tally, inputs.appearance_ids[line.key], rules, key)
        for line in result.standings
        for key in line.awards
        if (inputs.appearance_ids[line.key], key) not in by_hand and (line.key, key) not in withheld
    ]
    if rows:
        work.session.execute(insert(Award), rows)


def award_row(tally: Tally, appearance_id: int, rules: RuleSheet, key: str) -> dict[str, Any]:
    """Return the row of an award that the scheme gives; its name comes from the rule sheet."""
    position, name = tier_of(rules, key)
    return {
        "round_id": tally.round_id,
        "tally_id": tally.id,
        "appearance_id": appearance_id,
        "key": key,
        "name_zh": name.zh,
        "name_en": name.en,
        "position": position,
        "source": "scheme",
        "reason": "",
    }


def tier_of(rules: RuleSheet, key: str) -> tuple[int, Bilingual]:
    """Return the place of a prize in the scheme, from one, and its name.

    Raises:
        KeyError: the scheme has no such prize.
    """
    for position, award in enumerate(rules.awards, start=1):
        if award.key == key:
            return position, award.name
    raise KeyError(key)
