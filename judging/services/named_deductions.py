"""Deductions and bonuses chosen from the catalogue of the rule sheet: its points, its words."""

from datetime import datetime

from judging.errors import InvalidInput, Problem, WrongState
from judging.models import Appearance, Deduction
from judging.models.rules_in_force import get_rules_in_force
from judging.permissions import Actor
from judging.scoring.points import MARK_UNITS
from judging.scoring.rule_parts import DeductionRules, NamedDeduction
from judging.services.command import Work, writing
from judging.services.deductions import MAX_EVIDENCE, require_unsigned
from judging.services.sheet_values import is_storable


def add_named_deduction(
    actor: Actor, now: datetime, appearance_id: int, key: str, evidence: str = ""
) -> int:
    """Enter a deduction or bonus of the rule sheet's catalogue; it counts from the next tally on.

    Args:
        actor: who enters it.
        now: the present instant.
        appearance_id: the turn.
        key: its key in ``[[deductions.named]]`` of the rule sheet in force.
        evidence: what it was seen by, up to 500 characters; not published.

    Returns:
        Its id.

    Raises:
        NotFound: no such appearance, or not for this actor.
        InvalidInput: the catalogue has no such key, or the evidence cannot be kept.
        WrongState: the appearance has it as often as the rule sheet allows
            (``named_deduction_used_up``), or the heat is signed.
    """
    _check_evidence(evidence)
    with writing(actor, now) as work:
        appearance = work.get(Appearance, appearance_id)
        round_ = appearance.heat.round
        work.require("deduction.edit", round_.competition_id)
        require_unsigned(appearance)
        rules = get_rules_in_force(work.session, round_.id).rules
        named = _named(rules.deductions, key)
        if count_named(appearance, key) >= named.most:
            raise WrongState("named_deduction_used_up", name=named.name.zh, most=named.most)
        return _add(work, appearance, named, evidence.strip())


def _add(work: Work, appearance: Appearance, named: NamedDeduction, evidence: str) -> int:
    """Store a deduction with points and words of the catalogue as they are now; return its id."""
    row = Deduction(
        appearance_id=appearance.id,
        kind=named.kind,
        rule=named.key,
        points_milli=int(named.points * MARK_UNITS),
        reason_zh=named.name.zh,
        reason_en=named.name.en,
        source="organizer",
        evidence=evidence,
        created_at=work.now,
        created_by=work.actor.pseudonym,
    )
    work.session.add(row)
    work.session.flush()
    work.record(
        "desk:deduction:add",
        row.id,
        competition_id=appearance.heat.round.competition_id,
        details={
            "appearance": appearance.id,
            "kind": row.kind,
            "milli": row.points_milli,
            "rule": row.rule,
        },
    )
    return row.id


def count_named(appearance: Appearance, key: str) -> int:
    """Return how often an appearance has a deduction of the catalogue, waived ones not counted."""
    return sum(row.rule == key and row.waived_at is None for row in appearance.deductions)


def _named(rules: DeductionRules, key: str) -> NamedDeduction:
    for named in rules.named:
        if named.key == key:
            return named
    raise InvalidInput((Problem("unknown_choice", "named"),))


def _check_evidence(evidence: str) -> None:
    if len(evidence.strip()) > MAX_EVIDENCE:
        raise InvalidInput((Problem("too_long", "named_evidence", {"most": MAX_EVIDENCE}),))
    if not is_storable(evidence):
        raise InvalidInput((Problem("text_not_usable", "named_evidence"),))
