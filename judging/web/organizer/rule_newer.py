"""A rule sheet that somebody else saved while this editor was open: told, and nothing overwritten.

The editor carries which rule sheet was in force when it was opened. Saving over another one is
possible only from a page that showed what would change in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from judging.errors import JudgingError
from judging.queries.rounds import RoundFacts, RuleSheetFacts, list_rule_sheets
from judging.services.rule_sheets import SeenRules
from judging.wording.rule_words.changes import RuleChange, list_rule_changes

_CODE = "rule_sheet_saved_since"


@dataclass(frozen=True)
class NewerRules:
    """What is told of the rule sheet that was saved in the meantime.

    Args:
        saved: the version in force now.
        changes: which of its sentences the typed one would take away, and which it would bring.
        opened: number of the version that the editor was opened on; 0 where it is not known.
        is_new_version: whether the other save made a version of its own, to compare with.
    """

    saved: RuleSheetFacts
    changes: tuple[RuleChange, ...]
    opened: int
    is_new_version: bool


def seen_text(found: RoundFacts) -> str:
    """Return the rule sheet in force as an editor carries it: version and digest."""
    return f"{found.version}:{found.digest}"


def read_seen(text: str) -> SeenRules:
    """Return what an editor carried; version 0, which is never in force, for anything else.

    >>> read_seen("2:ab"), read_seen("")
    (SeenRules(version=2, digest='ab'), SeenRules(version=0, digest=''))
    """
    number, _colon, digest = text.partition(":")
    is_number = number.isascii() and number.isdigit() and len(number) < 9
    return SeenRules(int(number) if is_number else 0, digest)


def is_stale(error: JudgingError) -> bool:
    """Return whether saving was refused since somebody else had saved before."""
    return error.code == _CODE


def newer_rules(found: RoundFacts, document: Mapping[str, Any], seen: str) -> NewerRules:
    """Return what to tell about the rule sheet in force.

    Args:
        found: the round as it is now.
        document: what was typed; it parses.
        seen: what the editor carried.
    """
    saved = list_rule_sheets(found.id)[0]
    opened = read_seen(seen).version
    changes = list_rule_changes(found.document, document)
    return NewerRules(saved, changes, opened, is_new_version=0 < opened < saved.version)
