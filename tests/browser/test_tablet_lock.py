"""A shared tablet: locked, handed over, taken over; nobody's queue is lost or mixed."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import assert_no_axe_violations
from tests.browser.conftest import PageAt
from tests.browser.live_server import LiveServer
from tests.browser.marking import MARKS, Hall, await_worker, make_hall
from tests.browser.seats import LOST, authors, enter_by_pin, pin_of, submit
from tests.browser.sizes import TABLET

#: Whether anything of a heat is on the tablet: sheets, names, keys.
HOLDS_NAMES = """
async () => {
  const { openStore } = await import("/static/tablet/store.js");
  const store = await openStore();
  const facts = (await store.listAll("facts")).filter(({ body, delivery }) => body || delivery);
  return facts.length + (await store.listAll("outbox")).length > 0;
}
"""

#: Whether it is a seat's turn on this tablet.
HAS_TURN = """
async (seat) => {
  const { openStore } = await import("/static/tablet/store.js");
  return (await (await openStore()).get("facts", "scope")).value.endsWith(seat);
}
"""


@pytest.fixture
def hall(live_server: LiveServer) -> Hall:
    return make_hall(live_server, seats=2)


def test_one_tap_locks_and_the_pin_brings_every_keystroke_back(page_at: PageAt, hall: Hall) -> None:
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page)
    await_worker(page)
    page.fill("#mark-content", "35.5")
    expect(page.locator(".sheet-state.is-saved")).to_be_visible()
    other = page.context.new_page()
    other.goto("/judge/")
    expect(other.locator("#mark-content")).to_have_value("35.5")
    page.get_by_role("button", name="Lock").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This tablet is locked")
    held = "What this seat submitted is received. Begun on this tablet and not submitted: 1."
    expect(page.locator(".held").first).to_have_text(held)
    assert "35.5" not in page.content()
    other.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(other.get_by_role("heading", level=1)).to_have_text("This tablet is locked")
    other.close()
    assert page.request.get("/api/v1/judge/heat").status == 401
    assert_no_axe_violations(page)
    enter_by_pin(page, hall, 0)
    expect(page.locator("#mark-content")).to_have_value("35.5")


def test_a_full_queue_outlives_the_hand_over_and_stays_its_own_seats(
    page_at: PageAt, hall: Hall
) -> None:
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page, 1)
    hall.enter(page, 0)
    # The server takes no sheets, as a hall's gateway that lets only pages through.
    page.context.route("**/revisions/*", lambda route: route.abort())
    page.context.route("**/deliveries/*", lambda route: route.abort())
    submit(page)
    page.locator(".contestant").nth(1).click()
    submit(page, MARKS | {"overall": "8"})
    page.get_by_role("button", name="Lock").click()
    expect(page.locator(".held").first).to_contain_text("2 score sheets of this seat")
    enter_by_pin(page, hall, 1)
    expect(page.locator("#mark-content")).to_have_value("")
    expect(page.locator("#outbox")).to_contain_text("Nothing waiting")
    assert "88.0" not in page.content()
    page.context.unroute("**/revisions/*")
    submit(page, MARKS | {"overall": "10"})
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
    assert authors(hall) == [(1, 89000)]
    page.context.unroute("**/deliveries/*")
    with page.expect_response(lambda answer: "deliveries" in answer.url and answer.ok):
        page.evaluate("window.dispatchEvent(new Event('online'))")
    page.get_by_role("button", name="Lock").click()
    expect(page.locator(".held").first).to_contain_text("Everything of this seat is received")
    assert sorted(authors(hall)) == [(0, 87000), (0, 88000), (1, 89000)]
    assert page.evaluate(HOLDS_NAMES)
    hall.change(heat_state="signed")
    page.reload()
    page.wait_for_function(f"async () => !(await ({HOLDS_NAMES})())")


def test_without_a_network_the_tablet_locks_by_itself_and_its_pin_opens_it(
    page_at: PageAt, hall: Hall
) -> None:
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page)
    await_worker(page)
    page.context.set_offline(True)
    page.fill("#mark-content", "35.5")
    submit(page)
    page.get_by_role("button", name="Lock").click()
    lock = page.locator("dialog.lock")
    expect(lock).to_contain_text("on this tablet, not received yet: 1")
    expect(page.locator("#tablet")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(lock).to_be_visible()
    lock.get_by_label("PIN").fill("000000")
    lock.get_by_role("button", name="Unlock").click()
    expect(lock.get_by_role("alert")).to_contain_text("not the PIN of seat 1")
    assert_no_axe_violations(page)
    lock.get_by_label("PIN").fill(pin_of(hall, 0))
    lock.get_by_role("button", name="Unlock").click()
    expect(lock).to_have_count(0)
    expect(page.locator("#total-bar")).to_contain_text("not received yet")
    page.get_by_role("button", name="Lock").click()
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("This tablet is locked")
    expect(page.locator(".held").first).to_contain_text("Everything of this seat is received")
    assert authors(hall) == [(0, 88000)]


def test_a_locked_tablet_is_sent_no_mark_and_believes_no_gateway(
    page_at: PageAt, hall: Hall
) -> None:
    """The network is there, but whoever answers the lock is not our server."""
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page)
    submit(page)
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
    portal = {"status": 302, "headers": {"Location": "/hall"}}
    page.context.route("**/judge/lock", lambda route: route.fulfill(**portal))
    with page.expect_request("**/judge/lock"):
        page.get_by_role("button", name="Lock").click()
    expect(page.locator("#lock-pin")).to_be_visible()
    assert page.request.get("/api/v1/judge/heat").status == 200
    shown = page.goto("/judge/appearances/1/sheet")
    assert shown is not None
    assert "csrf-token" not in shown.text()
    expect(page.locator("dialog.lock")).to_be_visible()
    expect(page.locator("#tablet")).to_be_hidden()
    gone = {"status": 404, "content_type": "application/problem+json"}
    body = '{"code": "not_found"}'
    page.context.route("**/judge/heat", lambda route: route.fulfill(body=body, **gone))
    page.wait_for_url("**/judge/door")
    page.context.unroute("**/judge/heat")
    page.context.unroute("**/judge/lock")
    enter_by_pin(page, hall, 0)
    expect(page.locator("#total-bar")).to_contain_text("88.0")


def test_a_tablet_changes_hands_where_there_is_no_network_at_all(
    page_at: PageAt, hall: Hall
) -> None:
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page, 1)
    await_worker(page)
    hall.enter(page, 0)
    page.context.set_offline(True)
    submit(page)
    page.get_by_role("button", name="Lock").click()
    expect(page.locator("#lock-pin")).to_be_visible()
    page.reload()
    lock = page.locator("dialog.lock")
    lock.get_by_label("Seat", exact=True).select_option(index=1)
    lock.get_by_label("PIN").fill(pin_of(hall, 1))
    lock.get_by_role("button", name="Unlock").click()
    expect(page.locator("#hall-where")).to_contain_text("Seat 2")
    expect(page.locator("#mark-content")).to_have_value("")
    submit(page, MARKS | {"overall": "10"})
    expect(page.locator("#outbox")).to_contain_text("1")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.locator("#sheet-tools").get_by_role("link", name="Sign in").click()
    enter_by_pin(page, hall, 1)
    expect(page.locator("#outbox")).to_contain_text("All received")
    page.get_by_role("button", name="Lock").click()
    expect(page.locator(".held").first).to_contain_text("Everything of this seat is received")
    expect(page.locator(".held").nth(1)).to_contain_text("Everything of this seat is received")
    assert sorted(authors(hall)) == [(0, 88000), (1, 89000)]


def test_a_pin_in_another_tab_ends_the_sign_in_of_the_seat_that_locked(
    page_at: PageAt, hall: Hall
) -> None:
    """The tab that lay behind shows its seat by the PIN, not who is signed in on the tablet."""
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page, 0)
    await_worker(page)
    page.route(
        "**/judge/heat", lambda route: route.abort()
    )  # as a tab that the browser put to sleep
    other = page.context.new_page()
    hall.enter(other, 1)
    page.context.set_offline(True)
    other.get_by_role("button", name="Lock").click()
    expect(other.locator("#lock-pin")).to_be_visible()
    page.evaluate("for (const name of ['focus', 'pageshow']) window.dispatchEvent(new Event(name))")
    lock = page.locator("dialog.lock")
    expect(lock.locator("form")).to_have_count(1)
    lock.get_by_label("PIN").fill(pin_of(hall, 0))
    lock.get_by_role("button", name="Unlock").click()
    expect(lock).to_have_count(0)
    other.close()
    page.unroute("**/judge/heat")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#sheet-tools").get_by_role("link", name="Sign in")).to_be_visible()
    expect(page.locator("#hall-where")).to_contain_text("Seat 1")
    assert page.request.get("/api/v1/judge/heat").status == 401


def test_a_tab_that_lies_behind_takes_no_turn_from_who_came_in_by_pin(
    page_at: PageAt, hall: Hall
) -> None:
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page, 1)
    await_worker(page)
    hall.enter(page, 0)
    other = page.context.new_page()
    other.goto("/judge/")
    other.wait_for_selector("body.has-tablet")
    page.context.set_offline(True)
    page.get_by_role("button", name="Lock").click()
    lock = page.locator("dialog.lock")
    lock.get_by_label("Seat", exact=True).select_option(index=1)
    lock.get_by_label("PIN").fill(pin_of(hall, 1))
    lock.get_by_role("button", name="Unlock").click()
    expect(page.locator("#hall-where")).to_contain_text("Seat 2")
    hall.change(on_stage=1)  # what the tab behind reads is new
    page.route("**/judge/heat", lambda route: route.abort())
    page.context.set_offline(False)
    with other.expect_response("**/judge/heat"):
        other.evaluate("window.dispatchEvent(new Event('online'))")
    expect(other.locator(".contestant").nth(1)).to_contain_text("on stage")
    page.reload()
    page.wait_for_function(HAS_TURN, arg="seat 2")
    expect(page.locator("#hall-where")).to_contain_text("Seat 2")
