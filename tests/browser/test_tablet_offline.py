"""The judge's page with the network really gone: a whole heat, cold starts, gateways."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.axe import assert_no_axe_violations
from tests.browser.conftest import PageAt
from tests.browser.gate import Gate
from tests.browser.live_server import LiveServer
from tests.browser.marking import MARKS, await_worker, fill, make_hall, submit, wake
from tests.browser.sizes import TABLET
from tests.rule_documents import CONVENTION

LOST = ("Failed to load resource", "fetching the script", "ServiceWorker")
PLAIN_HTTP = """
delete Navigator.prototype.serviceWorker;
delete Navigator.prototype.locks;
delete Crypto.prototype.subtle;
delete Crypto.prototype.randomUUID;
"""
ENTRIES = 20
EXACT = MARKS | {"language": "26.0", "overall": "9.0"}
KEYS = ("content", "structure", "language", "delivery", "presence", "answers")


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
    wake(page)
    expect(page.locator("#outbox")).to_have_class("outbox is-received")
    assert hall.marks() == [typed(order) for order in range(1, ENTRIES + 1)]
    assert [row[:2] for row in hall.revisions()] == [(1, "given")] * ENTRIES


def test_a_network_that_pretends_or_is_silent_does_not_keep_the_page_shut(
    page_at: PageAt, live_server: LiveServer, gate: Gate
) -> None:
    hall = make_hall(live_server)
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page, base=gate.url)
    await_worker(page)
    page.fill("#mark-content", "35.5")
    expect(page.locator(".sheet-state.is-saved")).to_be_visible()
    gate.state = "portal"
    page.reload()
    expect(page.locator("#mark-content")).to_have_value("35.5")
    expect(page.locator("#hall-where")).to_contain_text("Seat 1 · Expert judge")
    expect(page.locator("#sheet-tools")).to_contain_text("No connection at the moment")
    assert_no_axe_violations(page)
    gate.state = "silent"
    page.goto(f"{gate.url}/judge/appearances/2/sheet")
    expect(page.locator(".on-stage__number")).to_contain_text("2")
    gate.state = "open"
    page.locator(".hall-menu summary").click()
    page.get_by_role("link", name="中文").click()
    expect(page.locator("#total-bar")).to_contain_text("提交")
    expect(page.locator("#outbox")).to_contain_text("未提交")


def test_the_page_of_nobody_gives_way_once_to_the_seat_that_is_signed_in(
    page_at: PageAt, live_server: LiveServer, gate: Gate
) -> None:
    """The network brings the heat, but no page in time: what stands in is of that seat then."""
    hall = make_hall(live_server, seats=2)
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page, base=gate.url)
    await_worker(page)
    gate.cut = ("/judge/",)
    hall.sign_in_seat(page, 1)
    loaded: list[str] = []
    page.on("domcontentloaded", lambda shown: loaded.append(shown.url))
    wake(page)
    expect(page.locator("#hall-where")).to_contain_text("Seat 2 · Expert judge")
    with page.expect_response("**/api/v1/judge/heat"):
        wake(page)
    fill(page)
    submit(page)
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
    assert len(loaded) == 1
    assert (hall.marks(seat=0), hall.marks(seat=1)) == ([], [EXACT])


def test_a_lost_cookie_loses_no_mark(page_at: PageAt, live_server: LiveServer) -> None:
    hall = make_hall(live_server)
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page)
    fill(page)
    page.context.clear_cookies()
    submit(page)
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
    page.locator("[data-order='2']").click()
    page.fill("#mark-content", "20")
    expect(page.locator("#sheet-tools")).to_contain_text("Your sign-in has ended")
    hall.enter(page)
    page.locator("[data-order='2']").click()
    expect(page.locator("#mark-content")).to_have_value("20")
    assert hall.marks() == [EXACT]


CLOCK = """
window.shift = 30 * 3600 * 1000;
const Clock = Date;
window.Date = class extends Clock {
  constructor(...given) { given.length ? super(...given) : super(Clock.now() + window.shift); }
  static now() { return Clock.now() + window.shift; }
};
"""


def test_a_clock_a_day_wrong_and_then_put_right_changes_nothing(
    page_at: PageAt, live_server: LiveServer
) -> None:
    hall = make_hall(live_server)
    page = page_at(*TABLET, locale="en-GB")
    page.add_init_script(CLOCK)
    hall.enter(page)
    fill(page)
    submit(page)
    shown = page.locator("#tablet .receipt")
    expect(shown).to_contain_text("Received")
    assert hall.received_clocks() == re.findall(r"[0-9]{2}:[0-9]{2}:[0-9]{2}", shown.inner_text())
    page.evaluate("window.shift = 0")
    page.get_by_role("button", name="Correct", exact=True).click()
    page.keyboard.type("misread a line")
    page.get_by_role("button", name="Open for correction").click()
    page.fill("#mark-overall", "10")
    submit(page)
    expect(shown).to_contain_text("revision 2")
    page.reload()
    page.locator("[data-order='1']").click()
    expect(shown).to_contain_text("revision 2")
    expected = [(1, "given", 88000, ""), (2, "given", 89000, "misread a line")]
    assert hall.revisions() == expected


def test_without_worker_locks_and_crypto_everything_still_arrives_once(
    page_at: PageAt, live_server: LiveServer
) -> None:
    """Plain http in a hall without a certificate."""
    hall = make_hall(live_server)
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    page.context.add_init_script(PLAIN_HTTP)
    hall.enter(page)
    expect(page.locator("#sheet-tools")).to_contain_text("Please leave this page open")
    assert_no_axe_violations(page)
    other = page.context.new_page()
    other.goto("/judge/")
    other.wait_for_selector("body.has-tablet")
    page.context.set_offline(True)
    fill(page)
    submit(page)
    expect(page.locator("#outbox")).to_contain_text("1")
    expect(page.locator("#sheet-tools")).to_contain_text("Do not close or reload this page until")
    page.locator(".hall-menu > summary").click()
    for _ in range(2):
        page.locator("[name='language']").click()
        expect(page.locator(".hall-menu [role='status']")).to_contain_text("No network: the page")
    expect(page.locator("[name='language']")).to_have_text("中文")
    page.locator(".hall-menu > summary").click()
    page.context.set_offline(False)
    for tab in (page, other):
        wake(tab)
    for tab in (page, other):
        expect(tab.locator("#tablet .receipt")).to_contain_text("Received")
        expect(tab.locator("#outbox")).to_have_class("outbox is-received")
    assert hall.revisions() == [(1, "given", 88000, "")]
