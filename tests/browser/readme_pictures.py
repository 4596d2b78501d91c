"""Take the pictures that README.md shows: ``python -m tests.browser.readme_pictures``.

They go to ``docs/screenshots/`` and are kept in the repository; every name in them is invented.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.live_server import LiveServer, free_port
from tests.browser.marking import await_worker
from tests.browser.tour import enter

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
_PIXELS_A_POINT = 1.6


def progress(page: Page) -> None:
    """Open the board of the heat that is running."""
    page.goto("/desk/qiming/rounds/semifinal/heats/3/progress")


def judge(page: Page) -> None:
    """Open the judge's page and mark part of the rubric."""
    page.goto("/judge/")
    page.wait_for_selector("body.has-tablet")
    fields = page.locator("input.criterion__value")
    fields.first.wait_for()
    for field, mark in zip(fields.all(), ("35.5", "22"), strict=False):
        field.fill(mark)
        field.press("Tab")


def without_network(page: Page) -> None:
    """Hand in a sheet while the network is away, and show it as codes."""
    judge(page)
    await_worker(page)
    page.context.set_offline(True)
    fields = page.locator("input.criterion__value").all()
    for field, mark in zip(fields[2:], ("17.5", "9", "4.5"), strict=True):
        field.fill(mark)
    page.locator(".total-bar__submit").click()
    page.keyboard.press("Enter")
    page.wait_for_selector("#outbox.is-waiting")
    page.locator(".hall-menu summary").click()
    page.locator("[data-escape]").click()
    page.locator("dialog[open] .button--primary").click()
    page.wait_for_selector(".codes__code")


def devices(page: Page) -> None:
    """Open the board of the tablets."""
    page.goto("/desk/qiming/rounds/semifinal/heats/3/devices")


def ranking(page: Page) -> None:
    """Open the released ranking with one line's working."""
    page.goto("/c/qiming/")
    page.locator(".ranking__line summary").first.click()
    page.locator("#ranking").scroll_into_view_if_needed()


def rules(page: Page) -> None:
    """Open the rule sheet with its live worked example."""
    page.goto("/desk/qiming/rounds/final/rules")


def dry_run(page: Page) -> None:
    """Open the finished round under its rules and under the plain mean."""
    page.goto("/desk/qiming/fairness/preliminary/dry-run?before=version:1&after=trim:0-0")


def health(page: Page) -> None:
    """Open how the judges of the finished round agree."""
    page.goto("/desk/qiming/fairness/preliminary/health")


#: file → reader, size, colours, what to open
PICTURES: dict[str, tuple[str, tuple[int, int], str, Callable[[Page], None]]] = {
    "progress-laptop-zh.png": ("organizer", (1440, 900), "light", progress),
    "judge-tablet-zh.png": ("judge", (820, 1180), "dark", judge),
    "codes-tablet-zh.png": ("judge", (820, 1180), "dark", without_network),
    "devices-laptop-zh.png": ("organizer", (1440, 900), "light", devices),
    "ranking-phone-zh.png": ("visitor", (390, 844), "light", ranking),
    "dry-run-laptop-zh.png": ("chief_judge", (1440, 900), "light", dry_run),
    "health-laptop-zh.png": ("chief_judge", (1440, 900), "light", health),
    "rules-laptop-zh.png": ("organizer", (1440, 900), "light", rules),
}


def take(browser: Browser, server: LiveServer, name: str) -> None:
    """Take one picture."""
    reader, (width, height), colours, arrange = PICTURES[name]
    context = browser.new_context(
        base_url=server.url(),
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": width, "height": height},
        color_scheme="dark" if colours == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    enter(page, reader)
    arrange(page)
    page.wait_for_load_state()
    page.screenshot(path=FOLDER / name)
    context.close()


def take_certificate(browser: Browser, server: LiveServer) -> None:
    """Download a prize winner's certificate and draw its page."""
    context = browser.new_context(base_url=server.url(), locale="zh-CN")
    page = context.new_page()
    enter(page, "contestant")
    page.goto("/me/")
    link = page.locator("a[href$='.pdf']").first.get_attribute("href")
    data = context.request.get(str(link)).body()
    document = pypdfium2.PdfDocument(data)
    picture = document[0].render(scale=_PIXELS_A_POINT).to_pil().convert("RGB")
    picture.quantize(64).save(FOLDER / "certificate.png", optimize=True)
    document.close()
    context.close()


def main() -> None:
    """Start a server with the demo and take every picture."""
    from tests.browser.conftest import FLAGS, find_chromium

    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as instance, sync_playwright() as playwright:
        server = LiveServer(Path(instance), free_port())
        server.start()
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        try:
            for name in PICTURES:
                take(browser, server, name)
            take_certificate(browser, server)
        finally:
            browser.close()
            server.stop()
    print(f"The README's pictures are in {FOLDER}")  # noqa: T201 (a script that reports)


if __name__ == "__main__":
    main()
