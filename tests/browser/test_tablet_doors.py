"""The doors of a tablet: where the network goes, and where the card was replaced."""

from datetime import UTC, datetime
from threading import Event

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from judging.extensions import db
from judging.models import Seat, SignInSession
from judging.models.engine import write_transaction
from judging.tokens import hash_token, seat_link
from tests.browser.conftest import PageAt
from tests.browser.gate import Gate
from tests.browser.live_server import LiveServer
from tests.browser.marking import Hall, await_worker, make_hall, wake
from tests.browser.seats import authors, enter_by_pin, pin_of, submit
from tests.browser.sizes import TABLET

LOST = ("Failed to load resource",)


@pytest.fixture
def hall(live_server: LiveServer) -> Hall:
    return make_hall(live_server, seats=2)


def test_where_the_network_goes_no_way_leads_to_the_browsers_page_of_errors(
    page_at: PageAt, hall: Hall
) -> None:
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page, 1)
    await_worker(page)
    hall.enter(page, 0)
    page.fill("#mark-content", "35.5")
    expect(page.locator(".sheet-state.is-saved")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html[lang='zh-Hans'] #mark-content")).to_have_value("35.5")
    page.get_by_text("菜单", exact=True).click()
    page.get_by_role("link", name="English").click()
    expect(page.locator("html[lang='en'] #mark-content")).to_have_value("35.5")
    page.context.set_offline(False)
    page.get_by_role("button", name="Lock").click()
    page.wait_for_url("**/judge/door")
    said = page.locator("[data-said]")
    expect(page.locator(".held").first).to_contain_text("not submitted: 1")
    page.context.set_offline(True)
    for way in ("link", "button"):
        name = "Other ways to sign in" if way == "link" else "中文"
        page.get_by_role(way, name=name).click()  # type: ignore[arg-type]
        expect(said).to_contain_text("The server does not answer now.")
        page.evaluate("document.querySelector('[data-said]').textContent = ''")
    page.get_by_label("Seat 2").check()
    page.get_by_label("PIN").fill(pin_of(hall, 0))
    page.get_by_role("button", name="Enter").click()
    expect(said).to_contain_text("This is not the PIN of seat 2.")
    enter_by_pin(page, hall, 1)
    expect(page.locator("#hall-where")).to_contain_text("Seat 2")
    submit(page)
    expect(page.locator("#outbox")).to_contain_text("1")
    page.context.set_offline(False)
    wake(page)
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
    assert authors(hall) == [(1, 88000)]


def test_a_network_too_slow_for_the_page_still_lets_in_who_typed_the_right_pin(
    page_at: PageAt, hall: Hall, gate: Gate
) -> None:
    """The page that the tablet keeps stands in for it: it knows of the lock, not of who came in."""
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page, 1, base=gate.url)
    await_worker(page)
    page.get_by_role("button", name="Lock").click()
    page.wait_for_url("**/judge/door")
    is_there = Event()
    gate.rewrites["/judge/"] = lambda body: body if is_there.wait(30) else b""
    enter_by_pin(page, hall, 1)
    expect(page.locator("#hall-where")).to_contain_text("Seat 2")
    submit(page)
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
    is_there.set()
    assert authors(hall) == [(1, 88000)]


def replace_card(hall: Hall, seat: int) -> str:
    """Give a seat a new card, as the desk does; returns the secret of its link."""
    with hall.app.app_context(), write_transaction(db.session()):
        row = db.session.get_one(Seat, hall.heat.seat_ids[seat])
        row.link_version += 1
        secret = seat_link(hall.app.config["SECRET_KEY"], row.pseudonym, row.link_version)
        row.link_hash = hash_token(secret)
        row.device_hash = None
        ended = update(SignInSession).where(SignInSession.seat_id == row.id)
        db.session.execute(ended.values(revoked_at=datetime.now(UTC)))
    return secret


def test_a_tablet_whose_card_was_replaced_says_so_and_sends_under_the_new_one(
    page_at: PageAt, hall: Hall
) -> None:
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page)
    page.context.set_offline(True)
    submit(page)
    secret = replace_card(hall, 0)
    page.context.set_offline(False)
    wake(page)
    expect(page.locator("#tablet")).to_contain_text("The card of this seat was replaced.")
    expect(page.locator("#tablet")).not_to_contain_text("It is sent by itself")
    expect(page.locator("#sheet-tools")).to_contain_text("the new one, if the desk has replaced it")
    page.goto(f"/j/{secret}")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("#outbox")).to_contain_text("All received")
    assert authors(hall) == [(0, 88000)]
