"""A heat finished without a network: by codes, by a file, and nothing of it twice."""

import base64
import io
import json
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.axe import assert_no_axe_violations
from tests.browser.conftest import FLAGS, PageAt, find_chromium
from tests.browser.live_server import LiveServer
from tests.browser.marking import MARKS, Hall, await_worker, make_hall
from tests.browser.seats import submit
from tests.browser.sizes import LAPTOP, TABLET

LOST = ("Failed to load resource",)


@pytest.fixture
def hall(live_server: LiveServer) -> Hall:
    return make_hall(live_server)


@pytest.fixture
def desk(page_at: PageAt, hall: Hall) -> Page:
    """The organizer of the heat's competition, on the page "Take in sheets"."""
    page = page_at(*LAPTOP, locale="en-GB")
    hall.enter_desk(page)
    page.goto(f"/desk/{hall.heat.slug}/intake")
    return page


def mark_all(page: Page, hall: Hall) -> None:
    """Mark the whole heat without a network."""
    hall.enter(page)
    await_worker(page)
    page.context.set_offline(True)
    for turn in range(len(hall.heat.appearance_ids)):
        page.locator(".contestant").nth(turn).click()
        submit(page, MARKS | {"overall": str(7 + turn)})


def open_escape(page: Page) -> None:
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Without network").click()


def codes_of(page: Page) -> list[bytes]:
    """Return a picture of each code that the tablet shows, in the order in which they turn."""
    page.get_by_role("button", name="Show codes").click()
    page.get_by_role("button", name="Hold").click()
    place = page.locator(".codes__place").inner_text()
    pictures = []
    for _turn in range(int(place.rsplit(" ", 1)[1])):
        address = page.evaluate("document.querySelector('.codes__code').toDataURL('image/png')")
        pictures.append(base64.b64decode(address.split(",", 1)[1]))
        page.get_by_role("button", name="On one").click()
    return pictures


def test_a_heat_is_finished_by_codes_alone_and_the_network_adds_nothing(
    page_at: PageAt, hall: Hall, desk: Page
) -> None:
    tablet = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    mark_all(tablet, hall)
    open_escape(tablet)
    assert_no_axe_violations(tablet)
    pictures = codes_of(tablet)
    assert_no_axe_violations(tablet)
    photos: list[FilePayload] = [
        {"name": f"{n}.png", "mimeType": "image/png", "buffer": one}
        for n, one in enumerate(pictures)
    ]
    # The last first, and one twice: as a camera reads that came late.
    desk.set_input_files("[data-photos]", [photos[-1], *photos])
    expect(desk.locator(".scanner__state")).to_contain_text("codes of this tablet are read")
    assert_no_axe_violations(desk)
    desk.get_by_role("button", name="Look at what was read").click()
    expect(desk.locator("tbody tr")).to_have_count(3)
    assert hall.revisions() == []
    desk.get_by_role("button", name="Take in", exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("All of these sheets are taken in")
    assert_no_axe_violations(desk)
    stored = [(1, "given", 86000, ""), (1, "given", 87000, ""), (1, "given", 88000, "")]
    assert hall.revisions() == stored
    tablet.get_by_role("button", name="Close").click()
    expect(tablet.locator("#outbox")).to_contain_text("3")
    tablet.context.set_offline(False)
    tablet.evaluate("window.dispatchEvent(new Event('online'))")
    expect(tablet.locator("#outbox")).to_contain_text("All received")
    assert hall.revisions() == stored


def test_a_file_carries_a_heat_over_and_the_second_time_holds_nothing_new(
    page_at: PageAt, hall: Hall, desk: Page, tmp_path: Path
) -> None:
    tablet = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    mark_all(tablet, hall)
    open_escape(tablet)
    with tablet.expect_download() as saved:
        tablet.get_by_role("button", name="Save a file").click()
    assert saved.value.suggested_filename.endswith(".rostrum.json")
    path = tmp_path / saved.value.suggested_filename
    saved.value.save_as(path)
    assert len(json.loads(path.read_text(encoding="utf-8"))["envelopes"]) == 3
    for fate in ("will be taken in", "is there"):
        desk.goto(f"/desk/{hall.heat.slug}/intake")
        desk.get_by_label("Files from tablets").set_input_files(path)
        desk.get_by_role("button", name="Look at it").click()
        expect(desk.locator("tbody .state").first).to_have_text(fate)
        take_in = desk.get_by_role("button", name="Take in", exact=True)
        if take_in.count():
            take_in.click()
            expect(desk.locator("[data-flashes]")).to_contain_text("3 taken in")
    assert [total for _number, _state, total, _reason in hall.revisions()] == [86000, 87000, 88000]


def test_a_camera_reads_the_codes_while_they_turn(
    browser: Browser, live_server: LiveServer, page_at: PageAt, hall: Hall, tmp_path: Path
) -> None:
    tablet = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    mark_all(tablet, hall)
    open_escape(tablet)
    film = tmp_path / "codes.mjpeg"
    film.write_bytes(b"".join(as_jpeg(one) * 8 for one in codes_of(tablet)))
    camera = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    path = find_chromium()
    seeing = browser.browser_type.launch(executable_path=path, args=[*FLAGS, *camera])
    try:
        page = seeing.new_page(base_url=live_server.url(), locale="en-GB")
        hall.enter_desk(page)
        page.goto(f"/desk/{hall.heat.slug}/intake")
        page.get_by_role("button", name="Start the camera").click()
        expect(page.locator(".scanner__state")).to_contain_text("codes of this tablet are read")
        page.get_by_role("button", name="Look at what was read").click()
        expect(page.locator("tbody tr")).to_have_count(3)
    finally:
        seeing.close()


def as_jpeg(png: bytes) -> bytes:
    """Return a code as a camera sees it: smaller, a little askew, on a grey table."""
    code = Image.open(io.BytesIO(png)).convert("L").resize((430, 430)).rotate(4, fillcolor=120)
    seen = Image.new("L", (640, 480), 120)
    seen.paste(code, (90, 25))
    kept = io.BytesIO()
    seen.convert("RGB").save(kept, "JPEG", quality=80)
    return kept.getvalue()


_ROUND_TRIP = """
async (texts) => {
  const frames = await import("/static/tablet/frames.js");
  const { toFrames, readFrame, Series, toLetters, fromLetters, checksum } = frames;
  const { hmacSha256 } = await import("/static/tablet/digest.js");
  const back = [];
  for (const text of texts) {
    const all = (await toFrames(text)).map(readFrame);
    const series = new Series(all[0]);
    for (const frame of [...all].reverse()) series.add(frame);
    back.push(series.add(all[0]) || !series.isComplete || (await series.text()) !== text);
  }
  const [frame] = await toFrames("abc");
  const wrong = [
    frame.replace("RST1", "RST2"),
    frame.slice(0, -1),
    frame.replace(/:1:1:/, ":2:1:"),
    `${frame}!`,
    "https://example.org",
  ];
  return {
    back,
    letters: [toLetters(new TextEncoder().encode("Hello!!")), toLetters(new Uint8Array([65]))],
    bad: ["FGW", "GGW", "A", "a"].map(fromLetters).map((bytes) => bytes && [...bytes]),
    sum: checksum(new TextEncoder().encode("123456789")),
    wrong: wrong.map(readFrame),
    mac: hmacSha256(new TextEncoder().encode("Jefe"), "what do ya want for nothing?"),
  };
}
"""


def test_frames_come_back_in_any_order_and_a_wrong_one_is_none(page_at: PageAt) -> None:
    """The known answers are those of RFC 9285, of CRC-32 and of RFC 4231."""
    page = page_at(*TABLET)
    page.goto("/sign-in")
    texts = ["{}", "好" * 3000, "".join(chr(0x4E00 + n * 7 % 20000) for n in range(4000))]
    assert page.evaluate(_ROUND_TRIP, texts) == {
        "back": [False, False, False],
        "letters": ["%69 VD92EX0", "K1"],
        "bad": [[255, 255], None, None, None],
        "sum": "CBF43926",
        "wrong": [None] * 5,
        "mac": "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    }
