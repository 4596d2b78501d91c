"""What is ambiguous or dangerous in a rule sheet, for the round that it is for. Nothing blocks."""

from judging.scoring.rule_parts import RuleSheet
from judging.scoring.rule_warning import WARNINGS, RuleSetting, RuleWarning
from judging.scoring.warnings_awards import award_warnings
from judging.scoring.warnings_marking import marking_warnings
from judging.scoring.warnings_ranking import ranking_warnings
from judging.scoring.warnings_tally import deduction_warnings, tally_warnings

__all__ = ["WARNINGS", "RuleSetting", "RuleWarning", "list_warnings"]


def list_warnings(rules: RuleSheet, setting: RuleSetting | None = None) -> tuple[RuleWarning, ...]:
    """Return every warning, in the order of the rule sheet.

    What depends on the panel or on the number of entries is told only where the setting has it.

    >>> from judging.scoring.specimen import specimen_rules
    >>> rules = specimen_rules(tally={"trim": {"low": 1, "high": 1, "min_kept": 1}})
    >>> setting = RuleSetting(seats=(("1", ""), ("2", ""), ("3", "")))
    >>> [(warning.code, warning.place) for warning in list_warnings(rules, setting)]
    [('trim_keeps_one', 'tally.trim'), ('no_tie_steps', 'ranking.ties')]
    """
    known = setting or RuleSetting()
    return (
        *marking_warnings(rules, known),
        *tally_warnings(rules, known),
        *deduction_warnings(rules),
        *ranking_warnings(rules, known),
        *award_warnings(rules, known),
    )
