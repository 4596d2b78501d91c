"""Every warning of the core has its sentence, with exactly its figures, in both languages."""

import re

from flask_babel import force_locale

from judging.scoring.rule_warning import NOTES, WARNINGS
from judging.scoring.rule_warnings import RuleWarning
from judging.scoring.specimen import specimen_rules
from judging.wording.rule_example_words import FATES
from judging.wording.rule_warnings import RULE_WARNINGS, warning_sentence
from judging.wording.scoring import LEFT_OUT


def test_each_code_has_a_sentence_with_its_figures(app):
    with app.test_request_context():
        for locale in ("zh_Hans", "en"):
            with force_locale(locale):
                found = {
                    code: set(re.findall(r"%\((\w+)\)s", str(text)))
                    for code, text in RULE_WARNINGS.items()
                }
                assert found == {code: set(names) for code, names in WARNINGS.items()}
    assert set(WARNINGS) >= NOTES


def test_a_warning_names_the_step_and_the_group(app):
    rules = specimen_rules(ranking={"ties": ["more_decimals", "draw"]})
    with app.test_request_context(), force_locale("en"):
        step = RuleWarning("step_never_differs", "ranking.ties[0]", {"step": "more_decimals"})
        group = RuleWarning("group_without_seats", "tally.groups", {"group": "expert"})
        assert warning_sentence(step, rules).startswith("“more decimals” can set nobody apart")
        assert "“experts”" in warning_sentence(group, rules)


def test_every_reason_to_leave_a_seat_out_has_its_pair_on_paper():
    assert set(FATES) >= set(LEFT_OUT)
