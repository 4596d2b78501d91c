"""A canonical document as TOML text for people."""

import json
from collections.abc import Mapping
from typing import Any


def to_toml(document: Mapping[str, Any]) -> str:
    """Write a canonical document as RULES.toml; reading it back gives the same rule sheet.

    >>> print(to_toml({"format": 1, "name": {"zh": "例"}, "ranking": {"ties": ["median"]}}))
    format = 1
    name = { zh = "例" }
    <BLANKLINE>
    [ranking]
    ties = ["median"]
    <BLANKLINE>
    """
    lines = [f"{key} = {_inline(document[key])}" for key in ("format", "name") if key in document]
    for key, value in document.items():
        if key in ("format", "name"):
            continue
        if isinstance(value, Mapping):
            lines += _section(key, value)
        else:
            lines += [line for row in value for line in _row(key, row)]
    return "\n".join(lines) + "\n"


def _section(path: str, table: Mapping[str, Any]) -> list[str]:
    rows = {key: value for key, value in table.items() if key == "criteria"}
    lines = ["", f"[{path}]"]
    lines += [f"{_key(k)} = {_inline(v)}" for k, v in table.items() if k not in rows]
    for key, value in rows.items():
        lines += [line for row in value for line in _row(f"{path}.{key}", row)]
    return lines


def _row(path: str, row: Mapping[str, Any]) -> list[str]:
    return ["", f"[[{path}]]", *(f"{_key(key)} = {_inline(value)}" for key, value in row.items())]


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_key(key)} = {_inline(item)}" for key, item in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_inline(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)  # texts, whole numbers, true and false alike


def _key(key: str) -> str:
    is_bare = key.isascii() and all(letter.isalnum() or letter in "_-" for letter in key)
    return key if is_bare and key else json.dumps(key, ensure_ascii=False)
