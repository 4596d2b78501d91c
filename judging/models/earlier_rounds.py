"""Whether the earlier rounds that a round carries over are counted, and still as they were counted.

Only the heats in which the entries of this round appeared matter: who was in none of them has no
earlier result, and the rule sheet says what that means.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from judging.models.appearance import Appearance
from judging.models.carried_results import find_earlier_round
from judging.models.round import Round
from judging.models.rules_in_force import get_rules_in_force
from judging.models.tally import Tally
from judging.models.tally_freshness import is_fresh
from judging.models.tally_inputs import HeatInputs, is_per_heat, list_heats
from judging.scoring.rule_parts import RuleSheet


@dataclass(frozen=True)
class EarlierProblem:
    """Why an earlier round cannot be carried over as it is.

    Args:
        code: ``earlier_round_unknown``, ``earlier_round_not_counted`` or
            ``earlier_round_outdated``.
        round: key of the earlier round.
        name_zh: its Chinese name; its key where there is no such round.
        name_en: its English name.
    """

    code: str
    round: str
    name_zh: str
    name_en: str


def list_earlier_problems(
    session: Session, round_id: int, rules: RuleSheet
) -> tuple[EarlierProblem, ...]:
    """Return what stands against carrying earlier rounds over, in the order of the rule sheet."""
    earlier = rules.carry_over.earlier if rules.carry_over is not None else ()
    found = []
    for each in earlier:
        row = find_earlier_round(session, round_id, each.round)
        if row is None:
            key = each.round
            found.append(EarlierProblem("earlier_round_unknown", key, key, key))
            continue
        code = _find_fault(session, row, _heats_shared(session, round_id, row.id))
        if code:
            found.append(EarlierProblem(code, row.key, row.name_zh, row.name_en))
    return tuple(found)


def _heats_shared(session: Session, round_id: int, earlier_id: int) -> set[int]:
    """Return the heats of the earlier round in which entries of this round appeared."""
    here = select(Appearance.entry_id).where(Appearance.round_id == round_id)
    rows = select(Appearance.heat_id).where(
        Appearance.round_id == earlier_id, Appearance.entry_id.in_(here)
    )
    return set(session.scalars(rows))


def _find_fault(session: Session, row: Round, wanted: set[int]) -> str:
    """Return the code of what is wrong with the round's tallies, or ``""``."""
    heats = [heat for heat in list_heats(session, row.id) if heat.id in wanted]
    if not all(heat.is_countable for heat in heats):
        return "earlier_round_not_counted"
    rules = get_rules_in_force(session, row.id).rules
    if list_earlier_problems(session, row.id, rules):
        return "earlier_round_outdated"
    tallies = {
        tally.heat_id: tally
        for tally in session.scalars(
            select(Tally).where(Tally.round_id == row.id, Tally.is_current)
        )
    }
    scopes = _scopes(heats, by_heat=is_per_heat(rules))
    if not all(heat_id in tallies for heat_id in scopes):
        return "earlier_round_not_counted"
    are_fresh = all(is_fresh(session, tallies[heat_id]) for heat_id in scopes)
    return "" if are_fresh else "earlier_round_outdated"


def _scopes(heats: Sequence[HeatInputs], *, by_heat: bool) -> list[int | None]:
    """Return what a tally must stand for: each heat, or the whole round (None)."""
    if by_heat:
        return [heat.id for heat in heats]
    return [None] if heats else []
