"""Every page of every reader of the demo: no barrier, whole at every size, in both languages.

Chinese is looked at in light colours and English in dark ones, so that both are seen once.
"""

import re
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PageAt
from tests.browser.demo_addresses import list_pages
from tests.browser.live_server import LiveServer
from tests.browser.page_checks import Slips, english_sentences
from tests.browser.sizes import LAPTOP
from tests.browser.tour import LANGUAGES, READERS, enter

_HTML_LANGUAGES = {"zh": "zh-Hans", "en": "en"}
_COLOURS: dict[str, Literal["light", "dark"]] = {"zh": "light", "en": "dark"}


@pytest.fixture(scope="module")
def serial(browser: Browser, live_server: LiveServer) -> str:
    """The serial of one of the demo's certificates, read by the contestant who holds it."""
    page = browser.new_context(base_url=live_server.url()).new_page()
    enter(page, "contestant")
    page.goto("/me/")
    found = re.search(r"/verify/(\w+)", page.content())
    page.context.close()
    assert found is not None
    return found[1]


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", READERS)
def test_every_page_is_whole(page_at: PageAt, serial: str, reader: str, language: str) -> None:
    page = page_at(
        *LAPTOP, LANGUAGES[language], _COLOURS[language], expected_errors=("status of 404",)
    )
    enter(page, reader)
    slips = Slips()
    for path in list_pages(reader, serial):
        _look(page, path, language, slips)
    assert not slips.pages, str(slips)


def _look(page: Page, path: str, language: str, slips: Slips) -> None:
    """Open one page and note what is wrong with it."""
    answer = page.goto(path)
    assert answer is not None
    expected = 404 if "/nothing-here" in path or "NOSUCH" in path else 200
    if answer.status != expected:
        slips.add(path, f"answers with {answer.status}")
    slips.check_head(page, path, _HTML_LANGUAGES[language])
    slips.check_barriers(page, path)
    slips.check_sizes(page, path)
    if language == "zh":
        slips.check_words(page, path)


def test_the_search_for_english_knows_its_sentences() -> None:
    assert "Open for marking" in english_sentences()
    assert len(english_sentences()) > 500
