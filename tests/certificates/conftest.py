"""The fonts, unpacked once a session, for all certificate tests."""

from pathlib import Path

import pytest

from judging.certificates.design import Design, get_design
from judging.certificates.fonts import Fonts, open_fonts


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


@pytest.fixture
def empty_folder(tmp_path: Path) -> Path:
    """A folder where no font has been unpacked."""
    return tmp_path / "typefaces"
