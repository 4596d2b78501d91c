"""The real server, and the ways to kill it: the worker alone, or supervisor and worker at once."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.live_server import LiveServer

_ROOT = Path(__file__).parents[2]
_KILLER = "tests.faults.kill_after_sheets"
_WITHIN_S = 240


@dataclass
class MortalServer(LiveServer):
    """A server on a database that is there already. It is killed by id, never by name."""

    @property
    def database(self) -> Path:
        """Its SQLite file."""
        return self.instance / "rostrum.sqlite3"

    def put_database(self, template: str) -> None:
        """Begin with a copy of a migrated, empty database.

        Args:
            template: its SQLAlchemy address.
        """
        self.instance.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(template.removeprefix("sqlite:///"), self.database)
        self.database.chmod(0o600)

    def start(self) -> None:
        """Serve what is there; return when it answers."""
        self.serve()
        self.wait()

    def serve(self) -> None:
        """Start serving."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [self.program, "judging", "serve", "--port", str(self.port)],
                cwd=_ROOT,
                env=self._environment(),
                stdout=log,
                stderr=log,
            )

    @property
    def program(self) -> str:
        """The program that is started."""
        return str(Path(sys.executable).with_name("flask"))

    @property
    def is_dead(self) -> bool:
        """Whether the supervisor has ended."""
        return self._process is None or self._process.poll() is not None

    def wait(self) -> None:
        """Return once the server answers; start it anew where its supervisor has ended.

        A worker that dies within seconds of its start makes granian give up: whoever looks after
        the server, a service manager or a person, starts it again then.

        Raises:
            RuntimeError: it does not; with what it printed.
        """
        deadline = time.monotonic() + _WITHIN_S
        while not self._answers():
            if time.monotonic() > deadline:
                message = f"the server does not answer:\n{self.log.read_text(errors='replace')}"
                raise RuntimeError(message)
            if self.is_dead:
                self.serve()
            time.sleep(0.05)

    def worker_ids(self) -> list[int]:
        """Return the processes that the supervisor started and looks after."""
        main = self.process_id
        children = Path(f"/proc/{main}/task/{main}/children")
        return [int(word) for word in children.read_text().split()]

    @contextmanager
    def killed_after(self, sheets: int, *, supervisor_too: bool) -> Iterator[None]:
        """Kill as soon as so many more sheets are stored; the block must see to it that they are.

        A process of its own watches the database, so that the signal follows the commit within a
        fraction of a millisecond: before the answer to it has left the server.
        """
        victims = self.worker_ids() + ([self.process_id] if supervisor_too else [])
        words = [str(self.database), str(sheets), *map(str, victims)]
        command = [sys.executable, "-m", _KILLER, *words]
        with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE) as killer:
            assert killer.stdout is not None
            assert killer.stdout.readline() == b"watching\n"
            yield
            assert killer.wait() == 0
        self._bury(victims)

    def kill(self) -> None:
        """Kill all of it now."""
        victims = [*self.worker_ids(), self.process_id]
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
        self._bury(victims)

    def _bury(self, victims: list[int]) -> None:
        """Return when all of them are gone."""
        if self._process is not None and self._process.pid in victims:
            self._process.wait()
        for victim in victims:
            _wait_until_gone(victim)


def _wait_until_gone(process_id: int) -> None:
    """Return when a process is dead, if only as a zombie that nobody has buried."""
    deadline = time.monotonic() + _WITHIN_S
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return
        if state in "ZX":
            return
        time.sleep(0.002)
    message = f"process {process_id} lives on"
    raise RuntimeError(message)
