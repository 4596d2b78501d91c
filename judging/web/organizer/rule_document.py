"""From the editor's draft to a rule sheet document, faulty or not."""

from typing import Any

from judging.web.organizer.rule_document_rows import put_rows
from judging.web.organizer.rule_draft import RuleDraft
from judging.web.organizer.rule_fields import FIELDS, LISTS, ONLY_WITH, SWITCHES, WHOLE
from judging.web.organizer.rule_lines import read_words
from judging.web.organizer.rule_places import DraftDocument, whole

_SWITCHED = {"true": True, "false": False}


def document_of(draft: RuleDraft) -> DraftDocument:
    """Return the document that a draft says, faulty or not.

    What the form only shows beside another choice (points by place, for one rank method) is left
    out where that choice was not made: it stays in the draft and says nothing.
    """
    made = DraftDocument({"format": 1})
    for name, path in FIELDS.items():
        if is_relevant(draft, name):
            made.put(path, _value(name, draft.fields.get(name, "")), name)
    made.places["tally.trim"] = "trim_high"
    _drop_idle_tables(made, draft)
    put_rows(made, draft)
    return made


def is_relevant(draft: RuleDraft, name: str) -> bool:
    """Return whether a field means something beside what the others say."""
    other, values = ONLY_WITH.get(name, ("", ()))
    return not other or draft.fields.get(other) in values


def _value(name: str, text: str) -> Any:
    if name in LISTS:
        return read_words(text)
    if name in SWITCHES:
        return _SWITCHED.get(text, text)
    return whole(text) if name in WHOLE else text


def _drop_idle_tables(made: DraftDocument, draft: RuleDraft) -> None:
    """Take away tables that only hold choices which every form sends."""
    decisive = ("advance_take", "advance_score_line", "advance_wild_cards")
    if not any(draft.fields.get(name) for name in decisive):
        made.document.pop("advancement", None)
    elif not draft.fields.get("advance_wild_cards"):
        made.document["advancement"].pop("wild_cards_per", None)
    if not draft.rows["earlier"]:
        weight = draft.fields.get("carry_weight")
        if weight in ("", "1", None):
            made.document.pop("carry_over", None)
