"""``judging serve`` says why it cannot start, and ends; it never starts what would only crash."""

import runpy
import socket
from contextlib import closing
from pathlib import Path

import pytest

from judging.cli.serve import find_listen_error
from judging.extensions import db

_WSGI = str(Path(__file__).parents[2] / "wsgi.py")


@pytest.fixture
def started(monkeypatch):
    """What the process would have turned into; it does not."""
    commands = []
    monkeypatch.setattr("os.execv", lambda _program, words: commands.append(words))
    return commands


@pytest.fixture
def port():
    """A port that is free."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def serve(runner, started, port, monkeypatch):
    """Return a function that runs the command and says its exit code and its last words."""
    monkeypatch.setenv("ROSTRUM_BASE_URL", "")

    def run(*words):
        result = runner.invoke(args=["judging", "serve", "--port", str(port), *words])
        return result.exit_code, result.output.strip().splitlines()[-1]

    return run


def change(app, *statements):
    with app.app_context():
        with db.engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        db.engine.dispose()


def test_what_can_be_served_is_served(app, serve, started, port):
    code, said = serve()
    assert (code, str(port) in said, len(started)) == (0, True, 1)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE alembic_version SET version_num = '0001'", "db upgrade"),
        ("DROP TABLE alembic_version", "db upgrade"),
        ("UPDATE alembic_version SET version_num = '9999'", "Rostrum"),
    ],
)
def test_a_database_of_another_version_is_not_served(app, serve, started, statement, words):
    change(app, statement)
    code, said = serve()
    assert (code, words in said, started) == (1, True, [])


def test_a_database_that_does_not_answer_is_not_served(app, serve, started, database_address):
    path = Path(database_address.removeprefix("sqlite:///"))
    with app.app_context():
        db.engine.dispose()
    path.write_bytes(b"nothing of a database is left" * 99)
    code, said = serve()
    assert (code, "not a database" in said, started) == (1, True, [])
    path.unlink()
    path.mkdir()
    code, said = serve("--prepare")
    assert (code, "unable to open" in said, started) == (1, True, [])


def test_a_port_in_use_is_not_shared_and_other_reasons_are_told(app, serve, started, port):
    with closing(socket.create_server(("127.0.0.1", port))):
        code, said = serve()
        assert (code, f"{port}" in said, "make run PORT" in said) == (1, True, True)
    code, said = serve("--host", "192.0.2.1")
    assert (code, "192.0.2.1" in said, "make run PORT" in said, started) == (1, True, False, [])
    assert find_listen_error("127.0.0.1", port) is None


def test_a_certificate_without_its_key_is_misuse(app, serve, started, tmp_path):
    for name in ("a.crt", "a.key"):
        (tmp_path / name).write_text("neither")
    code, said = serve("--certificate", str(tmp_path / "a.crt"), "--key", str(tmp_path / "a.key"))
    assert (code, "--certificate" in said, started) == (2, True, [])


def test_a_setting_that_stands_in_the_way_is_told_in_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("ROSTRUM_ENV", "production")
    monkeypatch.setenv("ROSTRUM_INSTANCE", str(tmp_path))
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(_WSGI)
    chinese, english = str(ended.value.code).splitlines()
    assert english.startswith("There is no key file at")
    assert str(tmp_path) in chinese
