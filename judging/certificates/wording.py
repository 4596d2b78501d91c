"""From facts to sentences, by fixed substitution and never by a template language.

A sentence is a list of segments. `{field}` in a segment stands for a fact, and a segment whose
fact is empty falls away, so that no certificate shows an empty pair of quotation marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from judging.certificates.serials import grouped_serial

if TYPE_CHECKING:
    from datetime import date

    from judging.certificates.facts import CertificateFacts

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_DIGITS_ZH = "〇一二三四五六七八九"
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
LARGEST_ORDINAL = 999
"""A larger plain number in `edition` is a year."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The segments of one sentence and what stands between those that remain."""

    segments: tuple[str, ...]
    join: str = ""

    def placeholders(self) -> tuple[str, ...]:
        """List the names of all facts that the sentence may show, in order."""
        return tuple(name for each in self.segments for name in _PLACEHOLDER.findall(each))

    def filled(self, values: dict[str, str]) -> str:
        """Return the sentence with `values` in their places; segments with an empty one go."""
        kept = [
            _PLACEHOLDER.sub(lambda match: values[match[1]], segment)
            for segment in self.segments
            if all(values[name] for name in _PLACEHOLDER.findall(segment))
        ]
        return self.join.join(kept)


def text_values(facts: CertificateFacts) -> dict[str, str]:
    """Return every text that a sentence may name: the facts, and what is derived from them."""
    data = facts.as_data()
    values = {name: value for name, value in data.items() if isinstance(value, str)}
    values["competition_full_zh"] = _with_edition_zh(facts.competition_zh, facts.edition)
    values["competition_full_en"] = _with_edition_en(facts.competition_en, facts.edition)
    values["date_zh"] = date_zh(facts.issued_on)
    values["date_en"] = date_en(facts.issued_on)
    values["serial_grouped"] = grouped_serial(facts.serial)
    return values


def date_zh(day: date) -> str:
    """Write a date as on a Chinese official paper.

    >>> from datetime import date
    >>> date_zh(date(2026, 12, 20))
    '二〇二六年十二月二十日'
    """
    year = "".join(_DIGITS_ZH[int(digit)] for digit in str(day.year))
    return f"{year}年{number_zh(day.month)}月{number_zh(day.day)}日"


def date_en(day: date) -> str:
    """Write a date in English.

    >>> from datetime import date
    >>> date_en(date(2026, 12, 20))
    '20 December 2026'
    """
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def number_zh(number: int) -> str:
    """Write 1 to 999 in Chinese numerals.

    >>> [number_zh(n) for n in (3, 10, 12, 20, 31, 105, 110, 313)]
    ['三', '十', '十二', '二十', '三十一', '一百零五', '一百一十', '三百一十三']
    """
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS_ZH[hundreds]}百" if hundreds else ""
    if hundreds and rest and not tens:
        text += "零"
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS_ZH[tens]) + "十"
    return text + (_DIGITS_ZH[ones] if ones else "")


def ordinal_en(number: int) -> str:
    """Write an English ordinal in figures.

    >>> [ordinal_en(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 112)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '112th']
    """
    is_teen = number % 100 in (11, 12, 13)
    suffix = "th" if is_teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _ordinal_of(edition: str) -> int | None:
    if edition.isascii() and edition.isdigit() and 1 <= int(edition) <= LARGEST_ORDINAL:
        return int(edition)
    return None


def _with_edition_zh(name: str, edition: str) -> str:
    number = _ordinal_of(edition)
    if number is None:
        return name if not edition or edition in name else f"{edition}{name}"
    return name if name.startswith("第") else f"第{number_zh(number)}届{name}"


def _with_edition_en(name: str, edition: str) -> str:
    number = _ordinal_of(edition)
    if number is None:
        is_said = not edition or edition in name or not edition.isascii()
        return name if is_said else f"{edition} {name}"
    ordinal = ordinal_en(number)
    return name if ordinal in name else f"The {ordinal} {name.removeprefix('The ')}"
