"""The one driver of Chromium of a test process: a second one in the same process is refused."""

import atexit
from functools import cache

from playwright.sync_api import Playwright, sync_playwright


@cache
def start_driver() -> Playwright:
    """Start the driver once; it stops with the process."""
    driver = sync_playwright().start()
    atexit.register(driver.stop)
    return driver
