"""What comes out: read by organizer, auditor, visitor and contestant, and from the paper itself."""

import re
from fractions import Fraction
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import assert_no_axe_violations
from tests.browser.journey_desk import DESK, confirm, press, scan
from tests.browser.journey_hall import COMPETITION, ROUND, Entrant, Outcome
from tests.browser.journey_words import Say

SETTLED = re.compile(r"matrix__cell--(given|recused)")
PUBLIC = f"/c/{COMPETITION['slug']}/"
_RELEASE = f"{DESK}/releases/{ROUND}/1"
_A4_MM = (210, 297)
_MM_PER_PT = 25.4 / 72


def read_ranking(page: Page) -> tuple[Outcome, ...]:
    """Open every line of a ranking and return what stands there."""
    return tuple(_read_line(line) for line in page.locator(".ranking__line").all())


def _read_line(line: Locator) -> Outcome:
    """Return one line: rank, score, and the totals that its working crosses out."""
    line.locator("summary").first.click()
    working = line.locator(".ranking__working")
    expect(working).to_be_visible()
    crossed = working.locator(".working .working__dropped").evaluate_all(
        "all => all.map(one => one.lastChild.data)"
    )
    score = line.locator(".ranking__score").inner_text()
    assert working.locator(".working__result").inner_text() == score
    return Outcome(
        line.locator(".ranking__number").inner_text(),
        int(line.locator(".ranking__rank").inner_text()),
        score,
        tuple(sorted(Fraction(text.strip()) for text in crossed)),
    )


def accept_invitation(page: Page, say: Say, link: str, password: str) -> None:
    """Choose a password by the link that the organizer handed over."""
    page.goto(link)
    assert_no_axe_violations(page)
    for field in page.locator("input[type=password]").all():
        field.fill(password)
    press(page, say("Set the password and go in"))
    page.wait_for_url("**/desk/")


def see_nothing(page: Page, say: Say) -> None:
    """Look where the results will be, and find that there are none."""
    page.goto(PUBLIC)
    expect(page.get_by_role("heading", name=say("No results yet"))).to_be_visible()
    expect(page.locator("body")).not_to_contain_text(COMPETITION["name_zh"])
    page.goto(f"{PUBLIC}releases/{ROUND}/1")
    expect(page.get_by_role("heading", name=say("No results yet"))).to_be_visible()


def approve(page: Page, say: Say) -> None:
    """Approve the draft as the second person."""
    page.goto(_RELEASE)
    confirm(page, say("Approve"), say("Approve"))
    expect(page.get_by_text(say("An organizer can publish it now."))).to_be_visible()


def read_public_ranking(page: Page) -> tuple[tuple[Outcome, ...], list[str]]:
    """Return the ranking as a visitor reads it, and the names in its order."""
    page.goto(PUBLIC)
    return read_ranking(page), page.locator(".ranking__name").all_inner_texts()


def enter_as_contestant(page: Page, say: Say, entrant: Entrant, code: str) -> None:
    """Sign in with entry number and access code."""
    page.goto("/sign-in")
    page.get_by_role("link", name=say("Contestant"), exact=True).click()
    page.get_by_label(say("Entry number")).fill(entrant.number)
    page.get_by_label(say("Access code")).fill(code)
    press(page, say("See my result"))
    page.wait_for_url("**/me/")


def see_own_result(page: Page, say: Say, outcome: Outcome, comment: str) -> None:
    """Read the own score, place and comments."""
    tiles = page.locator(".stat__value")
    expect(tiles.nth(0)).to_have_text(outcome.score)
    expect(tiles.nth(1)).to_have_text(str(outcome.rank))
    expect(page.get_by_text(comment)).to_be_visible()


def download_certificate(page: Page, say: Say, folder: Path) -> Path:
    """Download the certificate."""
    with page.expect_download() as started:
        page.get_by_role("link", name=say("Download PDF"), exact=True).click()
    path = folder / "certificate.pdf"
    started.value.save_as(path)
    return path


def read_certificate(path: Path) -> tuple[str, str]:
    """Return a certificate's text without blanks, and what its QR code says; one page of A4."""
    with pypdfium2.PdfDocument(path) as document:
        (page,) = document
        size_mm = {round(side * _MM_PER_PT) for side in page.get_size()}
        assert size_mm == set(_A4_MM)
        text = page.get_textpage().get_text_range()
        picture: Image.Image = page.render(scale=3).to_pil()
    return "".join(text.split()), scan(picture)


def check_certificate(page: Page, say: Say, address: str, name: str) -> None:
    """Open the address of the QR code, and ask whether it is this person's."""
    page.goto(urlsplit(address).path)
    expect(page.locator(".notice--success")).to_contain_text(
        say("This certificate is genuine and valid")
    )
    page.get_by_label(say("Full name")).fill(name)
    press(page, say("Check the name"))
    expect(page.get_by_text(say("Yes, this is the name on the certificate."))).to_be_visible()
