"""Paper sheets of a whole panel, typed by the keyboard alone by two people."""

import secrets
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from judging.extensions import db
from judging.models import Round, ScoreSheet
from tests.browser.axe import assert_no_axe_violations
from tests.browser.conftest import PageAt
from tests.browser.live_server import LiveServer
from tests.browser.marking import Hall, make_hall
from tests.browser.sizes import LAPTOP, PHONE
from tests.factories import Factory

SEATS, TURNS = 3, 4
#: What each seat gives each contestant for the first criterion, in thousandths.
FIRST = {(seat, turn): 30_000 + 500 * seat + 1000 * turn for seat in (1, 2, 3) for turn in range(4)}
_CELLS = ("mark-content", "mark-language", "mark-image", "mark-overall", "sum")
_HIDDEN = "(frame) => frame.scrollWidth - frame.clientWidth"
_PASTE = """(text) => {
  const held = new DataTransfer();
  held.setData("text", text);
  const event = new ClipboardEvent("paste", { clipboardData: held, bubbles: true });
  document.activeElement.dispatchEvent(event);
}"""


@pytest.fixture
def hall(live_server: LiveServer) -> Hall:
    """A heat of three seats and four contestants."""
    return make_hall(live_server, seats=SEATS, entries=TURNS)


def _points(units: int) -> str:
    return f"{units // 1000}.{units % 1000 // 100}" if units % 1000 else str(units // 1000)


def _row(seat: int, turn: int) -> list[str]:
    """Return what stands on one paper: four marks and the total."""
    first = FIRST[seat, turn]
    return [_points(first), "26", "17.5", "9", _points(first + 52_500)]


def _enter(hall: Hall, server: LiveServer, page: Page, role: str) -> str:
    """Sign a person of an office in; return the address of the heat's paper sheets."""
    with hall.app.app_context():
        factory = Factory(hall.app.config["SECRET_KEY"], datetime.now(UTC))
        own = f"{secrets.token_hex(6)}@example.org"
        person = factory.person([role], hall.heat.competition_id, email=own)
        token = factory.session("person", person)
        key = db.session.get_one(Round, hall.heat.round_id).key
        db.session.remove()
    serializer = hall.app.session_interface.get_signing_serializer(hall.app)
    value = serializer.dumps({"_user_id": token, "_fresh": True})
    name = hall.app.config["SESSION_COOKIE_NAME"]
    page.context.add_cookies([{"name": name, "value": value, "url": server.url("/")}])
    return f"/desk/{hall.heat.slug}/rounds/{key}/heats/1/progress/paper"


def _totals(hall: Hall) -> dict[tuple[int, int], tuple[str, int | None]]:
    """Return state and total of each sheet by seat and turn, both counted as in ``FIRST``."""
    with hall.app.app_context():
        rows = db.session.scalars(
            select(ScoreSheet).where(ScoreSheet.appearance_id.in_(hall.heat.appearance_ids))
        )
        return {
            (
                hall.heat.seat_ids.index(row.seat_id) + 1,
                hall.heat.appearance_ids.index(row.appearance_id),
            ): (row.state, row.judge_total)
            for row in rows
        }


def _shown(page: Page) -> list[str]:
    """Return every word of the table and what its fields hold; not what only the page knows."""
    fields = page.locator("table input:not([type=hidden])")
    return [
        *page.locator("table").inner_text().split(),
        *(one.input_value() for one in fields.all()),
    ]


def _type_pile(page: Page, seat: int) -> None:
    """Type a seat's sheets blind: figures and Enter, nothing else, and hand them in."""
    for turn in range(TURNS):
        for figure in _row(seat, turn):
            page.keyboard.type(figure)
            page.keyboard.press("Enter")
    expect(page.locator("[data-hand-in]")).to_be_focused()
    page.keyboard.press("Enter")


def test_two_people_type_a_whole_panel_blind_and_every_sheet_counts(
    page_at: PageAt, live_server: LiveServer, hall: Hall
) -> None:
    first, second = page_at(*LAPTOP, locale="en-GB"), page_at(*LAPTOP)
    papers = _enter(hall, live_server, first, "organizer")
    _enter(hall, live_server, second, "stage_manager")
    for seat in range(1, SEATS + 1):
        first.goto(f"{papers}/seats/{seat}")
        _type_pile(first, seat)
        expect(first.locator(".flash--success")).to_contain_text("4 sheets are typed and wait")
        assert first.locator(".paper-grid-wrap").evaluate(_HIDDEN) == 0
        second.goto(f"{papers}/seats/{seat}")
        assert _points(FIRST[seat, 0]) not in _shown(second)
        _type_pile(second, seat)
        expect(second.locator(".flash--success")).to_contain_text("4 份两人录入一致")
    given = {key: ("given", units + 52_500) for key, units in FIRST.items()}
    assert _totals(hall) == given
    first.goto(papers)
    expect(first.locator("tbody .state--received")).to_have_count(SEATS + TURNS)
    assert_no_axe_violations(first)


def test_a_slip_is_told_in_its_cell_and_a_draft_outlives_the_page(
    page_at: PageAt, live_server: LiveServer, hall: Hall
) -> None:
    page = page_at(*LAPTOP, locale="en-GB")
    papers = _enter(hall, live_server, page, "organizer")
    page.goto(f"{papers}/seats/1")
    for figure in ("355", "26.3", "1x", "９", "88"):
        page.keyboard.type(figure)
        page.keyboard.press("Enter")
    told = page.locator("tbody tr").first.locator(".paper-grid__fault")
    words = ["only 0 to 40", "steps of 0.5", "not a number", "", ""]
    assert told.all_inner_texts()[:5] == words
    assert_no_axe_violations(page)
    page.keyboard.press("ArrowUp")
    expect(page.locator("[name='1-1-mark-content']")).to_be_focused()
    for figure in ("35.5", "26", "17.5", "9", "89"):
        page.keyboard.type(figure)
        page.keyboard.press("Enter")
    expect(told.nth(4)).to_have_text("the marks make 88; add ! if the paper says so")
    page.keyboard.type("30")
    expect(page.locator("[data-kept-at]")).to_contain_text("Kept")
    page.reload()
    expect(page.locator("[name='1-1-sum']")).to_be_focused()
    row = page.locator("tbody tr").first.locator("input")
    assert [each.input_value() for each in row.all()][:5] == ["35.5", "26", "17.5", "9", "89"]
    expect(told.nth(4)).to_have_text("the marks make 88; add ! if the paper says so")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".flash--error")).to_contain_text("1 sheet has a fault")
    expect(page.locator("[name='1-1-sum']")).to_be_focused()
    page.locator("[name='1-1-sum']").fill("88")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".flash--success")).to_contain_text("1 sheet is typed")


def test_cells_go_like_a_spreadsheets_and_take_what_one_copies(
    page_at: PageAt, live_server: LiveServer, hall: Hall
) -> None:
    page = page_at(*LAPTOP, locale="en-GB")
    papers = _enter(hall, live_server, page, "organizer")
    page.goto(f"{papers}/turns/1#1-2-row")
    expect(page.locator("[name='1-2-mark-content']")).to_be_focused()
    page.evaluate(_PASTE, "35.5\t26\t17.5\t9\t88\n30\t25\t16\t8\t79\n")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[name='1-3-mark-language']")).to_be_focused()
    page.keyboard.type("31")
    page.keyboard.press("Escape")
    values = [page.locator(f"[name='1-3-{key}']").input_value() for key in _CELLS]
    assert values == ["30", "25", "16", "8", "79"]
    expect(page.locator("[name='1-3-comment_panel']")).to_be_hidden()
    page.keyboard.press("Shift+Enter")
    for words in ("Clear.", "Over time?"):
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    expect(page.locator("[data-hand-in]")).to_be_focused()
    page.locator("[name='1-1-state']").select_option("absent")
    page.locator("[name='1-1-note']").fill("not there")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".flash--success")).to_contain_text("3 sheets are typed and wait")
    kept = [page.locator(f"[name='1-3-comment_{to}']") for to in ("contestant", "panel")]
    assert [each.input_value() for each in kept] == ["Clear.", "Over time?"]
    assert_no_axe_violations(page)


def test_the_grid_fits_a_phone(page_at: PageAt, live_server: LiveServer, hall: Hall) -> None:
    page = page_at(*PHONE, color_scheme="dark")
    papers = _enter(hall, live_server, page, "chief_judge")
    page.goto(f"{papers}/turns/2")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert page.locator(".paper-grid-wrap").evaluate(_HIDDEN) == 0
    assert_no_axe_violations(page)
