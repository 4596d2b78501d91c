"""A walk over every page that a reader of the demo can reach, by the links on the pages."""

from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

from judging.services.demo_entrance import DESKS

#: The desks of the demo, and ``visitor`` for whoever is not signed in.
READERS = ("visitor", *DESKS)
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}

_STARTS = {
    "visitor": ("/", "/sign-in", "/sign-in?as=judge", "/sign-in?as=contestant", "/nothing-here"),
    "judge": ("/judge/", "/account"),
    "contestant": ("/me/", "/account"),
}
_STAFF_STARTS = ("/desk/", "/account")
#: How many addresses of one kind are seen: two heats look alike, two tabs of one page may not.
_EACH = 2


def enter(page: Page, reader: str) -> None:
    """Sign in at a desk of the demo by its button on the sign-in page; a visitor stays outside."""
    if reader == "visitor":
        return
    page.goto("/sign-in")
    page.locator(f"button[name=desk][value={reader}]").first.click()
    page.wait_for_load_state()


def walk(page: Page, reader: str) -> Iterator[str]:
    """Go from page to page as a reader and yield each path once the page stands open.

    An address counts as seen by its view and the names of its parameters, ``_EACH`` times over,
    so that the walk ends. Files to download and links with other hosts are passed over.
    """
    adapter = _adapter()
    waiting = deque(_STARTS.get(reader, _STAFF_STARTS))
    waiting.append(urlsplit(page.url).path if page.url.startswith("http") else "/")
    seen: set[str] = set()
    kinds: Counter[str] = Counter()
    while waiting:
        path = waiting.popleft()
        kind = _kind(adapter, path)
        if path in seen or kinds[kind] >= _EACH or not _is_page(page, path):
            seen.add(path)
            continue
        seen.add(path)
        kinds[kind] += 1
        page.goto(path)
        yield path
        waiting.extend(_links(page))


def _adapter() -> MapAdapter:
    """Return the application's routes."""
    from wsgi import app

    return app.url_map.bind("127.0.0.1")


def _kind(adapter: MapAdapter, path: str) -> str:
    """Return what kind of page an address leads to: its view and its parameters' names."""
    parts = urlsplit(path)
    try:
        endpoint, _ = adapter.match(parts.path, method="GET")
    except RequestRedirect:
        endpoint = "redirect"
    except HTTPException:
        endpoint = "nothing"
    names = sorted(name for name, value in parse_qsl(parts.query) if value)
    return f"{endpoint}?{'&'.join(names)}"


def _is_page(page: Page, path: str) -> bool:
    """Say whether an address answers with a page rather than with a file."""
    answer = page.request.get(path, max_redirects=5)
    return answer.headers.get("content-type", "").startswith("text/html")


def _links(page: Page) -> list[str]:
    """Return where the links of a page lead within the site, fragments cut off."""
    own = urlsplit(page.url).netloc
    hrefs: list[str] = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    return [
        parts.path + (f"?{parts.query}" if parts.query else "")
        for parts in map(urlsplit, hrefs)
        if parts.netloc == own and not parts.path.startswith("/static/")
    ]
