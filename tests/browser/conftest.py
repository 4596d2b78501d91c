"""Fixtures for browser tests: a real server, a real Chromium; see ``tests/README.md``."""

import os
import re
import shutil
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chromium import start_driver
from tests.browser.gate import Gate, open_gate
from tests.browser.live_server import LiveServer, free_port
from tests.browser.sizes import LAPTOP

_ROOT = Path(__file__).parents[2]
_PICTURES = _ROOT / ".test-results"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
]
#: How long to wait for what must come: a busy machine is slow, and a fast one waits for nothing.
_PATIENCE_MS = 15_000
_OWN = re.compile(r"^(?:https?://127\.0\.0\.1:\d+/|data:|blob:|about:)")
_REPORT = pytest.StashKey[pytest.TestReport]()


class PageAt(Protocol):
    """Opens a page in a context of its own."""

    def __call__(
        self,
        width: int,
        height: int,
        locale: str = "zh-CN",
        color_scheme: Literal["light", "dark"] = "light",
        *,
        expected_errors: Sequence[str] = (),
        **context_options: Any,
    ) -> Page:
        """Return a new page; ``expected_errors`` are parts of console messages not to fail on."""
        ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that ``-m "not browser"`` leaves them out."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep how the test went, for the fixtures that are torn down after it."""
    report = yield
    if report.when == "call":
        item.stash[_REPORT] = report
    return report


def find_chromium() -> str | None:
    """Return the path of the machine's Chromium; None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A running server with the demo competition, shared by the tests of this process."""
    server = LiveServer(tmp_path_factory.mktemp("live"), free_port())
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or whichever the path names; never one that Playwright downloads."""
    found = find_chromium()
    if found is None:
        reason = "Chromium is not installed (Debian: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    expect.set_options(timeout=_PATIENCE_MS)
    running = start_driver().chromium.launch(executable_path=found, args=FLAGS)
    yield running
    running.close()


@pytest.fixture
def page_at(
    request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer
) -> Iterator[PageAt]:
    """Open pages; at the end fail on console errors, script errors and requests to outside."""
    opened: list[tuple[BrowserContext, Page]] = []
    slips: list[str] = []

    def open_page(
        width: int,
        height: int,
        locale: str = "zh-CN",
        color_scheme: Literal["light", "dark"] = "light",
        *,
        expected_errors: Sequence[str] = (),
        **context_options: Any,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url(),
            viewport={"width": width, "height": height},
            locale=locale,
            color_scheme=color_scheme,
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            **context_options,
        )
        context.set_default_timeout(_PATIENCE_MS)
        page = context.new_page()
        _watch(context, slips, expected_errors)
        opened.append((context, page))
        return page

    yield open_page
    report = request.node.stash.get(_REPORT, None)
    if report is not None and report.failed:
        _take_pictures(request.node.name, [page for _, page in opened])
    for context, _ in opened:
        context.close()
    assert not slips, "the browser complained:\n" + "\n".join(slips)


@pytest.fixture
def gate(live_server: LiveServer) -> Iterator[Gate]:
    """A network that a test can take away, between its pages and the running server."""
    with open_gate(live_server) as made:
        yield made


@pytest.fixture
def page(page_at: PageAt) -> Page:
    """One page of a laptop's size."""
    return page_at(*LAPTOP)


def _watch(context: BrowserContext, slips: list[str], expected: Sequence[str]) -> None:
    """Note what no page may do: complain on the console, throw, or ask anybody outside."""

    def note(kind: str, text: str) -> None:
        if not any(part in text for part in expected):
            slips.append(f"{kind}: {text}")

    def note_console(message: Any) -> None:
        if message.type == "error":
            note("console", f"{message.text} ({message.location.get('url', '')})")

    def note_request(sent: Any) -> None:
        if not _OWN.match(sent.url):
            note("request to outside", sent.url)

    context.on("console", note_console)
    context.on("weberror", lambda error: note("script", str(error.error)))
    context.on("request", note_request)


def _take_pictures(name: str, pages: list[Page]) -> None:
    """Leave a picture of each page of a failed test in ``.test-results/``."""
    _PICTURES.mkdir(exist_ok=True)
    safe = re.sub(r"[^\w.-]+", "-", name)
    for number, page in enumerate(pages, start=1):
        if not page.is_closed():
            page.screenshot(path=_PICTURES / f"{safe}-{number}.png", full_page=True)
