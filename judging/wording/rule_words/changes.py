"""The difference between two rule sheets in words: which sentences went, and which came."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from judging.scoring.bilingual import Bilingual
from judging.wording.rule_words import RuleSection, describe_rules

_NAME = Bilingual("名称", "Name")


@dataclass(frozen=True)
class RuleChange:
    """What changed in one section: sentences of the earlier rules alone, and of the later alone."""

    title: Bilingual
    gone: tuple[Bilingual, ...]
    come: tuple[Bilingual, ...]


def list_rule_changes(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[RuleChange, ...]:
    """Return what differs between two documents, section by section in the order of the rules.

    A sentence that only moved counts as gone and come: the order of criteria and of tie steps
    means something.

    Raises:
        judging.scoring.faults.ScoringError: one of the documents is refused.
    """
    earlier = {section.key: section for section in _with_name(before)}
    later = {section.key: section for section in _with_name(after)}
    changes = [_change(earlier.get(key), later.get(key)) for key in _ordered(earlier, later)]
    return tuple(change for change in changes if change.gone or change.come)


def _with_name(document: Mapping[str, Any]) -> tuple[RuleSection, ...]:
    name = document.get("name", {})
    line = Bilingual(str(name.get("zh", "")), str(name.get("en", "")))
    return (RuleSection("name", _NAME, (line,)), *describe_rules(document))


def _ordered(earlier: Mapping[str, RuleSection], later: Mapping[str, RuleSection]) -> list[str]:
    return [*later, *(key for key in earlier if key not in later)]


def _change(before: RuleSection | None, after: RuleSection | None) -> RuleChange:
    old = before.lines if before else ()
    new = after.lines if after else ()
    gone: list[Bilingual] = []
    come: list[Bilingual] = []
    for tag, from_old, to_old, from_new, to_new in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag != "equal":
            gone += old[from_old:to_old]
            come += new[from_new:to_new]
    section = after or before
    assert section is not None
    return RuleChange(section.title, tuple(gone), tuple(come))
