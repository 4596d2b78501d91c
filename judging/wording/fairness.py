"""Words for the figures of panels: why nothing can be said, and how well judges agree."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

#: ``Estimate.because`` → why there is no figure.
REASONS: dict[str, LazyString] = {
    "no_marks": _l("nobody has given marks"),
    "one_judge": _l("it takes at least two judges"),
    "one_entry": _l("it takes at least two entries"),
    "too_few_entries": _l("there are too few entries"),
    "too_many_holes": _l("too few entries were marked by all of these judges"),
    "no_difference": _l("all marks are equal"),
    "entries_alike": _l("the entries do not differ on the whole"),
    "below_zero": _l("some marks lie below zero"),
    "one_criterion": _l("there is only one criterion"),
    "never_both": _l("no judge marked entries both of the own unit and of others"),
    "unconnected": _l("these panels share no judge"),
}

#: How well a panel agrees; bounds of Koo & Li, Journal of Chiropractic Medicine 15 (2016) 155–163.
AGREEMENT_BOUNDS = ((0.9, "excellent"), (0.75, "good"), (0.5, "moderate"))
AGREEMENT: dict[str, LazyString] = {
    "excellent": _l("The panel agrees very well"),
    "good": _l("The panel agrees well"),
    "moderate": _l("The panel agrees moderately"),
    "poor": _l("The panel hardly agrees"),
}
LEVELS: dict[str, LazyString] = {
    "excellent": _l("very good"),
    "good": _l("good"),
    "moderate": _l("moderate"),
    "poor": _l("poor"),
}


def agreement_level(value: float) -> str:
    """Return the level of an intraclass correlation, a key of :data:`LEVELS`."""
    return next((level for bound, level in AGREEMENT_BOUNDS if value >= bound), "poor")
