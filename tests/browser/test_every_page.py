"""Every page that the demo leads to: no barrier, whole at every size, in both languages."""

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations
from tests.browser.sizes import LAPTOP, PHONE, TABLET
from tests.browser.tour import LANGUAGES, READERS, enter, walk

_SIDEWAYS = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > width + 1)
    .slice(0, 3).map((one) => one.outerHTML.slice(0, 120));
}
"""


def _barriers(page: Page, path: str) -> list[str]:
    """Return what axe objects to on a page, a line each."""
    return [
        f"{path}: {rule['id']} ({rule['impact']}): {rule['help']}: {node['html'][:160]}"
        for rule in violations(page)
        for node in rule["nodes"][:3]
    ]


def _sideways(page: Page, path: str) -> list[str]:
    """Return what sticks out at the sides on a phone and a tablet, a line each."""
    found = []
    for width, height in (PHONE, TABLET):
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{path} at {width} px: {what}" for what in page.evaluate(_SIDEWAYS)]
    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    return found


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", READERS)
def test_no_page_has_a_barrier_or_scrolls_sideways(page_at, reader, language):
    page = page_at(*LAPTOP, locale=LANGUAGES[language], expected_errors=("status of 404",))
    enter(page, reader)
    slips = []
    for path in walk(page, reader):
        slips += _barriers(page, path) + _sideways(page, path)
    assert not slips, "\n".join(slips)


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
def test_the_dark_theme_has_no_barrier_either(page_at, reader):
    page = page_at(*PHONE, color_scheme="dark", expected_errors=("status of 404",))
    enter(page, reader)
    slips = [slip for path in walk(page, reader) for slip in _barriers(page, path)]
    assert not slips, "\n".join(slips)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", READERS)
def test_pages_speak_the_language_of_the_reader(page_at, reader, language):
    page = page_at(*LAPTOP, locale=LANGUAGES[language])
    enter(page, reader)
    page.goto("/account" if reader != "visitor" else "/")
    assert page.locator("html").get_attribute("lang") == {"zh": "zh-Hans", "en": "en"}[language]
