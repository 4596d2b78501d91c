"""The JSON of envelopes: what a tablet sends without a sign-in, and what a file or a code holds."""

from collections.abc import Mapping
from typing import Any

from judging.errors import InvalidInput, Problem
from judging.services.delivery_values import ANSWER, REVISION, DeliveryKey, Envelope
from judging.web.api.json_body import integer_of, read_object, refuse_unknown, text_of
from judging.web.api.judge_json import (
    ANSWER_KEYS,
    SUBMISSION_KEYS,
    answer_from,
    submission_from,
)

_KEYS = frozenset({"seat", "version", "kind", "payload", "mac"})


def read_envelope(client_id: str) -> Envelope:
    """Read an envelope from the request's body; its id must be the one in the address.

    Raises:
        InvalidInput, TooLarge: as :func:`judging.web.api.json_body.read_object`.
    """
    return envelope_from(read_object(_KEYS), client_id)


def envelope_from(body: Mapping[str, Any], client_id: str | None = None) -> Envelope:
    """Return the envelope that a JSON object says.

    Args:
        body: the object.
        client_id: what its id must be; None takes the one inside.

    Raises:
        InvalidInput: an unknown key, a wrong type, or another id.
    """
    refuse_unknown(body, _KEYS)
    problems: list[Problem] = []
    seat, mac = text_of(body, "seat", problems), text_of(body, "mac", problems)
    version = integer_of(body, "version", problems)
    kind, payload = body.get("kind"), body.get("payload")
    if kind not in (REVISION, ANSWER):
        problems.append(Problem("unknown_choice", "kind"))
    if not isinstance(payload, dict):
        problems.append(Problem("field_not_object", "payload"))
    if problems or not isinstance(payload, dict):
        raise InvalidInput(problems)
    known = SUBMISSION_KEYS if kind == REVISION else ANSWER_KEYS
    refuse_unknown(payload, known, "payload.")
    parse = submission_from if kind == REVISION else answer_from
    named = str(payload.get("client_id", "")) if client_id is None else client_id
    return Envelope(seat, version, payload, parse(payload, named), mac)


def write_delivery_key(key: DeliveryKey) -> dict[str, Any]:
    """Return a delivery key as JSON values."""
    return {"key": key.key, "pin": key.pin, "seat": key.seat, "version": key.version}
