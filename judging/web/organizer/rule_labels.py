"""What the fields of the rule sheet editor are called: in the form, and in the list of faults."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

LABELS: dict[str, LazyString] = {
    "name_zh": _l("Chinese name"),
    "name_en": _l("English name"),
    "rubric_zh": _l("Chinese name of the rubric"),
    "rubric_en": _l("English name of the rubric"),
    "combine": _l("A judge total is the"),
    "criteria": _l("Criteria"),
    "scope": _l("What is dropped"),
    "aggregate": _l("The rest becomes one number by"),
    "truncate_at": _l("Ranks beyond count as"),
    "positions": _l("Points for the 1st, 2nd, … place"),
    "factor": _l("Multiplied by"),
    "trim_low": _l("Lowest dropped"),
    "trim_high": _l("Highest dropped"),
    "min_kept": _l("At least kept"),
    "few": _l("With too few judges"),
    "rounding_criterion": _l("Rounding: criterion"),
    "rounding_weighted_criterion": _l("Rounding: weighted criterion"),
    "rounding_judge_total": _l("Rounding: judge total"),
    "rounding_aggregate": _l("Rounding: aggregate"),
    "rounding_final": _l("Decimals of the final score"),
    "practice_seats": _l("Practice seats"),
    "tie_break_seats": _l("Tie-break seats"),
    "chief_seat": _l("Seat of the chief judge"),
    "floor": _l("No score below"),
    "limit_s": _l("Time limit in seconds"),
    "minimum_s": _l("At least, in seconds"),
    "disqualify_over_s": _l("Disqualified when over by (s)"),
    "disqualify_under_s": _l("Disqualified when under by (s)"),
    "carry_weight": _l("Weight of this round"),
    "carry_missing": _l("Without an earlier result"),
    "earlier": _l("Earlier rounds"),
    "on": _l("Compared is"),
    "style": _l("Numbers of ranks"),
    "per": _l("Ranked within"),
    "after_step": _l("What a step leaves tied"),
    "ties": _l("Tie steps"),
    "advance_take": _l("How many advance; empty: nobody"),
    "advance_per": _l("counted within"),
    "advance_score_line": _l("Score line"),
    "advance_wild_cards": _l("Wild cards"),
    "advance_wild_cards_per": _l("Wild cards counted within"),
    "advance_border": _l("A tie at the border"),
    "awards": _l("Awards"),
    "review_gap_percent": _l("Gap from the mean, in percent of the scale"),
    "review_mad": _l("Modified z-score (MAD) above"),
    "review_grubbs": _l("Grubbs' test at level"),
    "review_offset": _l("Departure from the judge's usual offset"),
    "review_slip": _l("Typing slips"),
    "review_ask": _l("Ask the judge before the heat closes"),
    "marking_due": _l("Score sheets are handed in"),
    "key": _l("Key"),
    "min": _l("Least"),
    "max": _l("Most"),
    "step": _l("Step"),
    "weight": _l("Weight"),
    "description_zh": _l("What to look at, in Chinese"),
    "description_en": _l("What to look at, in English"),
    "levels": _l("Levels"),
    "phrases": _l("Quick phrases"),
    "seats": _l("Seats"),
    "side": _l("Time"),
    "from_s": _l("from (s)"),
    "points": _l("Points"),
    "per_s": _l("for each started (s)"),
    "cap": _l("at most"),
    "sort": _l("Deduction or bonus"),
    "most": _l("At most so often"),
    "round": _l("Round"),
    "value": _l("Value"),
    "points_by_rank": _l("Points by rank"),
    "amount": _l("How many"),
    "kind": _l("Kind"),
    "counted": _l("Counted in"),
    "minimum": _l("Minimum score"),
    "by": _l("Who is best"),
    "of": _l("Prizes that count"),
}
#: The same column name means another thing in these rows.
_OWN: dict[tuple[str, str], LazyString] = {
    ("bands", "points"): _l("Points off"),
    ("awards", "round"): _l("A percentage is"),
    ("awards", "ties"): _l("A tie across the border"),
    ("awards", "points"): _l("Prizes that count, with the points of each"),
    ("groups", "aggregate"): _l("Own way to one number"),
}


def label_of(field: str) -> str:
    """Return what a field is called, with its row where it stands in one.

    Args:
        field: name of the control, e.g. ``trim_low`` or ``criteria-2-max``.
    """
    if field in LABELS:
        return str(LABELS[field])
    rows, _dash, rest = field.partition("-")
    place, _dash, column = rest.partition("-")
    column = column.partition("-")[0]
    if column not in LABELS or not place.isdigit():
        return field
    row = _row_name(rows, int(place) + 1)
    return row if rows == "ties" else f"{row} · {column_label(rows, column)}"


def column_label(rows: str, column: str) -> str:
    """Return what a field of a row is called beside its row."""
    return str(_OWN.get((rows, column), LABELS[column]))


def _row_name(rows: str, number: int) -> str:
    """Return the name of one row of a list."""
    names = {
        "criteria": _("Criterion %(number)s", number=number),
        "groups": _("Group %(number)s", number=number),
        "bands": _("Time band %(number)s", number=number),
        "named": _("Deduction %(number)s", number=number),
        "earlier": _("Earlier round %(number)s", number=number),
        "ties": _("Step %(number)s", number=number),
        "awards": _("Award %(number)s", number=number),
    }
    return names.get(rows, rows)
