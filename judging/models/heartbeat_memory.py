"""Heartbeats of the tablets as this process has heard them, and when they are due to be stored.

Three hundred tablets send sixty heartbeats a second. Each goes into memory; what is new is handed
out in one batch every so often, so that the database sees one transaction instead of hundreds. A
batch that is lost loses nothing: the tablets report again within seconds.
"""

import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

#: More tablets than this for one seat are forgotten, those with nothing to send first.
MOST_TABLETS = 8
_FORGET_AFTER = timedelta(days=1)
_EXTENSION = "heartbeats"


@dataclass(frozen=True)
class Beat:
    """One report of a tablet.

    Args:
        seat_id: the seat that it reports for.
        tablet: random id of the tablet's storage, a UUID; empty where a client has none.
        at: the server's time.
        waiting: items in the outbox that have no receipt yet.
        refused: items that the server did not take, for the judge to decide.
        kept: revisions on the tablet that the server has acknowledged.
        drafts: sheets that are begun and not submitted.
        version: of the page's modules.
        battery_percent: 0 to 100; None where the tablet does not say.
        is_charging: the tablet says that it is being charged.
        is_durable: what is saved survives closing the page.
        has_worker: the page opens without a network.
        is_hidden: the page was not on the screen.
    """

    seat_id: int
    tablet: str
    at: datetime
    waiting: int = 0
    refused: int = 0
    kept: int = 0
    drafts: int = 0
    version: str = ""
    battery_percent: int | None = None
    is_charging: bool = False
    is_durable: bool = True
    has_worker: bool = False
    is_hidden: bool = False

    @property
    def is_holding(self) -> bool:
        """Whether something stands on this tablet that the server does not have."""
        return bool(self.waiting or self.refused or self.drafts)


class HeartbeatMemory:
    """The newest report of each seat's tablets in this process; safe for many threads."""

    def __init__(self, since: datetime) -> None:
        """Start to listen."""
        self.since = since
        self._lock = threading.Lock()
        self._beats: dict[int, dict[str, Beat]] = {}
        self._new: set[tuple[int, str]] = set()
        self._handed_out_at = since

    def note(self, beat: Beat) -> None:
        """Keep a report in the place of the tablet's last one."""
        with self._lock:
            self._beats[beat.seat_id] = {
                one.tablet: one
                for one in most_telling(
                    [*self._others(beat.seat_id, beat.tablet), beat], MOST_TABLETS
                )
            }
            self._new.add((beat.seat_id, beat.tablet))

    def _others(self, seat_id: int, tablet: str) -> list[Beat]:
        """Return what other tablets said for the same seat."""
        return [one for one in self._beats.get(seat_id, {}).values() if one.tablet != tablet]

    def list_of(self, seat_ids: Collection[int]) -> list[Beat]:
        """Return the reports of these seats, by seat and then newest first."""
        with self._lock:
            found = [one for key in seat_ids for one in self._beats.get(key, {}).values()]
        return sorted(found, key=lambda beat: (beat.seat_id, -beat.at.timestamp()))

    def take_due(self, now: datetime, every: timedelta) -> list[Beat]:
        """Hand out what is new, once in a while, to one caller; usually nothing.

        Args:
            now: the present instant.
            every: how long it may gather.
        """
        with self._lock:
            if now - self._handed_out_at < every:
                return []
            self._handed_out_at = now
            taken = [
                one
                for seat_id, tablet in sorted(self._new)
                if (one := self._beats.get(seat_id, {}).get(tablet)) is not None
            ]
            self._new.clear()
            self._forget_before(now - _FORGET_AFTER)
            return taken

    def give_back(self, beats: Iterable[Beat]) -> None:
        """Take reports back that could not be stored; they go with the next batch."""
        with self._lock:
            self._new |= {(beat.seat_id, beat.tablet) for beat in beats}

    def _forget_before(self, instant: datetime) -> None:
        """Drop old reports; the database has them."""
        kept = {
            seat_id: {tablet: one for tablet, one in beats.items() if one.at >= instant}
            for seat_id, beats in self._beats.items()
        }
        self._beats = {seat_id: beats for seat_id, beats in kept.items() if beats}


def most_telling(beats: Iterable[Beat], most: int) -> list[Beat]:
    """Return as many reports of one seat as are kept: those that hold something, then the newest.

    The newest of all is always among them.
    """
    newest_first = sorted(beats, key=lambda beat: beat.at, reverse=True)
    rest = sorted(newest_first[1:], key=lambda beat: not beat.is_holding)
    return newest_first[:1] + rest[: most - 1]


def memory_of(extensions: dict[str, Any], now: datetime) -> HeartbeatMemory:
    """Return the application's memory of heartbeats; it begins to listen when first asked for.

    Args:
        extensions: the application's own.
        now: the present instant.
    """
    memory: HeartbeatMemory = extensions.setdefault(_EXTENSION, HeartbeatMemory(now))
    return memory
