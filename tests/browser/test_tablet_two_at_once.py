"""Two tablets on one seat, two databases on one tablet: nothing is lost, mixed or sent astray."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import assert_no_axe_violations
from tests.browser.conftest import PageAt
from tests.browser.gate import Gate
from tests.browser.live_server import LiveServer
from tests.browser.marking import MARKS, Hall, make_hall, wake
from tests.browser.seats import LOST, authors, enter_by_pin, submit
from tests.browser.sizes import TABLET


@pytest.fixture
def hall(live_server: LiveServer) -> Hall:
    return make_hall(live_server, seats=2)


def _version(name: str, overall: str, total: str) -> re.Pattern[str]:
    marks = rf"Overall differs{re.escape(overall)}Total differs{re.escape(total)}"
    return re.compile(rf"Version {name}.*{marks} Use version {name[0]}")


def test_two_tablets_on_one_seat_the_first_is_told_and_still_delivers(
    page_at: PageAt, hall: Hall
) -> None:
    first = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    second = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(first)
    first.context.set_offline(True)
    submit(first)
    second.goto(f"/j/{hall.links[0]}")
    second.get_by_role("button", name="Take over this seat on this device").click()
    second.wait_for_selector("body.has-tablet")
    submit(second, MARKS | {"overall": "8"})
    expect(second.locator("#tablet .receipt")).to_contain_text("Received")
    first.context.set_offline(False)
    first.evaluate("window.dispatchEvent(new Event('online'))")
    expect(first.locator("#sheet-tools")).to_contain_text("opened on another device")
    expect(first.locator("#tablet")).to_contain_text("Two devices sent different versions")
    expect(first.locator("#total-bar")).to_contain_text("88.0")
    first.get_by_role("link", name="Sign in").click()
    expect(first.locator("[data-others]")).to_be_hidden()
    assert authors(hall) == [(0, 87000), (0, 88000)]
    second.locator(".contestant").nth(0).click()
    wake(second)
    versions = second.locator("#tablet .card")
    said = (("1, counts now", "8.0", "87.0"), ("2, kept beside it", "9.0", "88.0"))
    expect(versions).to_have_text([_version(*each) for each in said])
    expect(second.locator("#tablet")).to_contain_text("Choose the one that you mean")
    assert_no_axe_violations(second)
    second.locator(".hall-menu summary").click()
    second.get_by_role("button", name="中文").click()
    second.locator(".contestant").nth(0).click()
    expect(second.locator("#tablet")).to_contain_text("两台设备提交了不同的版本")
    expect(versions.nth(0)).to_contain_text("第 1 版，目前有效")
    expect(versions.nth(1)).to_contain_text("第 2 版，另行保留")
    assert_no_axe_violations(second)
    second.get_by_role("button", name="以第 2 版为准").click()
    second.locator("dialog[open] .button--primary").click()
    expect(second.locator("#tablet .receipt")).to_contain_text("第 3 版")
    chosen = (3, "given", 88000, "评委选定第 2 版")
    assert hall.revisions() == [(1, "given", 87000, ""), (2, "given", 88000, ""), chosen]


def test_a_new_database_gets_nothing_of_the_one_before_which_the_file_still_holds(
    page_at: PageAt, hall: Hall, gate: Gate
) -> None:
    """A rehearsal's heat and seat have the same numbers as those of the day."""
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page, base=gate.url)
    # At the gate: what a page still sends while it is left passes by Playwright's own routes.
    gate.cut = ("/api/v1/judge/revisions", "/api/v1/deliveries")
    submit(page)
    expect(page.locator("#outbox")).to_contain_text("1")
    page.goto("about:blank")
    rehearsal = hall.become_another_database("SOFTHEDAY")
    page.context.clear_cookies()
    gate.cut = ()
    hall.enter(page, base=gate.url)
    expect(page.locator("#outbox")).to_contain_text("Nothing waiting")
    expect(page.locator("#mark-content")).to_have_value("")
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Without network").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a file").click()
    kept = json.loads(download.value.path().read_text(encoding="utf-8"))["envelopes"]
    assert [envelope["seat"] for envelope in kept] == [rehearsal]
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Lock").click()
    expect(page.locator(".held").first).to_contain_text("Everything of this seat is received")
    expect(page.locator("[data-others]")).to_contain_text("They were marked on another server")
    assert hall.revisions() == []
    hall.become_another_database(rehearsal)
    page.reload()
    enter_by_pin(page, hall, 0)
    page.locator(".contestant").nth(0).click()
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
    assert hall.revisions() == [(1, "given", 88000, "")]
