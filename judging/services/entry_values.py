"""What an entry is made of, as plain values, and what is wrong with them. No database."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from judging.errors import Problem

LONGEST_NUMBER = 40
LONGEST_NAME = 100
LONGEST_TEXT = 200
MOST_MEMBERS = 30
_NUMBER = re.compile(r"[0-9A-Za-z\u3400-\u9fff][0-9A-Za-z\u3400-\u9fff._-]*")


@dataclass(frozen=True)
class NewMember:
    """A contestant of an entry: the name, and the name in Latin letters (may be empty)."""

    name: str
    name_latin: str = ""


@dataclass(frozen=True)
class NewEntry:
    """An entry as it is typed or imported.

    Args:
        number: the entry number, unique in the competition: letters, digits, ``. _ -``.
        division: the division's key.
        members: one contestant, or a team's, in order.
        team_name: makes the entry a team's; so do two members or more.
        title_zh: title of the talk.
        title_en: the title in English.
        unit: school or organisation.
        adviser: who taught the contestant.
        guardian_contact: one way to reach a guardian; kept with each member.
    """

    number: str
    division: str
    members: tuple[NewMember, ...]
    team_name: str = ""
    title_zh: str = ""
    title_en: str = ""
    unit: str = ""
    adviser: str = ""
    guardian_contact: str = ""

    @property
    def kind(self) -> str:
        """Whether a ``person`` or a ``team`` enters."""
        return "team" if self.team_name or len(self.members) > 1 else "person"


def clean_number(text: str) -> str:
    """Return an entry number without blanks, full-width letters and digits made plain.

    >>> clean_number(" Ａ０１７ ")
    'A017'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def entry_problems(entry: NewEntry) -> Iterator[Problem]:
    """Yield what is wrong with an entry's values, each with the name of its field."""
    if not entry.number:
        yield Problem("required", "number")
    elif len(entry.number) > LONGEST_NUMBER:
        yield Problem("too_long", "number", {"most": LONGEST_NUMBER})
    elif not _NUMBER.fullmatch(entry.number):
        yield Problem("entry_number_form", "number")
    yield from _member_problems(entry.members)
    yield from _text_problem("team_name", entry.team_name, LONGEST_NAME)
    for field in ("title_zh", "title_en", "unit", "adviser", "guardian_contact"):
        yield from _text_problem(field, getattr(entry, field), LONGEST_TEXT)


def _member_problems(members: tuple[NewMember, ...]) -> Iterator[Problem]:
    """Yield what is wrong with the names of an entry."""
    if not members:
        yield Problem("required", "names")
    if len(members) > MOST_MEMBERS:
        yield Problem("too_many_members", "names", {"most": MOST_MEMBERS})
    seen: set[str] = set()
    for member in members[:MOST_MEMBERS]:
        yield from _text_problem("names", member.name, LONGEST_NAME)
        yield from _text_problem("names_latin", member.name_latin, LONGEST_NAME)
        if member.name in seen:
            yield Problem("name_twice", "names", {"name": member.name[:LONGEST_NAME]})
        seen.add(member.name)


def _text_problem(field: str, text: str, most: int) -> Iterator[Problem]:
    """Yield what is wrong with one line of text."""
    if len(text) > most:
        yield Problem("too_long", field, {"most": most})
    elif is_unshowable(text):
        yield Problem("control_characters", field)


def is_unshowable(text: str) -> bool:
    """Whether a text holds control characters, lone surrogates or unassigned code points.

    Rare Chinese characters of every plane are fine; so are private-use ones, which some school
    registers hold for names that Unicode lacked.
    """
    return any(
        unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or ord(c) >= 0xF_FFFE for c in text
    )
