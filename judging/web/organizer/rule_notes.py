"""Warnings about a rule sheet in the reader's language, each at the field it is about."""

from collections.abc import Iterable
from dataclasses import dataclass

from judging.scoring.rule_warnings import RuleWarning
from judging.scoring.rules import RuleSheet
from judging.web.organizer.rule_labels import label_of
from judging.web.organizer.rule_places import DraftDocument
from judging.wording.rule_warnings import warning_sentence


@dataclass(frozen=True)
class RuleNote:
    """One warning in words: its field (empty for none), where that is, and whether it is a note."""

    field: str
    where: str
    text: str
    is_note: bool


def notes_of(
    warnings: Iterable[RuleWarning], rules: RuleSheet, made: DraftDocument | None = None
) -> tuple[RuleNote, ...]:
    """Return warnings in words: those to act on first, each kind in the order of the rule sheet.

    Args:
        warnings: what the core found.
        rules: the rules that they are about, for the names of criteria and steps.
        made: the document with its fields, where the editor shows them.
    """
    notes = [_note(warning, rules, made) for warning in warnings]
    return tuple(sorted(notes, key=lambda note: note.is_note))


def _note(warning: RuleWarning, rules: RuleSheet, made: DraftDocument | None) -> RuleNote:
    field = made.find_field(warning.place) if made else ""
    text = warning_sentence(warning, rules)
    return RuleNote(field, label_of(field) if field else "", text, warning.is_note)


def by_field(notes: Iterable[RuleNote]) -> dict[str, str]:
    """Return the sentences of each field."""
    found: dict[str, str] = {}
    for note in notes:
        if note.field:
            found[note.field] = " ".join(filter(None, (found.get(note.field), note.text)))
    return found
