"""Whether the process runs, and whether it is ready to serve."""

import os
from pathlib import Path

from flask import current_app, jsonify
from flask.typing import ResponseReturnValue

from judging.queries.readiness import is_database_ready
from judging.web.access import public
from judging.web.public import blueprint


@blueprint.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Say that the process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Say whether database, storage and key are as they must be; 503 where one is not."""
    instance = Path(current_app.config["INSTANCE"])
    checks = {
        "database": is_database_ready(),
        "storage": instance.is_dir() and os.access(instance, os.W_OK),
        "key": bool(current_app.config["SECRET_KEY"]),
    }
    is_ready = all(checks.values())
    return jsonify(status="ready" if is_ready else "not_ready", **checks), 200 if is_ready else 503
