"""The plain-http door: where a tablet that trusts nobody here yet fetches the authority.

A process of its own that holds a handful of finished answers and nothing else: no key, no
database, no session. What it serves comes on its standard input as one line of JSON; it ends when
that input closes, which it does when the server that started it ends, however it ends.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

#: A tablet that connects and says nothing is let go.
_PATIENCE_S = 10
_READY = "ready"


@dataclass(frozen=True)
class Answer:
    """A finished answer.

    Args:
        path: its address, without the query.
        content_type: as the browser is told.
        body: the bytes.
        language: ``"en"`` for the English answer to a path that has two; else empty.
        download: the file name under which it is kept; empty for what is shown.
    """

    path: str
    content_type: str
    body: bytes
    language: str = ""
    download: str = ""


class _Handler(BaseHTTPRequestHandler):
    """Looks an answer up; knows nothing but GET and HEAD."""

    answers: ClassVar[Mapping[tuple[str, str], Answer]] = {}
    headers_of_all: ClassVar[Mapping[str, str]] = {}
    server_version = "Rostrum"
    sys_version = ""
    timeout = _PATIENCE_S

    def do_GET(self) -> None:
        """Answer with headers and body."""
        self._answer(has_body=True)

    def do_HEAD(self) -> None:
        """Answer with the headers alone."""
        self._answer(has_body=False)

    def _answer(self, *, has_body: bool) -> None:
        path = self.path.partition("?")[0]
        wished = self.headers.get("Accept-Language", "").strip().lower()
        language = "en" if wished.startswith("en") else ""
        found = self.answers.get((path, language)) or self.answers.get((path, ""))
        if found is None:
            self.send_response(302)
            self.send_header("Location", "/")
            self._send_common(0)
            return
        self.send_response(200)
        self.send_header("Content-Type", found.content_type)
        if found.download:
            self.send_header("Content-Disposition", f'attachment; filename="{found.download}"')
        self._send_common(len(found.body))
        if has_body:
            self.wfile.write(found.body)

    def _send_common(self, length: int) -> None:
        for name, value in self.headers_of_all.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(length))
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name there)
        """Keep the terminal for what people must see."""


class _Server(ThreadingHTTPServer):
    """A thread for each tablet; none of them keeps the process from ending."""

    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a tablet go that left in the middle."""


def make_server(
    host: str, port: int, answers: Iterable[Answer], headers: Mapping[str, str]
) -> ThreadingHTTPServer:
    """Return a server that holds these answers and listens already.

    Raises:
        OSError: the port is taken.
    """
    known = {(each.path, each.language): each for each in answers}
    handler = type("Handler", (_Handler,), {"answers": known, "headers_of_all": dict(headers)})
    return _Server((host, port), handler)


def start_door(
    root: Path, host: str, port: int, answers: Iterable[Answer], headers: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """Start the door in a process of its own, and return when it listens.

    It ends when this process ends, or the program that this process turns into.

    Args:
        root: the checkout, where the process starts.
        host: address to listen on.
        port: port to listen on, 1 to 65535.
        answers: all that it serves.
        headers: what stands on every answer.

    Raises:
        OSError: it did not come up.
    """
    given = {
        "host": host,
        "port": port,
        "headers": dict(headers),
        "answers": [
            asdict(each) | {"body": base64.b64encode(each.body).decode()} for each in answers
        ],
    }
    door = subprocess.Popen(
        [sys.executable, "-m", "judging.lan.door"],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert door.stdin is not None
    assert door.stdout is not None
    door.stdin.write(json.dumps(given).encode() + b"\n")
    door.stdin.flush()
    if door.stdout.readline().decode().strip() != _READY:
        raise OSError(f"nothing came up on port {port}")
    os.set_inheritable(door.stdin.fileno(), True)  # noqa: FBT003
    return door


def main() -> None:
    """Serve what standard input names until it closes."""
    given = json.loads(sys.stdin.buffer.readline())
    answers = [
        Answer(**each | {"body": base64.b64decode(each["body"])}) for each in given["answers"]
    ]
    server = make_server(given["host"], given["port"], answers, given["headers"])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(_READY + "\n")
    sys.stdout.flush()
    try:
        while sys.stdin.buffer.read(4096):
            pass
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
