"""Where the keys of a TOML text stand, so that a fault can name its line.

The standard library's parser forgets positions; this reads table headers and keys line by line. It
is a help for the reader of a fault, never a source of values.
"""

import re
from collections.abc import Mapping

_HEADER = re.compile(r"(\[\[?)([^\[\]#]++)\]\]?\s*+(?:#.*)?$")
_KEY = re.compile(
    r"((?:[A-Za-z0-9_-]++|\"[^\"]*+\"|'[^']*+')(?:\s*+\.\s*+(?:[A-Za-z0-9_-]++))*+)\s*+="
)


def locate_keys(toml_text: str) -> dict[str, int]:
    """Return the 1-based line of each table and key, by its path in the document.

    >>> locate_keys('[rubric]\\n[[rubric.criteria]]\\nkey = "a"')["rubric.criteria[0].key"]
    3
    """
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    prefix = ""
    is_in_text = False
    for number, line in enumerate(toml_text.splitlines(), 1):
        was_in_text = is_in_text
        if (line.count('"""') + line.count("'''")) % 2:
            is_in_text = not is_in_text
        if was_in_text:
            continue
        header = _HEADER.match(line.strip())
        if header:
            prefix = _table_path(header[2], header[1] == "[[", counts)
            lines.setdefault(prefix, number)
            continue
        key = _KEY.match(line.strip())
        if key:
            path = _plain_path(key[1])
            lines.setdefault(f"{prefix}.{path}" if prefix else path, number)
    return lines


def find_line(lines: Mapping[str, int], place: str) -> int | None:
    """Return the line of a path, or of the nearest key or table around it.

    >>> find_line({"tally": 4}, "tally.trim.low")
    4
    """
    while place:
        if place in lines:
            return lines[place]
        cut = max(place.rfind("."), place.rfind("["))
        place = place[: max(cut, 0)]
    return None


def _plain_path(text: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in text.split("."))


def _table_path(text: str, is_row: bool, counts: dict[str, int]) -> str:
    path = ""
    parts = _plain_path(text).split(".")
    for depth, part in enumerate(parts):
        path = f"{path}.{part}" if path else part
        if is_row and depth == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = f"{path}[{counts[path]}]"
    return path
