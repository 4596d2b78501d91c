"""The device board: a silent tablet is seen within 20 s without reloading, and so is its return."""

import time
from datetime import UTC, datetime

from playwright.sync_api import BrowserContext, expect

from judging.extensions import db
from judging.models import Round
from tests.browser.axe import assert_no_axe_violations
from tests.browser.conftest import PageAt
from tests.browser.live_server import LiveServer
from tests.browser.marking import Hall, fill, make_hall
from tests.browser.sizes import LAPTOP, TABLET
from tests.factories import Factory

LOST = ("Failed to load resource",)
#: What the specification allows between the last sign of a tablet and the word on the board.
SEEN_WITHIN_MS = 20_000


def _enter_desk(context: BrowserContext, server: LiveServer, hall: Hall) -> str:
    """Sign an organizer of the hall in, and return the address of the heat's board."""
    with hall.app.app_context():
        factory = Factory(hall.app.config["SECRET_KEY"], datetime.now(UTC))
        person = factory.person(["organizer"], hall.heat.competition_id, email=None)
        token = factory.session("person", person)
        key = db.session.get_one(Round, hall.heat.round_id).key
        db.session.remove()
    signer = hall.app.session_interface.get_signing_serializer(hall.app)
    cookie = signer.dumps({"_user_id": token, "_fresh": True})
    context.add_cookies([{"name": "rostrum", "value": cookie, "url": server.url()}])
    return f"/desk/{hall.heat.slug}/rounds/{key}/heats/1/devices"


def test_a_tablet_that_goes_silent_is_seen_within_20_s_and_so_is_its_return(
    page_at: PageAt, live_server: LiveServer
) -> None:
    hall = make_hall(live_server)
    tablet = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    desk = page_at(*LAPTOP, locale="en-GB")
    address = _enter_desk(desk.context, live_server, hall)
    hall.enter(tablet)
    desk.goto(address)
    told, row = desk.locator(".devices__told"), desk.locator("tr.device")
    expect(told).to_contain_text("All tablets are in contact.")
    tablet.context.set_offline(True)
    gone = time.monotonic()
    fill(tablet)
    tablet.get_by_role("button", name="Submit", exact=True).click()
    tablet.get_by_role("button", name="Submit now").click()
    expect(told).to_contain_text("Seat 1 is silent.", timeout=SEEN_WITHIN_MS)
    assert time.monotonic() - gone < SEEN_WITHIN_MS / 1000
    expect(row).to_have_class("device is-silent")
    expect(row).to_contain_text("Go there: is it switched on")
    assert_no_axe_violations(desk)
    tablet.context.set_offline(False)
    expect(told).to_contain_text("All tablets are in contact.")
    expect(row).to_contain_text("1 / 1")
