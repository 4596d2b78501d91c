"""What the fields of the rule sheet editor are called, for the list of faults."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

_LABELS: dict[str, LazyString] = {
    "name_zh": _l("Chinese name"),
    "name_en": _l("English name"),
    "combine": _l("A judge total is the"),
    "criteria": _l("Criteria"),
    "scope": _l("What is dropped"),
    "aggregate": _l("The rest becomes one number by"),
    "factor": _l("Multiplied by"),
    "trim_low": _l("Lowest dropped"),
    "trim_high": _l("Highest dropped"),
    "min_kept": _l("At least kept"),
    "few": _l("With too few judges"),
    "rounding_criterion": _l("Rounding: criterion"),
    "rounding_weighted_criterion": _l("Rounding: weighted criterion"),
    "rounding_judge_total": _l("Rounding: judge total"),
    "rounding_aggregate": _l("Rounding: aggregate"),
    "rounding_final": _l("Rounding: final score"),
    "floor": _l("No score below"),
    "limit_s": _l("Time limit in seconds"),
    "minimum_s": _l("At least, in seconds"),
    "disqualify_over_s": _l("Disqualified when over by (s)"),
    "disqualify_under_s": _l("Disqualified when under by (s)"),
    "on": _l("Compared is"),
    "style": _l("Numbers of ranks"),
    "per": _l("Ranked within"),
    "advance_take": _l("How many advance; empty: nobody"),
    "advance_per": _l("counted within"),
    "key": _l("Key"),
    "min": _l("Least"),
    "max": _l("Most"),
    "step": _l("Step"),
    "weight": _l("Weight"),
    "seats": _l("Seats"),
    "side": _l("Time"),
    "from_s": _l("from (s)"),
    "points": _l("Points off"),
    "per_s": _l("for each started (s)"),
    "cap": _l("at most"),
    "amount": _l("How many"),
    "kind": _l("Counted in"),
    "round": _l("A percentage is"),
}


def label_of(field: str) -> str:
    """Return what a field is called, with its row where it stands in one.

    Args:
        field: name of the control, e.g. ``trim_low`` or ``criteria-2-max``.
    """
    if field in _LABELS:
        return str(_LABELS[field])
    rows, _dash, rest = field.partition("-")
    place, _dash, column = rest.partition("-")
    if column not in _LABELS or not place.isdigit():
        return field
    row = _row_name(rows, int(place) + 1)
    return row if rows == "ties" else f"{row} · {_LABELS[column]}"


def _row_name(rows: str, number: int) -> str:
    """Return the name of one row of a list."""
    names = {
        "criteria": _("Criterion %(number)s", number=number),
        "groups": _("Group %(number)s", number=number),
        "bands": _("Time band %(number)s", number=number),
        "ties": _("Step %(number)s", number=number),
        "awards": _("Award %(number)s", number=number),
    }
    return names.get(rows, rows)
