"""A new version of the judge's page: it waits for what is typed, and for nothing else."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_no_axe_violations
from tests.browser.conftest import PageAt
from tests.browser.gate import Gate, open_gate
from tests.browser.live_server import LiveServer
from tests.browser.marking import await_worker, fill, make_hall, submit
from tests.browser.sizes import TABLET

LOST = ("Failed to load resource", "fetching the script")
UPDATE = "navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => 0)"
KEPT = "caches.keys().then((names) => names.filter((name) => !name.endsWith('language')))"


@pytest.fixture
def gate(live_server: LiveServer) -> Iterator[Gate]:
    with open_gate(live_server) as made:
        yield made


def renew(page: Page, gate: Gate) -> None:
    """Let the server hand out another worker, and let the page look for it."""
    version = page.locator("#tablet").get_attribute("data-version") or ""
    gate.rewrites["/judge/worker.js"] = lambda body: body.replace(version.encode(), b"newer")
    page.evaluate(UPDATE)


def test_a_new_version_waits_for_the_sheet_that_is_typed(
    page_at: PageAt, live_server: LiveServer, gate: Gate
) -> None:
    hall = make_hall(live_server)
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page, base=gate.url)
    await_worker(page)
    fill(page)
    renew(page, gate)
    asked = page.get_by_text("A new version of this page is ready")
    expect(asked).to_be_visible()
    expect(page.locator("#mark-content")).to_have_value("35.5")
    assert_no_axe_violations(page)
    submit(page)
    expect(asked).to_have_count(0)
    page.locator("[data-order='1']").click()
    assert page.evaluate(KEPT) == ["rostrum-judge-newer"]
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
    assert hall.revisions() == [(1, "given", 88000, "")]


def test_a_new_version_that_is_not_whole_changes_nothing(
    page_at: PageAt, live_server: LiveServer, gate: Gate
) -> None:
    """A portal's page in the place of one module: the old version goes on, whole."""
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    make_hall(live_server).enter(page, base=gate.url)
    await_worker(page)
    before = page.evaluate(KEPT)
    gate.rewrites["/static/tablet/points.js"] = lambda _body: b"<h1>Welcome to our Wi-Fi</h1>"
    with page.context.expect_event("response", lambda answer: "points.js" in answer.url) as asked:
        renew(page, gate)
    assert asked.value.ok
    gate.state = "lost"
    page.reload()
    expect(page.locator("#mark-content")).to_be_visible()
    assert set(before) <= set(page.evaluate(KEPT))
