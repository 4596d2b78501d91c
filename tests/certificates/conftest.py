"""The fonts, unpacked once a session, for all certificate tests."""

import pytest

from judging.certificates.design import Design, get_design
from judging.typesetting.fonts import Fonts, open_fonts


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    """The process's fonts, from the user's cache so that repeated runs need not unpack again."""
    return open_fonts()


@pytest.fixture(scope="session", params=["classic", "modern"])
def design(request) -> Design:
    """Each finished design in turn."""
    return get_design(request.param)


@pytest.fixture(scope="session")
def classic() -> Design:
    """The design that most tests need one of."""
    return get_design("classic")
