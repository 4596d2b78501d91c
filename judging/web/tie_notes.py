"""What tied entries were compared by, step by step, in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from judging.scoring.ties import TIE_STEPS
from judging.web.language import in_language


@dataclass(frozen=True)
class TieNote:
    """One step of the chain: its name, and each tied entry's value in the order of the ranking."""

    step: str
    values: tuple[tuple[str, str], ...]


def tie_notes(
    line: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], name_of: Callable[[str], str]
) -> tuple[TieNote, ...]:
    """Return what a line was compared by, beside those who were tied with it at each step.

    Args:
        line: a line of a document of results.
        lines: all lines of its ranking group, in their order.
        name_of: the name of a criterion by its key.
    """
    compared = line.get("compared", [])
    return tuple(
        TieNote(
            step_name(step, name_of),
            tuple(
                (other["entry"], other["compared"][at][1])
                for other in lines
                if other["score"] == line["score"]
                and len(other.get("compared", [])) > at
                and other["compared"][:at] == compared[:at]
                and other["compared"][at][0] == step
            ),
        )
        for at, (step, _value) in enumerate(compared)
    )


def step_name(step: str, name_of: Callable[[str], str]) -> str:
    """Return a step of the chain in words, with its criterion if it has one."""
    key, _colon, argument = step.partition(":")
    name = in_language(TIE_STEPS[key].name) if key in TIE_STEPS else key
    return f"{name} ({name_of(argument)})" if argument else name
