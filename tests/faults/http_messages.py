"""HTTP/1.1 as bytes on a connection: read one message, write one, and ask over a kept connection.

The proxy needs every byte as it came, and the small tablets need an answer or the plain word that
none came; both are less than what a library would do on their behalf, silent repeats among it.
"""

import asyncio
import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_LARGEST_HEAD = 64 * 1024


class Lost(Exception):
    """No answer came: whether the request arrived, nobody can tell."""


@dataclass(frozen=True)
class Message:
    """One request or answer: its first line, its headers in lower case, its body, all its bytes."""

    first: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    raw: bytes

    @property
    def method(self) -> str:
        """A request's method."""
        return self.first.split(" ")[0]

    @property
    def path(self) -> str:
        """A request's path."""
        return self.first.split(" ")[1]

    @property
    def status(self) -> int:
        """An answer's status."""
        return int(self.first.split(" ")[1])

    def header(self, name: str) -> str:
        """The first header of a name, empty where there is none."""
        return next((value for key, value in self.headers if key == name), "")

    def json(self) -> Any:
        """The body read as JSON, whatever it calls itself; None where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


async def read_message(reader: asyncio.StreamReader, asked_by: str = "") -> Message:
    """Read one message to its end.

    Args:
        reader: where it comes from.
        asked_by: for an answer, the method of its request; empty for a request.

    Raises:
        Lost: the connection ended before or in the middle.
    """
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
        pairs = (line.partition(":") for line in lines)
        headers = tuple((name.strip().lower(), value.strip()) for name, _, value in pairs)
        whole = Message(first, headers, b"", head)
        raw, body = await _read_body(reader, whole, asked_by)
    except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as ended:
        raise Lost from ended
    return Message(first, headers, body, head + raw)


async def _read_body(
    reader: asyncio.StreamReader, head: Message, asked_by: str
) -> tuple[bytes, bytes]:
    """Return the bytes that follow a head, as they came and as they are meant."""
    if asked_by and (asked_by == "HEAD" or head.status in (204, 304)):
        return b"", b""
    if head.header("transfer-encoding").lower() == "chunked":
        return await _read_chunks(reader)
    if length := head.header("content-length"):
        body = await reader.readexactly(int(length))
        return body, body
    body = await reader.read() if asked_by else b""
    return body, body


async def _read_chunks(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Return a chunked body, as it came and put together."""
    raw = body = b""
    while True:
        line = await reader.readuntil(b"\r\n")
        size = int(line.split(b";")[0], 16)
        chunk = await reader.readexactly(size + 2)
        raw += line + chunk
        body += chunk[:-2]
        if size == 0:
            return raw, body


def request_bytes(
    method: str, path: str, headers: Mapping[str, str], body: bytes, port: int
) -> bytes:
    """Return a request as bytes."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if method != "GET":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


class Wire:
    """One connection to a port of this machine, kept between requests as browsers keep theirs."""

    def __init__(self, port: int) -> None:
        """Connect when first asked."""
        self.port = port
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes = b"",
        within_s: float = 30,
    ) -> Message:
        """Send one request and return its answer.

        Raises:
            Lost: none came within the time; the connection is given up.
        """
        raw = request_bytes(method, path, headers, body, self.port)
        return await self._exchange(method, raw, within_s)

    async def pass_on(self, request: Message, within_s: float = 30) -> Message:
        """Send somebody else's request as it came and return its answer.

        Raises:
            Lost: as :meth:`ask`.
        """
        return await self._exchange(request.method, request.raw, within_s)

    async def _exchange(self, method: str, raw: bytes, within_s: float) -> Message:
        try:
            async with asyncio.timeout(within_s):
                if self._ends is None:
                    self._ends = await asyncio.open_connection(
                        "127.0.0.1", self.port, limit=_LARGEST_HEAD
                    )
                reader, writer = self._ends
                writer.write(raw)
                await writer.drain()
                answer = await read_message(reader, method)
        except (OSError, TimeoutError, Lost) as ended:
            self.close()
            raise Lost from ended
        if answer.header("connection").lower() == "close":
            self.close()
        return answer

    def close(self) -> None:
        """Let the connection go."""
        if self._ends is not None:
            with contextlib.suppress(OSError):
                self._ends[1].close()
            self._ends = None
