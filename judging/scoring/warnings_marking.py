"""Warnings about when score sheets are handed in."""

from collections.abc import Iterator

from judging.scoring.rule_parts import RuleSheet
from judging.scoring.rule_warning import RuleSetting, RuleWarning


def marking_warnings(rules: RuleSheet, setting: RuleSetting) -> Iterator[RuleWarning]:
    """Yield that sheets wait for the stage, and a first batch that is the whole group.

    >>> from judging.scoring.specimen import specimen_rules
    >>> rules = specimen_rules(marking={"due": "first:8"})
    >>> [warning.code for warning in marking_warnings(rules, RuleSetting(entries=8))]
    ['batch_is_everybody', 'sheets_wait_for_stage']
    """
    marking, entries = rules.marking, setting.entries
    if marking is None or marking.due == "at_once":
        return
    if entries and marking.first >= entries:
        params = {"first": marking.first, "entries": entries}
        yield RuleWarning("batch_is_everybody", "marking.due", params)
    yield RuleWarning("sheets_wait_for_stage", "marking.due")
