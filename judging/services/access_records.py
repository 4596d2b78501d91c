"""A record of who looked at secrets or took personal data along."""

from datetime import datetime

from judging.models import Heat
from judging.permissions import Actor
from judging.services.command import writing


def record_seat_cards(actor: Actor, now: datetime, heat_id: int, count: int) -> None:
    """Record that the seat cards of a heat were shown.

    Raises:
        NotFound: no such heat for this actor.
    """
    with writing(actor, now) as work:
        heat = work.get(Heat, heat_id)
        competition_id = heat.round.competition_id
        work.require("seat_links.read", competition_id)
        details = {"cards": count}
        work.record("desk:seat:cards", heat.id, competition_id=competition_id, details=details)


def record_access_codes(
    actor: Actor, now: datetime, competition_id: int, form: str, count: int
) -> None:
    """Record that access codes were shown (``page``) or exported (``csv``, ``xlsx``).

    Raises:
        NotFound: the actor may not see the codes of this competition.
    """
    with writing(actor, now) as work:
        work.require("access_codes.read", competition_id)
        details = {"form": form, "codes": count}
        work.record(
            "desk:entry:codes", competition_id, competition_id=competition_id, details=details
        )


def record_entries_export(
    actor: Actor, now: datetime, competition_id: int, form: str, count: int
) -> None:
    """Record that the list of entries was exported.

    Raises:
        NotFound: the actor may not edit entries of this competition.
    """
    with writing(actor, now) as work:
        work.require("entries.edit", competition_id)
        details = {"form": form, "entries": count}
        work.record(
            "desk:entries:export", competition_id, competition_id=competition_id, details=details
        )
