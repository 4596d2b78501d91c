"""Both languages are complete, and what is compiled is what is written."""

from functools import cache
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.architecture.source_tree import ROOT, report

_FOLDER = ROOT / "judging" / "translations"
_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None, "_l": None, "gettext": None, "lazy_gettext": None,
    "ngettext": (1, 2), "_n": (1, 2), "lazy_ngettext": (1, 2),
}  # fmt: skip


@cache
def _marked() -> dict[str, str]:
    """Return every marked string of program and templates → where it stands first."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found: dict[str, str] = {}
    for folder in ("judging", "templates"):
        methods_here = [
            (pattern.removeprefix(f"{folder}/"), method)
            for pattern, method in methods
            if pattern.startswith(folder)
        ]
        options_here = {p.removeprefix(f"{folder}/"): o for p, o in options.items()}
        for name, line, message, _, _ in extract_from_dir(
            ROOT / folder, methods_here, options_here, keywords=_KEYWORDS
        ):
            found.setdefault(_strings(message)[0], f"{folder}/{name}:{line}")
    return found


@cache
def _catalogue(language: str) -> Catalog:
    """Return a catalogue as it is written."""
    with (_FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


@cache
def _written(language: str) -> set[str]:
    """Return the strings that a catalogue knows."""
    ids = (message.id for message in _catalogue(language) if message.id)
    return {_strings(text)[0] for text in ids}


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_every_marked_string_is_in_the_catalogue(language):
    slips = [f"{at}: {text!r}" for text, at in _marked().items() if text not in _written(language)]
    assert not slips, report("catalogues hold every marked string", "make messages", slips)


def test_every_string_has_its_chinese():
    slips = [
        repr(message.id)
        for message in _catalogue("zh_Hans")
        if message.id and (message.fuzzy or not all(_strings(message.string)))
    ]
    assert not slips, report(
        "zh_Hans is complete: nothing untranslated, nothing fuzzy",
        "write the Chinese into judging/translations/zh_Hans/LC_MESSAGES/messages.po, then make "
        "messages",
        slips,
    )


def _strings(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return the forms of a string: one, or singular and plurals."""
    return (string or "",) if isinstance(string, str | None) else tuple(string)


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_translations_keep_the_placeholders(language):
    slips = [
        f"{message.id!r}: {error}"
        for message in _catalogue(language)
        if message.id and any(_strings(message.string))
        for error in message.check()
    ]
    assert not slips, report(
        "a translation names the same values as its original", "keep %(name)s as it is", slips
    )


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_what_is_compiled_is_what_is_written(language):
    compiled = BytesIO()
    write_mo(compiled, _catalogue(language))
    stored = (_FOLDER / language / "LC_MESSAGES" / "messages.mo").read_bytes()
    assert stored == compiled.getvalue(), report(
        ".mo files are committed and up to date", "make messages", [f"{language} is not"]
    )
