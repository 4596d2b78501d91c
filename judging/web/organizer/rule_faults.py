"""Faults of a rule sheet in the reader's language, each at the field where it was typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from judging.scoring.faults import Fault
from judging.web.organizer.rule_labels import label_of
from judging.web.organizer.rule_places import DraftDocument
from judging.wording import sentence


@dataclass(frozen=True)
class RuleFaults:
    """What is wrong: every sentence for the list on top, and one text for each field.

    Args:
        listed: field (empty where none fits) and sentence, in the order found.
        by_field: field → its sentences.
    """

    listed: tuple[tuple[str, str], ...]
    by_field: Mapping[str, str]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return the sentences alone."""
        return tuple(text for _field, text in self.listed)

    def __bool__(self) -> bool:
        """Say whether anything is wrong."""
        return bool(self.listed or self.by_field)


def faults_of(faults: Iterable[Fault], made: DraftDocument | None = None) -> RuleFaults:
    """Return the faults in words.

    Args:
        faults: what the core found.
        made: the document with its fields; None for a text, where lines are named instead.
    """
    listed: list[tuple[str, str]] = []
    by_field: dict[str, str] = {}
    for fault in faults:
        text = sentence(fault.code, fault.params)
        field = made.find_field(fault.place) if made else ""
        if field:
            by_field[field] = f"{by_field[field]} {text}" if field in by_field else text
        where = f"{label_of(field)}: " if field else _place(fault)
        listed.append((field, f"{where}{text}"))
    return RuleFaults(tuple(listed), by_field)


def _place(fault: Fault) -> str:
    """Return where a fault stands: its line where it has one, and its path."""
    line = fault.params.get("line")
    parts = [_("line %(number)s", number=line)] if line else []
    parts += [fault.place] if fault.place else []
    return f"{' · '.join(parts)}: " if parts else ""
