"""What a TOML text may ask of its parser, looked at before it is parsed.

The standard library's parser calls itself for every bracket and makes a table for every part of a
dotted key, so that a few kilobytes can keep it busy for minutes or break it off without a word. A
rule sheet needs none of that.
"""

import re
from collections.abc import Iterator

from judging.scoring.faults import Fault

MAX_PARTS = 10
MAX_BRACKETS = 20
MAX_LINE = 20_000
#: A number longer than any bound of a rule sheet, in whatever base it is written.
MAX_DIGITS = 40
#: A text that nobody closes reaches to its end, so that no position is looked at twice.
_QUOTED = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:""")?'
    r"|'''(?:[^']|'(?!''))*+(?:''')?"
    r'|"(?:[^"\\\n]|\\[^\n])*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+",
    re.DOTALL,
)
_NUMBER = re.compile(rf"[+-]?[0-9][0-9A-Za-z_]{{{MAX_DIGITS},}}")
_DOTTED = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]++(?:[ \t]*+\.[ \t]*+[A-Za-z0-9_-]++)++")


def find_excess(toml_text: str) -> Fault | None:
    """Return the first thing in a text that no rule sheet needs, with its line, or None.

    >>> find_excess("take = 3") is None
    True
    >>> find_excess("format = " + "[" * 50).code
    'too_deep'
    """
    depth = 0
    for number, line in enumerate(_without_texts(toml_text).split("\n"), 1):
        if len(line) > MAX_LINE:
            return Fault("text_too_long", "", {"limit": MAX_LINE, "line": number})
        if any(found.count(".") >= MAX_PARTS for found in _dotted(line)):
            return Fault("too_deep", "", {"limit": MAX_PARTS, "line": number})
        long_number = _NUMBER.search(line)
        if long_number is not None:
            text = long_number[0][:MAX_DIGITS] + "…"
            return Fault("number_too_long", "", {"text": text, "line": number})
        for letter in line:
            if letter in "[{":
                depth += 1
            elif letter in "]}":
                depth -= 1
            if depth > MAX_BRACKETS:
                return Fault("too_deep", "", {"limit": MAX_BRACKETS, "line": number})
    return None


def _without_texts(toml_text: str) -> str:
    """Return the text with every quoted one and every comment made ``_``, its lines kept."""
    return _QUOTED.sub(lambda found: "_" + "\n" * found[0].count("\n"), toml_text)


def _dotted(line: str) -> Iterator[str]:
    return (found[0] for found in _DOTTED.finditer(line))
