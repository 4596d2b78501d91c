"""Envelopes as a tablet seals them."""

import hashlib
import hmac
import json
from typing import Any

from flask import current_app

from judging.extensions import db
from judging.models import Seat
from judging.services.delivery_values import Envelope
from judging.services.review_values import Answer
from judging.services.sheet_values import Submission


def seal(
    key: str, seat: str, payload: dict[str, Any], version: int = 1, kind: str = "revision"
) -> dict[str, Any]:
    """Return the JSON of an envelope, worked out by the contract and not by our own code.

    Args:
        key: the installation's secret key.
        seat: pseudonym.
        payload: the body of the submission or of the answer.
        version: of the seat's card.
        kind: ``revision`` or ``answer``.
    """
    message = f"rostrum|delivery|{seat}|{version}".encode()
    delivery_key = hmac.new(key.encode(), message, hashlib.sha256).digest()
    whole = {"kind": kind, "payload": payload, "seat": seat, "version": version}
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    mac = hmac.new(delivery_key, text.encode(), hashlib.sha256).hexdigest()
    return {**whole, "mac": mac}


def sealed(content: Submission | Answer, seat_id: int, version: int = 1) -> Envelope:
    """Return what a tablet of a seat would hand over, inside an application context."""
    pseudonym = db.session.get_one(Seat, seat_id).pseudonym
    kind = "revision" if isinstance(content, Submission) else "answer"
    payload = content.payload()
    body = seal(current_app.config["SECRET_KEY"], pseudonym, payload, version, kind)
    return Envelope(pseudonym, version, payload, content, body["mac"])
