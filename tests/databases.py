"""Databases for tests: migrated once a session, copied for each test, gone afterwards.

SQLite databases are files that are copied. PostgreSQL runs as a cluster of the test session's own,
in a temporary folder and behind a Unix socket there, so that nothing has to be set up, nothing
listens on the network and nothing is left behind.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

#: Parameters for ``database_kind``: a test that takes them runs once on each database.
DATABASES = [
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgresql),
]

#: Applies all migrations to the database at a SQLAlchemy address.
Migrate = Callable[[str], None]

_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
_START_S = 30
_ROOMY_BYTES = 1024**3
#: From this version on a copy is written to the log block by block unless it is asked for files,
#: which takes a third less where no disk is waited for.
_COPIES_BY_LOG = 150_000
#: A test cluster holds nothing worth keeping: no waiting for the disk, no housekeeping.
_UNSAFE_BUT_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "listen_addresses": "",
    "log_min_messages": "fatal",
    "timezone": "UTC",
}


class PostgresqlMissing(Exception):
    """PostgreSQL's server programs are not on this machine."""


@contextmanager
def scratch_folder(name: str) -> Iterator[Path]:
    """Make a short-lived folder, in memory where the machine has such a file system.

    Every commit waits for the disk (``synchronous=FULL``), as it must for marks; a test has no
    power cut to fear.
    """
    memory = Path("/dev/shm")
    may_use_it = os.access(memory, os.W_OK | os.X_OK)
    is_roomy = may_use_it and shutil.disk_usage(memory).free > _ROOMY_BYTES
    parent = memory if is_roomy else None
    folder = Path(tempfile.mkdtemp(prefix=f"rostrum-{name}-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class SqliteTemplate:
    """One migrated SQLite file, copied for each test."""

    folder: Path
    migrate: Migrate
    _template: Path | None = None

    @contextmanager
    def database(self, name: str) -> Iterator[str]:
        """Yield the address of a fresh, migrated database and remove it afterwards."""
        if self._template is None:
            template = self.folder / "template.sqlite3"
            self.migrate(f"sqlite:///{template}")
            with_log = template.with_name(template.name + "-wal")
            if with_log.exists() and with_log.stat().st_size:
                message = f"the migration left a connection open: {with_log} is not empty"
                raise RuntimeError(message)
            self._template = template
        own = self.folder / name
        own.mkdir()
        copied = shutil.copyfile(self._template, own / "rostrum.sqlite3")
        try:
            yield f"sqlite:///{copied}"
        finally:
            shutil.rmtree(own, ignore_errors=True)


@dataclass
class PostgresqlCluster:
    """A PostgreSQL cluster of this test session: one migrated database, copied for each test."""

    folder: Path
    migrate: Migrate
    _server: subprocess.Popen[bytes] | None = None
    _has_template: bool = False
    _strategy: str = ""
    _programs: Path = field(init=False)

    def __post_init__(self) -> None:
        """Find the server programs."""
        found = shutil.which("initdb")
        if found is None and not _PROGRAMS:
            raise PostgresqlMissing
        self._programs = Path(found).resolve().parent if found else _PROGRAMS[-1]

    def start(self) -> None:
        """Make the cluster and wait until it answers.

        Raises:
            RuntimeError: it could not be made or did not start; with what it said.
        """
        data = self.folder / "data"
        account = _account()
        if account:
            shutil.chown(self.folder, account)
        initdb = [str(self._programs / "initdb"), "-D", str(data), "-U", "postgres"]
        made = subprocess.run(
            [*initdb, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            user=account,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            message = f"initdb failed:\n{made.stdout}\n{made.stderr}"
            raise RuntimeError(message)
        options = [f"-c{name}={value}" for name, value in _UNSAFE_BUT_FAST.items()]
        with (self.folder / "log").open("wb") as log:
            self._server = subprocess.Popen(
                [str(self._programs / "postgres"), "-D", data, "-k", self.folder, *options],
                user=account,
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        self._wait_until_it_answers(self._server)

    def _wait_until_it_answers(self, server: subprocess.Popen[bytes]) -> None:
        """Return once a connection succeeds."""
        deadline = time.monotonic() + _START_S
        while True:
            try:
                self._administer("SELECT 1")
            except psycopg.OperationalError as error:
                if server.poll() is None and time.monotonic() < deadline:
                    time.sleep(0.02)
                    continue
                said = (self.folder / "log").read_text(errors="replace")
                message = f"PostgreSQL did not start: {said}"
                raise RuntimeError(message) from error
            return

    def stop(self) -> None:
        """End the server at once; what it held is of no use to anybody."""
        if self._server is not None:
            self._server.terminate()
            try:
                self._server.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()

    @contextmanager
    def database(self, name: str) -> Iterator[str]:
        """Yield the address of a fresh, migrated database and drop it afterwards."""
        if not self._has_template:
            version = self._administer('CREATE DATABASE "template"')
            self._strategy = "STRATEGY FILE_COPY" if version >= _COPIES_BY_LOG else ""
            self.migrate(self._address("template"))
            self._has_template = True
        self._administer(f'CREATE DATABASE "{name}" TEMPLATE "template" {self._strategy}')
        try:
            yield self._address(name)
        finally:
            self._administer(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _address(self, name: str) -> str:
        """Return the SQLAlchemy address of a database of this cluster."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def _administer(self, statement: str) -> int:
        """Run one statement outside of any transaction, as the owner; return the version."""
        with psycopg.connect(
            host=str(self.folder), user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)
            return connection.info.server_version


def _account() -> str | None:
    """Return the account to run PostgreSQL under: it refuses to be run by root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise PostgresqlMissing
