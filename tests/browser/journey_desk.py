"""What an organizer does on the desk, step by step, with mouse and keyboard."""

from hashlib import sha256
from pathlib import Path

import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.journey_hall import COMPETITION, ENTRANTS, HEAT, JUDGES, ROUND, Entrant
from tests.browser.journey_words import Say
from tests.workbook_files import workbook

DESK = f"/desk/{COMPETITION['slug']}"
_PRESET = "academic-speech"


def press(page: Page, label: str) -> None:
    """Press the button with this label."""
    page.get_by_role("button", name=label, exact=True).click()


def follow(page: Page, label: str) -> None:
    """Follow the link with this label in the page's main part."""
    page.locator("#main").get_by_role("link", name=label, exact=True).first.click()


def confirm(page: Page, label: str, accept: str, typed: str = "") -> None:
    """Press a button that asks back, type the word that it asks for, and accept."""
    page.locator("summary", has_text=label).first.click()
    dialog = page.get_by_role("dialog")
    if typed:
        dialog.locator("[name=typed]").fill(typed)
    dialog.get_by_role("button", name=accept, exact=True).click()


def sign_in(page: Page, say: Say, email: str, password: str) -> None:
    """Sign in with a password, from the first page on."""
    page.goto("/")
    page.get_by_role("link", name=say("Sign in")).first.click()
    page.get_by_label(say("E-mail")).fill(email)
    page.get_by_label(say("Password")).fill(password)
    page.get_by_label(say("Password")).press("Enter")
    page.wait_for_url("**/desk/")


def set_up_competition(page: Page, say: Say) -> None:
    """Make a competition with one round, one heat and three seats from a preset."""
    follow(page, say("New competition"))
    follow(page, say("Final only"))
    page.get_by_label(say("Chinese name")).fill(COMPETITION["name_zh"])
    page.get_by_label(say("English name")).fill(COMPETITION["name_en"])
    page.get_by_label(say("Name in addresses")).fill(COMPETITION["slug"])
    page.locator("[name=final-seats]").fill("3")
    page.locator("[name=final-preset]").select_option(_PRESET)
    press(page, say("Make the competition"))
    page.wait_for_url(f"**{DESK}/**")


def entries_file() -> bytes:
    """Return the workbook that a school would send."""
    header = ("编号", "姓名", "学校", "组别", "题目")
    rows = [(one.number, one.name, "示例中学", "青年组", one.title) for one in ENTRANTS]
    return workbook([header, *rows])


def import_entries(page: Page, say: Say) -> None:
    """Look at the file's rows first, then import them."""
    page.goto(f"{DESK}/entries/import")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    file = {"name": "报名表.xlsx", "mimeType": kind, "buffer": entries_file()}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    press(page, say("Look at it"))
    added = page.locator(".stat", has_text=say("New")).first
    expect(added).to_contain_text(str(len(ENTRANTS)))
    expect(page.locator("tbody tr")).to_have_count(len(ENTRANTS))
    press(page, say("Import these rows"))
    page.wait_for_url(f"**{DESK}/entries")
    expect(page.locator("tbody tr")).to_have_count(len(ENTRANTS))


def fill_heat(page: Page, say: Say) -> None:
    """Put every entry into the one heat."""
    page.goto(f"{HEAT}/entries")
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(page, say("Save"))
    page.wait_for_url(f"**{HEAT}")
    expect(page.locator("tbody tr")).to_have_count(len(ENTRANTS))


def seat_judges(page: Page, say: Say) -> None:
    """Name the judges of the three seats that are there, and add two more."""
    for seat, name in enumerate(JUDGES[:3], start=1):
        page.goto(f"{HEAT}/panel/seats/{seat}")
        page.locator("#main [name=name]").fill(name)
        press(page, say("Save"))
        page.wait_for_url(f"**{HEAT}/panel")
    for seat, name in enumerate(JUDGES[3:], start=4):
        page.get_by_label(say("Seat number")).fill(str(seat))
        page.locator("#main [name=name]").fill(name)
        press(page, say("Add the seat"))
        expect(page.get_by_role("row", name=name)).to_be_visible()


def read_seat_cards(page: Page, say: Say, folder: Path) -> dict[int, str]:
    """Open the sheet of seat cards as printed, scan every QR code, and return link by seat."""
    page.goto(f"{HEAT}/panel")
    follow(page, say("Seat cards"))
    cards = page.locator(".qr-card")
    expect(cards).to_have_count(len(JUDGES))
    links = {}
    for seat, card in enumerate(cards.all(), start=1):
        expect(card).to_contain_text(JUDGES[seat - 1])
        picture = folder / f"seat-{seat}.png"
        card.screenshot(path=picture)
        links[seat] = scan(Image.open(picture))
        letters = card.locator("code").last.inner_text().replace("-", "")
        assert links[seat].endswith(f"/j/{letters}")
    return links


def scan(picture: Image.Image) -> str:
    """Return what the one QR code of a picture says."""
    (found,) = zxingcpp.read_barcodes(picture.convert("RGB"))
    return str(found.text)


def draw_lots(page: Page, say: Say) -> dict[int, Entrant]:
    """Publish a commitment, draw, check the lots by hand, and return who speaks when."""
    page.goto(f"{HEAT}/order")
    press(page, say("Publish a commitment"))
    commitment = page.locator("#lots .digest").inner_text()
    press(page, say("Draw now"))
    record = page.locator("[aria-labelledby=draw-1] dd .digest")
    expect(record.first).to_have_text(commitment)
    seed = record.nth(1).inner_text()
    assert sha256(seed.encode()).hexdigest() == commitment
    drawn = sorted(ENTRANTS, key=lambda one: sha256(f"{seed}|{one.number}".encode()).hexdigest())
    lines = page.locator(".order-line").all()
    assert [line.get_attribute("data-key") for line in lines] == [one.number for one in drawn]
    return dict(enumerate(drawn, start=1))


def open_heat(page: Page, say: Say) -> None:
    """Open the heat for marking."""
    page.goto(f"{HEAT}/progress")
    press(page, say("Open for marking"))
    expect(page.locator("summary", has_text=say("Close the heat"))).to_be_visible()


def enter_time(page: Page, say: Say, place: int, entrant: Entrant) -> None:
    """Enter how long somebody spoke, and see which deduction the rule sheet orders."""
    page.goto(f"{HEAT}/progress/{place}")
    page.locator("[name=spoken]").fill(entrant.spoken)
    press(page, say("Enter the time"))
    points = page.locator("#deductions tbody .number")
    expect(points).to_contain_text(str(float(entrant.deduction)))


def close_heat(page: Page, say: Say) -> None:
    """Close the heat."""
    page.goto(f"{HEAT}/progress")
    confirm(page, say("Close the heat"), say("Close it"))
    expect(page.locator("summary", has_text=say("Close the heat"))).to_have_count(0)


def run_tally(page: Page, say: Say) -> None:
    """Count what is closed and open the result."""
    page.goto(f"{DESK}/tally")
    press(page, say("Count what is closed"))
    follow(page, say("Result"))
    page.wait_for_url(f"**{DESK}/tally/{ROUND}/heats/1")


def invite_auditor(page: Page, say: Say, email: str, name: str) -> str:
    """Give a second person the auditor's office and return the link that is shown once."""
    page.goto(f"{DESK}/people")
    page.get_by_label(say("Full name")).fill(name)
    page.get_by_label(say("E-mail")).fill(email)
    page.get_by_role("combobox", name=say("Office"), exact=True).select_option("auditor")
    press(page, say("Add"))
    return page.locator("#invitation-link").inner_text()


def prepare_release(page: Page, say: Say) -> None:
    """Freeze a draft of the final results."""
    page.goto(f"{DESK}/releases/{ROUND}/new")
    page.locator("#kind-final").check()
    press(page, say("Freeze a draft"))
    page.wait_for_url(f"**{DESK}/releases/{ROUND}/1")


def publish_release(page: Page, say: Say) -> None:
    """Publish the approved draft; the round's name must be typed."""
    page.goto(f"{DESK}/releases/{ROUND}/1")
    confirm(page, say("Publish"), say("Publish"), typed=ROUND)
    expect(page.get_by_role("link", name=say("Open the public page"))).to_be_visible()


def issue_certificates(page: Page, say: Say) -> None:
    """Check what would be issued and issue it."""
    page.goto(f"{DESK}/certificates/issue/{ROUND}")
    expect(page.locator(".stat").first).to_contain_text(str(len(ENTRANTS)))
    press(page, say("Issue them"))
    page.goto(f"{DESK}/certificates")
    expect(page.locator("tbody tr")).to_have_count(len(ENTRANTS))


def read_access_code(page: Page, say: Say, entrant: Entrant) -> str:
    """Return the access code from an entrant's slip."""
    page.goto(f"{DESK}/entries")
    follow(page, say("Access codes"))
    return page.locator(".slip", has_text=entrant.number).locator(".slip__code").inner_text()
