"""Take a picture of every page: ``python -m tests.browser.screenshots [--folder F] [reader …]``.

Both languages, three sizes, light and dark. Pictures go to ``.screenshots/``, which git ignores.
"""

import argparse
import re
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.live_server import LiveServer, free_port
from tests.browser.sizes import LAPTOP, PHONE, TABLET
from tests.browser.tour import LANGUAGES, READERS, enter, walk

_ROOT = Path(__file__).parents[2]
_SIZES = {"phone": PHONE, "tablet": TABLET, "laptop": LAPTOP}
_THEMES = ("light", "dark")


def picture_name(path: str) -> str:
    """Return a file name for a path."""
    return re.sub(r"[^A-Za-z0-9]+", "-", path).strip("-") or "home"


def tour(browser: Browser, server: LiveServer, folder: Path, reader: str, language: str) -> int:
    """Take all pictures of one reader in one language; return how many."""
    taken = 0
    for theme in _THEMES:
        context = browser.new_context(
            base_url=server.url(),
            locale=LANGUAGES[language],
            color_scheme="dark" if theme == "dark" else "light",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        page = context.new_page()
        enter(page, reader)
        for path in walk(page, reader):
            for size, (width, height) in _SIZES.items():
                page.set_viewport_size({"width": width, "height": height})
                name = f"{picture_name(path)}-{size}-{language}-{theme}.png"
                page.screenshot(path=folder / reader / name, full_page=True)
                taken += 1
        context.close()
    return taken


def main() -> None:
    """Start a server with the demo, and walk over its pages as each reader."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", nargs="*", help=f"{', '.join(READERS)}; all where none is named")
    parser.add_argument("--folder", type=Path, default=_ROOT / ".screenshots")
    options = parser.parse_args()
    from tests.browser.conftest import FLAGS, find_chromium

    with tempfile.TemporaryDirectory() as instance, sync_playwright() as playwright:
        server = LiveServer(Path(instance), free_port())
        server.start()
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        try:
            for reader in options.reader or READERS:
                for language in LANGUAGES:
                    taken = tour(browser, server, options.folder, reader, language)
                    print(f"{reader} {language}: {taken} pictures", flush=True)
        finally:
            browser.close()
            server.stop()
    print(f"All pictures are in {options.folder}")


if __name__ == "__main__":
    main()
