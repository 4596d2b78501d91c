"""``make lighthouse``: how the judge's page does by Lighthouse, and how soon it is usable.

The page is that of a seat that is signed in, served by the real server on this machine. Lighthouse
comes by npx; its report lies in ``.test-results/`` afterwards.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright

from tests.browser.conftest import FLAGS, find_chromium
from tests.browser.live_server import LiveServer, free_port
from tests.browser.marking import await_worker, make_hall
from tests.browser.sizes import TABLET

_LIGHTHOUSE = "lighthouse@12.8.2"
_CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_GOAL = 95
_USABLE_MS = 1000
_ROOT = Path(__file__).parents[2]
_REPORT = _ROOT / ".test-results" / "lighthouse.json"
#: Judges' pages are not to be found by search engines; that one rule of SEO is broken on purpose.
_SKIPPED = "is-crawlable"


def main() -> int:
    """Measure, print, and return 1 where a goal is missed."""
    found = find_chromium()
    if found is None:
        print("Chromium is not installed (Debian: apt-get install chromium)")
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = LiveServer(Path(folder) / "instance", free_port(), has_demo=False)
        server.instance.mkdir()
        server.start()
        port = free_port()
        context = playwright.chromium.launch_persistent_context(
            f"{folder}/browser",
            executable_path=found,
            args=[*FLAGS, f"--remote-debugging-port={port}"],
            base_url=server.url(),
            viewport={"width": TABLET[0], "height": TABLET[1]},
        )
        try:
            usable_ms = _second_visit(context, server)
            scores = _run(server.url("/judge/"), port)
        finally:
            context.close()
            server.stop()
    for name, score in scores.items():
        print(f"{name:<20} {score}")
    print(f"{'usable again':<20} {usable_ms:.0f} ms")
    return 0 if min(scores.values()) >= _GOAL and usable_ms < _USABLE_MS else 1


def _second_visit(context: BrowserContext, server: LiveServer) -> float:
    """Return how long after the second visit's start the page can be used, in milliseconds."""
    hall = make_hall(server, entries=20)
    page = context.new_page()
    hall.enter(page)
    await_worker(page)
    page.goto("/judge/")
    page.wait_for_selector("body.has-tablet")
    return float(page.evaluate("performance.getEntriesByName('usable')[0].startTime"))


def _run(url: str, port: int) -> dict[str, int]:
    """Return Lighthouse's score of each category, in percent."""
    _REPORT.parent.mkdir(exist_ok=True)
    subprocess.run(
        [
            "npx",
            "--yes",
            _LIGHTHOUSE,
            url,
            f"--port={port}",
            "--quiet",
            "--output=json",
            f"--output-path={_REPORT}",
            f"--only-categories={','.join(_CATEGORIES)}",
            f"--skip-audits={_SKIPPED}",
        ],
        check=True,
        cwd=_ROOT,
    )
    categories = json.loads(_REPORT.read_text(encoding="utf-8"))["categories"]
    return {name: round(100 * categories[name]["score"]) for name in _CATEGORIES}


if __name__ == "__main__":
    sys.exit(main())
