"""A judge at a real tablet in Chromium: marks sheets by its page, whatever the network does."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page, expect

#: All of what the tablet keeps, with its receipts, as it stands on the device.
_OUTBOX = """
() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("rostrum-tablet");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const asked = opening.result.transaction("outbox").objectStore("outbox").getAll();
    asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
    asked.onerror = () => reject(asked.error);
  };
})
"""

_TOLD = ("appearance", "status", "problem", "receipt", "made_at", "isVolatile")


def enter(page: Page, link: str) -> None:
    """Go in by a seat's link, and wait until the tablet has started."""
    page.goto(f"/j/{link}")
    page.locator("main form button[type=submit]").click()
    page.wait_for_selector("body.has-tablet")


def mark(page: Page, order: int, marks: Mapping[str, str]) -> None:
    """Give one sheet: it is on the device afterwards, and perhaps received."""
    line = page.locator(f".contestant[data-order='{order}']")
    line.click()
    expect(line).to_have_attribute("aria-current", "true")
    for key, value in marks.items():
        page.fill(f"#mark-{key}", value)
    page.locator(".total-bar__submit").click()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "order => document.querySelector(`.contestant[data-order='${order}']`)"
        "?.matches('.is-waiting, .is-received')",
        arg=order,
    )


def wait_until_received(page: Page, count: int, within_s: float) -> None:
    """Wait until every contestant shows "received", and nothing waits any more.

    Raises:
        AssertionError: it does not; with what the tablet keeps and shows.
    """
    timeout = within_s * 1000
    try:
        expect(page.locator(".contestant.is-received")).to_have_count(count, timeout=timeout)
        expect(page.locator("#outbox")).to_have_class("outbox is-received", timeout=timeout)
    except AssertionError as late:
        kept = [{key: item.get(key) for key in _TOLD} for item in outbox(page)]
        shown = page.locator(".page").inner_text()
        raise AssertionError(f"{late}\nkept: {kept}\nshown: {shown}") from late


def outbox(page: Page) -> list[dict[str, Any]]:
    """Return what the tablet keeps."""
    kept: list[dict[str, Any]] = page.evaluate(_OUTBOX)
    return kept
