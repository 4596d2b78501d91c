"""How deep a plain mapping may go, looked at before anything reads it."""

from collections.abc import Iterator, Mapping

from judging.scoring.faults import Fault, ScoringError
from judging.scoring.points import shorten

#: The deepest place of a rule sheet is a level of a criterion: six tables and lists.
MAX_DEPTH = 12


def refuse_depth(document: Mapping[object, object]) -> None:
    """Refuse a document with tables or lists nested deeper than any rule sheet.

    It walks without calling itself, so that no depth breaks it off.

    Raises: ScoringError (``too_deep``), placed at the first part that is too deep.

    >>> refuse_depth({"tally": {"trim": {"low": 1}}})
    """
    pending: list[tuple[object, str, int]] = [(document, "", 1)]
    while pending:
        value, path, depth = pending.pop()
        if depth > MAX_DEPTH:
            raise ScoringError([Fault("too_deep", path, {"limit": MAX_DEPTH})])
        pending += [(item, where, depth + 1) for where, item in _parts(value, path)]


def _parts(value: object, path: str) -> Iterator[tuple[str, object]]:
    """Yield what a table or a list holds, each part with its path; nothing of any other value."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield f"{path}.{shorten(key)}".lstrip("."), item
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield f"{path}[{index}]", item
