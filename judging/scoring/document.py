"""Reading a plain mapping (parsed TOML or JSON) strictly, with every fault collected at once.

A reader takes what it knows key by key; what is left over is an unknown key. After a fault it
answers with a harmless stand-in, so that one slip does not hide the next; whoever reads raises the
collected faults at the end and never uses the stand-ins.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any
from unicodedata import normalize

from judging.scoring.bilingual import Bilingual
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.keys import is_control, is_key
from judging.scoring.points import find_places, format_plain, parse_points, shorten

MAX_NAME = 100
MAX_TEXT = 2000


@dataclass(slots=True)
class Table:
    """One table of the document under its path, e.g. ``rubric.criteria[0]``."""

    content: Mapping[str, Any]
    path: str
    faults: list[Fault]
    seen: set[str] = field(default_factory=set)

    def at(self, key: str) -> str:
        """Return the full path of a key of this table.

        >>> Table({}, "tally", []).at("trim")
        'tally.trim'
        """
        return f"{self.path}.{key}" if self.path else key

    def fault(self, code: str, at: str = "", /, **params: str | int) -> None:
        """Note a fault at a key of this table, or at the table itself.

        >>> table = Table({}, "tally", [])
        >>> table.fault("not_a_table", "trim")
        >>> table.faults[0].place
        'tally.trim'
        """
        self.faults.append(Fault(code, self.at(at) if at else self.path, params))

    def take(self, key: str, is_required: bool = False) -> Any:
        """Return the raw value of a key, or None; note a missing one that is required.

        >>> Table({"take": 3}, "advancement", []).take("take")
        3
        """
        self.seen.add(key)
        value = self.content.get(key)
        if value is None and is_required:
            self.fault("missing_key", key, key=key)
        return value

    def close(self) -> None:
        """Note every key that nobody asked for.

        >>> table = Table({"trimm": 1}, "tally", [])
        >>> table.close(); table.faults[0].code
        'unknown_key'
        """
        for key in self.content:
            if key not in self.seen:
                shown = shorten(key)
                self.faults.append(Fault("unknown_key", self.at(shown), {"key": shown}))

    def integer(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """Return a whole number from ``low`` to ``high``; required where there is no default.

        >>> Table({"take": 3}, "advancement", []).integer("take", 1, 9)
        3
        """
        value = self.take(key, is_required=default is None)
        if value is None:
            return low if default is None else default
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault("not_an_integer", key, text=shorten(value))
        elif not low <= value <= high:
            self.fault("out_of_bounds", key, text=shorten(value), min=str(low), max=str(high))
        else:
            return value
        return low

    def find_integer(self, key: str, low: int, high: int) -> int | None:
        """Return a whole number, or None where the key is absent.

        >>> Table({}, "advancement", []).find_integer("take", 1, 9) is None
        True
        """
        return self.integer(key, low, high) if self.content.get(key) is not None else self.take(key)

    def points(
        self, key: str, low: str, high: str, places: int, default: str | None = None
    ) -> Fraction:
        """Return exact points given as decimal text or a whole number, within bounds.

        A bound that starts with ``>`` is itself not allowed.

        >>> Table({"max": "40"}, "criterion", []).points("max", "0", "100", 3)
        Fraction(40, 1)
        """
        value = self.take(key, is_required=default is None)
        if value is None:
            return Fraction(default or "1")
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        try:
            number = parse_points(shorten(value) if is_whole else value, self.at(key))
        except ScoringError as error:
            self.faults.extend(error.faults)
            return Fraction(1)
        return self._bounded(key, number, low, high, places)

    def _bounded(self, key: str, number: Fraction, low: str, high: str, places: int) -> Fraction:
        is_low = number <= Fraction(low[1:]) if low[0] == ">" else number < Fraction(low)
        if is_low or number > Fraction(high):
            self.fault("out_of_bounds", key, text=format_plain(number), min=low, max=high)
            return Fraction(1)
        if (find_places(number) or 0) > places:
            self.fault("too_many_places", key, text=format_plain(number), places=places)
            return Fraction(1)
        return number

    def find_points(self, key: str, low: str, high: str, places: int) -> Fraction | None:
        """Return exact points, or None where the key is absent.

        >>> Table({}, "deductions", []).find_points("floor", "0", "1", 3) is None
        True
        """
        if self.content.get(key) is None:
            return self.take(key)
        return self.points(key, low, high, places)

    def choice(self, key: str, choices: Sequence[str], default: str) -> str:
        """Return one word of a closed list.

        >>> Table({"scope": "criterion"}, "tally", []).choice("scope", ("criterion",), "")
        'criterion'
        """
        value = self.take(key)
        if value is None:
            return default
        if not isinstance(value, str) or value not in choices:
            self.fault("not_a_choice", key, text=shorten(value), choices=", ".join(choices))
        else:
            return value
        return default

    def text(self, key: str, limit: int) -> str:
        """Return text of at most ``limit`` characters without control characters, or ``""``.

        >>> Table({"en": "Content"}, "name", []).text("en", 9)
        'Content'
        """
        value = self.take(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault("not_text", key, text=shorten(value))
        elif len(value) > limit:
            self.fault("text_too_long", key, limit=limit)
        elif any(is_control(letter) for letter in value):
            self.fault("text_has_control_characters", key)
        else:
            return value.strip()
        return ""

    def key_text(self, key: str) -> str:
        """Return a required key: 1 to 40 characters, none of ``: ; ,``, no blank at an end.

        >>> Table({"key": "content"}, "criterion", []).key_text("key")
        'content'
        """
        value = self.take(key, is_required=True)
        if value is not None and not is_key(value):
            self.fault("bad_key", key, text=shorten(value))
        if isinstance(value, str):
            return value if is_key(value) else shorten(value)
        return ""

    def table(self, key: str, is_required: bool = False) -> "Table | None":
        """Return a table below this one, or None where it is absent or not a table.

        >>> Table({"trim": {"low": 1}}, "tally", []).table("trim").path
        'tally.trim'
        """
        value = self.take(key, is_required)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self.fault("not_a_table", key)
            return None
        return Table(value, self.at(key), self.faults)

    def rows(self, key: str, most: int, least: int = 0) -> "list[Table]":
        """Return the tables of a list, from ``least`` to ``most`` of them.

        >>> [row.path for row in Table({"awards": [{}]}, "", []).rows("awards", 20)]
        ['awards[0]']
        """
        items = self.items(key, most, least)
        for index, item in enumerate(items):
            if not isinstance(item, Mapping):
                self.fault("not_a_table", f"{key}[{index}]")
        return [
            Table(item, f"{self.at(key)}[{index}]", self.faults)
            for index, item in enumerate(items)
            if isinstance(item, Mapping)
        ]

    def items(self, key: str, most: int, least: int = 0) -> list[Any]:
        """Return a list of at least ``least`` and at most ``most`` items, whatever they are.

        >>> Table({"ties": ["median"]}, "ranking", []).items("ties", 10)
        ['median']
        """
        value = self.take(key, is_required=least > 0)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            self.fault("not_a_list", key)
            return []
        if len(value) > most:
            self.fault("too_many_items", key, limit=most)
        elif len(value) < least:
            self.fault("too_few_items", key, limit=least)
        return list(value[:most])

    def name(self, key: str, is_required: bool = False) -> Bilingual | None:
        """Return a pair ``{ zh, en }``; a blank side is filled from the other one.

        >>> Table({"name": {"zh": "内容", "en": ""}}, "criterion", []).name("name").en
        '内容'
        """
        table = self.table(key, is_required)
        return None if table is None else table.pair(MAX_NAME, is_closed=True)

    def pair(self, limit: int, is_closed: bool = False) -> Bilingual:
        """Return this table itself as a pair; ``is_closed`` refuses any further key.

        >>> Table({"zh": "好", "en": "good"}, "phrase", []).pair(9)
        Bilingual(zh='好', en='good')
        """
        before = len(self.faults)
        zh, en = self.text("zh", limit), self.text("en", limit)
        if not (zh or en) and len(self.faults) == before:
            self.fault("text_blank")
        if is_closed:
            self.close()
        return Bilingual(zh or en, en or zh)


def without_none(**values: Any) -> dict[str, Any]:
    """Return the values that are there, for a canonical document.

    >>> without_none(count=1, percent=None)
    {'count': 1}
    """
    return {key: value for key, value in values.items() if value is not None}


def refuse_twice(table: Table, key: str, keys: Sequence[str]) -> None:
    """Note each key that stands twice in the list under ``key``, however its accents are encoded.

    >>> table = Table({}, "", [])
    >>> refuse_twice(table, "awards", ["first", "first"]); table.faults[0].place
    'awards[1]'
    """
    plain = [normalize("NFC", name) for name in keys]
    for index, name in enumerate(keys):
        if name and plain[index] in plain[:index]:
            table.fault("duplicate_key", f"{key}[{index}]", key=name)
