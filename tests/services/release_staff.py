"""A counted heat with the people who bring its results to the public."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from judging.extensions import db
from judging.models import Release
from judging.permissions import SYSTEM, Actor
from judging.services.releases import (
    ReleaseFacts,
    approve_release,
    prepare_release,
    publish_release,
)
from judging.services.tallies import run_tally
from tests.factories import Factory, HeatBundle


class Staff:
    """A counted heat with an organizer and an auditor."""

    def __init__(
        self, factory: Factory, now: datetime, contents: tuple[str, ...], document: Any = None
    ) -> None:
        self.now = now
        self.heat: HeatBundle = factory.judged_heat(contents, document=document)
        self.organizer: Actor = factory.actor(self.heat.competition_id, "organizer")
        self.auditor: Actor = factory.actor(self.heat.competition_id, "auditor")
        self.tally = run_tally(SYSTEM, now, self.heat.round_id, self.heat.heat_id)

    def prepare(self, kind: str = "provisional", changes: str = "") -> ReleaseFacts:
        return prepare_release(self.organizer, self.now, self.heat.round_id, kind, changes)

    def publish(self, kind: str = "provisional", changes: str = "") -> ReleaseFacts:
        draft = self.prepare(kind, changes)
        approve_release(self.auditor, self.now, draft.id)
        return publish_release(self.organizer, self.now, draft.id)

    def publish_waiting(self) -> ReleaseFacts:
        draft = db.session.scalars(select(Release.id).where(Release.state == "draft")).one()
        approve_release(self.auditor, self.now, draft)
        return publish_release(self.organizer, self.now, draft)
