"""The columns of an entries table: which headers name them, and how cells become entries.

Headers stand in any order, in Chinese or English; ``docs/imports.md`` lists them. Pure functions.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from judging.errors import InvalidInput, Problem
from judging.services.entry_values import NewMember
from judging.services.workbooks import Table

#: column → the headers that name it, as a reader writes them.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "number": (
        "编号",
        "参赛编号",
        "选手编号",
        "作品编号",
        "entry no.",
        "entry number",
        "no.",
    ),
    "names": (
        "姓名",
        "选手姓名",
        "选手",
        "成员",
        "参赛者",
        "name",
        "names",
        "contestant",
        "members",
    ),
    "names_latin": ("拼音", "姓名拼音", "英文名", "latin name", "pinyin", "name in latin letters"),
    "team_name": ("队名", "团队名称", "队伍", "team", "team name"),
    "unit": (
        "单位",
        "学校",
        "所在单位",
        "参赛单位",
        "unit",
        "school",
        "organisation",
        "organization",
    ),
    "division": ("组别", "参赛组别", "学科", "division", "group", "category"),
    "title_zh": ("题目", "演讲题目", "作品名称", "title", "title zh", "chinese title"),
    "title_en": ("英文题目", "题目(英文)", "title en", "english title"),
    "adviser": ("指导教师", "指导老师", "adviser", "advisor", "teacher"),
    "guardian_contact": ("监护人联系方式", "监护人电话", "guardian contact", "guardian"),
}
REQUIRED = ("number", "names", "division")
_SEARCHED_ROWS = 10
_NAME_BREAKS = re.compile(r"[、;；，]")
_LATIN_BREAKS = re.compile(r"[、;；，,]")


def header_key(text: str) -> str:
    """Return a header as it is compared: half-width, in small letters, no blanks or marks.

    >>> header_key(" Entry No.＊ ")
    'entryno'
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s*:._\-]", "", plain)


_COLUMN_OF = {header_key(alias): column for column, names in ALIASES.items() for alias in names}


@dataclass(frozen=True)
class Layout:
    """Where the columns stand: index of the header row, and the position of each column."""

    header_index: int
    positions: Mapping[str, int]
    ignored: tuple[str, ...]


def find_columns(
    table: Table, column_of: Mapping[str, str], required: tuple[str, ...], first_column: str
) -> Layout | None:
    """Return where the columns of a table stand; None where no row is a header.

    A title above the header is passed over; the header must be among the first ten rows.

    Args:
        table: what was read.
        column_of: header, as :func:`header_key` gives it, → column.
        required: columns that must be there.
        first_column: the column that tells a header row by itself, with one other.

    Raises:
        InvalidInput: a required column is missing, or one is there twice.
    """
    for index, row in enumerate(table.rows[:_SEARCHED_ROWS]):
        named = [(column_of.get(header_key(cell)), position) for position, cell in enumerate(row)]
        known = [(column, position) for column, position in named if column is not None]
        if len(known) < 2 or first_column not in dict(known):
            continue
        problems = [
            Problem("column_twice", table.address(index, position), {"column": row[position]})
            for number, (column, position) in enumerate(known)
            if column in dict(known[:number])
        ]
        missing = [column for column in required if column not in dict(known)]
        problems += [Problem(f"column_missing_{column}", table.name) for column in missing]
        if problems:
            raise InvalidInput(problems)
        ignored = tuple(row[p] for column, p in named if column is None and row[p])
        return Layout(index, dict(known), ignored)
    return None


def entry_layout(table: Table) -> Layout:
    """Return where the columns of an entries table stand.

    Raises:
        InvalidInput: no header, a column missing or twice.
    """
    layout = find_columns(table, _COLUMN_OF, REQUIRED, "number")
    if layout is None:
        raise InvalidInput((Problem("header_not_found", table.name),))
    return layout


def merged_problems(table: Table, layout: Layout) -> Iterator[Problem]:
    """Yield the merged areas below the header: which row their text belongs to is a guess."""
    header_line = table.lines[layout.header_index]
    for area in table.merged:
        lines = [int(digits) for digits in re.findall(r"[0-9]+", area)]
        if max(lines) >= header_line:
            place = f"{table.name}!{area}" if table.name else area
            yield Problem("merged_cells", place)


def split_members(names: str, latin: str) -> tuple[NewMember, ...] | None:
    """Return the members that two cells name; None where the Latin names do not match in number.

    >>> split_members("林见微、顾晚晴", "Lin Jianwei, Gu Wanqing")[1]
    NewMember(name='顾晚晴', name_latin='Gu Wanqing')
    >>> split_members("Smith", "Smith, John")
    (NewMember(name='Smith', name_latin='Smith, John'),)
    """
    people = [part.strip() for part in _NAME_BREAKS.split(names) if part.strip()]
    if len(people) <= 1:
        return tuple(NewMember(name, latin) for name in people)
    others = [part.strip() for part in _LATIN_BREAKS.split(latin) if part.strip()]
    if others and len(others) != len(people):
        return None
    return tuple(
        NewMember(name, other)
        for name, other in zip(people, others or [""] * len(people), strict=True)
    )
