"""What the tablet keeps where the device fails: full, refused, killed, of another version."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, expect

from tests.browser.axe import assert_no_axe_violations
from tests.browser.conftest import PageAt
from tests.browser.live_server import LiveServer
from tests.browser.marking import Hall, await_worker, fill, make_hall, submit, wake
from tests.browser.sizes import TABLET

LOST = ("Failed to load resource", "fetching the script")
REFUSED = "indexedDB.open = () => { throw new DOMException('private mode', 'SecurityError'); };"
#: A device that fails when it is told to: ``window.storage`` is "", "full" or "failing".
FAILING = """
window.storage = "";
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...given) {
  if (window.storage === "full") throw new DOMException("no room", "QuotaExceededError");
  const asked = put.apply(this, given);
  if (window.storage === "failing") this.transaction.abort();
  return asked;
};
"""
#: Whether the browser would ask before it leaves the page.
IS_GUARDED = """
() => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }))
"""
WRITE = """
([version, item]) => new Promise((resolve, reject) => {
  const asked = indexedDB.open("rostrum-tablet", version);
  asked.onerror = () => reject(asked.error);
  asked.onupgradeneeded = () => {
    const make = (name, keyPath) => asked.result.createObjectStore(name, { keyPath });
    make("outbox", "client_id").createIndex("scope", "scope");
    make("drafts", "key").createIndex("scope", "scope");
    make("facts", "key");
    if (version > 1) make("later", "key");
  };
  asked.onsuccess = () => {
    const work = asked.result.transaction("outbox", "readwrite");
    work.objectStore("outbox").put(item);
    work.oncomplete = () => { asked.result.close(); resolve(true); };
  };
})
"""
READ = """
async () => {
  const { openStore } = await import("/static/tablet/store.js");
  const store = await openStore();
  const kept = [...(await store.listAll("outbox")), ...(await store.listAll("drafts"))];
  const facts = (await store.listAll("facts")).filter(({ body, delivery }) => body || delivery);
  const kindOf = (item) => item.status ?? (item.marks ? "draft" : "names");
  return [...kept, ...facts].map((item) => `${item.scope ?? item.key}: ${kindOf(item)}`);
}
"""


def test_what_a_full_device_does_not_take_is_never_called_saved(
    page_at: PageAt, live_server: LiveServer
) -> None:
    hall = make_hall(live_server)
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    page.add_init_script(FAILING)
    hall.enter(page)
    page.context.set_offline(True)
    bar = page.locator("#total-bar")
    page.evaluate("window.storage = 'failing'")
    fill(page)
    expect(bar).to_contain_text("Not saved on this tablet")
    expect(page.locator("#sheet-tools")).to_contain_text("This tablet could not save")
    page.evaluate("window.storage = 'full'")
    page.fill("#mark-overall", "9")
    expect(page.locator("#sheet-tools")).to_contain_text("The tablet's storage is full")
    submit(page)
    expect(page.locator("#tablet")).to_contain_text("Not saved on this tablet, not received yet")
    expect(page.locator("#outbox")).to_contain_text("not saved")
    assert_no_axe_violations(page)
    assert page.evaluate(IS_GUARDED)
    page.evaluate("window.storage = ''")
    wake(page)
    expect(bar).to_contain_text("Saved on this tablet, not received yet")
    expect(page.locator("#sheet-tools")).not_to_contain_text("storage is full")
    assert not page.evaluate(IS_GUARDED)
    page.context.set_offline(False)
    wake(page)
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
    assert hall.revisions() == [(1, "given", 88000, "")]


def test_what_only_the_page_holds_can_be_handed_over_and_is_sent_before_a_lock_leaves_it(
    page_at: PageAt, live_server: LiveServer, tmp_path: Path
) -> None:
    hall = make_hall(live_server)
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    page.add_init_script(FAILING)
    hall.enter(page)
    await_worker(page)
    page.context.set_offline(True)
    page.evaluate("window.storage = 'full'")
    fill(page)
    submit(page)
    expect(page.locator("#outbox")).to_contain_text("not saved")
    page.locator("#sheet-tools").get_by_role("button", name="Without network").click()
    expect(page.locator(".escape")).to_contain_text("Not received yet: 1")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save a file").click()
    saved.value.save_as(tmp_path / "sheets")
    [envelope] = json.loads((tmp_path / "sheets").read_text(encoding="utf-8"))["envelopes"]
    assert envelope["payload"]["marks"]["overall"] == "9.0"
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Lock").click()
    lock = page.locator("dialog.lock")
    expect(lock).to_contain_text("only on this page, not received yet: 1")
    expect(lock).to_contain_text("Do not close or reload this page")
    expect(lock.get_by_label("PIN")).to_be_visible()
    assert_no_axe_violations(page)
    page.context.set_offline(False)
    page.wait_for_url("**/judge/door")
    assert hall.revisions() == [(1, "given", 88000, "")]


def test_refused_storage_is_told_before_the_first_mark_and_the_marks_still_arrive(
    page_at: PageAt, live_server: LiveServer
) -> None:
    hall = make_hall(live_server)
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    page.add_init_script(REFUSED)
    hall.enter(page)
    expect(page.locator("#sheet-tools")).to_contain_text("This browser keeps nothing")
    page.route("**/draft", lambda route: route.abort())
    page.fill("#mark-content", "35.5")
    expect(page.locator("#total-bar")).to_contain_text("Not saved on this tablet")
    assert page.evaluate(IS_GUARDED)
    page.unroute("**/draft")
    fill(page)
    expect(page.locator("#total-bar")).to_contain_text("Draft saved")
    assert not page.evaluate(IS_GUARDED)
    submit(page)
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
    assert hall.revisions() == [(1, "given", 88000, "")]


def test_a_tab_that_is_killed_while_somebody_types_shows_it_all_again(
    page_at: PageAt, live_server: LiveServer
) -> None:
    page = page_at(*TABLET, expected_errors=LOST, service_workers="block")
    make_hall(live_server).enter(page)
    page.context.route("**/draft", lambda route: route.abort())
    page.fill("#mark-content", "35.5")
    page.fill("#field-comment_panel", "结尾偏快")
    expect(page.locator(".sheet-state.is-saved")).to_be_visible()
    with pytest.raises(Error):
        page.goto("chrome://crash")
    again = page.context.new_page()
    again.goto("/judge/")
    expect(again.locator("#mark-content")).to_have_value("35.5")
    expect(again.locator("#field-comment_panel")).to_have_value("结尾偏快")
    page.close()


def old_item(hall: Hall, number: int) -> dict[str, Any]:
    """Return a waiting revision as the first version of the modules kept it."""
    appearance = hall.heat.appearance_ids[number]
    key = f"00000000-0000-4000-8000-{appearance:012d}"
    marks = {"content": "35.5", "language": "26.0", "image": "17.5", "overall": "9.0"}
    payload = {
        "appearance": appearance,
        "client_id": key,
        "comment_contestant": "",
        "comment_panel": "结尾偏快",
        "device_time": "2026-12-05T01:30:00.000Z",
        "marks": marks,
        "reason": "",
        "replaces": 0,
        "state": "given",
    }
    written = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return {
        "client_id": key,
        "scope": f"heat {hall.heat.heat_id} seat 1",
        "appearance": appearance,
        "order": number + 1,
        "payload": payload,
        "digest": hashlib.sha256(written.encode()).hexdigest(),
        "shown_total": "88.0",
        "made_at": 1,
        "status": "waiting",
        "problem": None,
        "receipt": None,
    }


@pytest.mark.parametrize("version", [1, 7])
def test_an_outbox_of_another_version_is_sent(
    page_at: PageAt, live_server: LiveServer, version: int
) -> None:
    """Written by an older client, or by a newer one before the server was put back."""
    hall = make_hall(live_server)
    page = page_at(*TABLET, locale="en-GB")
    page.goto("/sign-in")
    page.evaluate(WRITE, [version, old_item(hall, 0)])
    hall.enter(page)
    expect(page.locator("#outbox")).to_have_class("outbox is-received")
    page.locator("[data-order='1']").click()
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
    assert hall.revisions() == [(1, "given", 88000, "")]


def test_what_was_received_leaves_the_tablet_when_its_round_is_final(
    page_at: PageAt, live_server: LiveServer
) -> None:
    hall = make_hall(live_server)
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page)
    fill(page)
    submit(page)
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
    page.locator("[data-order='2']").click()
    fill(page)
    expect(page.locator(".sheet-state.is-saved")).to_be_visible()
    scope = f"heat {hall.heat.heat_id} seat 1"
    kept = page.evaluate(READ)
    names = [f"{scope}: names", "heat: names", f"heat of {scope}: names"]
    assert kept == [f"{scope}: received", f"{scope}: draft", *names]
    hall.change(heat_state="signed")
    wake(page)
    expect(page.locator("#tablet")).to_contain_text("The result of this heat is signed.")
    assert page.evaluate(READ) == []
    page.locator("[data-order='1']").click()
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
