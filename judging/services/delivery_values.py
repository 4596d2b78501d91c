"""What a tablet hands over without a sign-in: a submission or an answer in a sealed envelope.

The seal is a MAC under the seat's delivery key, which the tablet got while it was signed in, so
that what was marked arrives whoever holds the tablet now. The contract is docs/tablet.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app

from judging.errors import InvalidInput, Problem
from judging.models import canonical_json
from judging.services.review_values import Answer
from judging.services.sheet_values import MAX_REVISION, Submission, is_storable
from judging.tokens import as_base64url, delivery_key, delivery_mac, is_same, seat_pin

REVISION, ANSWER = "revision", "answer"
MAX_SEAT = 20


@dataclass(frozen=True)
class Envelope:
    """One delivery as a tablet sealed it.

    Args:
        seat: pseudonym of the seat that is said to have marked.
        version: of the seat's card at that time, from 1.
        payload: the body as it was sealed, byte for byte in canonical JSON.
        content: what the payload says, parsed.
        mac: HMAC-SHA256 of the canonical JSON of seat, version, kind and payload, hexadecimal.
    """

    seat: str
    version: int
    payload: Mapping[str, Any]
    content: Submission | Answer
    mac: str

    @property
    def kind(self) -> str:
        """``revision`` or ``answer``."""
        return REVISION if isinstance(self.content, Submission) else ANSWER

    @property
    def client_id(self) -> str:
        """The client-made id of what is inside."""
        return self.content.client_id

    def sealed_text(self) -> str:
        """Return what the MAC covers.

        Raises:
            InvalidInput: the payload holds what no tablet sends.
        """
        whole = {
            "kind": self.kind,
            "payload": dict(self.payload),
            "seat": self.seat,
            "version": self.version,
        }
        try:
            text = canonical_json(whole)
            text.encode()
        except (TypeError, UnicodeError):
            raise InvalidInput((Problem("text_not_usable", "payload"),)) from None
        return text


@dataclass(frozen=True)
class DeliveryKey:
    """What a signed-in tablet keeps, to seal what it cannot hand in by its session.

    Args:
        seat: pseudonym.
        version: of the seat's card.
        key: 32 bytes in base64url.
        pin: a MAC of the seat's PIN, so that a locked tablet opens again without a network.
    """

    seat: str
    version: int
    key: str
    pin: str


def get_delivery_key(seat: str, version: int) -> DeliveryKey:
    """Return the delivery key of a seat's card, in base64url."""
    secret = current_app.config["SECRET_KEY"]
    key = delivery_key(secret, seat, version)
    pin = delivery_mac(key, f"pin {seat_pin(secret, seat, version)}")
    return DeliveryKey(seat, version, as_base64url(key), pin)


def is_genuine(envelope: Envelope) -> bool:
    """Whether an envelope was sealed with the key of the seat and card that it names.

    Raises:
        InvalidInput: it is outside its bounds.
    """
    check_envelope(envelope)
    key = delivery_key(current_app.config["SECRET_KEY"], envelope.seat, envelope.version)
    return is_same(envelope.mac, delivery_mac(key, envelope.sealed_text()))


def check_envelope(envelope: Envelope) -> None:
    """Refuse an envelope whose outside is out of bounds; the inside is checked by its command.

    Raises:
        InvalidInput: seat, version or MAC cannot be.
    """
    problems: list[Problem] = []
    if not 1 <= len(envelope.seat) <= MAX_SEAT or not is_storable(envelope.seat):
        problems.append(Problem("text_not_usable", "seat"))
    if not 1 <= envelope.version <= MAX_REVISION:
        bounds = {"least": 1, "most": MAX_REVISION}
        problems.append(Problem("out_of_range", "version", bounds))
    if len(envelope.mac) != 64 or not envelope.mac.isascii():
        problems.append(Problem("text_not_usable", "mac"))
    if problems:
        raise InvalidInput(problems)
