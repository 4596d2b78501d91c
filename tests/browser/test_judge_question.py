"""A judge is asked on the tablet whether a sheet stands, and answers with one touch or corrects."""

import uuid
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from judging.extensions import db
from judging.models import SheetQuestion
from judging.services.sheet_values import Submission
from judging.services.sheets import submit_sheet
from tests.browser.axe import assert_no_axe_violations
from tests.browser.conftest import PageAt
from tests.browser.live_server import LiveServer
from tests.browser.marking import MARKS, Hall, fill, make_hall
from tests.browser.sizes import PHONE, TABLET
from tests.factories import Factory

LOST = ("Failed to load resource",)


@pytest.fixture
def hall(live_server: LiveServer) -> Hall:
    """A heat of four seats in which all but the first have marked the first contestant."""
    made = make_hall(live_server, seats=4)
    with made.app.app_context():
        factory = Factory(made.app.config["SECRET_KEY"], datetime.now(UTC))
        for seat_id in made.heat.seat_ids[1:]:
            actor = factory.seat_actor(seat_id, made.heat.competition_id)
            sent = Submission(str(uuid.uuid4()), made.heat.appearance_ids[0], MARKS)
            submit_sheet(actor, datetime.now(UTC), sent)
        db.session.remove()
    return made


def _states(hall: Hall) -> list[str]:
    with hall.app.app_context():
        rows = db.session.scalars(select(SheetQuestion).order_by(SheetQuestion.id))
        own = hall.heat.appearance_ids
        return [row.state for row in rows if row.sheet.appearance_id in own]


def _slip(page: Page) -> None:
    """Type 3.5 for 35.5 and submit."""
    fill(page, {**MARKS, "content": "3.5"})
    page.get_by_role("button", name="Submit", exact=True).click()
    page.get_by_role("button", name="Submit now").click()


def test_a_judge_confirms_by_one_touch(page_at: PageAt, hall: Hall) -> None:
    page = page_at(*PHONE, locale="en-GB", has_touch=True)
    hall.enter(page)
    _slip(page)
    asked = page.locator("#tablet .notice--warning")
    expect(asked).to_contain_text("Please check your marks once more")
    expect(page.locator("#contestants [data-order='1']")).to_contain_text("please check")
    assert_no_axe_violations(page)
    page.get_by_role("button", name="These marks are right").tap()
    expect(page.locator("#tablet .notice--success")).to_contain_text("Thank you.")
    expect(page.locator("#outbox")).to_have_class("outbox is-received")
    expect(page.locator("#tablet .notice__title")).to_have_text("Score sheet received")
    assert (_states(hall), len(hall.revisions())) == (["confirmed"], 4)


def test_a_judge_corrects_without_being_asked_for_a_reason_again(
    page_at: PageAt, hall: Hall
) -> None:
    page = page_at(*TABLET, locale="en-GB")
    hall.enter(page)
    _slip(page)
    page.get_by_role("button", name="Correct the marks").click()
    page.fill("#mark-content", "35.5")
    page.get_by_role("button", name="Submit", exact=True).click()
    page.get_by_role("button", name="Submit now").click()
    expect(page.locator("#tablet .receipt")).to_contain_text("revision 2")
    assert hall.revisions()[-1] == (2, "given", 88000, "corrected when asked to check")
    assert _states(hall) == ["corrected"]


def test_an_answer_waits_for_the_network_and_survives_a_lost_receipt(
    page_at: PageAt, hall: Hall
) -> None:
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page)
    _slip(page)
    confirm = page.get_by_role("button", name="These marks are right")
    expect(confirm).to_be_visible()

    def lose_the_answer(route: object) -> None:
        route.fetch()  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route("**/judge/answers/*", lose_the_answer, times=1)
    page.context.set_offline(True)
    confirm.click()
    expect(page.locator("#tablet .notice--success")).to_contain_text("Thank you.")
    expect(page.locator("#outbox")).to_contain_text("to be sent")
    page.context.set_offline(False)
    expect(page.locator("#outbox")).to_have_class("outbox is-received")
    assert _states(hall) == ["confirmed"]


def test_a_judge_who_went_on_is_led_back(page_at: PageAt, hall: Hall) -> None:
    page = page_at(*TABLET, locale="en-GB")
    hall.enter(page)
    _slip(page)
    page.get_by_role("button", name="Next: No. 2").click()
    line = page.locator("#sheet-tools .notice--line")
    expect(line).to_contain_text("Please check your score sheet of No. 1 once more.")
    line.get_by_role("button", name="Go to No. 1").click()
    expect(page.get_by_role("button", name="These marks are right")).to_be_visible()
