"""What goes into and comes out of a judge's answer; the shapes are described in docs/tablet.md."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from judging.errors import InvalidInput, Problem
from judging.services.sheet_values import (
    MAX_DEVICE_TIME,
    MAX_REVISION,
    digest_of,
    id_problems,
    is_client_id,
    text_problems,
)


@dataclass(frozen=True)
class Answer:
    """A judge's word that a revision stands as it is.

    Args:
        client_id: UUID made by the client, lower case; the same id is accepted once.
        appearance_id: the turn that was marked.
        revision: the revision that the judge was asked about and saw.
        device_time: the device's clock as evidence; up to 40 characters.
    """

    client_id: str
    appearance_id: int
    revision: int
    device_time: str = ""

    def payload(self) -> dict[str, Any]:
        """Return the body that the digest covers, as plain data."""
        return {
            "appearance": self.appearance_id,
            "client_id": self.client_id,
            "device_time": self.device_time,
            "revision": self.revision,
        }

    def digest(self) -> str:
        """Return SHA-256 of the payload's canonical JSON, 64 hexadecimal digits."""
        return digest_of(self.payload())


@dataclass(frozen=True)
class AnswerReceipt:
    """The server's acknowledgement of an answer; it echoes the id and the digest."""

    client_id: str
    digest: str
    revision: int
    received_at: datetime


def check_answer(answer: Answer) -> None:
    """Refuse an answer that is outside its bounds, with every fault at once.

    Raises:
        InvalidInput: the id is no UUID, or a number or text is out of range.
    """
    problems = [
        *text_problems("device_time", answer.device_time, MAX_DEVICE_TIME),
        *id_problems(answer.appearance_id),
    ]
    if not is_client_id(answer.client_id):
        problems.append(Problem("not_a_uuid", "client_id"))
    if not 1 <= answer.revision <= MAX_REVISION:
        bounds = {"least": 1, "most": MAX_REVISION}
        problems.append(Problem("out_of_range", "revision", bounds))
    if problems:
        raise InvalidInput(problems)
