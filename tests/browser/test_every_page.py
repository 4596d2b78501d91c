"""Every page of every reader of the demo: no barrier, whole at every size, in both languages.

Chinese is looked at in light colours and English in dark ones, so that both are seen once. Who
looks at what in which language is shared out in ``looks.py``.
"""

import re
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import MEASURING
from tests.browser.conftest import PageAt
from tests.browser.demo_addresses import list_pages
from tests.browser.live_server import LiveServer
from tests.browser.looks import Look, list_looks
from tests.browser.page_checks import Slips, english_sentences, is_at
from tests.browser.sizes import ALL, LAPTOP, PHONE
from tests.browser.tour import LANGUAGES, READERS, enter

_HTML_LANGUAGES = {"zh": "zh-Hans", "en": "en"}
_COLOURS: dict[str, Literal["light", "dark"]] = {"zh": "light", "en": "dark"}
#: How long to wait for a page that counts a round many times over, on a busy machine.
_COUNTED_MS = 60_000


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
    for look in list_looks(reader, language, serial):
        _open(page, look.path, language, slips)
        _look(page, look, language, slips)
    assert not slips.pages, str(slips)


def _open(page: Page, path: str, language: str, slips: Slips) -> None:
    """Open one page, at whichever size the last one was left, and note what its head shows."""
    answer = page.goto(path, timeout=_COUNTED_MS)
    assert answer is not None
    expected = 404 if "/nothing-here" in path or "NOSUCH" in path else 200
    if answer.status != expected:
        slips.add(path, f"answers with {answer.status}")
    slips.check_head(page, path, _HTML_LANGUAGES[language])


def _look(page: Page, look: Look, language: str, slips: Slips) -> None:
    """Note what sticks out at any size; at a laptop's, where most is shown, barriers and words."""
    left_out, sizes = ((), ALL) if look.is_whole else (MEASURING, (PHONE, LAPTOP))

    def read() -> None:
        slips.check_barriers(page, look.path, left_out)
        if language == "zh":
            slips.check_words(page, look.path)

    is_wide = is_at(page, LAPTOP)
    if is_wide:
        read()
    slips.check_sizes(page, look.path, sizes)
    if not is_wide:
        read()


def test_every_page_is_looked_at_whole_in_both_languages_and_by_every_reader() -> None:
    looks = {
        (reader, language): list_looks(reader, language, "SERIAL")
        for reader in READERS
        for language in LANGUAGES
    }
    pages = {reader: set(list_pages(reader, "SERIAL")) for reader in READERS}
    whole = sorted(
        (look.path, language)
        for (_, language), seen in looks.items()
        for look in seen
        if look.is_whole
    )
    assert whole == sorted(
        (path, one) for path in set().union(*pages.values()) for one in LANGUAGES
    )
    assert pages == {
        reader: {look.path for language in LANGUAGES for look in looks[reader, language]}
        for reader in READERS
    }


def test_the_search_for_english_knows_its_sentences() -> None:
    assert "Open for marking" in english_sentences()
    assert len(english_sentences()) > 500
