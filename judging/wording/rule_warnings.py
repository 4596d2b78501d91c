"""Sentences for what may be ambiguous or dangerous in a rule sheet: what will happen, with numbers.

The core knows codes only (``judging.scoring.rule_warning.WARNINGS``); a test makes sure that each
has its sentence here, with exactly its figures.
"""

from flask_babel import LazyString, get_locale
from flask_babel import lazy_gettext as _l

from judging.scoring.bilingual import Bilingual
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.rule_warnings import RuleWarning
from judging.wording.rule_words import group_words
from judging.wording.rule_words.ranking import tie_words

_MARKING: dict[str, LazyString] = {
    "batch_is_everybody": _l(
        "The first %(first)s are handed in together, and the smallest group has %(entries)s "
        "entries: there every score sheet waits for the last talk."
    ),
    "sheets_wait_for_stage": _l(
        "Score sheets are taken once the heat's page says that the talk waited for has ended: "
        "somebody must move the contestants on there."
    ),
}
_TALLY: dict[str, LazyString] = {
    "maxima_not_hundred": _l(
        "The maxima add up to %(total)s, not to 100: the best possible judge total is %(total)s."
    ),
    "criterion_weights_not_hundred": _l(
        "The weights look like percentages and add up to %(total)s, not to 100."
    ),
    "trim_keeps_one": _l(
        "Of %(seats)s judges %(high)s highest and %(low)s lowest are dropped: a single judge "
        "decides every score."
    ),
    "trim_blocks": _l(
        "With %(seats)s judges nobody gets a result: after dropping %(high)s highest and %(low)s "
        "lowest fewer than %(min_kept)s would stay."
    ),
    "trim_smaller": _l(
        "With %(seats)s judges not %(high)s highest and %(low)s lowest are dropped but "
        "%(real_high)s and %(real_low)s, since at least %(min_kept)s must stay."
    ),
    "min_kept_above_panel": _l(
        "At least %(min_kept)s judges must stay, but the panel has %(seats)s: nobody is ever "
        "dropped."
    ),
    "trim_uneven": _l(
        "%(high)s highest and %(low)s lowest are dropped: an uneven trim moves every score to one "
        "side."
    ),
    "closest_two_not_monotone": _l(
        "Of three judges the closest two count: a judge who raises a mark can lower the score "
        "(20, 25, 30 gives 27.5; 20, 25, 31 gives 22.5)."
    ),
    "sum_with_unequal_panels": _l(
        "Totals are added, and panels have %(least)s to %(most)s judges: a larger panel gives "
        "higher scores. The mean does not."
    ),
    "sum_and_absence": _l(
        "Totals are added: when one of %(seats)s judges is absent, that entry's score falls by a "
        "whole judge."
    ),
    "criterion_scope": _l(
        "The extremes of each criterion are dropped, not a judge's whole opinion. The two can give "
        "different winners; the hall usually announces whole judges."
    ),
    "rounded_twice": _l(
        "Rounded twice, to %(first)s and then to %(last)s places: 91.4445 becomes 91.445 and then "
        "91.45, while once rounded it is 91.44."
    ),
    "group_weights_not_hundred": _l(
        "The weights of the judge groups look like percentages and add up to %(total)s, not to "
        "100. They still count in proportion."
    ),
    "group_without_seats": _l(
        "No seat of the largest panel is in the group “%(group)s”: its entries get no result."
    ),
    "seat_outside_groups": _l(
        "Seat %(seat)s is in none of the judge groups: its heat cannot be counted."
    ),
    "practice_seat_missing": _l("Practice seat %(seat)s is not on the largest panel."),
    "tie_break_seat_missing": _l("Tie-break seat %(seat)s is not on the largest panel."),
    "chief_seat_missing": _l("The chief judge's seat %(seat)s is not on the largest panel."),
}
_DEDUCTIONS: dict[str, LazyString] = {
    "band_after_disqualification": _l(
        "The band from %(from_s)s seconds never applies: from %(limit_s)s seconds the talk is "
        "disqualified."
    ),
    "band_beyond_minimum": _l(
        "The band from %(from_s)s seconds under never applies: a talk of no length is only "
        "%(minimum_s)s seconds under."
    ),
    "band_costs_less": _l(
        "From %(from_s)s seconds the talk loses %(points)s, less than the %(before)s from "
        "%(before_s)s seconds: being longer at fault costs less."
    ),
    "floor_above_maximum": _l(
        "No score falls below %(floor)s, and none can be above %(maximum)s: everybody gets the "
        "same score."
    ),
    "carry_weights_not_one": _l(
        "The weights of the rounds add up to %(total)s, not to 1: scores are on another scale than "
        "in this round."
    ),
}
_RANKING: dict[str, LazyString] = {
    "no_tie_steps": _l("No tie step: equal scores share a place, and may share a prize."),
    "ties_may_remain": _l(
        "No step always decides: what is still equal after the last one shares its place. A ruling "
        "or a draw as the last step would end it."
    ),
    "step_after_decision": _l(
        "“%(step)s” is never reached: after “%(decisive)s” nobody is tied any more."
    ),
    "step_never_differs": _l(
        "“%(step)s” can set nobody apart: it compares what has been compared already."
    ),
    "step_repeats": _l(
        "“%(step)s” compares the score again, only before deductions: it differs only where "
        "deductions differ."
    ),
    "step_without_seat": _l("“%(step)s” sets nobody apart: the rule sheet names no seat for it."),
    "step_within_heat": _l(
        "“%(step)s” decides only among entries of one heat; across heats it is passed over."
    ),
    "whole_points": _l(
        "Scores are published and compared in whole points, %(values)s different ones at most: "
        "expect many ties."
    ),
}
_AWARDS: dict[str, LazyString] = {
    "take_above_field": _l(
        "%(take)s advance, and the smallest group has %(entries)s entries: everybody there "
        "advances."
    ),
    "prizes_above_field": _l(
        "There are %(prizes)s prizes, and the smallest group has %(entries)s entries: some stay "
        "vacant."
    ),
    "percent_rewards_nobody": _l(
        "%(percent)s%% of %(entries)s entries, rounded down, is nobody. Round up, or give a count."
    ),
    "score_line_above_maximum": _l(
        "Nobody can reach the score line of %(line)s: the best possible score is %(maximum)s."
    ),
    "minimum_above_maximum": _l(
        "Nobody can reach the minimum of %(line)s: the best possible score is %(maximum)s."
    ),
}

RULE_WARNINGS: dict[str, LazyString] = _MARKING | _TALLY | _DEDUCTIONS | _RANKING | _AWARDS


def warning_sentence(warning: RuleWarning, rules: RuleSheet) -> str:
    """Return a warning in the reader's language, with the names of steps and groups."""
    params = dict(warning.params)
    for name in ("step", "decisive"):
        if name in params:
            params[name] = _say(tie_words(rules, str(params[name])))
    if "group" in params:
        params["group"] = _say(group_words(str(params["group"])))
    return str(RULE_WARNINGS[warning.code]) % params


def _say(pair: Bilingual) -> str:
    return pair.en if str(get_locale()).startswith("en") else pair.zh
