"""Recording what decides a tie: an extra round (加赛), a ruling, a drawing of lots.

A record is of one block of tied entries of the tally that stands, and of a step that the round's
rule sheet names in its chain. The next count uses it; counting again with the same tie uses it
again. A wrong record is withdrawn with a reason, and a new one made.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from flask import current_app
from sqlalchemy import func, select

from judging.errors import Conflict, InvalidInput, NotFound, Problem, WrongState
from judging.models import Appearance, Entry, Round, RuleSheetVersion, Standing, Tally, TieRecord
from judging.permissions import Actor
from judging.scoring.faults import ScoringError
from judging.scoring.lots import SEED_LENGTH, commit, draw_lots, is_seed
from judging.scoring.points import find_places, format_plain, parse_points
from judging.scoring.rules import parse_rules
from judging.services.command import Work, writing
from judging.services.sheet_values import check_reason
from judging.tokens import derive

#: An extra round is marked like any other: at most 10 000 points, at most three decimals.
MOST_POINTS = 10_000
MOST_PLACES = 3


def record_tie(
    actor: Actor, now: datetime, tally_id: int, step: str, values: Mapping[str, str], reason: str
) -> int:
    """Record an extra round or a ruling of all entries of a tie; return the record's number.

    Args:
        actor: an organizer or the chief judge.
        now: the present instant.
        tally_id: the tally that stands, in which they are tied.
        step: ``extra_round`` or ``ruling``.
        values: entry number → its score in the extra round (the higher stands first), or its place
            among the tied, from 1.
        reason: who decided and why, 1 to 500 characters.

    Raises:
        Conflict: the tally does not stand any more (``tally_replaced``), the entries are not one
            whole tie of it (``not_one_tie``), or the rule sheet has no such step
            (``tie_step_not_in_rules``).
        InvalidInput: no reason, or a value that cannot be used.
        NotFound: no such tally for this actor.
    """
    with writing(actor, now) as work:
        tally = _tally(work, tally_id)
        entries = _tied_entries(work, tally, step, values)
        if step == "draw":
            raise Conflict("tie_step_not_in_rules")
        texts = _checked(step, {entry: values[entry] for entry in entries})
        record = _add(work, tally, step, entries, reason)
        record.values, record.settled_at = texts, now
        _record(work, record, tally.round.competition_id, "desk:tie:record")
        return record.number


def commit_tie_draw(
    actor: Actor, now: datetime, tally_id: int, entries: Sequence[str], seed: str, reason: str
) -> str:
    """Publish the commitment of a drawing of lots among tied entries; return it.

    Raises:
        as :func:`record_tie`, and InvalidInput (``bad_seed``), WrongState (``draw_is_committed``).
    """
    with writing(actor, now) as work:
        tally = _tally(work, tally_id)
        tied = _tied_entries(work, tally, "draw", dict.fromkeys(entries, ""))
        if not is_seed(seed):
            raise InvalidInput((Problem("bad_seed", "seed", {"length": SEED_LENGTH}),))
        if any(set(row.entries) & set(tied) for row in _pending(work, tally.round_id)):
            raise WrongState("draw_is_committed")
        record = _add(work, tally, "draw", tied, reason)
        record.commitment = commit(seed)
        record.sealed_seed = _seal(seed, record)
        _record(work, record, tally.round.competition_id, "desk:tie:commit")
        return record.commitment


def draw_tie(actor: Actor, now: datetime, round_id: int, number: int) -> tuple[str, ...]:
    """Reveal the seed that was committed to, and return the tied entries in the order drawn.

    Raises:
        NotFound: no such record for this actor.
        WrongState: it waits for no draw (``no_commitment``).
    """
    with writing(actor, now) as work:
        record, competition_id = _find(work, round_id, number)
        if record.settled_at is not None or record.withdrawn_at is not None:
            raise WrongState("no_commitment")
        seed = _seal(record.sealed_seed, record)
        if commit(seed) != record.commitment:
            raise WrongState("commitment_does_not_fit")
        order = tuple(lot.entry_number for lot in draw_lots(seed, record.entries))
        record.values = [str(order.index(entry) + 1) for entry in record.entries]
        record.seed, record.settled_at = seed, now
        _record(work, record, competition_id, "desk:tie:draw")
        return order


def withdraw_tie_record(
    actor: Actor, now: datetime, round_id: int, number: int, reason: str
) -> None:
    """Take a record back; it stays on the list with the reason, and decides nothing any more.

    Raises:
        InvalidInput: no reason.
        NotFound: no such record for this actor.
        WrongState: it was withdrawn before (``tie_record_withdrawn``).
    """
    with writing(actor, now) as work:
        record, competition_id = _find(work, round_id, number)
        text = check_reason(reason)
        if record.withdrawn_at is not None:
            raise WrongState("tie_record_withdrawn")
        record.withdrawn_at, record.withdrawn_reason = now, text
        record.withdrawn_by = actor.pseudonym
        _record(work, record, competition_id, "desk:tie:withdraw")


def _tally(work: Work, tally_id: int) -> Tally:
    """Return the tally where the actor may record ties and it still stands."""
    tally = work.get(Tally, tally_id)
    work.require("tie.record", tally.round.competition_id)
    if not tally.is_current:
        raise Conflict("tally_replaced")
    return tally


def _tied_entries(work: Work, tally: Tally, step: str, named: Mapping[str, str]) -> list[str]:
    """Return the entries named, in the order of the tally, where they are one whole tie of it."""
    rules = parse_rules(work.get(RuleSheetVersion, tally.rule_sheet_id).document)
    if step not in rules.ranking.ties:
        raise Conflict("tie_step_not_in_rules")
    rows = work.session.execute(
        select(Entry.number, Standing.ranking_group, Standing.rank)
        .join(Appearance, Appearance.id == Standing.appearance_id)
        .join(Entry, Entry.id == Appearance.entry_id)
        .where(Standing.tally_id == tally.id, Standing.is_tied)
        .order_by(Standing.position)
    ).all()
    blocks = {(group, rank) for number, group, rank in rows if number in named}
    tied = [number for number, group, rank in rows if (group, rank) in blocks]
    if len(blocks) != 1 or set(tied) != set(named):
        raise Conflict("not_one_tie")
    return tied


def _checked(step: str, values: Mapping[str, str]) -> list[str]:
    """Return the values as plain text, in order.

    Raises:
        InvalidInput: with every value that cannot be used.
    """
    problems = []
    texts = []
    for entry, text in values.items():
        value = _find_value(step, text.strip(), len(values))
        if value is None:
            code = "tie_place_not_possible" if step == "ruling" else "tie_score_not_possible"
            problems.append(Problem(code, f"value-{entry}", {"entry": entry, "most": len(values)}))
        else:
            texts.append(format_plain(value))
    if not problems and step == "ruling" and len(set(texts)) == 1:
        problems.append(Problem("tie_ruling_decides_nothing", "values"))
    if problems:
        raise InvalidInput(problems)
    return texts


def _find_value(step: str, text: str, count: int) -> Fraction | None:
    """Return a value that can be used: a place from 1, or a score."""
    try:
        value = parse_points(text)
    except ScoringError:
        return None
    if step == "ruling":
        return value if value.denominator == 1 and 1 <= value <= count else None
    is_score = 0 <= value <= MOST_POINTS and (find_places(value) or 0) <= MOST_PLACES
    return value if is_score else None


def _add(work: Work, tally: Tally, step: str, entries: Sequence[str], reason: str) -> TieRecord:
    """Add a record with the next number of the round."""
    last = work.session.scalar(
        select(func.max(TieRecord.number)).where(TieRecord.round_id == tally.round_id)
    )
    record = TieRecord(
        round_id=tally.round_id,
        number=(last or 0) + 1,
        step=step,
        entries=list(entries),
        values=[],
        reason=check_reason(reason),
        recorded_at=work.now,
        recorded_by=work.actor.pseudonym,
    )
    work.session.add(record)
    return record


def _find(work: Work, round_id: int, number: int) -> tuple[TieRecord, int]:
    """Return a record of a round and its competition, where the actor may record ties."""
    competition_id = work.get(Round, round_id).competition_id
    work.require("tie.record", competition_id)
    record = work.session.scalar(
        select(TieRecord).where(TieRecord.round_id == round_id, TieRecord.number == number)
    )
    if record is None:
        raise NotFound()
    return record, competition_id


def _pending(work: Work, round_id: int) -> list[TieRecord]:
    """Return the draws whose seed is not told yet, in the order of their commitments."""
    return list(
        work.session.scalars(
            select(TieRecord)
            .where(
                TieRecord.round_id == round_id,
                TieRecord.settled_at.is_(None),
                TieRecord.withdrawn_at.is_(None),
            )
            .order_by(TieRecord.number)
        )
    )


def _seal(seed: str, record: TieRecord) -> str:
    """Seal a seed with the installation's key, or unseal it: the same act twice gives it back."""
    pad = derive(current_app.config["SECRET_KEY"], "tie-seed", str(record.round_id), record.number)
    return bytes(a ^ b for a, b in zip(bytes.fromhex(seed), pad, strict=True)).hex()


def _record(work: Work, record: TieRecord, competition_id: int, action: str) -> None:
    """Write the journal entry; the seed of a draw only once it is told."""
    work.session.flush()
    details = {
        "number": record.number,
        "step": record.step,
        "entries": record.entries,
        "values": record.values,
        "commitment": record.commitment,
        "seed": record.seed or "",
        "reason": record.withdrawn_reason or record.reason,
    }
    work.record(action, record.id, competition_id=competition_id, details=details)
