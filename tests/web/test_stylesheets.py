"""The style sheets are joined, consistent and readable; the numbers are the rules of WCAG 2.2."""

import re
from collections.abc import Callable

import pytest

from judging.web.stylesheets import (
    CSS_FOLDER,
    HALL,
    HALL_PARTS,
    JOINED,
    hall_stylesheet,
    joined_stylesheet,
)

STATIC = CSS_FOLDER.parent
TEMPLATES = STATIC.parent / "templates"
AA_TEXT = 4.5
AAA_TEXT = 7.0
AA_CONTROL = 3.0

TEXT_PAIRS = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("ink-soft", "paper"),
    ("ink-soft", "surface"),
    ("ink-soft", "sunken"),
    ("link", "paper"),
    ("link", "surface"),
    ("link", "sunken"),
    ("link", "info-soft"),
    ("bar-ink", "bar"),
    ("bar-soft", "bar"),
    ("on-primary", "primary"),
    ("on-primary", "primary-strong"),
    ("received-ink", "received-soft"),
    ("received-ink", "surface"),
    ("waiting-ink", "waiting-soft"),
    ("waiting-ink", "surface"),
    ("award-ink", "award-soft"),
    ("award-ink", "paper"),
    ("danger-ink", "danger-soft"),
    ("danger-ink", "surface"),
    ("info-ink", "info-soft"),
    ("ink", "danger-soft"),
    ("ink", "waiting-soft"),
    ("ink", "received-soft"),
    ("ink", "info-soft"),
]
HALL_PAIRS = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("ink-soft", "paper"),
    ("ink-soft", "surface"),
    ("ink-soft", "sunken"),
    ("link", "surface"),
    ("on-primary", "primary"),
    ("on-primary", "primary-strong"),
    ("received-ink", "surface"),
    ("waiting-ink", "surface"),
    ("danger-ink", "surface"),
    ("bar-soft", "bar"),
]
CONTROL_PAIRS = [
    ("line-strong", "surface"),
    ("line-strong", "paper"),
    ("focus", "paper"),
    ("focus", "surface"),
]


def _block(css: str, opening: str) -> dict[str, str]:
    """Return the custom properties of the first block that starts with ``opening``."""
    start = css.index(opening) + len(opening)
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", css[start : css.index("}", start)]))


def _tokens(theme: str) -> dict[str, str]:
    css = (CSS_FOLDER / "tokens.css").read_text(encoding="utf-8")
    light = _block(css, ":root {")
    return light if theme == "light" else {**light, **_block(css, ':root[data-theme="dark"] {')}


def _hall_tokens(theme: str) -> dict[str, str]:
    css = (CSS_FOLDER / "judge.css").read_text(encoding="utf-8")
    return {**_tokens(theme), **_block(css, f':root[data-theme="{theme}"] {{')}


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _too_weak(
    tokens: dict[str, str], pairs: list[tuple[str, str]], least: float
) -> list[tuple[str, str, float]]:
    measured = [(a, b, round(_contrast(tokens[a], tokens[b]), 2)) for a, b in pairs]
    return [entry for entry in measured if entry[2] < least]


@pytest.mark.parametrize(("name", "join"), [(JOINED, joined_stylesheet), (HALL, hall_stylesheet)])
def test_the_joined_file_holds_the_parts_as_they_are(name: str, join: Callable[[], str]) -> None:
    joined = (CSS_FOLDER / name).read_text(encoding="utf-8")
    assert joined == join(), "run python -m judging.web.stylesheets"


def test_no_part_is_forgotten_in_the_joined_file() -> None:
    parts = {p.relative_to(CSS_FOLDER).as_posix() for p in CSS_FOLDER.rglob("*.css")}
    joined = joined_stylesheet() + joined_stylesheet(parts=HALL_PARTS)
    named = set(re.findall(r"^/\* ---- (.+) ---- \*/$", joined, re.MULTILINE))
    assert parts - named == {JOINED, HALL}


def test_what_the_tablet_shows_is_in_its_own_file() -> None:
    """Every class that the modules or the page name, and that some part styles."""
    modules = "".join(p.read_text(encoding="utf-8") for p in (STATIC / "tablet").glob("*.js"))
    pages = [*(TEMPLATES / "judge").glob("*.html"), TEMPLATES / "layouts" / "judge.html"]
    markup = re.sub(r"{{.*?}}", "", "".join(p.read_text(encoding="utf-8") for p in pages))
    named = {
        name
        for found in (
            *re.findall(r"""(?:el|button)\(\s*["`][\w-]*((?:\.[\w-]+)+)""", modules),
            *re.findall(r"""classList\.\w+\(["`]([\w-]+)""", modules),
            *re.findall(r"""class="([^"]*)""", markup),
        )
        for name in re.findall(r"[a-z][\w-]+", found)
    }
    hall = set(re.findall(r"\.([a-z][\w-]+)", hall_stylesheet()))
    whole = set(re.findall(r"\.([a-z][\w-]+)", joined_stylesheet()))
    assert sorted(named & whole - hall) == []


def test_no_part_imports_another_or_loads_from_elsewhere() -> None:
    css = joined_stylesheet() + (CSS_FOLDER / "judge.css").read_text(encoding="utf-8")
    assert re.findall(r"@import|url\(", css) == []


def test_every_token_that_is_used_is_defined() -> None:
    css = joined_stylesheet() + (CSS_FOLDER / "judge.css").read_text(encoding="utf-8")
    used = set(re.findall(r"var\(--([\w-]+)", css))
    defined = set(re.findall(r"--([\w-]+):", css))
    assert used - defined == set()


def test_colours_outside_the_tokens_are_few_and_known() -> None:
    known = {"#ffffff", "#000000", "#444444", "#ff8f84"}
    found: set[str] = set()
    for path in CSS_FOLDER.rglob("*.css"):
        if path.name not in {"tokens.css", "print.css", "judge.css", JOINED, HALL}:
            found |= set(re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text(encoding="utf-8")))
    assert found <= known


def test_dark_by_wish_and_dark_by_choice_are_the_same() -> None:
    css = (CSS_FOLDER / "tokens.css").read_text(encoding="utf-8")
    wished = _block(css, ':root:not([data-theme="light"]) {')
    assert wished == _block(css, ':root[data-theme="dark"] {')


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_reads_on_its_background(theme: str) -> None:
    assert _too_weak(_tokens(theme), TEXT_PAIRS, AA_TEXT) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_controls_and_focus_stand_out(theme: str) -> None:
    assert _too_weak(_tokens(theme), CONTROL_PAIRS, AA_CONTROL) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_reads_in_a_dim_hall(theme: str) -> None:
    assert _too_weak(_hall_tokens(theme), HALL_PAIRS, AAA_TEXT) == []
