"""The version of the judge's page: a digest of the modules that it is made of."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import current_app

_PARTS = ("tablet/*.js", "vendor/idb/*.js")
_DIGITS = 16


def client_version() -> str:
    """Return the version that this server hands out; a tablet with another has an older page."""
    folder = Path(current_app.static_folder or "")
    found = sorted(path for part in _PARTS for path in folder.glob(part))
    return _digest(tuple((path, path.stat().st_mtime_ns) for path in found))


@lru_cache(maxsize=2)
def _digest(files: tuple[tuple[Path, int], ...]) -> str:
    """Digest the files' names and contents; read again only where one changed."""
    whole = hashlib.sha256()
    for path, _changed_ns in files:
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:_DIGITS]
