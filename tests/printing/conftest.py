"""The fonts, unpacked once a session, for all tests of printed papers."""

import pytest

from judging.typesetting.fonts import Fonts, open_fonts


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    """The process's fonts, from the user's cache so that repeated runs need not unpack again."""
    return open_fonts()
