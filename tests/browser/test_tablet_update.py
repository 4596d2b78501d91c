"""A new version of the judge's page: it waits for what is typed, and for nothing else."""

from playwright.sync_api import Page, expect

from tests.browser.axe import assert_no_axe_violations
from tests.browser.conftest import PageAt
from tests.browser.gate import Gate
from tests.browser.live_server import LiveServer
from tests.browser.marking import await_worker, fill, make_hall, submit, wake
from tests.browser.sizes import TABLET

LOST = ("Failed to load resource", "fetching the script")
UPDATE = "navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => 0)"
KEPT = "caches.keys().then((names) => names.filter((name) => !name.endsWith('language')))"


def renew(page: Page, gate: Gate) -> None:
    """Let the server hand out another worker, and let the page look for it."""
    version = page.locator("#tablet").get_attribute("data-version") or ""
    gate.rewrites["/judge/worker.js"] = lambda body: body.replace(version.encode(), b"newer")
    page.evaluate(UPDATE)


def test_a_new_version_waits_for_the_sheet_that_is_typed_and_drops_nothing_that_waits(
    page_at: PageAt, live_server: LiveServer, gate: Gate
) -> None:
    """It takes over from the tablet alone: with a queue of the old one, and the network gone."""
    hall = make_hall(live_server)
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page, base=gate.url)
    await_worker(page)
    gate.cut = ("/api/v1/judge/revisions/",)
    for order in (1, 2):
        page.locator(f"[data-order='{order}']").click()
        fill(page)
        submit(page)
        expect(page.locator("#outbox")).to_contain_text(str(order))
    page.locator("[data-order='3']").click()
    fill(page)
    renew(page, gate)
    asked = page.get_by_text("A new version of this page is ready")
    expect(asked).to_be_visible()
    expect(page.locator("#mark-content")).to_have_value("35.5")
    assert_no_axe_violations(page)
    gate.state = "lost"
    with page.expect_navigation():
        submit(page)
    expect(page.locator("#outbox")).to_contain_text("3")
    expect(asked).to_have_count(0)
    assert page.evaluate(KEPT) == ["rostrum-judge-newer"]
    assert hall.revisions() == []
    gate.state, gate.cut = "open", ()
    wake(page)
    expect(page.locator("#outbox")).to_have_class("outbox is-received")
    page.locator("[data-order='1']").click()
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
    assert hall.revisions() == [(1, "given", 88000, "")] * 3


#: A browser that refuses once, tells nothing of what has come, and is slow to let it in.
FAILING = """
async () => {
  const { Client } = await import("/static/tablet/client.js");
  const said = (window.said = []);
  const answer = ({ kind }, ports) => {
    said.push(kind);
    if (said.filter((each) => each === "describe").length > 1) ports?.[0].postMessage({ store: 1 });
  };
  const update = async () => said.push("update");
  const found = Object.assign(new EventTarget(), { active: {}, waiting: null, update });
  navigator.serviceWorker.register = async () => {
    said.push("register");
    if (said.length === 1) throw new Error("refused");
    return found;
  };
  const on = { mayReload: (store) => !window.isTyped && store > 0, changed() {}, wake() {} };
  window.client = new Client({ worker: "/judge/worker.js", version: "old" }, on);
  await window.client.start();
  window.client.look("newer");
  window.come = () => (found.waiting = { postMessage: answer });
}
"""


def test_a_new_version_is_asked_for_and_offered_until_it_is_in(page_at: PageAt) -> None:
    page = page_at(*TABLET)
    page.clock.install()
    page.goto("/sign-in")
    page.evaluate(FAILING)
    page.clock.run_for(5_000)
    page.clock.run_for(5_000)
    assert page.evaluate("window.said.splice(0)") == ["register", "register", "update"]
    page.clock.run_for(60_000)
    assert page.evaluate("window.said.splice(0)") == ["update"]
    page.evaluate("window.isTyped = true; window.come()")
    page.clock.run_for(5_000)
    assert page.evaluate("[window.client.isNewer, ...window.said]") == [True]
    page.evaluate("window.isTyped = false")
    page.clock.run_for(5_000)
    page.clock.run_for(2_000)
    page.clock.run_for(3_000)
    page.wait_for_function("window.said.length > 2")
    assert page.evaluate("window.said") == ["describe", "describe", "activate"]


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
