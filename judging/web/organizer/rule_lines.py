"""Lists that are typed as lines or as words: levels, quick phrases, seats, points."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

#: Parts a line; a bar that belongs to a text is typed as ``\|``.
_BAR = re.compile(r"(?<!\\)\|")
_BETWEEN = re.compile(r"[\s,，、;；]+")


def write_line(parts: Iterable[str]) -> str:
    r"""Return the parts of a line with bars between them.

    >>> write_line(["36", "很好", "a|b"])
    '36 | 很好 | a\\|b'
    """
    return " | ".join(part.replace("|", r"\|") for part in parts)


def read_line(line: str) -> list[str]:
    r"""Return the parts of a line.

    >>> read_line(r"36 | 很好 | a\|b")
    ['36', '很好', 'a|b']
    """
    return [part.strip().replace(r"\|", "|") for part in _BAR.split(line)]


def read_words(text: str) -> list[str]:
    """Return what is typed with blanks or commas between, in Chinese or in English.

    >>> read_words("1, 2，3 4、5")
    ['1', '2', '3', '4', '5']
    """
    return [word for word in _BETWEEN.split(text) if word]


def write_levels(levels: Sequence[Mapping[str, Any]]) -> str:
    """Return the levels of a criterion, one a line."""
    return "\n".join(write_line([each["at"], each["zh"], each["en"]]) for each in levels)


def read_levels(text: str) -> list[dict[str, str]]:
    """Return the levels that are typed, each as a line of mark, Chinese and English."""
    rows = [dict(zip(("at", "zh", "en"), read_line(line), strict=False)) for line in _lines(text)]
    return [{key: value for key, value in row.items() if value} for row in rows]


def write_phrases(phrases: Sequence[Mapping[str, Any]]) -> str:
    """Return the quick phrases of a criterion, one a line."""
    return "\n".join(write_line([each["zh"], each["en"]]) for each in phrases)


def read_phrases(text: str) -> list[dict[str, str]]:
    """Return the quick phrases that are typed, each as a line of Chinese and English."""
    rows = [dict(zip(("zh", "en"), read_line(line), strict=False)) for line in _lines(text)]
    return [{key: value for key, value in row.items() if value} for row in rows]


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
