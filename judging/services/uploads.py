"""Files between their preview and their import: kept for an hour, bound to who sent them where.

What is imported is exactly what was previewed: the name of the stored file is made from a random
token, the sender and the competition, and its digest is compared again.
"""

import hashlib
import os
import re
import secrets
from datetime import datetime
from pathlib import Path

from flask import current_app

from judging.errors import Conflict, TooLarge
from judging.permissions import Actor
from judging.tokens import hash_token

LASTS_S = 3600
MOST_STORED_BYTES = 256 * 1024 * 1024
_TOKEN = re.compile(r"[0-9a-f]{32}")


def _folder() -> Path:
    """Return the folder of waiting files, readable by the program alone."""
    folder = Path(current_app.config["INSTANCE"]) / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _path(actor: Actor, scope: str, token: str) -> Path:
    """Return where a file waits.

    Raises:
        Conflict: the token is none (``upload_gone``).
    """
    if not _TOKEN.fullmatch(token):
        raise Conflict("upload_gone")
    return _folder() / hash_token(f"{actor.pseudonym}|{scope}|{token}")


def keep_upload(actor: Actor, now: datetime, scope: str, content: bytes) -> str:
    """Keep a file until it is imported, an hour at most, and return its token.

    Args:
        actor: who sent it; nobody else can use the token.
        now: the present instant.
        scope: what it is for, e.g. ``"entries 7"``; it can be used for nothing else.
        content: the file.

    Raises:
        TooLarge: too much is waiting already (``upload_quota``).
    """
    if _sweep(now) + len(content) > MOST_STORED_BYTES:
        raise TooLarge("upload_quota")
    token = secrets.token_hex(16)
    path = _path(actor, scope, token)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    os.utime(path, (now.timestamp(), now.timestamp()))
    return token


def take_upload(actor: Actor, now: datetime, scope: str, token: str, digest: str) -> bytes:
    """Return a waiting file; it stays until :func:`drop_upload`.

    Raises:
        Conflict: it is gone, too old or another one's (``upload_gone``), or its bytes are not
            those that were previewed (``upload_changed``).
    """
    _sweep(now)
    try:
        content = _path(actor, scope, token).read_bytes()
    except FileNotFoundError:
        raise Conflict("upload_gone") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise Conflict("upload_changed")
    return content


def drop_upload(actor: Actor, scope: str, token: str) -> None:
    """Delete a waiting file; harmless where it is gone."""
    _path(actor, scope, token).unlink(missing_ok=True)


def _sweep(now: datetime) -> int:
    """Delete what has waited too long; return the bytes that still wait."""
    total = 0
    for path in _folder().iterdir():
        try:
            facts = path.stat()
            if facts.st_mtime < now.timestamp() - LASTS_S:
                path.unlink()
            else:
                total += facts.st_size
        except FileNotFoundError:  # another process was quicker
            continue
    return total
