"""Applications for tests: made once for the same settings, and as good as new for each test.

To make one costs more than most tests do: some 180 routes are compiled, every template and every
statement that a test uses is compiled again, ``static/`` is read. So an application is kept for
the next test that asks for the same settings, on a new database at the same address. What a test
may leave in it is undone: connections, configuration, counted tries, remembered facts. It is
closed for set-up from the start, so that a test that hangs something on it fails by itself.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask


def create(address: str, instance: Path, settings: Mapping[str, object]) -> Flask:
    """Make an application for tests on the database at an address."""
    from judging import create_app

    return create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "a key for tests, which nothing real is ever signed with",
            "WTF_CSRF_ENABLED": False,
            "INSTANCE": str(instance),
            "SQLALCHEMY_DATABASE_URI": address,
            **settings,
        }
    )


def close(app: Flask) -> None:
    """Give back every connection, so that the database can be copied or dropped."""
    from judging.extensions import db

    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


class Applications:
    """The applications of this process, by address and settings."""

    def __init__(self) -> None:
        """Hold none yet."""
        self._made: dict[str, Flask] = {}

    @contextmanager
    def lend(self, address: str, instance: Path, settings: Mapping[str, object]) -> Iterator[Flask]:
        """Lend the application with these settings to one test.

        Args:
            address: of its database, as new; the next one may stand at the same address.
            instance: its folder, empty.
            settings: what this test sets otherwise.
        """
        key = repr((address, sorted(settings.items())))
        app = self._made.get(key)
        if app is None:
            app = self._made[key] = create(address, instance, settings)
            app._got_first_request = True  # from here on Flask refuses routes and hooks
        with _as_new(app, instance):
            yield app


@contextmanager
def _as_new(app: Flask, instance: Path) -> Iterator[None]:
    """Give an application its folder; afterwards undo what the block left in it."""
    from judging.extensions import limiter

    limiter.reset()
    config: dict[str, Any] = dict(app.config)
    extensions = dict(app.extensions)
    app.config["INSTANCE"] = app.instance_path = str(instance)
    try:
        yield
    finally:
        close(app)
        for values, before in ((app.config, config), (app.extensions, extensions)):
            values.clear()
            values.update(before)
