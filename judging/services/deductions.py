"""Deductions and bonuses of an appearance: entering one, waiving one."""

import re
from dataclasses import dataclass
from datetime import datetime

from judging.errors import InvalidInput, Problem, WrongState
from judging.models import Appearance, Deduction, HeatState
from judging.models.rules_in_force import get_rules_in_force
from judging.permissions import Actor
from judging.scoring.faults import ScoringError
from judging.scoring.points import MARK_PLACES, parse_scaled
from judging.scoring.rules import RuleSheet
from judging.services.command import writing
from judging.services.sheet_values import check_reason, is_storable

MAX_POINTS_MILLI = 1_000_000_000
MAX_REASON = 200
MAX_EVIDENCE = 500
KINDS = ("deduction", "bonus")
_RULE = re.compile(r"[a-z][a-z0-9_-]{0,39}")


@dataclass(frozen=True)
class NewDeduction:
    """What is taken off or added.

    Args:
        points: positive decimal text with up to three decimals, e.g. ``"0.5"``.
        reason_zh: what the published working says, up to 200 characters; one language is enough.
        reason_en: the same in English.
        kind: ``"deduction"`` or ``"bonus"``.
        rule: short key of the rule it rests on: letters, digits, ``_`` and ``-``.
        evidence: what it was seen by, up to 500 characters; not published.
    """

    points: str
    reason_zh: str = ""
    reason_en: str = ""
    kind: str = "deduction"
    rule: str = "other"
    evidence: str = ""


def add_deduction(actor: Actor, now: datetime, appearance_id: int, new: NewDeduction) -> int:
    """Enter a deduction or a bonus; it counts from the next tally on.

    Returns:
        Its id.

    Raises:
        NotFound: no such appearance, or not for this actor.
        InvalidInput: points that are no positive number with three decimals, no reason, or a rule
            of the rule sheet's catalogue, which has points and words of its own.
        WrongState: the heat is signed.
    """
    milli = _checked(new)
    with writing(actor, now) as work:
        appearance = work.get(Appearance, appearance_id)
        competition_id = appearance.heat.round.competition_id
        work.require("deduction.edit", competition_id)
        require_unsigned(appearance)
        _refuse_named(get_rules_in_force(work.session, appearance.round_id).rules, new.rule)
        row = Deduction(
            appearance_id=appearance.id,
            kind=new.kind,
            rule=new.rule,
            points_milli=milli,
            reason_zh=new.reason_zh.strip() or new.reason_en.strip(),
            reason_en=new.reason_en.strip(),
            source="organizer",
            evidence=new.evidence.strip(),
            created_at=now,
            created_by=actor.pseudonym,
        )
        work.session.add(row)
        work.session.flush()
        work.record(
            "desk:deduction:add",
            row.id,
            competition_id=competition_id,
            details={"appearance": appearance.id, "kind": new.kind, "milli": milli},
        )
        return row.id


def waive_deduction(actor: Actor, now: datetime, deduction_id: int, reason: str) -> None:
    """Waive a deduction: it stays on record with the reason and does not count.

    Raises:
        NotFound: no such deduction, or not for this actor.
        InvalidInput: the reason is missing.
        WrongState: it is waived already, or the heat is signed.
    """
    kept = check_reason(reason)
    with writing(actor, now) as work:
        row = work.get(Deduction, deduction_id)
        competition_id = row.appearance.heat.round.competition_id
        work.require("deduction.waive", competition_id)
        require_unsigned(row.appearance)
        if row.waived_at is not None:
            raise WrongState("deduction_is_waived")
        row.waived_at, row.waived_by, row.waiver_reason = now, actor.pseudonym, kept
        work.record(
            "desk:deduction:waive",
            row.id,
            competition_id=competition_id,
            details={"appearance": row.appearance_id, "milli": row.points_milli},
        )


def _refuse_named(rules: RuleSheet, rule: str) -> None:
    """Let nobody enter what the catalogue holds with other points, or more often than it says."""
    if any(named.key == rule for named in rules.deductions.named):
        raise InvalidInput((Problem("rule_is_in_catalogue", "rule", {"rule": rule}),))


def require_unsigned(appearance: Appearance) -> None:
    """Nothing changes under a signature."""
    if appearance.heat.state == HeatState.SIGNED:
        raise WrongState("heat_signed")


def _checked(new: NewDeduction) -> int:
    """Return the points in thousandths, or refuse with every fault."""
    problems: list[Problem] = []
    milli = 0
    try:
        milli = parse_scaled(new.points, MARK_PLACES, "points")
    except ScoringError as error:
        problems += [Problem(f.code, f.place, f.params) for f in error.faults]
    else:
        if not 0 < milli <= MAX_POINTS_MILLI:
            problems.append(Problem("deduction_not_positive", "points", {"text": new.points}))
    if new.kind not in KINDS:
        problems.append(Problem("unknown_choice", "kind"))
    if not _RULE.fullmatch(new.rule):
        problems.append(Problem("rule_key_not_usable", "rule"))
    if not (new.reason_zh.strip() or new.reason_en.strip()):
        problems.append(Problem("required", "reason_zh"))
    problems += _text_problems(new)
    if problems:
        raise InvalidInput(problems)
    return milli


def _text_problems(new: NewDeduction) -> list[Problem]:
    """Return which texts are too long or cannot be stored."""
    problems: list[Problem] = []
    for place, text, most in (
        ("reason_zh", new.reason_zh, MAX_REASON),
        ("reason_en", new.reason_en, MAX_REASON),
        ("evidence", new.evidence, MAX_EVIDENCE),
    ):
        if len(text.strip()) > most:
            problems.append(Problem("too_long", place, {"most": most}))
        elif not is_storable(text):
            problems.append(Problem("text_not_usable", place))
    return problems
