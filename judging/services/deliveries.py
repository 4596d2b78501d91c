"""Taking in what a tablet sealed: the envelope makes the seat the actor; commands are the same.

A tablet that was locked, handed on, taken over, or lost its cookie still delivers what it holds.
Source: the specification's tablet.md, "Losing nothing".
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from judging.errors import NotFound, WrongCredentials
from judging.extensions import db
from judging.models import Heat, Panel, Round, ScoreSheet, Seat, SheetQuestion, SheetRevision
from judging.permissions import Actor, ActorKind, Role
from judging.services.delivery_values import Envelope, is_genuine
from judging.services.review import confirm_sheet
from judging.services.review_values import Answer, AnswerReceipt
from judging.services.sheet_values import Receipt
from judging.services.sheets import submit_sheet


@dataclass(frozen=True)
class Deliverer:
    """The seat behind a genuine envelope.

    Args:
        actor: the seat, as if it were signed in.
        is_current: the envelope was sealed under the card that is valid now.
    """

    actor: Actor
    is_current: bool


def find_deliverer(envelope: Envelope) -> Deliverer | None:
    """Return the seat that sealed an envelope; None where it did not, or is no more.

    Raises:
        InvalidInput: the envelope is outside its bounds.
    """
    if not is_genuine(envelope):
        return None
    found = db.session.execute(
        select(Seat, Round.competition_id)
        .join(Panel, Panel.id == Seat.panel_id)
        .join(Heat, Heat.id == Panel.heat_id)
        .join(Round, Round.id == Heat.round_id)
        .where(Seat.pseudonym == envelope.seat)
    ).one_or_none()
    if found is None:
        return None
    seat, competition_id = found
    actor = Actor(
        ActorKind.SEAT,
        id=seat.id,
        pseudonym=seat.pseudonym,
        display_name=str(seat.number),
        roles={competition_id: frozenset({Role.JUDGE})},
        competition_id=competition_id,
    )
    is_current = seat.link_revoked_at is None and seat.link_version == envelope.version
    return Deliverer(actor, is_current)


def get_deliverer(envelope: Envelope) -> Deliverer:
    """Return the seat that may deliver an envelope by itself.

    What is stored already, byte for byte, is answered also after the card was replaced: its
    receipt was lost. It may then be told nothing of what the seat's new holder has marked.

    Raises:
        InvalidInput: the envelope is outside its bounds.
        WrongCredentials: nobody's key sealed it (``delivery_not_genuine``).
        NotFound: the card was replaced or revoked since (``delivery_ended``).
    """
    found = find_deliverer(envelope)
    if found is None:
        raise WrongCredentials("delivery_not_genuine")
    if not found.is_current and not _is_kept(envelope, found.actor.id):
        raise NotFound("delivery_ended")
    return found


def is_stored(envelope: Envelope) -> bool:
    """Whether something was accepted under the envelope's client-made id."""
    model = SheetQuestion if isinstance(envelope.content, Answer) else SheetRevision
    known = select(model.id).where(model.client_id == envelope.client_id)
    return db.session.scalar(known) is not None


def _is_kept(envelope: Envelope, seat_id: int) -> bool:
    """Whether exactly this was accepted from this seat."""
    model = SheetQuestion if isinstance(envelope.content, Answer) else SheetRevision
    known = (
        select(model.id)
        .join(ScoreSheet, ScoreSheet.id == model.sheet_id)
        .where(
            model.client_id == envelope.client_id,
            model.payload_digest == envelope.content.digest(),
            ScoreSheet.seat_id == seat_id,
        )
    )
    return db.session.scalar(known) is not None


def deliver(actor: Actor, now: datetime, envelope: Envelope) -> Receipt | AnswerReceipt:
    """Take in what is inside an envelope, as if the seat had handed it in by its session.

    Args:
        actor: the seat, from :func:`get_deliverer`.
        now: the present instant.
        envelope: what the tablet sealed.

    Raises:
        JudgingError: as :func:`judging.services.sheets.submit_sheet` and
            :func:`judging.services.review.confirm_sheet`.
    """
    if isinstance(envelope.content, Answer):
        return confirm_sheet(actor, now, envelope.content)
    return submit_sheet(actor, now, envelope.content)
