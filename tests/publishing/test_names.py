"""What the settings let the public see of a name."""

import pytest

from judging.publishing.names import public_name


@pytest.mark.parametrize(
    ("names", "names_shown", "shown"),
    [
        (["张三", "欧阳小四", "Li Na"], "masked", "张*、欧阳**、Li N."),
        (["张三", "欧阳小四"], "full", "张三、欧阳小四"),
        (["张三", "欧阳小四"], "number", ""),
        (["张三", ""], "masked", "张*"),
        ([], "masked", ""),
    ],
)
def test_names_are_shown_as_the_settings_say(
    names: list[str], names_shown: str, shown: str
) -> None:
    assert public_name(names, names_shown) == shown
