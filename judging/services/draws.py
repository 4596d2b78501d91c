"""The running order of a heat: set by hand, or drawn by lot with a commitment before.

Source: stage.md of the specification, "Drawing lots"; the algorithm is judging.scoring.lots.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import select

from judging.errors import Conflict, WrongState
from judging.models import HEAT_MOVES, Appearance, Draw, Entry, Heat, HeatState
from judging.permissions import Actor
from judging.scoring.lots import SEED_LENGTH, commit, draw_lots, is_seed
from judging.services.bounds import bounds
from judging.services.command import Work, writing
from judging.services.setup_scope import heat_of_order
from judging.tokens import derive

LONGEST_REASON = 500


@dataclass(frozen=True)
class Commitment:
    """What is published before a draw: its number in the heat, and the hash of the seed."""

    number: int
    commitment: str


@dataclass(frozen=True)
class DrawnOrder:
    """What is published after a draw: the seed, and the entry numbers in order."""

    number: int
    seed: str
    order: tuple[str, ...]


def set_order(
    actor: Actor, now: datetime, heat_id: int, appearance_ids: Sequence[int], reason: str = ""
) -> None:
    """Set the running order of a heat by hand; the heat is marked as such.

    Args:
        actor: an organizer or stage manager.
        now: the present instant.
        heat_id: a heat that is planned or drawn.
        appearance_ids: every appearance of the heat, once, in the order wanted.
        reason: required where the order was drawn by lot before.

    Raises:
        Conflict: the list is not that of the heat's appearances now (``list_is_old``).
        InvalidInput: the reason is missing or too long.
        NotFound: no such heat for this actor.
        WrongState: the heat is past drawing, has no entries, or a draw is under way.
    """
    with writing(actor, now) as work:
        heat = heat_of_order(work, heat_id)
        rows = _appearances(work, heat)
        if sorted(row.id for row in rows) != sorted(appearance_ids):
            raise Conflict("list_is_old")
        if _find_pending(work, heat) is not None:
            raise WrongState("draw_is_committed")
        was_drawn = bool(_draw_numbers(work, heat))
        with bounds() as checked:
            reason = checked.text("reason", reason, LONGEST_REASON, is_required=was_drawn)
        by_id = {row.id: row for row in rows}
        _place(work, heat, [by_id[key] for key in appearance_ids], "manual")
        details = {"entries": len(rows), "instead_of_lot": was_drawn, "reason": reason}
        _record(work, heat, "desk:heat:order", details)


def commit_draw(
    actor: Actor, now: datetime, heat_id: int, seed: str, reason: str = ""
) -> Commitment:
    """Publish the commitment of a drawing of lots; the seed stays sealed until it is drawn.

    Args:
        actor: an organizer or stage manager.
        now: the present instant.
        heat_id: a heat that is planned or drawn.
        seed: 64 small hexadecimal digits, from a good source of chance.
        reason: why it is drawn again; required for a second draw.

    Raises:
        InvalidInput: the seed is none, or the reason is missing or too long.
        NotFound: no such heat for this actor.
        WrongState: the heat is past drawing, has no entries, or a draw is under way.
    """
    with writing(actor, now) as work:
        heat = heat_of_order(work, heat_id)
        if not _appearances(work, heat):
            raise WrongState("heat_has_no_entries")
        if _find_pending(work, heat) is not None:
            raise WrongState("draw_is_committed")
        draws = _draw_numbers(work, heat)
        with bounds() as checked:
            reason = checked.text("reason", reason, LONGEST_REASON, is_required=bool(draws))
            if not is_seed(seed):
                checked.refuse("bad_seed", "seed", length=SEED_LENGTH)
        row = Draw(
            heat_id=heat_id,
            number=max(draws, default=0) + 1,
            commitment=commit(seed),
            reason=reason,
            committed_at=now,
        )
        row.sealed_seed = seal(seed, heat_id, row.number)
        work.session.add(row)
        _record(work, heat, "desk:heat:commit", {"draw": row.number, "commitment": row.commitment})
        return Commitment(row.number, row.commitment)


def draw_order(actor: Actor, now: datetime, heat_id: int) -> DrawnOrder:
    """Reveal the seed that was committed to, and put the heat in the order that follows from it.

    Raises:
        NotFound: no such heat for this actor.
        WrongState: nothing was committed (``no_commitment``), or the heat is past drawing.
    """
    with writing(actor, now) as work:
        heat = heat_of_order(work, heat_id)
        pending = _find_pending(work, heat)
        if pending is None:
            raise WrongState("no_commitment")
        seed = seal(pending.sealed_seed, heat_id, pending.number)
        if commit(seed) != pending.commitment:
            raise WrongState("commitment_does_not_fit")
        rows = {_number_of(work, row): row for row in _appearances(work, heat)}
        order = tuple(lot.entry_number for lot in draw_lots(seed, tuple(rows)))
        _place(work, heat, [rows[number] for number in order], "lot")
        pending.seed, pending.drawn_at, pending.order = seed, now, list(order)
        _record(work, heat, "desk:heat:draw", {"draw": pending.number, "entries": len(order)})
        return DrawnOrder(pending.number, seed, order)


def clear_order(actor: Actor, now: datetime, heat_id: int, reason: str = "") -> None:
    """Take the running order back, so that entries can be put in or taken out again.

    Raises:
        InvalidInput: the order was drawn by lot and no reason is given.
        NotFound: no such heat for this actor.
        WrongState: the heat is not drawn, or is open already.
    """
    with writing(actor, now) as work:
        heat = heat_of_order(work, heat_id)
        if heat.state != HeatState.DRAWN:
            raise WrongState("heat_is_not_drawn")
        with bounds() as checked:
            is_lot = heat.order_source == "lot"
            reason = checked.text("reason", reason, LONGEST_REASON, is_required=is_lot)
        for row in _appearances(work, heat):
            row.order_number = None
        heat.state, heat.state_changed_at = HeatState.PLANNED, now
        heat.order_source = ""
        heat.revision += 1
        _record(work, heat, "desk:heat:undraw", {"reason": reason})


def seal(seed: str, heat_id: int, number: int) -> str:
    """Seal a seed with the installation's key, or unseal it: the same act twice gives it back."""
    pad = derive(current_app.config["SECRET_KEY"], "draw-seed", str(heat_id), number)
    return bytes(a ^ b for a, b in zip(bytes.fromhex(seed), pad, strict=True)).hex()


def _place(work: Work, heat: Heat, rows: Sequence[Appearance], source: str) -> None:
    """Number the appearances in their order and move the heat to drawn."""
    if not rows:
        raise WrongState("heat_has_no_entries")
    if HeatState.DRAWN not in HEAT_MOVES[HeatState(heat.state)]:
        raise WrongState("heat_is_past_drawing")
    for row in rows:
        row.order_number = None
    work.session.flush()  # the numbers are unique in a heat, also on the way
    for number, row in enumerate(rows, start=1):
        row.order_number = number
    heat.state, heat.state_changed_at = HeatState.DRAWN, work.now
    heat.order_source = source
    heat.revision += 1


def _appearances(work: Work, heat: Heat) -> list[Appearance]:
    """Return the heat's appearances, where its order can still be set.

    Raises:
        WrongState: it is open, or beyond.
    """
    if HeatState.DRAWN not in HEAT_MOVES[HeatState(heat.state)]:
        raise WrongState("heat_is_past_drawing")
    query = select(Appearance).where(Appearance.heat_id == heat.id).order_by(Appearance.id)
    return list(work.session.scalars(query))


def _number_of(work: Work, row: Appearance) -> str:
    return work.get(Entry, row.entry_id).number


def _draw_numbers(work: Work, heat: Heat) -> list[int]:
    return list(work.session.scalars(select(Draw.number).where(Draw.heat_id == heat.id)))


def _find_pending(work: Work, heat: Heat) -> Draw | None:
    """Return the draw whose seed is not told yet."""
    return work.session.scalar(select(Draw).where(Draw.heat_id == heat.id, Draw.drawn_at.is_(None)))


def _record(work: Work, heat: Heat, action: str, details: dict[str, object]) -> None:
    work.record(
        action,
        heat.id,
        competition_id=heat.round.competition_id,
        revision=heat.revision,
        details=details,
    )
