"""The judge's page with the network really gone: a whole heat, cold starts, gateways."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PageAt
from tests.browser.gate import Gate, open_gate
from tests.browser.live_server import LiveServer
from tests.browser.marking import Hall, fill, make_hall, submit
from tests.browser.sizes import TABLET
from tests.rule_documents import CONVENTION

LOST = ("Failed to load resource", "fetching the script", "ServiceWorker")
CONTROLLED = """
() => navigator.serviceWorker.controller ? true : new Promise((resolve) =>
  navigator.serviceWorker.addEventListener("controllerchange", () => resolve(true), { once: true }))
"""
ENTRIES = 20
KEYS = ("content", "structure", "language", "delivery", "presence", "answers")


@pytest.fixture
def gate(live_server: LiveServer) -> Iterator[Gate]:
    with open_gate(live_server) as made:
        yield made


def six_criteria() -> dict[str, Any]:
    """Return a rule sheet of six criteria with a step that no binary fraction holds."""
    criteria = [
        {"key": key, "name": {"zh": key, "en": key}, "min": "0", "max": "10", "step": "0.05"}
        for key in KEYS
    ]
    rubric = {"combine": "sum", "criteria": [{**each, "weight": "1"} for each in criteria]}
    ranking = {**CONVENTION["ranking"], "ties": ["more_decimals"]}
    return {**CONVENTION, "rubric": rubric, "ranking": ranking}


def typed(order: int) -> dict[str, str]:
    """Return the marks of one contestant: every figure of them is another one's."""
    hundredths = [(order * 37 + place * 115) % 200 * 5 for place in range(len(KEYS))]
    return {k: f"{h // 100}.{h % 100:02d}" for k, h in zip(KEYS, hundredths, strict=True)}


def await_worker(page: Page) -> None:
    """Wait until the page can be opened without a network."""
    page.evaluate(CONTROLLED)


def mark(page: Page, orders: range) -> None:
    """Mark and submit contestants, each after the other."""
    for order in orders:
        page.locator(f"[data-order='{order}']").click()
        expect(page.locator(".on-stage__number")).to_contain_text(str(order))
        fill(page, typed(order))
        submit(page)
        expect(page.locator("#total-bar .sheet-state.is-waiting")).to_be_visible()


def test_a_whole_heat_without_a_network_arrives_once_and_to_the_digit(
    page_at: PageAt, live_server: LiveServer, gate: Gate
) -> None:
    hall = make_hall(live_server, entries=ENTRIES, document=six_criteria())
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page, base=gate.url)
    await_worker(page)
    gate.state = "lost"
    mark(page, range(1, 8))
    page.reload()
    page.wait_for_selector("body.has-tablet")
    expect(page.locator("#outbox")).to_contain_text("7")
    mark(page, range(8, 14))
    context = page.context
    page.close()
    page = context.new_page()
    page.goto(f"{gate.url}/judge/")
    page.wait_for_selector("body.has-tablet")
    mark(page, range(14, ENTRIES + 1))
    expect(page.locator("#outbox")).to_contain_text("20")
    assert hall.revisions() == []
    gate.state = "open"
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#outbox")).to_have_class("outbox is-received")
    assert hall.marks() == [typed(order) for order in range(1, ENTRIES + 1)]
    assert [row[:2] for row in hall.revisions()] == [(1, "given")] * ENTRIES
