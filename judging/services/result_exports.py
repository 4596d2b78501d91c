"""Exports of public results, each recorded in the journal."""

from datetime import datetime

from judging.models import Release
from judging.permissions import Actor
from judging.services.command import writing


def record_results_export(actor: Actor, now: datetime, release_id: int, form: str) -> None:
    """Record that a release's results were taken out of the desk as a file.

    Args:
        actor: who may read tallies in the competition.
        now: the present instant.
        release_id: the release.
        form: ``csv`` or ``xlsx``.

    Raises:
        NotFound: no such release for this actor.
    """
    with writing(actor, now) as work:
        release = work.get(Release, release_id)
        competition_id = release.round.competition_id
        work.require("tally.read", competition_id)
        details = {"form": form, "number": release.number}
        work.record(
            "desk:results:export", release.id, competition_id=competition_id, details=details
        )
