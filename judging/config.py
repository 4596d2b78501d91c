"""Every setting once: name, meaning, unit, default, and the environment variable that sets it.

``docs/configuration.md`` is checked against :data:`SETTINGS` by a test.
"""

import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from judging.errors import NotReady

ENVIRONMENTS = ("development", "production", "testing")
#: How browsers reach us: by TLS for good, by TLS of the hall's own authority, by plain HTTP.
TRANSPORTS = ("tls", "hall", "plain")
_KEY_BYTES = 48
_MIB = 1024 * 1024
#: How long a browser carries the cookie at most; the sign-in that it names ends much sooner.
_COOKIE_LIFETIME = timedelta(days=400)


@dataclass(frozen=True)
class Setting:
    """One setting: its Flask name, environment variable, default and what it means."""

    name: str
    environment: str
    default: str
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting("ENVIRONMENT", "ROSTRUM_ENV", "development", "development, production or testing"),
    Setting("INSTANCE", "ROSTRUM_INSTANCE", "instance", "folder of key, database and caches"),
    Setting("SQLALCHEMY_DATABASE_URI", "ROSTRUM_DATABASE_URL", "", "empty: SQLite in the instance"),
    Setting("SECRET_KEY_FILE", "ROSTRUM_SECRET_KEY_FILE", "", "empty: secret.key in the instance"),
    Setting("PUBLIC_BASE_URL", "ROSTRUM_BASE_URL", "http://127.0.0.1:8000", "address in QR codes"),
    Setting("TRUSTED_HOSTS", "ROSTRUM_HOSTS", "", "host names served, by comma; empty: any"),
    Setting("TRANSPORT", "ROSTRUM_TRANSPORT", "", "tls, hall or plain; empty: tls in production"),
    Setting("PROXY_COUNT", "ROSTRUM_PROXIES", "0", "reverse proxies whose headers are believed"),
    Setting("DEFAULT_LANGUAGE", "ROSTRUM_LANGUAGE", "zh_Hans", "zh_Hans or en"),
    Setting("DEFAULT_TIMEZONE", "ROSTRUM_TIMEZONE", "Asia/Shanghai", "IANA name; times shown"),
    Setting("MAX_CONTENT_LENGTH", "ROSTRUM_MAX_UPLOAD", str(16 * _MIB), "largest request, bytes"),
    Setting("SESSION_HOURS", "ROSTRUM_SESSION_HOURS", "12", "a person's sign-in lasts, hours"),
    Setting("SEAT_SESSION_HOURS", "ROSTRUM_SEAT_HOURS", "72", "a seat's sign-in lasts, hours"),
    Setting("THREADS", "ROSTRUM_THREADS", "64", "threads of the server and connections kept"),
    Setting("COLUMNS_FROM", "ROSTRUM_COLUMNS_FROM", "20000", "entries tallied in columns from"),
    Setting("RATELIMIT_STORAGE_URI", "ROSTRUM_LIMITS_URL", "memory://", "where tries are counted"),
)

_INTEGERS = {
    "PROXY_COUNT",
    "MAX_CONTENT_LENGTH",
    "SESSION_HOURS",
    "SEAT_SESSION_HOURS",
    "THREADS",
    "COLUMNS_FROM",
}


def load_settings(root: Path, environment: Mapping[str, str]) -> dict[str, Any]:
    """Read all settings from an environment.

    Args:
        root: the checkout, against which a relative instance folder stands.
        environment: variable → text, usually ``os.environ``.

    Returns:
        Flask configuration values; ``INSTANCE`` is an absolute path, ``SECRET_KEY`` is filled.

    Raises:
        NotReady: a value cannot be used, or production lacks a safe key; says which and why.
    """
    values: dict[str, Any] = {s.name: environment.get(s.environment) or s.default for s in SETTINGS}
    if values["ENVIRONMENT"] not in ENVIRONMENTS:
        raise NotReady("setting_not_usable", name="ROSTRUM_ENV", value=values["ENVIRONMENT"])
    values["TRANSPORT"] = _transport(values["TRANSPORT"], values["ENVIRONMENT"])
    for name in _INTEGERS:
        values[name] = _integer(name, values[name])
    values["INSTANCE"] = str((root / values["INSTANCE"]).resolve())
    values["TRUSTED_HOSTS"] = [h.strip() for h in values["TRUSTED_HOSTS"].split(",") if h.strip()]
    key_file = Path(values["SECRET_KEY_FILE"] or Path(values["INSTANCE"]) / "secret.key")
    values["SECRET_KEY"] = read_or_make_key(
        key_file, may_make=values["ENVIRONMENT"] != "production"
    )
    if not values["SQLALCHEMY_DATABASE_URI"]:
        values["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{values['INSTANCE']}/rostrum.sqlite3"
    return values | _fixed(values)


def _fixed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what follows from the settings and is nobody's choice."""
    production = values["ENVIRONMENT"] == "production"
    is_encrypted = values["TRANSPORT"] != "plain"
    return {
        "TESTING": values["ENVIRONMENT"] == "testing",
        "TRUSTED_HOSTS": values["TRUSTED_HOSTS"] or None,
        "BABEL_DEFAULT_LOCALE": values["DEFAULT_LANGUAGE"],
        "BABEL_DEFAULT_TIMEZONE": values["DEFAULT_TIMEZONE"],
        "BABEL_TRANSLATION_DIRECTORIES": "translations",
        "SESSION_COOKIE_NAME": "__Host-rostrum" if is_encrypted else "rostrum",
        "SESSION_COOKIE_SECURE": is_encrypted,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # An answer that arrives late must not put the one before in the place of who came in.
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": _COOKIE_LIFETIME,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": production,
        "RATELIMIT_HEADERS_ENABLED": True,
        "MAX_FORM_PARTS": 5000,
        "MAX_FORM_MEMORY_SIZE": 4 * _MIB,
    }


def _transport(text: str, environment: str) -> str:
    """Return how browsers reach us.

    Raises:
        NotReady: it is none of :data:`TRANSPORTS`.
    """
    chosen = text or ("tls" if environment == "production" else "plain")
    if chosen not in TRANSPORTS:
        raise NotReady("setting_not_usable", name="ROSTRUM_TRANSPORT", value=text)
    return chosen


def _integer(name: str, text: str) -> int:
    """Parse a bounded, non-negative integer setting."""
    if not text.isdecimal() or len(text) > 12:
        raise NotReady("setting_not_usable", name=name, value=text)
    return int(text)


def read_or_make_key(path: Path, *, may_make: bool) -> str:
    """Return the secret key, making it where that is allowed.

    Args:
        path: the key file; nobody but its owner may be able to read it.
        may_make: True outside production, where a missing file is written with mode 0600.

    Raises:
        NotReady: the file is missing, short, or readable by others.
    """
    if not path.exists():
        if not may_make:
            raise NotReady("key_missing", path=str(path))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_key(path)
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise NotReady("key_readable_by_others", path=str(path))
    key = path.read_text(encoding="ascii").strip()
    if len(key) < _KEY_BYTES:
        raise NotReady("key_too_short", path=str(path))
    return key


def _write_key(path: Path) -> None:
    """Write a new key so that no other process ever sees half of it or reads it."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was quicker; its key counts
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(_KEY_BYTES) + "\n")
