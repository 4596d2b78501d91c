"""What every table shares: the declarative base, column types, and state checks.

Sources of the choices: docs/decisions/0001 (exact integers, packed marks) and 0002 (SQLite).
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    Integer,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from judging.extensions import metadata as shared_metadata

#: 64-bit keys on PostgreSQL; SQLite counts rows only in a column declared INTEGER.
BigKey = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """The base of all tables, on the metadata that migrations and the session use."""

    metadata = shared_metadata


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant; stored without zone, since every stored time is UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times and drop the zone after turning to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time must be aware")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


class JsonText(TypeDecorator[Any]):
    """Plain data as canonical JSON text: sorted keys, no spaces, so that digests are stable."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write canonical JSON; floats are refused, points travel as text."""
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read it back."""
        return None if value is None else json.loads(value)


def canonical_json(value: Any) -> str:
    """Return the one JSON text of a plain value.

    Args:
        value: dicts with text keys, lists, text, integers, booleans and None.

    Raises:
        TypeError: a float is inside; points are never floats.
    """
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _refuse_floats(value: Any) -> None:
    """Walk a plain value and raise where a float hides."""
    if isinstance(value, float):
        raise TypeError("a float may not be stored")
    children: Iterable[Any] = ()
    if isinstance(value, dict):
        children = value.values()
    elif isinstance(value, list | tuple):
        children = value
    for child in children:
        _refuse_floats(child)


def one_of(column: str, choices: Iterable[str], name: str = "") -> CheckConstraint:
    """Return a named check that a text column holds one of the choices."""
    quoted = ", ".join(f"'{choice}'" for choice in choices)
    return CheckConstraint(f"{column} IN ({quoted})", name=name or f"{column}_is_known")


class HasId:
    """A surrogate key. It never leaves the server where a natural key can name the thing."""

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)


class HasNames:
    """A name in both languages; English may be empty, then Chinese is shown."""

    name_zh: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
