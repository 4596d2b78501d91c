"""A gate between a browser and the live server, which a test shuts: a network that is really gone.

Playwright's own offline switch does not reach everything that a service worker does.
"""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tests.browser.live_server import LiveServer

_PORTAL = b"<h1>Welcome to our Wi-Fi</h1>"
_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class Gate(ThreadingHTTPServer):
    """Passes requests on while it is open.

    ``state``: "open"; "lost" (each connection breaks); "silent" (nobody ever answers); "portal" (a
    hotel's page answers 200 to everything).
    ``cut``: beginnings of addresses whose connections break although it is open.
    ``rewrites``: what becomes of the body of an answer, by path.
    """

    daemon_threads = True

    def __init__(self, server: LiveServer) -> None:
        """Listen on a free port of the loopback address."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target = urlsplit(server.url())
        self.state = "open"
        self.cut: tuple[str, ...] = ()
        self.rewrites: dict[str, Callable[[bytes], bytes]] = {}
        self.seen: list[str] = []
        self.is_over = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that is closed breaks its connections."""

    @property
    def url(self) -> str:
        """The address of the gate."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Gate

    def _pass(self) -> None:
        if self.server.state != "open" or self.path.startswith(self.server.cut):
            self._fail()
            return
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else None
        target = self.server.target
        dropped = {"Connection", "Accept-Encoding"}  # a rewrite reads what passes
        headers = {key: value for key, value in self.headers.items() if key not in dropped}
        link = http.client.HTTPConnection(target.hostname or "", target.port, timeout=30)
        with closing(link):  # also where the browser has left meanwhile
            link.request(self.command, self.path, body, headers)
            answer = link.getresponse()
            self._answer(answer, answer.read())

    def _fail(self) -> None:
        self.close_connection = True
        if self.server.state == "silent":
            self.server.is_over.wait()
        elif self.server.state == "portal":
            self.send_response_only(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(_PORTAL)))
            self.end_headers()
            self.wfile.write(_PORTAL)

    def _answer(self, answer: http.client.HTTPResponse, content: bytes) -> None:
        path = urlsplit(self.path).path
        self.server.seen.append(f"{self.command} {path} {answer.status}")
        rewrite = self.server.rewrites.get(path)
        if rewrite and answer.status == 200:
            content = rewrite(content)
        if self.server.state != "open":  # shut meanwhile: the answer is lost
            self.close_connection = True
            return
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _HOP_BY_HOP:
                self.send_header(name, value)
        if answer.status not in {204, 304}:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_PUT = do_POST = do_HEAD = _pass  # noqa: N815 (the names are given)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is given)
        """Say nothing."""


@contextmanager
def open_gate(server: LiveServer) -> Iterator[Gate]:
    """Yield a gate before a live server, and take it away afterwards."""
    gate = Gate(server)
    thread = threading.Thread(target=gate.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield gate
    finally:
        gate.state = "lost"
        gate.is_over.set()
        gate.shutdown()
        gate.server_close()
        thread.join()
