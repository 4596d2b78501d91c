"""A proxy that loses what it carries, by a seed: requests, answers, and it repeats some.

Only what goes to the API is lost; pages and modules pass. A loss is a cut connection, and now and
then silence until the client gives up. A repeat arrives at once, or much later than the first.
"""

import asyncio
import contextlib
import random
from collections import Counter
from dataclasses import dataclass

from tests.faults.http_messages import Lost, Message, Wire, read_message

_LIMIT = 1024 * 1024
_LONGEST_DELAY_S = 2.0


@dataclass(frozen=True)
class Losses:
    """What is lost, in hundredths."""

    requests_percent: int = 10
    answers_percent: int = 20
    repeats_percent: int = 5
    #: of the losses: those that the client only notices by waiting
    silent_percent: int = 0


class LossyProxy:
    """Stands between tablets and a server, both on this machine."""

    def __init__(self, server_port: int, seed: int, losses: Losses) -> None:
        """Carry nothing yet; see :meth:`open`."""
        self.server_port = server_port
        self.port = 0
        self.losses = losses
        self.seen: Counter[str] = Counter()
        self._chance = random.Random(seed)
        self._server: asyncio.Server | None = None
        self._late: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Listen on a free port of the loopback address."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_LIMIT)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Deliver what is late, then stop."""
        if self._server is not None:
            self._server.close()
        await asyncio.gather(*self._late, return_exceptions=True)

    def url(self, path: str = "") -> str:
        """Return the full address of a path, by way of the proxy."""
        return f"http://127.0.0.1:{self.port}{path}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one client's requests, until it leaves or one of them is lost."""
        wire = Wire(self.server_port)
        try:
            while (answer := await self._carry(wire, await read_message(reader))) is not None:
                writer.write(answer)
                await writer.drain()
        except (Lost, OSError):
            pass  # the client has left, or the server is not there
        finally:
            wire.close()
            with contextlib.suppress(OSError):
                writer.transport.abort()

    async def _carry(self, wire: Wire, request: Message) -> bytes | None:
        """Return the answer to a request; None where the client gets none."""
        if not request.path.startswith("/api/"):
            return (await wire.pass_on(request)).raw
        self.seen["requests"] += 1
        if self._happens("requests lost", self.losses.requests_percent):
            await self._stay_silent()
            return None
        if self._happens("repeated", self.losses.repeats_percent):
            task = asyncio.ensure_future(self._repeat(request, self._chance.choice((0, 1))))
            self._late.add(task)
            task.add_done_callback(self._late.discard)
        answer = await wire.pass_on(request)
        if self._happens("answers lost", self.losses.answers_percent):
            await self._stay_silent()
            return None
        return answer.raw

    async def _repeat(self, request: Message, is_late: int) -> None:
        """Deliver a request once more, on another connection; nobody hears the answer."""
        await asyncio.sleep(is_late * self._chance.uniform(0.1, _LONGEST_DELAY_S))
        wire = Wire(self.server_port)
        with contextlib.suppress(Lost):
            await wire.pass_on(request)
        wire.close()

    async def _stay_silent(self) -> None:
        """Before the connection is cut, say nothing for longer than anybody waits; seldom."""
        if self._happens("silent", self.losses.silent_percent):
            await asyncio.sleep(30)

    def _happens(self, what: str, percent: int) -> bool:
        """Draw, and count."""
        is_so = self._chance.random() * 100 < percent
        self.seen[what] += is_so
        return is_so
