"""The judge's page in a real browser: fingers, keys, receipts, bad networks, reloads."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import assert_no_axe_violations
from tests.browser.conftest import PageAt
from tests.browser.live_server import LiveServer
from tests.browser.marking import MARKS, Hall, fill, make_hall, submit
from tests.browser.sizes import LAPTOP, PHONE, TABLET

LOST = ("Failed to load resource",)


@pytest.fixture
def hall(live_server: LiveServer) -> Hall:
    return make_hall(live_server)


def test_a_sheet_marked_by_keyboard_alone_is_received_once(page_at: PageAt, hall: Hall) -> None:
    page = page_at(*LAPTOP, locale="en-GB")
    hall.enter(page)
    page.locator("#mark-content").focus()
    for mark in MARKS.values():
        page.keyboard.type(mark)
        page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_contain_text("88.0")
    page.keyboard.press("Enter")
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
    expect(page.locator("#outbox")).to_have_class("outbox is-received")
    assert hall.revisions() == [(1, "given", 88000, "")]


def test_slider_and_step_buttons_give_exact_marks_and_untouched_is_not_zero(
    page_at: PageAt, hall: Hall
) -> None:
    page = page_at(*TABLET, has_touch=True)
    hall.enter(page)
    field = page.locator("#mark-content")
    expect(field).to_have_value("")
    page.locator("#total-bar .total-bar__submit").tap()
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(field).to_be_focused()
    expect(page.locator(".criterion__error:visible")).to_have_text(["请打分。"] * 4)
    expect(page.locator("#total-bar .is-refused")).to_be_visible()
    row = page.locator(".criterion").first
    row.locator(".criterion__slider").tap()
    expect(field).to_have_value("20.0")
    row.locator(".criterion__step").last.tap()
    expect(field).to_have_value("20.5")
    field.press("ArrowDown")
    field.press("PageUp")
    expect(field).to_have_value("22.5")
    page.fill("#mark-language", "30.5")
    page.locator("#mark-image").focus()
    expect(page.locator("#fault-language")).to_be_visible()
    page.fill("#mark-language", "２６，５")
    page.locator("#mark-image").focus()
    expect(page.locator("#mark-language")).to_have_value("26.5")
    expect(page.locator("#total-bar output")).to_have_text("49.0")
    expect(page.locator(".criterion__error:visible")).to_have_count(2)


def test_a_swipe_over_a_slider_scrolls_and_marks_nothing(page_at: PageAt, hall: Hall) -> None:
    page = page_at(*PHONE, has_touch=True, is_mobile=True)
    hall.enter(page)
    box = page.locator(".criterion__slider").nth(1).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2
    fingers = page.context.new_cdp_session(page)
    touch = "Input.dispatchTouchEvent"
    fingers.send(touch, {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 16):
        fingers.send(touch, {"type": "touchMove", "touchPoints": [{"x": x, "y": y - 20 * step}]})
    fingers.send(touch, {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("scrollY > 0")
    expect(page.locator("#mark-language")).to_have_value("")


def test_a_correction_and_a_recusal_ask_why(page_at: PageAt, hall: Hall) -> None:
    page = page_at(*TABLET, locale="en-GB")
    hall.enter(page)
    fill(page)
    submit(page)
    page.get_by_role("button", name="Correct", exact=True).click()
    page.get_by_role("button", name="Open for correction").click()
    expect(page.locator("dialog[open] .field__error")).to_be_visible()
    page.keyboard.type("misread a line")
    page.get_by_role("button", name="Open for correction").click()
    page.fill("#mark-overall", "10")
    left = "Your correction of No. 1 is not submitted yet."
    page.locator(".contestant").nth(1).click()
    expect(page.locator("#sheet-tools")).to_contain_text(left)
    expect(page.locator(".contestant").first).to_contain_text("correction begun")
    page.get_by_role("button", name="Step aside").click()
    page.keyboard.type("same school")
    page.locator("dialog .button--danger").click()
    expect(page.locator("#tablet .notice:has(.receipt)")).to_contain_text("You stepped aside")
    expect(page.locator("#outbox")).to_contain_text("not submitted")
    page.get_by_role("button", name="Go to No. 1").click()
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.locator("dialog[open]")).to_contain_text("misread a line")
    page.get_by_role("button", name="Submit now").click()
    expect(page.locator("#tablet .receipt")).to_contain_text("revision 2")
    page.locator(".contestant").nth(1).click()
    expect(page.locator("#sheet-tools")).not_to_contain_text(left)
    assert hall.revisions() == [
        (1, "given", 88000, ""),
        (1, "recused", None, "same school"),
        (2, "given", 89000, "misread a line"),
    ]


def test_what_is_typed_outlives_a_closed_page(page_at: PageAt, hall: Hall) -> None:
    page = page_at(*TABLET)
    hall.enter(page)
    page.fill("#mark-content", "35.5")
    page.fill("#field-comment_panel", "结尾偏快")
    expect(page.locator(".sheet-state.is-saved")).to_be_visible()
    page.reload()
    page.wait_for_selector("body.has-tablet")
    expect(page.locator("#mark-content")).to_have_value("35.5")
    expect(page.locator("#field-comment_panel")).to_have_value("结尾偏快")
    assert hall.revisions() == []


def test_a_lost_network_keeps_the_sheet_and_sends_it_once_afterwards(
    page_at: PageAt, hall: Hall
) -> None:
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page)
    page.context.set_offline(True)
    fill(page)
    page.get_by_role("button", name="Submit", exact=True).click()
    page.get_by_role("button", name="Submit now").click()
    expect(page.locator("#outbox")).to_contain_text("1")
    expect(page.locator("#total-bar")).to_contain_text("not received yet")
    assert hall.revisions() == []
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
    assert hall.revisions() == [(1, "given", 88000, "")]


def test_a_lost_answer_is_asked_for_again_and_counts_once(page_at: PageAt, hall: Hall) -> None:
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page)
    lost: list[int] = []

    def lose_the_first_answer(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        lost.append(answer.status)
        if len(lost) == 1:
            route.abort()  # type: ignore[attr-defined]
        else:
            route.fulfill(response=answer)  # type: ignore[attr-defined]

    page.route("**/api/v1/judge/revisions/*", lose_the_first_answer)
    fill(page)
    page.get_by_role("button", name="Submit", exact=True).click()
    page.get_by_role("button", name="Submit now").click()
    expect(page.locator("#tablet .receipt")).to_contain_text("Received", timeout=10_000)
    assert lost == [200, 200]
    assert hall.revisions() == [(1, "given", 88000, "")]


def test_a_gateway_that_answers_200_to_anything_is_not_believed(
    page_at: PageAt, hall: Hall
) -> None:
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page)
    page.route(
        "**/api/v1/judge/revisions/*",
        lambda route: route.fulfill(status=200, content_type="text/html", body="Welcome to Wi-Fi"),
    )
    fill(page)
    page.get_by_role("button", name="Submit", exact=True).click()
    page.get_by_role("button", name="Submit now").click()
    expect(page.locator("#outbox")).to_have_class("outbox is-waiting")
    expect(page.locator("#say")).to_have_text("Saved on this tablet, not received yet")
    assert hall.revisions() == []
    page.unroute("**/api/v1/judge/revisions/*")
    page.locator("#outbox").click()
    expect(page.locator("#outbox")).to_have_class("outbox is-received")
    expect(page.locator("#say")).to_have_text("Score sheet received")
    assert hall.revisions() == [(1, "given", 88000, "")]


def test_a_sheet_for_a_closed_heat_waits_until_it_is_reopened(page_at: PageAt, hall: Hall) -> None:
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page)
    fill(page)
    page.get_by_role("button", name="Submit", exact=True).click()
    hall.change(heat_state="closed")
    page.get_by_role("button", name="Submit now").click()
    expect(page.locator("#tablet")).to_contain_text("These marks do not count yet")
    expect(page.locator("#tablet")).to_contain_text("Tell the chief judge: score sheet of No. 1.")
    expect(page.locator("#outbox")).to_have_class("outbox is-waiting")
    expect(page.locator("#outbox")).to_contain_text("does not count yet")
    hall.change(heat_state="open")
    page.locator("#outbox").click()
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
    assert hall.revisions() == [(1, "given", 88000, "")]


def test_two_devices_on_one_seat_lose_neither_version(page_at: PageAt, hall: Hall) -> None:
    first = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(first)
    state = first.context.storage_state()
    second = page_at(*TABLET, locale="en-GB", expected_errors=LOST, storage_state=state)
    second.goto("/judge/")
    second.wait_for_selector("body.has-tablet")
    fill(second, MARKS | {"overall": "1"})
    second.get_by_role("button", name="Submit", exact=True).click()
    fill(first)
    first.get_by_role("button", name="Submit", exact=True).click()
    first.get_by_role("button", name="Submit now").click()
    expect(first.locator("#tablet .receipt")).to_contain_text("Received")
    second.get_by_role("button", name="Submit now").click()
    expect(second.locator("#tablet")).to_contain_text("Two devices sent different versions")
    assert_no_axe_violations(second)
    second.get_by_role("button", name="Use version 2").click()
    assert_no_axe_violations(second)
    second.locator("dialog[open] .button--primary").click()
    expect(second.locator("#tablet .receipt")).to_contain_text("revision 3")
    assert [row[:3] for row in hall.revisions()] == [
        (1, "given", 88000),
        (2, "given", 80000),
        (3, "given", 80000),
    ]


def test_after_a_restored_backup_the_tablet_offers_everything_again(
    page_at: PageAt, hall: Hall
) -> None:
    page = page_at(*TABLET, locale="en-GB")
    hall.enter(page)
    fill(page)
    page.locator(".total-bar__submit").click()
    page.keyboard.press("Enter")
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
    expect(page.locator("#outbox")).to_have_class("outbox is-received")
    before = hall.revisions()
    hall.restore_an_old_backup()
    assert hall.revisions() == []
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
    expect(page.locator("#outbox")).to_have_class("outbox is-received")
    page.reload()
    page.wait_for_selector("body.has-tablet")
    page.locator(".contestant").first.click()
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
    assert hall.revisions() == before


def test_the_stage_leads_but_never_away_from_a_begun_sheet(page_at: PageAt, hall: Hall) -> None:
    page = page_at(*TABLET, locale="en-GB")
    hall.enter(page)
    number = page.locator(".on-stage__number")
    expect(number).to_contain_text("1")
    hall.change(on_stage=1)
    expect(number).to_contain_text("2", timeout=10_000)
    page.fill("#mark-content", "30")
    hall.change(on_stage=2)
    expect(page.get_by_text("Now on stage: No. 3")).to_be_visible(timeout=10_000)
    expect(number).to_contain_text("2")
    expect(page.locator("#mark-content")).to_have_value("30")
    page.get_by_role("button", name="Go to No. 3").click()
    expect(number).to_contain_text("3")


def test_without_scripts_the_same_sheet_is_a_plain_form(page_at: PageAt, hall: Hall) -> None:
    page = page_at(*TABLET, java_script_enabled=False)
    page.goto(f"/j/{hall.links[0]}")
    page.locator("main form button[type=submit]").click()
    page.locator(".contestant").first.click()
    fill(page)
    page.locator("button[name=action][value=submit]").click()
    expect(page.locator(".flash--success")).to_be_visible()
    assert hall.revisions() == [(1, "given", 88000, "")]


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("size", [PHONE, TABLET, (TABLET[1], TABLET[0])])
def test_the_judges_page_has_no_barrier(
    page_at: PageAt, hall: Hall, locale: str, size: tuple[int, int]
) -> None:
    page = page_at(*size, locale=locale)
    hall.enter(page)
    fill(page, {"content": "35.5", "language": "99"})
    page.locator("#mark-image").focus()
    assert_no_axe_violations(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    fill(page)
    page.locator(".total-bar__submit").click()
    assert_no_axe_violations(page)
    page.keyboard.press("Enter")
    expect(page.locator("#tablet .receipt")).to_be_visible()
    expect(page.locator("#outbox")).to_have_class("outbox is-received")
    assert_no_axe_violations(page)
