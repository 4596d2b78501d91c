"""What judges do on their tablets: five people, five ways to enter a mark."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import assert_no_axe_violations
from tests.browser.journey_hall import COMMENTS, CORRECTION, CRITERIA, FIRST_SENT, RECUSAL, Entrant
from tests.browser.journey_words import Say

UPRIGHT = (820, 1180)
LYING = (1180, 820)
_STEPS_PER_POINT = 2


def enter_seat(page: Page, say: Say, link: str) -> None:
    """Open the link of a seat card and go in."""
    page.goto(link)
    assert_no_axe_violations(page)
    page.get_by_role("button", name=say("Enter"), exact=True).click()
    page.wait_for_url("**/judge/")
    expect(page.locator(".rubric .criterion")).to_have_count(len(CRITERIA))


def choose(page: Page, place: int) -> None:
    """Tap a contestant in the list."""
    page.locator(f".contestant[data-order='{place}']").click()
    expect(page.locator(f".contestant[data-order='{place}']")).to_have_attribute(
        "aria-current", "true"
    )


def _row(page: Page, key: str) -> Locator:
    """Return a criterion's row."""
    return page.locator(".criterion", has=page.locator(f"#mark-{key}"))


def _index(mark: str) -> str:
    """Return how many steps of half a point a mark is above zero."""
    return str(int(Fraction(mark) * _STEPS_PER_POINT))


def by_typing(page: Page, marks: Mapping[str, str]) -> None:
    """Type into the number fields, from one to the next with Enter."""
    page.locator(f"#mark-{CRITERIA[0]}").focus()
    for key in CRITERIA:
        expect(page.locator(f"#mark-{key}")).to_be_focused()
        page.keyboard.type(marks[key])
        if key != CRITERIA[-1]:
            page.keyboard.press("Enter")


def by_slider(page: Page, marks: Mapping[str, str]) -> None:
    """Move the sliders."""
    for key in CRITERIA:
        _row(page, key).locator(".criterion__slider").fill(_index(marks[key]))


def by_steps(page: Page, marks: Mapping[str, str]) -> None:
    """Bring the slider near, then tap a step more."""
    for key in CRITERIA:
        row = _row(page, key)
        row.locator(".criterion__slider").fill(str(int(_index(marks[key])) - 1))
        row.locator(".criterion__step").last.tap()


def by_arrows(page: Page, marks: Mapping[str, str]) -> None:
    """Type a mark half a point too low and press the arrow up."""
    for key in CRITERIA:
        field = page.locator(f"#mark-{key}")
        field.fill(str(float(marks[key]) - 0.5))
        field.press("ArrowUp")


def by_tapping(page: Page, marks: Mapping[str, str]) -> None:
    """Tap the middle of a slider and type over what it says."""
    for key in CRITERIA:
        row = _row(page, key)
        row.locator(".criterion__slider").tap()
        row.locator(".criterion__value").fill(marks[key])


#: What each seat's judge prefers.
WAYS: Mapping[int, Callable[[Page, Mapping[str, str]], None]] = {
    1: by_typing,
    2: by_slider,
    3: by_steps,
    4: by_arrows,
    5: by_tapping,
}


def mark(page: Page, say: Say, seat: int, place: int, entrant: Entrant) -> None:
    """Give one score sheet, or step aside, as the seat's judge does."""
    choose(page, place)
    expect(page.locator("#sheet-title")).to_have_text(entrant.title)
    if not entrant.sheet(seat):
        _recuse(page, say)
        return
    marks = FIRST_SENT.get((seat, entrant.number), entrant.sheet(seat))
    WAYS[seat](page, marks)
    comment = COMMENTS.get((seat, entrant.number), "")
    page.locator("#field-comment_contestant").fill(comment)
    _submit(page, say, marks)


def _submit(page: Page, say: Say, marks: Mapping[str, str]) -> None:
    """Compare the running total, look at what is about to be sent, and send it."""
    total = sum((Fraction(mark) for mark in marks.values()), Fraction(0))
    shown = page.locator("#total-bar output").inner_text()
    assert Fraction(shown) == total, f"{shown} is shown for {marks}"
    page.locator(".total-bar__submit").click()
    dialog = page.get_by_role("dialog")
    review = dialog.locator("tbody td").evaluate_all("all => all.map(a => a.firstChild.data)")
    assert [Fraction(text) for text in review] == [Fraction(marks[key]) for key in CRITERIA]
    page.keyboard.press("Enter")
    expect(page.locator(".notice--success")).to_contain_text(say("Score sheet received"))


def _recuse(page: Page, say: Say) -> None:
    """Step aside, with a reason."""
    page.get_by_role("button", name=say("Step aside"), exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill(RECUSAL)
    dialog.get_by_role("button", name=say("Step aside"), exact=True).click()
    expect(page.locator(".notice")).to_contain_text(say("You stepped aside for this contestant"))


def correct(page: Page, say: Say, seat: int, place: int, entrant: Entrant) -> None:
    """Correct a sheet that was received, with a reason."""
    choose(page, place)
    page.get_by_role("button", name=say("Correct"), exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill(CORRECTION)
    dialog.get_by_role("button", name=say("Open for correction"), exact=True).click()
    marks = entrant.sheet(seat)
    page.locator("#mark-content").fill(marks["content"])
    _submit(page, say, marks)
    expect(page.locator(".receipt__detail")).to_contain_text(say("revision %(number)s", number=2))
