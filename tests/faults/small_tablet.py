"""A tablet without a screen: what docs/tablet.md asks of a client, and no more.

It keeps what it sends, sends one sheet at a time, believes nothing but a receipt that echoes the id
and its own digest, and sends the same bytes again until it has one.
"""

import asyncio
import hashlib
import json
import random
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.faults.http_messages import Lost, Message, Wire

#: A hurried tablet: the real one waits from one second to thirty.
FIRST_WAIT_S, LONGEST_WAIT_S = 0.05, 1.0
_API = "/api/v1/judge"


class Refused(Exception):
    """The server will never take a sheet as it is: in these tests that is always a fault."""


@dataclass
class Sent:
    """One sheet in the outbox."""

    payload: dict[str, Any]
    digest: str
    receipt: dict[str, Any] | None = None
    tries: int = 0
    took_s: float = 0.0


@dataclass
class SmallTablet:
    """One seat's tablet.

    Args:
        port: where it believes the server to be.
        seat_id: whose it is.
        cookie: the session's cookie.
        patience_s: how long it waits for an answer.
        chance: makes its ids and jitter.
    """

    port: int
    seat_id: int
    cookie: str
    patience_s: float
    chance: random.Random
    outbox: dict[str, Sent] = field(default_factory=dict)
    heat: dict[str, Any] = field(default_factory=dict)
    _wire: Wire = field(init=False)
    _token: str = ""

    def __post_init__(self) -> None:
        """Prepare its connection."""
        self._wire = Wire(self.port)

    @property
    def is_received(self) -> bool:
        """Whether there is a receipt for everything that it keeps."""
        return all(sent.receipt for sent in self.outbox.values())

    def close(self) -> None:
        """Let the connection go; the outbox stays."""
        self._wire.close()

    async def read_heat(self) -> None:
        """Fetch the heat, until it comes."""
        async for _try in self._tries():
            try:
                answer = await self._ask("GET", f"{_API}/heat")
            except Lost:
                continue
            body = answer.json()
            if answer.status == 200 and "csrf_token" in body:
                self._offer_again(body["incarnation"])
                self.heat, self._token = body, body["csrf_token"]
                return

    def _offer_again(self, incarnation: str) -> None:
        """After a restored backup let every sheet wait once more, receipt or not."""
        if self.heat and self.heat["incarnation"] != incarnation:
            for sent in self.outbox.values():
                sent.receipt = None

    def keep(self, appearance_id: int, marks: Mapping[str, str], **values: Any) -> Sent:
        """Put a sheet into the outbox."""
        payload = {
            "appearance": appearance_id,
            "client_id": str(uuid.UUID(int=self.chance.getrandbits(128), version=4)),
            "comment_contestant": "",
            "comment_panel": "结尾偏快",
            "device_time": "2026-12-05T09:30:00.000+08:00",
            "marks": dict(marks),
            "reason": "",
            "replaces": 0,
            "state": "given",
            **values,
        }
        sent = Sent(payload, digest_of(payload))
        self.outbox[payload["client_id"]] = sent
        return sent

    async def send(self, sent: Sent) -> None:
        """Send a sheet until the server acknowledges it.

        Raises:
            Refused: the server will not take it.
        """
        if not self._token:
            await self.read_heat()
        began = time.perf_counter()
        async for _try in self._tries():
            sent.tries += 1
            if await self._is_received(sent):
                sent.took_s = time.perf_counter() - began
                return

    async def send_all(self) -> None:
        """Send what waits, one by one, in the order in which it was kept."""
        for sent in list(self.outbox.values()):
            if sent.receipt is None:
                await self.send(sent)

    async def _is_received(self, sent: Sent) -> bool:
        """Send once; note the receipt where it is one."""
        body = json.dumps(sent.payload, ensure_ascii=False).encode()
        path = f"{_API}/revisions/{sent.payload['client_id']}"
        try:
            answer = await self._ask("PUT", path, body)
        except Lost:
            return False
        found = answer.json() or {}
        if answer.status == 200:
            echoed = (found.get("client_id"), found.get("digest"))
            if echoed == (sent.payload["client_id"], sent.digest):
                sent.receipt = found
            return sent.receipt is not None
        if any(error["code"] == "csrf" for error in found.get("errors", ())):
            await self.read_heat()
        elif answer.status < 500 and answer.status not in (408, 429):
            raise Refused(answer.status, found)
        return False

    async def _tries(self) -> Any:
        """Count tries without end, with a growing and jittered wait between them."""
        wait_s = FIRST_WAIT_S
        while True:
            yield
            await asyncio.sleep(wait_s * self.chance.uniform(0.75, 1.25))
            wait_s = min(2 * wait_s, LONGEST_WAIT_S)

    async def _ask(self, method: str, path: str, body: bytes = b"") -> Message:
        """Send one request as this seat and keep the cookie that comes back."""
        headers = {"Cookie": self.cookie, "Accept": "application/json"}
        if body:
            headers |= {"Content-Type": "application/json", "X-CSRFToken": self._token}
        answer = await self._wire.ask(method, path, headers, body, self.patience_s)
        for name, value in answer.headers:
            if name == "set-cookie" and value.startswith("rostrum="):
                self.cookie = value.split(";")[0]
        return answer


def digest_of(payload: Mapping[str, Any]) -> str:
    """Return the digest that docs/tablet.md defines, computed apart from the server's own."""
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
