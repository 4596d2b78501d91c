"""Rostrum: judges score speeches on tablets; the result is exact, explained and released.

:func:`create_app` builds the application in this order: config, extensions, blueprints, errors,
commands. The layers are described in docs/architecture.md.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask

ROOT = Path(__file__).resolve().parent.parent


def create_app(
    overrides: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None
) -> Flask:
    """Build a ready application.

    Args:
        overrides: configuration values that win over everything else, for tests.
        environment: variables to read settings from; ``os.environ`` where None.

    Returns:
        The application, with its database engine prepared and nothing written yet.

    Raises:
        judging.errors.NotReady: a setting cannot be used, or production lacks a safe key.
    """
    from judging.config import load_settings

    settings = load_settings(ROOT, os.environ if environment is None else environment)
    settings |= dict(overrides or {})
    app = Flask(
        __name__,
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=settings["INSTANCE"],
    )
    app.config.update(settings)
    _bind_extensions(app)
    _register_outer_layers(app)
    return app


def _bind_extensions(app: Flask) -> None:
    """Bind the extensions and prepare the database engine."""
    import judging.models  # noqa: F401  (registers the tables)
    from judging.extensions import csrf, db, limiter, migrate
    from judging.models.engine import prepare_engine

    Path(app.config["INSTANCE"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    options: dict[str, Any] = dict(app.config.get("SQLALCHEMY_ENGINE_OPTIONS", {}))
    options.setdefault("pool_size", app.config["THREADS"])
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "judging" / "migrations"))
    csrf.init_app(app)
    limiter.init_app(app)
    with app.app_context():
        prepare_engine(db.engine, is_scratch=app.config.get("IS_SCRATCH_DATABASE", False))


def _register_outer_layers(app: Flask) -> None:
    """Register pages, error pages and commands."""
    from judging import cli, web

    web.register(app)
    cli.register(app)
