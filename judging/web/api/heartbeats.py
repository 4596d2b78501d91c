"""What a tablet reports of itself every few seconds. The shape is described in docs/tablet.md."""

from datetime import datetime
from typing import Any

from flask.typing import ResponseReturnValue

from judging.clock import utc_now
from judging.errors import InvalidInput, Problem
from judging.services.heartbeats import Beat, record_heartbeat
from judging.web.access import current_actor, permission
from judging.web.api import blueprint
from judging.web.api.json_body import boolean_of, integer_of, read_object, text_of
from judging.web.api.judge_json import write_instant
from judging.web.api.throttles import heartbeat_writes
from judging.web.judge.client import client_version

_COUNTS = ("waiting", "refused", "kept", "drafts")
_SIGNS = ("is_charging", "is_durable", "has_worker", "is_hidden")
_KEYS = frozenset({*_COUNTS, *_SIGNS, "tablet", "version", "battery"})


@blueprint.put("/judge/heartbeat")
@heartbeat_writes
@permission("judge.own")
def judge_heartbeat() -> ResponseReturnValue:
    """Keep what the seat's tablet says of itself; the server names its version."""
    now = utc_now()
    record_heartbeat(current_actor(), now, _read_beat(now))
    return {"received_at": write_instant(now), "version": client_version()}


def _read_beat(now: datetime) -> Beat:
    """Read a report; what is left out is nought, or no.

    Raises:
        InvalidInput, TooLarge: as :func:`judging.web.api.json_body.read_object`.
    """
    body = read_object(_KEYS)
    problems: list[Problem] = []
    battery = None if body.get("battery") is None else integer_of(body, "battery", problems)
    counts = {key: integer_of(body, key, problems) for key in _COUNTS}
    signs = {key: boolean_of(body, key, problems) for key in _SIGNS}
    said = {
        "tablet": text_of(body, "tablet", problems),
        "version": text_of(body, "version", problems),
    }
    values: dict[str, Any] = {**counts, **signs, **said, "battery_percent": battery}
    beat = Beat(seat_id=0, at=now, **values)
    if problems:
        raise InvalidInput(problems)
    return beat
