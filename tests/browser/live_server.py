"""The real server in a process of its own, as ``make run`` starts it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_FLASK = str(Path(sys.executable).with_name("flask"))
_START_S = 120
_STOP_S = 10


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class LiveServer:
    """A server with its own instance folder.

    Args:
        instance: its instance folder, empty at first.
        port: where it listens, on 127.0.0.1.
        has_demo: whether it holds the demo competition, or nothing at all.
        options: further options of ``judging serve``.
    """

    instance: Path
    port: int
    has_demo: bool = True
    options: tuple[str, ...] = ()
    _process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """What the server printed."""
        return self.instance / "server.log"

    @property
    def process_id(self) -> int:
        """The server's main process; 0 where it was not started."""
        return self._process.pid if self._process else 0

    def url(self, path: str = "") -> str:
        """Return the full address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    def flask(self, *words: str, typed: str = "") -> str:
        """Run ``flask WORDS`` against the server's database and return what it printed.

        Args:
            words: the command.
            typed: what it finds on its standard input.

        Raises:
            RuntimeError: it ended with another exit code than 0; with what it said.
        """
        done = subprocess.run(
            [_FLASK, *words],
            cwd=_ROOT,
            env=self._environment(),
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            message = f"flask {' '.join(words)} ended with {done.returncode}:\n{done.stderr}"
            raise RuntimeError(message)
        return done.stdout

    def start(self) -> None:
        """Migrate, make the demo if there is to be one, and serve; return when it answers.

        Raises:
            RuntimeError: it ended, or did not answer in time; with what it printed.
        """
        if not self.has_demo:
            self.flask("db", "upgrade")
        options = [*(["--prepare"] if self.has_demo else []), *self.options]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [_FLASK, "judging", "serve", *options, "--port", str(self.port)],
                cwd=_ROOT,
                env=self._environment(),
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + _START_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                message = f"the server did not start:\n{self.log.read_text(errors='replace')}"
                raise RuntimeError(message)
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask the server to end, and see to it that it does."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _answers(self) -> bool:
        """Say whether the server answers at all, with whatever status."""
        try:
            with urllib.request.urlopen(self.url("/healthz"), timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def _environment(self) -> dict[str, str]:
        """Return the environment of the server: nothing of ours from outside, an own instance."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("ROSTRUM_", "GRANIAN_"))}
        return kept | {
            "ROSTRUM_ENV": "development",
            "ROSTRUM_INSTANCE": str(self.instance),
            "ROSTRUM_BASE_URL": self.url(),
            "PYTHONUNBUFFERED": "1",
        }
