"""What the rule sheets are called that marks can be counted under."""

from flask_babel import gettext as _

from judging.queries.rule_choices import RuleChoice
from judging.scoring.rank_methods import RANK_METHODS
from judging.scoring.rules import RuleSheet
from judging.web.language import in_language


def trim_words(rules: RuleSheet) -> str:
    """Return in a few words what a rule sheet drops."""
    trim = rules.tally.trim
    method = RANK_METHODS.get(rules.tally.aggregate)
    ends = (trim.low, trim.high)
    if method and ends == (0, 0):
        return in_language(method.name)
    if ends == (0, 0):
        return _("plain mean") if rules.tally.aggregate == "mean" else _("nobody dropped")
    if ends == (1, 1):
        return _("one and one dropped")
    if ends == (2, 2):
        return _("two and two dropped")
    return _("%(high)s highest, %(low)s lowest dropped", high=trim.high, low=trim.low)


def choice_name(choice: RuleChoice) -> str:
    """Return the full name of a rule sheet, for a list to choose from."""
    words = trim_words(choice.rules)
    if choice.kind == "preset":
        return _("Preset “%(name)s”: %(trim)s", name=in_language(choice.name), trim=words)
    if choice.kind == "trim":
        return _("This round’s rules, but %(trim)s", trim=words)
    if choice.is_in_force:
        return _("In force (version %(number)s): %(trim)s", number=choice.version, trim=words)
    return _("Version %(number)s: %(trim)s", number=choice.version, trim=words)


def short_name(choice: RuleChoice) -> str:
    """Return a name that fits above a column."""
    if choice.kind == "preset":
        return in_language(choice.name)
    if choice.kind == "version" and not choice.is_in_force:
        return _("Version %(number)s", number=choice.version)
    words = trim_words(choice.rules)
    if choice.is_in_force:
        return _("In force: %(trim)s", trim=words)
    if choice.kind == "draft":
        return _("Your draft: %(trim)s", trim=words)
    return words[:1].upper() + words[1:]
