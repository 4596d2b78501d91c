"""Counting: the core decides, the command stores the tally with every line's working.

A tally is of one heat where the rule sheet ranks heats by themselves, else of the whole round.
Counting again what has not changed stores nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session

from judging.errors import NotFound, WrongState
from judging.models import Heat, HeatState, Round, Standing, Tally
from judging.models.earlier_rounds import list_earlier_problems
from judging.models.tally_inputs import TallyInputs, is_per_heat, list_heats, load_inputs
from judging.permissions import Actor
from judging.scoring.borders import named_per
from judging.scoring.points import fraction_text
from judging.scoring.results import score_round
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.standings import RoundResult
from judging.scoring.standings import Standing as Line
from judging.services.award_scheme import give_by_scheme
from judging.services.carried_rulings import carry_rulings
from judging.services.command import Work, writing
from judging.services.consequences import settle_honours


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
        inputs = _inputs(work, round_id, heat_id)
        scope_id = inputs.heats[0].id if is_per_heat(inputs.rules.rules) else None
        require_earlier_rounds(work.session, round_id, inputs.rules.rules)
        standing_tally = find_current_tally(work, round_id, scope_id)
        if standing_tally is not None and standing_tally.inputs_digest == inputs.digest:
            return _keep(work, round_, standing_tally, inputs)
        result = score_round(inputs.rules.rules, inputs.appearances)
        tally = _store(work, round_id, scope_id, inputs, result)
        give_by_scheme(work, tally, standing_tally, inputs, result)
        settle_honours(work, tally)
        carry_rulings(work, tally, standing_tally)
        _mark_tallied(work, inputs)
        facts = _facts(tally, inputs, is_new=True)
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
    inputs = load_inputs(session, round_id)
    if not is_per_heat(inputs.rules.rules):
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


def _inputs(work: Work, round_id: int, heat_id: int | None) -> TallyInputs:
    """Load what is to be counted, in the scope that the rule sheet says."""
    if heat_id is not None and work.get(Heat, heat_id).round_id != round_id:
        raise NotFound()
    inputs = load_inputs(work.session, round_id, heat_id)
    if not is_per_heat(inputs.rules.rules):
        inputs = load_inputs(work.session, round_id)
    elif heat_id is None:
        raise WrongState("tally_needs_a_heat")
    if not inputs.heats:
        raise WrongState("nothing_closed")
    return inputs


def _keep(work: Work, round_: Round, tally: Tally, inputs: TallyInputs) -> TallyFacts:
    """Let the tally stand; only heats that were closed again are marked as tallied."""
    facts = _facts(tally, inputs, is_new=False)
    if _mark_tallied(work, inputs):
        _record(work, round_, facts)
    else:
        work.leave_unrecorded()
    return facts


def _store(
    work: Work, round_id: int, heat_id: int | None, inputs: TallyInputs, result: RoundResult
) -> Tally:
    """Store the tally and its lines, and retire what it replaces."""
    last = work.session.scalar(select(func.max(Tally.number)).where(Tally.round_id == round_id))
    _retire(work, round_id, heat_id)
    tally = Tally(
        round_id=round_id,
        heat_id=heat_id,
        number=(last or 0) + 1,
        rule_sheet_id=inputs.rules.row.id,
        inputs_digest=inputs.digest,
        digest=result.digest,
        computed_at=work.now,
        computed_by=work.actor.pseudonym,
        notes=_notes(inputs, result),
    )
    work.session.add(tally)
    work.session.flush()
    rows = [
        _standing_row(tally.id, position, line, inputs.appearance_ids[line.key])
        for position, line in enumerate(result.standings, start=1)
    ]
    if rows:
        work.session.execute(insert(Standing), rows)
    return tally


def _retire(work: Work, round_id: int, heat_id: int | None) -> None:
    """Let older tallies of the same appearances stand no longer, whatever their scope was."""
    older = update(Tally).where(Tally.round_id == round_id, Tally.is_current)
    if heat_id is not None:
        older = older.where(or_(Tally.heat_id == heat_id, Tally.heat_id.is_(None)))
    work.session.execute(older.values(is_current=False))


def _notes(inputs: TallyInputs, result: RoundResult) -> dict[str, Any]:
    """Return what belongs to the tally as a whole."""
    data = result.as_data()
    return {
        "heats": [heat.number for heat in inputs.heats],
        "left_out": list(inputs.left_out),
        "border_ties": data["border_ties"],
        "vacancies": data["vacancies"],
        "per": inputs.rules.rules.ranking.per,
        "rulings": [],
        "taken": [],
    } | _wild_cards(inputs, result)


def _wild_cards(inputs: TallyInputs, result: RoundResult) -> dict[str, Any]:
    """Return the wild cards with whom they went to, so that a ruling elsewhere can move them."""
    advancement = inputs.rules.rules.advancement
    if advancement is None or not result.wild_cards:
        return {}
    on = {line.key for line in result.standings if line.is_advancing}
    return {
        "wild_cards": [
            each.as_data() | {"chosen": [k for block in each.line for k in block if k in on]}
            for each in result.wild_cards
        ],
        "wild_cards_per": named_per(inputs.rules.rules, advancement.wild_cards_per),
    }


def _standing_row(tally_id: int, position: int, line: Line, appearance_id: int) -> dict[str, Any]:
    """Return one line as a row."""
    exact = line.outcome.exact
    return {
        "tally_id": tally_id,
        "appearance_id": appearance_id,
        "position": position,
        "ranking_group": line.group,
        "rank": line.rank,
        "is_tied": line.is_tied,
        "tie_break": line.tie_break,
        "score": line.score,
        "exact": None if exact is None else fraction_text(exact),
        "no_result": line.no_result,
        "is_advancing": line.is_advancing,
        "working": line.outcome.working.as_data(),
        "compared": [list(one) for one in line.place.compared] or None,
    }


def _mark_tallied(work: Work, inputs: TallyInputs) -> bool:
    """Move closed heats to tallied; say whether any moved."""
    closed: Sequence[int] = [h.id for h in inputs.heats if h.state == HeatState.CLOSED]
    if closed:
        work.session.execute(
            update(Heat)
            .where(Heat.id.in_(closed))
            .values(state=HeatState.TALLIED, state_changed_at=work.now, revision=Heat.revision + 1)
        )
    return bool(closed)


def _facts(tally: Tally, inputs: TallyInputs, *, is_new: bool) -> TallyFacts:
    """Return a stored tally as plain values."""
    return TallyFacts(
        id=tally.id,
        number=tally.number,
        heat_number=inputs.heats[0].number if tally.heat_id is not None else None,
        digest=tally.digest,
        is_new=is_new,
        left_out=inputs.left_out,
        border_ties=len(tally.notes.get("border_ties", ())),
        count=len(inputs.appearances),
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
