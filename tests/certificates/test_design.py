import pytest

from judging.certificates.design import (
    PRESET_DIRECTORY,
    design_from_text,
    get_design,
    list_design_keys,
)
from judging.certificates.errors import DesignInvalid, DesignUnknown
from judging.certificates.ornaments import ORNAMENTS

CLASSIC = (PRESET_DIRECTORY / "classic.toml").read_text("utf-8")


def test_every_preset_can_be_read_and_has_its_ornament():
    assert list_design_keys() == ("classic", "modern")
    assert {get_design(key).ornament for key in list_design_keys()} <= set(ORNAMENTS)


def test_an_unknown_design_is_refused_with_those_that_exist():
    with pytest.raises(DesignUnknown) as refused:
        get_design("baroque")
    assert dict(refused.value.params) == {"key": "baroque", "known": list_design_keys()}


def test_a_design_is_read_once():
    assert get_design("classic") is get_design("classic")


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ('ink = "#12263f"', 'ink = "blue"', "colours.ink", "malformed"),
        ('role = "display"', 'role = "fraktur"', "title_zh.role", "unknown"),
        ('colour = "deep_gold"', 'colour = "mauve"', "competition_en.colour", "unknown"),
        ("floor_pt = 30", "floor_pt = 90", "title_zh.floor_pt", "range"),
        ("{recipient_name}", "{phone}", "wording.award.recipient", "unknown_placeholder"),
        ("width_mm = 297", "breadth = 297", "width_mm", "absent"),
        ('ornament = "classic"', 'ornament = "none"', "ornament", "unknown"),
    ],
)
def test_a_malformed_design_is_refused_with_the_place(old, new, place, reason):
    with pytest.raises(DesignInvalid) as refused:
        design_from_text(CLASSIC.replace(old, new, 1), "changed")
    assert dict(refused.value.params) == {"key": "changed", "place": place, "reason": reason}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [('align = "left"', 'aligned = "left"', "malformed"), ("[page]", "[page", "syntax")],
)
def test_a_design_that_is_not_of_the_format_is_refused(old, new, reason):
    with pytest.raises(DesignInvalid) as refused:
        design_from_text(CLASSIC.replace(old, new, 1), "changed")
    assert (refused.value.params["key"], refused.value.params["reason"]) == ("changed", reason)
