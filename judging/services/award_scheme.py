"""Awards as the scheme gives them, and what people decided beside it, carried to the next tally.

An award that a person gave stays; one that a person took is kept in the notes of the tally that
stands (``taken``), so that counting again does not quietly give it back.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select, update

from judging.models import Award, Standing, Tally
from judging.models.bulk_rows import insert_rows
from judging.scoring.bilingual import Bilingual
from judging.scoring.rule_parts import RuleSheet
from judging.services.command import Work
from judging.services.tally_counting import Given

_NAMES = (
    "round_id",
    "tally_id",
    "appearance_id",
    "key",
    "name_zh",
    "name_en",
    "position",
    "source",
    "reason",
)


def give_by_scheme(
    work: Work, tally: Tally, older: Tally | None, rules: RuleSheet, prizes: Iterable[Given]
) -> None:
    """Replace the scheme's awards of the counted appearances by those of a new tally.

    Args:
        work: the command at work.
        tally: the new tally, stored.
        older: the tally that stood before, whose manual decisions are carried on.
        rules: the rules that it was counted by.
        prizes: what the core decided: appearance, entry number and prize.
    """
    counted = select(Standing.appearance_id).where(Standing.tally_id == tally.id)
    taken = list(older.notes.get("taken", [])) if older is not None else []
    if taken:
        tally.notes = {**tally.notes, "taken": taken}
    work.session.execute(
        delete(Award).where(Award.appearance_id.in_(counted), Award.source == "scheme")
    )
    by_hand = {
        (appearance_id, key)
        for appearance_id, key in work.session.execute(
            select(Award.appearance_id, Award.key).where(Award.appearance_id.in_(counted))
        )
    }
    withheld = {(item["entry"], item["award"]) for item in taken}
    tiers = {award.key: award_row(tally, 0, rules, award.key) for award in rules.awards}
    rows = (
        tuple((tiers[key] | {"appearance_id": appearance_id})[name] for name in _NAMES)
        for appearance_id, entry, key in prizes
        if (appearance_id, key) not in by_hand and (entry, key) not in withheld
    )
    insert_rows(work.session, Award, _NAMES, rows)
    for key, row in tiers.items():  # a prize given by hand under older rules has the name of now
        work.session.execute(
            update(Award)
            .where(Award.appearance_id.in_(counted), Award.key == key, Award.source == "manual")
            .values({name: row[name] for name in ("name_zh", "name_en", "position")})
        )


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
