"""The only place that reads the clock.

Commands take ``now`` as an argument; the outer layers (web and cli) call :func:`utc_now` once a
request and pass it down, so that every rule about time can be tested with a fixed instant.
"""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the present instant, aware, in UTC, cut to whole microseconds."""
    return datetime.now(UTC)
