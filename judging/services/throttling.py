"""How long one waits after wrong tries. Pure, but for the memory of names that do not exist.

The delay grows with each wrong try and stops growing at a minute, so that nobody is ever locked
out; a try during the wait is refused without being counted. Names that do not exist are
remembered in the process, so that waiting does not tell which names do.
Source: trust.md of the specification, "Sign-in".
"""

import math
import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from judging.errors import TooManyTries
from judging.tokens import hash_token

FREE_TRIES = 3
LONGEST_WAIT_S = 60
_MOST_REMEMBERED = 20_000


def wait_s(failures: int) -> int:
    """Return the seconds to wait after so many wrong tries in a row.

    >>> [wait_s(n) for n in (0, 3, 4, 5, 9, 10, 1000)]
    [0, 0, 2, 4, 60, 60, 60]
    """
    beyond = failures - FREE_TRIES
    return min(LONGEST_WAIT_S, 2 ** min(beyond, 10)) if beyond > 0 else 0


def next_try(failures: int, now: datetime) -> datetime | None:
    """Return when the next try is allowed after so many wrong ones; None for at once."""
    seconds = wait_s(failures)
    return now + timedelta(seconds=seconds) if seconds else None


def refuse_while_waiting(next_try_at: datetime | None, now: datetime) -> None:
    """Go on only where the wait is over.

    Raises:
        TooManyTries: it is not; carries the whole seconds left.
    """
    if next_try_at is not None and next_try_at > now:
        left = math.ceil((next_try_at - now).total_seconds())
        raise TooManyTries("wait_before_next_try", wait_s=left)


class UnknownNames:
    """Wrong tries on names that do not exist: bounded, hashed, gone with the process."""

    def __init__(self) -> None:
        """Start with no memory."""
        self._tries: OrderedDict[str, tuple[int, datetime | None]] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, name: str, now: datetime) -> None:
        """Count one wrong try.

        Raises:
            TooManyTries: an account of this name would have to wait as well.
        """
        key = hash_token(name)
        with self._lock:
            failures, waiting = self._tries.pop(key, (0, None))
            try:
                refuse_while_waiting(waiting, now)
                failures += 1
                waiting = next_try(failures, now)
            finally:
                self._tries[key] = (failures, waiting)
                if len(self._tries) > _MOST_REMEMBERED:
                    self._tries.popitem(last=False)
