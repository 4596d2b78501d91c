"""Static files: served before Flask, with an address that changes when the content does."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from flask import Flask

from judging.web.compressed_files import CompressedFiles

_DAY_S = 86_400
_MODULES = ("/static/tablet/", "/static/js/", "/static/vendor/")


def register(app: Flask) -> None:
    """Serve ``static/`` by WhiteNoise and put a content digest into every static address."""
    folder = Path(app.static_folder or "")
    is_developing = app.config["ENVIRONMENT"] == "development"
    app.wsgi_app = CompressedFiles(  # type: ignore[method-assign]
        app.wsgi_app,
        Path(app.config["INSTANCE"]) / "compressed",
        root=str(folder),
        prefix="static/",
        autorefresh=is_developing,
        max_age=_DAY_S,
        allow_all_origins=False,
        charset="utf-8",
        add_headers_function=_add_headers,
    )

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "filename" in values:
            path = folder / values["filename"]
            if path.is_file():
                values.setdefault("v", _version(str(path), path.stat().st_mtime_ns))


def _add_headers(headers: Headers, _path: str, url: str) -> None:
    """Let modules be asked for anew: they import each other by names without a version."""
    headers["X-Content-Type-Options"] = "nosniff"
    if url.startswith(_MODULES):
        headers["Cache-Control"] = "no-cache"


@lru_cache(maxsize=512)
def _version(path: str, _changed_ns: int) -> str:
    """Return the first digits of a file's digest; read again only when the file changed."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]
