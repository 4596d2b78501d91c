"""The instants that tests live in: fixed, in UTC, and the same in every run."""

from datetime import UTC, datetime

#: A Saturday morning of competition, 09:30 in Beijing.
NOW = datetime(2026, 12, 5, 1, 30, tzinfo=UTC)
