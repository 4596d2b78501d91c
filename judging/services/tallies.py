"""Counting: the core decides, the command stores the tally with every line's working.

A tally is of one heat where the rule sheet ranks heats by themselves, else of the whole round.
Counting again what has not changed stores nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from judging.errors import NotFound, WrongState
from judging.models import Appearance, Heat, HeatState, Round, Tally
from judging.models.earlier_rounds import list_earlier_problems
from judging.models.rules_in_force import get_rules_in_force
from judging.models.tally_inputs import is_per_heat, list_heats
from judging.permissions import Actor
from judging.scoring.rule_parts import RuleSheet
from judging.services.award_scheme import give_by_scheme
from judging.services.carried_rulings import carry_rulings
from judging.services.command import Work, writing
from judging.services.consequences import settle_honours
from judging.services.tally_counting import Count, Decided, load_count
from judging.services.tie_rulings import rulings_of


@dataclass(frozen=True)
class TallyFacts:
    """What a tally came to.

    Args:
        id: primary key of the tally.
        number: counts up within the round.
        heat_number: the heat, or None for the whole round.
        digest: SHA-256 of the result with its working.
        is_new: False where nothing had changed since the tally that stands.
        left_out: numbers of the heats that are not closed and therefore not in it.
        border_ties: how many ties cut a prize or advancement border.
        count: how many lines it has.
    """

    id: int
    number: int
    heat_number: int | None
    digest: str
    is_new: bool
    left_out: tuple[int, ...]
    border_ties: int
    count: int


def run_tally(actor: Actor, now: datetime, round_id: int, heat_id: int | None = None) -> TallyFacts:
    """Count a heat, or a whole round where the rule sheet ranks across heats, and store it.

    Heats that are counted go from closed to tallied. In a round that is ranked across heats
    ``heat_id`` only says where the question came from: the whole round is counted, without the
    heats that are not closed, which the result names.

    Args:
        actor: holds ``tally.run`` in the round's competition.
        now: the present instant.
        round_id: the round.
        heat_id: the heat, needed where heats are ranked by themselves.

    Raises:
        NotFound: no such round, or a heat of another round.
        WrongState: no heat is closed (``nothing_closed``), heats are ranked by themselves and
            none was named (``tally_needs_a_heat``), or an earlier round that is carried over is
            not counted or out of date (``earlier_round_…``).
        judging.scoring.faults.ScoringError: sheets do not fit the rule sheet.
    """
    with writing(actor, now) as work:
        round_ = work.get(Round, round_id)
        work.require("tally.run", round_.competition_id)
        if heat_id is not None and work.get(Heat, heat_id).round_id != round_id:
            raise NotFound()
        count = load_count(work.session, round_id, heat_id)
        scope_id = count.heats[0].id if is_per_heat(count.rules.rules) else None
        require_earlier_rounds(work.session, round_id, count.rules.rules)
        standing_tally = find_current_tally(work, round_id, scope_id)
        if standing_tally is not None and standing_tally.inputs_digest == count.digest:
            return _keep(work, round_, standing_tally, count)
        decided = count.decide(rulings_of(standing_tally))
        tally = _store(work, round_id, scope_id, count, decided)
        give_by_scheme(work, tally, standing_tally, count.rules.rules, decided.prizes())
        settle_honours(work, tally)
        carry_rulings(work, tally, standing_tally)
        _mark_tallied(work, count)
        facts = _facts(tally, count, is_new=True)
        _record(work, round_, facts)
        return facts


def run_round(actor: Actor, now: datetime, round_id: int) -> tuple[TallyFacts, ...]:
    """Count everything of a round that is closed: each heat by itself, or all together.

    Each tally is a command of its own, so that a faulty heat does not hold back the others.

    Raises:
        as :func:`run_tally`.
    """
    from judging.extensions import db

    session = db.session()
    heats = list_heats(session, round_id)
    if not is_per_heat(get_rules_in_force(session, round_id).rules):
        return (run_tally(actor, now, round_id),)
    closed = [heat.id for heat in heats if heat.is_countable]
    if not closed:
        raise WrongState("nothing_closed")
    return tuple(run_tally(actor, now, round_id, heat_id) for heat_id in closed)


def require_earlier_rounds(session: Session, round_id: int, rules: RuleSheet) -> None:
    """Go on only where every earlier round that is carried over is counted and up to date.

    Raises:
        WrongState: with the code of :class:`judging.models.earlier_rounds.EarlierProblem`.
    """
    for problem in list_earlier_problems(session, round_id, rules):
        raise WrongState(problem.code, round=problem.round)


def find_current_tally(work: Work, round_id: int, heat_id: int | None) -> Tally | None:
    """Return the tally that stands for a heat or for the whole round, if any."""
    scope = Tally.heat_id.is_(None) if heat_id is None else Tally.heat_id == heat_id
    return work.session.scalar(
        select(Tally).where(Tally.round_id == round_id, scope, Tally.is_current)
    )


def _keep(work: Work, round_: Round, tally: Tally, count: Count) -> TallyFacts:
    """Let the tally stand; only heats that were closed again are marked as tallied."""
    facts = _facts(tally, count, is_new=False)
    if _mark_tallied(work, count):
        _record(work, round_, facts)
    else:
        work.leave_unrecorded()
    return facts


def _store(work: Work, round_id: int, heat_id: int | None, count: Count, decided: Decided) -> Tally:
    """Store the tally and its lines, and retire what it replaces."""
    last = work.session.scalar(select(func.max(Tally.number)).where(Tally.round_id == round_id))
    _retire(work, round_id, heat_id)
    tally = Tally(
        round_id=round_id,
        heat_id=heat_id,
        number=(last or 0) + 1,
        rule_sheet_id=count.rules.row.id,
        inputs_digest=count.digest,
        digest=decided.digest,
        computed_at=work.now,
        computed_by=work.actor.pseudonym,
        notes=_notes(count) | decided.notes(),
    )
    work.session.add(tally)
    work.session.flush()
    decided.store(work.session, tally.id)
    return tally


def _retire(work: Work, round_id: int, heat_id: int | None) -> None:
    """Let older tallies of the same appearances stand no longer, whatever their scope was."""
    older = update(Tally).where(Tally.round_id == round_id, Tally.is_current)
    if heat_id is not None:
        older = older.where(or_(Tally.heat_id == heat_id, Tally.heat_id.is_(None)))
    work.session.execute(older.values(is_current=False))


def _notes(count: Count) -> dict[str, Any]:
    """Return what belongs to the tally as a whole, whatever was decided."""
    return {
        "heats": [heat.number for heat in count.heats],
        "left_out": list(count.left_out),
        "per": count.rules.rules.ranking.per,
        "rulings": [],
        "taken": [],
    }


def _mark_tallied(work: Work, count: Count) -> bool:
    """Move closed heats to tallied; say whether any moved."""
    if all(heat.state != HeatState.CLOSED for heat in count.heats):
        return False
    of_heats = Heat.round_id == count.rules.row.round_id
    if is_per_heat(count.rules.rules):
        of_heats = Heat.id == count.heats[0].id
    has_entries = Heat.id.in_(select(Appearance.heat_id))
    work.session.execute(
        update(Heat)
        .where(of_heats, Heat.state == HeatState.CLOSED, has_entries)
        .values(state=HeatState.TALLIED, state_changed_at=work.now, revision=Heat.revision + 1)
    )
    return True


def _facts(tally: Tally, count: Count, *, is_new: bool) -> TallyFacts:
    """Return a stored tally as plain values."""
    return TallyFacts(
        id=tally.id,
        number=tally.number,
        heat_number=count.heats[0].number if tally.heat_id is not None else None,
        digest=tally.digest,
        is_new=is_new,
        left_out=count.left_out,
        border_ties=len(tally.notes.get("border_ties", ())),
        count=count.size,
    )


def _record(work: Work, round_: Round, facts: TallyFacts) -> None:
    """Write the journal entry of a tally."""
    work.record(
        "desk:tally:run",
        facts.id,
        competition_id=round_.competition_id,
        revision=facts.number,
        details={
            "round": round_.id,
            "heat": facts.heat_number,
            "digest": facts.digest,
            "is_new": facts.is_new,
            "left_out": list(facts.left_out),
        },
    )
