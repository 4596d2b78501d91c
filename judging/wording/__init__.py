"""From stable codes to sentences, in the reader's language.

Commands and the core raise errors that carry a code and values; this package holds what people
read. One module an area; every code that is raised has a sentence here, which a test checks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString

from judging.errors import Blocked, InvalidInput, JudgingError, Problem
from judging.wording import general
from judging.wording.areas import AREAS

PROBLEM_TEXTS: dict[str, LazyString] = {}
for _area in AREAS:
    PROBLEM_TEXTS |= _area.PROBLEMS


@dataclass(frozen=True)
class ErrorWords:
    """What an error page or a JSON problem says: what happened, what is safe, what is next."""

    title: str
    what_happened: str
    what_is_safe: str
    what_next: str
    details: tuple[str, ...] = ()


def sentence(code: str, params: Mapping[str, Any], place: str = "") -> str:
    """Return the sentence of one problem code; the bare code where none is known.

    Args:
        code: a key of the tables in this package.
        params: values named in the sentence.
        place: put in front where the problem has one (a cell, a line, a field).
    """
    text = PROBLEM_TEXTS.get(code)
    words = str(text) if text is not None else code
    if params:
        words = words % _Tolerant(params)
    return f"{place}: {words}" if place else words


class _Tolerant(dict[str, Any]):
    """A mapping for ``%`` that shows a missing value as its name instead of failing."""

    def __missing__(self, key: str) -> str:
        return f"({key})"


def problem_sentences(problems: Iterable[Problem]) -> tuple[str, ...]:
    """Return the sentences of many problems, in their order."""
    return tuple(sentence(p.code, p.params, p.place) for p in problems)


def words_for(error: JudgingError) -> ErrorWords:
    """Return everything that a page says about an error."""
    kind = general.KINDS.get(type(error).code) or general.KINDS["refused"]
    listed: tuple[Problem, ...] = ()
    if isinstance(error, InvalidInput):
        listed = error.problems
    elif isinstance(error, Blocked):
        listed = error.blockers
    happened = str(kind.what_happened)
    if error.code != type(error).code:
        happened = sentence(error.code, error.params)
    return ErrorWords(
        str(kind.title),
        happened,
        str(kind.what_is_safe),
        str(kind.what_next),
        problem_sentences(listed),
    )
