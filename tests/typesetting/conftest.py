"""The fonts, unpacked once a session, for all tests of typesetting."""

from pathlib import Path

import pytest

from judging.typesetting.fonts import Fonts, open_fonts


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    """The process's fonts, from the user's cache so that repeated runs need not unpack again."""
    return open_fonts()


@pytest.fixture
def empty_folder(tmp_path: Path) -> Path:
    """A folder where no font has been unpacked."""
    return tmp_path / "typefaces"
