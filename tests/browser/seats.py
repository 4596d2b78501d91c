"""Two seats of one heat and what their judges do at a tablet: marking, locking, entering by PIN."""

from playwright.sync_api import Page

from judging.extensions import db
from judging.models import Seat
from judging.tokens import seat_pin
from tests.browser.marking import MARKS, Hall, fill

#: What the browser says of itself where a network is taken away or an answer refuses.
LOST = ("Failed to load resource", "fetching the script")


def pin_of(hall: Hall, seat: int) -> str:
    """Return the PIN on the card of a seat, counted from 0."""
    with hall.app.app_context():
        row = db.session.get_one(Seat, hall.heat.seat_ids[seat])
        return seat_pin(hall.app.config["SECRET_KEY"], row.pseudonym, row.link_version)


def authors(hall: Hall) -> list[tuple[int, int | None]]:
    """Return which seat gave which total, in the order in which they came."""
    with hall.app.app_context():
        names = {db.session.get_one(Seat, key).pseudonym: key for key in hall.heat.seat_ids}
        numbers = {name: hall.heat.seat_ids.index(key) for name, key in names.items()}
        db.session.rollback()
    return [(numbers[author], total) for author, total in hall.authors()]


def submit(page: Page, marks: dict[str, str] = MARKS) -> None:
    """Mark the shown sheet and submit it."""
    fill(page, marks)
    page.locator(".total-bar__submit").click()
    page.locator("dialog button[type=submit]").click()
    page.wait_for_selector("dialog", state="detached")


def enter_by_pin(page: Page, hall: Hall, seat: int) -> None:
    """Choose a seat on the page of a locked tablet and type its PIN."""
    page.get_by_label(f"Seat {seat + 1}").check()
    page.get_by_label("PIN").fill(pin_of(hall, seat))
    page.get_by_role("button", name="Enter").click()
    page.wait_for_selector("body.has-tablet")
