"""The spoken time of an appearance, and the deduction that the rule sheet's time rule orders."""

from datetime import datetime
from typing import Any

from judging.errors import InvalidInput, Problem, WrongState
from judging.models import Appearance, Deduction, HeatState
from judging.models.rules_in_force import get_rules_in_force
from judging.permissions import Actor
from judging.scoring.deductions import TimeRuling, time_deduction
from judging.scoring.points import MARK_UNITS
from judging.services.command import Work, writing

MAX_SPOKEN_MS = 24 * 60 * 60 * 1000
#: Where a deduction of the time rule comes from; the tally never applies the time rule again.
TIME_RULE = "time_rule"
#: Why an earlier deduction of the time rule no longer counts.
TIME_CORRECTED = "用时已更正 / the spoken time was corrected"


def set_spoken_time(actor: Actor, now: datetime, appearance_id: int, spoken_ms: int | None) -> bool:
    """Enter how long somebody spoke; the time rule's deduction follows by itself.

    An earlier deduction of the time rule is waived where the ruling changes, and a chief judge's
    waiver of the same ruling stands.

    Args:
        actor: who enters it.
        now: the instant.
        appearance_id: the turn.
        spoken_ms: 0 to a day in milliseconds; None takes the time back.

    Returns:
        Whether the time rule disqualifies; a person decides and moves the appearance.

    Raises:
        NotFound: no such appearance, or not for this actor.
        InvalidInput: the time is out of range.
        WrongState: the heat is signed.
    """
    if spoken_ms is not None and not 0 <= spoken_ms <= MAX_SPOKEN_MS:
        bounds = {"least": 0, "most": MAX_SPOKEN_MS}
        raise InvalidInput((Problem("out_of_range", "spoken_ms", bounds),))
    with writing(actor, now) as work:
        appearance = work.get(Appearance, appearance_id)
        heat = appearance.heat
        work.require("deduction.edit", heat.round.competition_id)
        if heat.state == HeatState.SIGNED:
            raise WrongState("heat_signed")
        rules = get_rules_in_force(work.session, heat.round_id).rules
        ruling = TimeRuling()
        if spoken_ms is not None:
            ruling = time_deduction(rules.deductions, spoken_ms)
        appearance.spoken_ms = spoken_ms
        milli = _apply(work, appearance, ruling)
        details: dict[str, Any] = {"milli": milli, "spoken_ms": spoken_ms}
        work.record(
            "desk:appearance:time",
            appearance.id,
            competition_id=heat.round.competition_id,
            details=details,
        )
        return ruling.is_disqualified


def _apply(work: Work, appearance: Appearance, ruling: TimeRuling) -> int:
    """Let the stored deductions say what the ruling says; return its points in thousandths."""
    wanted = _row(work, appearance, ruling)
    earlier = [row for row in appearance.deductions if row.source == TIME_RULE]
    is_there = False
    for row in earlier:
        if wanted is not None and _says_the_same(row, wanted):
            is_there = True
        elif row.waived_at is None:
            row.waived_at, row.waived_by = work.now, work.actor.pseudonym
            row.waiver_reason = TIME_CORRECTED
    if wanted is None:
        return 0
    if not is_there:
        work.session.add(wanted)
    return wanted.points_milli


def _says_the_same(row: Deduction, wanted: Deduction) -> bool:
    """Whether a stored row is this very ruling; one that was corrected away is not."""
    is_equal = (row.evidence, row.points_milli) == (wanted.evidence, wanted.points_milli)
    return is_equal and row.waiver_reason != TIME_CORRECTED


def _row(work: Work, appearance: Appearance, ruling: TimeRuling) -> Deduction | None:
    """Return the deduction that a ruling orders, not yet added; None where it orders none."""
    ordered = ruling.deduction
    if ordered is None:
        return None
    return Deduction(
        appearance_id=appearance.id,
        kind=ordered.kind,
        rule=ordered.code,
        points_milli=int(ordered.points * MARK_UNITS),
        reason_zh=ordered.reason.zh,
        reason_en=ordered.reason.en,
        source=TIME_RULE,
        evidence=f"{appearance.spoken_ms} ms",
        created_at=work.now,
        created_by=work.actor.pseudonym,
    )
