"""Templates show; they do not compute, style, script or speak one language only."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.architecture.source_tree import ROOT, files, report

_INLINE = {
    "a style attribute": re.compile(r"[\s\"']style\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without src": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "an event handler": re.compile(r"[\s\"']on[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}
_READ_ALOUD = {"title", "alt", "placeholder", "aria-label", "aria-description", "label", "summary"}
_CODE = {"code", "kbd", "samp"}
#: Texts that are the same in every language.
_NAMES = {"Rostrum", "中文", "English", "PDF", "CSV", "XLSX", "QR", "SHA-256", "PIN", "ID"}
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"(?<![\w-])[A-Za-z\u3400-\u9fff]{2,}")
_JINJA = re.compile(
    r"{%-?\s*trans\b.*?{%-?\s*endtrans\s*-?%}"
    r"|{%-?\s*block \w*(?:class|attributes)\b.*?{%-?\s*endblock\b.*?%}"
    r"|{%.*?%}|{{.*?}}",
    re.DOTALL,
)


@cache
def _templates() -> tuple[Path, ...]:
    """Return every template, by path."""
    return tuple(p for p in files("templates", "*") if (ROOT / p).is_file())


@cache
def _source(path: Path) -> str:
    """Return a template's source with its comments blanked, lines kept."""
    text = (ROOT / path).read_text(encoding="utf-8")
    return re.sub(r"{#.*?#}", lambda m: "\n" * m[0].count("\n"), text, flags=re.DOTALL)


@cache
def _syntax(path: Path) -> nodes.Template:
    """Return a template's syntax tree."""
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    return environment.parse(_source(path), filename=str(path))


def _line(text: str, at: int) -> int:
    """Return the line of a position."""
    return text.count("\n", 0, at) + 1


@pytest.mark.parametrize("what", _INLINE)
def test_no_template_styles_or_scripts_in_place(what):
    slips = [
        f"{path}:{_line(_source(path), found.start())}: {_source(path)[found.start() :][:60]!r}"
        for path in _templates()
        for found in _INLINE[what].finditer(_source(path))
    ]
    assert not slips, report(
        f"no {what.removeprefix('a ').removeprefix('an ')}: the content security policy blocks it",
        "use a class of static/css or a module of static/, and data- attributes or SVG attributes",
        slips,
    )


def test_no_template_switches_escaping_off():
    slips = [
        f"{path}:{node.lineno}"
        for path in _templates()
        for node in _syntax(path).find_all((nodes.Filter, nodes.ScopedEvalContextModifier))
        if isinstance(node, nodes.ScopedEvalContextModifier)
        or (isinstance(node, nodes.Filter) and node.name == "safe")
    ]
    assert not slips, report(
        "templates escape everything: no |safe, no autoescape blocks",
        "pass plain text, or build the markup with a macro",
        slips,
    )


def test_no_template_computes():
    slips = [
        f"{path}:{node.lineno}: {type(node).__name__}"
        for path in _templates()
        for node in _syntax(path).find_all(
            (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
        )
        if not isinstance(node, nodes.Add) or not _joins_lists(node)
    ]
    slips += [
        f"{path}:{node.lineno}: |{node.name}"
        for path in _templates()
        for node in _syntax(path).find_all(nodes.Filter)
        if node.name in {"sum", "round", "sort", "groupby", "unique", "int", "float"}
    ]
    assert not slips, report(
        "no arithmetic in a template, and nothing is ranked or added again",
        "let the query return the value as it is shown",
        slips,
    )


def _joins_lists(node: nodes.Add) -> bool:
    """Say whether an addition puts a written list or tuple together with another."""
    return any(isinstance(side, nodes.List | nodes.Tuple) for side in (node.left, node.right))


class _Texts(HTMLParser):
    """Collects what a reader would see or hear of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self.in_code = 0

    def handle_data(self, data: str) -> None:
        if not self.in_code:
            self.found.append((self.getpos()[0], data.strip()))

    def handle_endtag(self, tag: str) -> None:
        self.in_code -= tag in _CODE

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_code += tag in _CODE
        for name, value in attrs:
            if name in _READ_ALOUD and value:
                self.found.append((self.getpos()[0], value.strip()))


def _plain_texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of what stands in a template outside of Jinja."""
    parser = _Texts()
    with_tags = re.sub(r"(</?){{.*?}}", r"\1x", _source(path), flags=re.DOTALL)
    parser.feed(_JINJA.sub(lambda m: "\n" * m[0].count("\n"), with_tags))
    yield from parser.found


def test_every_text_in_a_template_is_marked_for_translation():
    slips = [
        f"{path}:{line}: {text[:60]!r}"
        for path in _templates()
        for line, text in _plain_texts(path)
        if set(_WORD.findall(text)) - {w for name in _NAMES for w in _WORD.findall(name)}
    ]
    assert not slips, report(
        "every string that a person sees is marked",
        'write {{ _("English text") }} and give its Chinese in the catalogue (make messages)',
        slips,
    )


def test_templates_hold_no_chinese():
    slips = [
        f"{path}:{number}: {line.strip()[:60]}"
        for path in _templates()
        for number, line in enumerate(_source(path).split("\n"), start=1)
        if _CHINESE.search(re.sub("|".join(_NAMES), "", line))
    ]
    assert not slips, report(
        "the strings in templates are English; Chinese stands in the catalogue",
        'write {{ _("English text") }} and give its Chinese in the catalogue (make messages)',
        slips,
    )


def test_templates_live_in_the_folders_of_their_blueprints():
    known = {
        "auth", "judge", "organizer", "stage", "screen", "contestant", "public", "errors",
        "layouts", "macros", "printing",
    }  # fmt: skip
    slips = [str(p) for p in _templates() if len(p.parts) < 3 or p.parts[1] not in known]
    assert not slips, report(
        "templates/ mirrors judging/web/", f"put it into one of {', '.join(sorted(known))}", slips
    )
