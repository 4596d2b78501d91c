"""Marking: targets, held buttons, half-typed numbers, own totals, and when sheets are due."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_no_axe_violations
from tests.browser.conftest import PageAt
from tests.browser.live_server import LiveServer
from tests.browser.marking import MARKS, fill, make_hall
from tests.browser.sizes import LAPTOP, PHONE, TABLET
from tests.factories import CONVENTION

_TARGETS = """
() => [...document.querySelectorAll("a[href], button, summary, input, textarea, select")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }))
  .filter((one) => !one.closest(".visually-hidden, .skip-link"))
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.height < 48 || box.width < 48)
  .map(([one, box]) => `${one.className || one.id}: ${box.width} × ${box.height}`)
"""


def _submit(page: Page) -> None:
    page.locator(".total-bar__submit").click()
    page.locator("dialog[open] .button--primary").click()
    expect(page.locator("#tablet .receipt")).to_be_visible()


@pytest.mark.parametrize(("size", "locale"), [(PHONE, "zh-CN"), (TABLET, "en-GB")])
def test_every_target_is_at_least_as_large_as_a_fingertip(
    page_at: PageAt, live_server: LiveServer, size: tuple[int, int], locale: str
) -> None:
    hall = make_hall(live_server)
    page = page_at(*size, locale=locale)
    hall.enter(page)
    fill(page)
    assert page.evaluate(_TARGETS) == []
    page.locator(".total-bar__submit").click()
    assert page.evaluate(_TARGETS) == []
    page.keyboard.press("Escape")
    _submit(page)
    assert page.evaluate(_TARGETS) == []


def test_a_held_step_button_goes_on_and_a_tap_is_one_step(
    page_at: PageAt, live_server: LiveServer
) -> None:
    page = page_at(*LAPTOP)
    make_hall(live_server).enter(page)
    field = page.locator("#mark-overall")
    field.fill("8")
    more = page.locator(".criterion").last.locator(".criterion__step").last
    more.click()
    expect(field).to_have_value("8.5")
    more.hover()
    page.mouse.down()
    expect(field).to_have_value("10.0")
    page.mouse.up()
    less = page.locator(".criterion").last.locator(".criterion__step").first
    less.click()
    expect(field).to_have_value("9.5")
    less.hover()
    page.mouse.down()
    expect(field).to_have_value(re.compile(r"[0-8]\."))
    page.mouse.up()
    held = field.input_value()
    less.click(delay=0)
    less.click(delay=0)
    assert float(held) - float(field.input_value()) == 1.0


def test_what_may_still_become_a_mark_is_not_called_wrong(
    page_at: PageAt, live_server: LiveServer
) -> None:
    page = page_at(*TABLET)
    make_hall(live_server).enter(page)
    fault = page.locator("#fault-content")
    page.locator("#mark-content").focus()
    for typed, is_wrong in (("35", False), ("。", False), ("2", False)):
        page.keyboard.type(typed)
        assert fault.is_visible() == is_wrong
    page.locator("#mark-language").focus()
    expect(fault).to_be_visible()
    page.fill("#mark-content", "41")
    expect(fault).to_be_visible()


def test_own_totals_and_the_line_of_the_order_stay_in_view(
    page_at: PageAt, live_server: LiveServer
) -> None:
    hall = make_hall(live_server, entries=20)
    page = page_at(*PHONE, locale="en-GB")
    hall.change(on_stage=17)
    hall.enter(page)
    expect(page.locator(".contestant[aria-current]")).to_be_in_viewport(ratio=1)
    fill(page)
    _submit(page)
    totals = page.locator("#total-bar .own-totals__item")
    expect(totals).to_have_text(["No. 18 88.0"])
    assert page.evaluate("getComputedStyle(document.documentElement).overscrollBehaviorX") == "none"


def test_the_first_two_are_compared_and_handed_in_together_after_the_second(
    page_at: PageAt, live_server: LiveServer
) -> None:
    document = {**CONVENTION, "marking": {"due": "first:2"}}
    hall = make_hall(live_server, document=document)
    hall.change(on_stage=1)
    page = page_at(*PHONE, locale="en-GB")
    hall.enter(page)
    fill(page, MARKS | {"overall": "8"})
    bar = page.locator("#total-bar")
    expect(bar).to_contain_text("To hand in after No. 2")
    expect(bar.get_by_role("button", name="Submit")).to_have_count(0)
    hall.change(on_stage=2)
    submit = page.get_by_role("button", name="Submit all 2")
    expect(submit).to_be_visible()
    submit.click()
    expect(page.locator(".on-stage__number")).to_contain_text("1")
    expect(page.locator("#mark-content")).to_be_focused()
    expect(bar.locator(".own-totals__item.is-begun")).to_contain_text("87.0")
    fill(page)
    submit.click()
    dialog = page.locator("dialog[open]")
    expect(dialog.locator("tbody td")).to_have_text(["88.0", "87.0"])
    assert_no_axe_violations(page)
    dialog.get_by_role("button", name="Submit now").click()
    expect(page.locator("#tablet .receipt")).to_be_visible()
    expect(page.locator("#outbox")).to_have_class("outbox is-received")
    assert [row[:3] for row in hall.revisions()] == [(1, "given", 88000), (1, "given", 87000)]


def test_a_sheet_that_becomes_due_elsewhere_is_called_for(
    page_at: PageAt, live_server: LiveServer
) -> None:
    document = {**CONVENTION, "marking": {"due": "after_next"}}
    hall = make_hall(live_server, document=document)
    hall.change(on_stage=0)
    page = page_at(*TABLET, locale="en-GB")
    hall.enter(page)
    fill(page)
    page.get_by_role("button", name="Next: No. 2").click()
    page.fill("#mark-content", "30")
    hall.change(on_stage=2)
    call = page.locator(".notice", has_text="Your score sheet of No. 1 is not submitted yet.")
    call.get_by_role("button", name="Go to No. 1").click()
    _submit(page)
    assert hall.revisions() == [(1, "given", 88000, "")]


def test_a_practice_seat_is_marked_as_one_all_the_time(
    page_at: PageAt, live_server: LiveServer
) -> None:
    document = {**CONVENTION, "tally": {"practice_seats": ["1"]}}
    page = page_at(*PHONE, locale="en-GB")
    make_hall(live_server, document=document).enter(page)
    mark = page.locator("#total-bar .total-bar__practice")
    expect(mark).to_have_text("practice, not counted")
    fill(page)
    assert_no_axe_violations(page)
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    assert_no_axe_violations(page)
    _submit(page)
    expect(mark).to_have_text("practice, not counted")


def test_the_signs_of_saved_and_received_are_drawn_without_a_network(
    page_at: PageAt, live_server: LiveServer
) -> None:
    page = page_at(*PHONE, locale="en-GB", expected_errors=("Failed to load resource",))
    page.route("**/judge/worker.js", lambda route: route.abort())
    make_hall(live_server).enter(page)
    expect(page.locator("svg[data-drawings]")).to_have_count(1)
    page.context.set_offline(True)
    fill(page)
    page.locator(".total-bar__submit").click()
    page.locator("dialog[open] .button--primary").click()
    sign = page.locator("#outbox .icon use")
    expect(sign).to_have_attribute("href", "#icon-hard-drive")
    drawn = "(use) => use.getBoundingClientRect().width > 0"
    assert sign.evaluate(drawn)


def test_a_sheet_handed_in_too_early_without_a_network_is_held_and_can_be_changed(
    page_at: PageAt, live_server: LiveServer
) -> None:
    document = {**CONVENTION, "marking": {"due": "after_next"}}
    hall = make_hall(live_server, document=document)
    page = page_at(*TABLET, locale="en-GB", expected_errors=("Failed to load resource",))
    hall.enter(page)
    page.context.set_offline(True)
    fill(page)
    page.get_by_role("button", name="Submit", exact=True).click()
    page.get_by_role("button", name="Submit now").click()
    page.context.set_offline(False)
    held = page.locator("#tablet .notice", has_text="taken after number 2 has spoken")
    held.get_by_role("button", name="Edit the marks").click()
    page.fill("#mark-overall", "8")
    hall.change(on_stage=2)
    page.get_by_role("button", name="Submit", exact=True).click()
    page.get_by_role("button", name="Submit now").click()
    expect(page.locator("#tablet .receipt")).to_be_visible()
    assert hall.revisions() == [(1, "given", 87000, "")]
