"""Lists that are typed as lines or as words: levels, quick phrases, seats, points."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

#: Parts a line; a bar that belongs to a text is typed as ``\|``.
_BAR = re.compile(r"(?<!\\)\|")
_BETWEEN = r"\s,，、;；"
_SPLITS = re.compile(f"[{_BETWEEN}]")
#: A word in quotes, a quote in it doubled; or whatever stands between blanks and commas. No name is
#: as long as a quoted word may be, and the bound keeps reading quick.
_WORD = re.compile(
    rf'"((?:[^"]|""){{0,99}})"(?=[{_BETWEEN}]|$)|“([^”]{{0,99}})”(?=[{_BETWEEN}]|$)|[^{_BETWEEN}]+'
)
_QUOTES = ('"', "“")


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


def write_words(words: Iterable[object]) -> str:
    """Return words with blanks between; those that hold a blank or a comma in quotes.

    >>> write_words(["Judge A", "2", "乙、丙"])
    '"Judge A" 2 "乙、丙"'
    """
    return " ".join(map(_quoted, map(str, words)))


def _quoted(word: str) -> str:
    if not _SPLITS.search(word) and not word.startswith(_QUOTES):
        return word
    doubled = word.replace('"', '""')
    return f'"{doubled}"'


def read_words(text: str) -> list[str]:
    """Return what is typed with blanks or commas between, in Chinese or in English.

    >>> read_words("1, 2，3 4、5")
    ['1', '2', '3', '4', '5']
    >>> read_words('"Judge A" 2、“Judge B”')
    ['Judge A', '2', 'Judge B']
    """
    return [_plain(found) for found in _WORD.finditer(text)]


def _plain(found: re.Match[str]) -> str:
    doubled, curved = found.groups()
    if doubled is not None:
        return doubled.replace('""', '"')
    return found[0] if curved is None else curved


def write_levels(levels: Sequence[Mapping[str, Any]]) -> str:
    """Return the levels of a criterion, one a line."""
    return "\n".join(write_line([each["at"], each["zh"], each["en"]]) for each in levels)


def read_levels(text: str) -> list[dict[str, str]]:
    """Return the levels that are typed, each as a line of mark, Chinese and English."""
    return [_row(("at", "zh", "en"), line) for line in _lines(text)]


def write_phrases(phrases: Sequence[Mapping[str, Any]]) -> str:
    """Return the quick phrases of a criterion, one a line."""
    return "\n".join(write_line([each["zh"], each["en"]]) for each in phrases)


def read_phrases(text: str) -> list[dict[str, str]]:
    """Return the quick phrases that are typed, each as a line of Chinese and English."""
    return [_row(("zh", "en"), line) for line in _lines(text)]


def _row(keys: Sequence[str], line: str) -> dict[str, str]:
    """Return the parts of a line by their keys; a part too many for the core to refuse by name.

    >>> _row(("zh", "en"), "好 | good | better")
    {'zh': '好', 'en': 'good', '| better': 'better'}
    """
    parts = read_line(line)
    named = (*keys, *(f"| {part}" for part in parts[len(keys) :]))
    return {key: part for key, part in zip(named, parts, strict=False) if part}


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
