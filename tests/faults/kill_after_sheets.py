"""Kill processes the moment another process has committed so many more sheets to a database.

    python -m tests.faults.kill_after_sheets DATABASE COUNT PROCESS …

It says "watching" once it does. ``data_version`` changes when another connection has committed; to
ask for it costs microseconds, so that the signal is sent before the commit's answer is.
"""

import contextlib
import os
import signal
import sqlite3
import sys
import time

_LONGEST_S = 300
#: Between two looks: the server needs the processor, and its answer takes longer than this.
_PAUSE_S = 0.0001
#: The answer leaves a millisecond after the commit: who watches must not wait for a turn.
_HURRY = -15
_NEWEST = "SELECT coalesce(max(id), 0) FROM sheet_revision"


def main(path: str, count: int, victims: list[int]) -> None:
    """Watch, then kill; give up after some minutes, so that nothing watches for ever."""
    with contextlib.suppress(PermissionError):
        os.nice(_HURRY)
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
    cursor = connection.cursor()
    enough = cursor.execute(_NEWEST).fetchone()[0] + count
    seen = cursor.execute("PRAGMA data_version").fetchone()
    deadline = time.monotonic() + _LONGEST_S
    sys.stdout.write("watching\n")
    sys.stdout.flush()
    while True:
        found = cursor.execute("PRAGMA data_version").fetchone()
        if found != seen and cursor.execute(_NEWEST).fetchone()[0] >= enough:
            break
        if time.monotonic() > deadline:
            sys.exit("too little was committed")
        seen = found
        time.sleep(_PAUSE_S)
    for victim in victims:
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), [int(word) for word in sys.argv[3:]])
