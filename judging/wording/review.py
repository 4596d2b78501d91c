"""Why a sheet stands apart, in a sentence for the chief judge; never for judges' own eyes.

A judge would learn from these sentences what the others gave. What the judge reads is in
``web/judge/words.py`` and says nothing of anybody else.
"""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

#: kind and side of a flag → the sentence.
_FLAGS: dict[tuple[str, str], LazyString] = {
    ("gap", "below"): _l(
        "The total of %(value)s is %(distance)s below the mean of the panel, %(centre)s: "
        "%(figure)s %% of the scale (limit %(threshold)s %%)."
    ),
    ("gap", "above"): _l(
        "The total of %(value)s is %(distance)s above the mean of the panel, %(centre)s: "
        "%(figure)s %% of the scale (limit %(threshold)s %%)."
    ),
    ("mad", "below"): _l(
        "The total of %(value)s is %(distance)s below the median of the panel, %(centre)s: "
        "modified z-score %(figure)s (limit %(threshold)s)."
    ),
    ("mad", "above"): _l(
        "The total of %(value)s is %(distance)s above the median of the panel, %(centre)s: "
        "modified z-score %(figure)s (limit %(threshold)s)."
    ),
    ("grubbs", "below"): _l(
        "By Grubbs' test the total of %(value)s lies too far below the mean, %(centre)s: "
        "G = %(figure)s (limit %(threshold)s)."
    ),
    ("grubbs", "above"): _l(
        "By Grubbs' test the total of %(value)s lies too far above the mean, %(centre)s: "
        "G = %(figure)s (limit %(threshold)s)."
    ),
    ("offset", "below"): _l(
        "Against the others this judge gives %(distance)s less than usual in this heat: difference "
        "%(value)s, usually %(centre)s, %(figure)s standard deviations (limit %(threshold)s)."
    ),
    ("offset", "above"): _l(
        "Against the others this judge gives %(distance)s more than usual in this heat: difference "
        "%(value)s, usually %(centre)s, %(figure)s standard deviations (limit %(threshold)s)."
    ),
    ("slip", "below"): _l(
        "%(criterion)s: %(value)s may be a slip; the judge's other marks would suggest about "
        "%(centre)s."
    ),
    ("slip", "above"): _l(
        "%(criterion)s: %(value)s may be a slip; the judge's other marks would suggest about "
        "%(centre)s."
    ),
    ("sum", "below"): _l(
        "On the paper the judge wrote a total of %(value)s; the marks make %(centre)s."
    ),
    ("sum", "above"): _l(
        "On the paper the judge wrote a total of %(value)s; the marks make %(centre)s."
    ),
    ("minimum", "above"): _l("%(criterion)s: %(value)s is the least that can be given."),
}


def flag_sentence(flag: Mapping[str, str], criterion: str = "") -> str:
    """Return a flag as a sentence in the reader's language.

    Args:
        flag: the plain texts of :meth:`judging.scoring.review.Flag.as_data`.
        criterion: name of the criterion that a slip is about.
    """
    return str(_FLAGS[flag["kind"], flag["side"]]) % {**flag, "criterion": criterion}


def limits_of(limits: Mapping[str, str]) -> list[str]:
    """Return what the review looks for, one line a flag that is on.

    Args:
        limits: as :func:`judging.scoring.review_section.write_review` gives them.
    """
    lines = {
        "gap_percent": _("%(limit)s %% of the scale or more from the mean of the panel"),
        "mad": _("a modified z-score of %(limit)s or more (median absolute deviation)"),
        "grubbs": _("Grubbs' test at the level of %(limit)s"),
        "offset": _(
            "%(limit)s standard deviations or more from what is usual for the judge in this heat"
        ),
    }
    found = [text % {"limit": limits[key]} for key, text in lines.items() if limits[key] != "0"]
    if limits["slip"]:
        found.append(_("single marks that look like slips of the finger"))
    return found
