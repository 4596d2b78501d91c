"""An event loop in a thread of its own: the main thread is Playwright's, which has one too."""

import asyncio
import gc
import threading
import warnings
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

Value = TypeVar("Value")


class Background:
    """Runs coroutines beside the test."""

    def __init__(self) -> None:
        """Start the thread."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="faults", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Value], within_s: float) -> Value:
        """Run a coroutine to its end and return what it gives.

        Raises:
            TimeoutError: it did not end within the time.
        """
        return self.start(asyncio.wait_for(work, within_s)).result()

    def start(self, work: Coroutine[Any, Any, Value]) -> "Future[Value]":
        """Start a coroutine and go on; what it gives is waited for later."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def close(self) -> None:
        """End what is left and the thread."""
        self.start(_cancel_others()).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
        with warnings.catch_warnings():  # connections that a killed server left belong to this test
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()


async def _cancel_others() -> None:
    """Cancel every other task of the loop and let it end."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
