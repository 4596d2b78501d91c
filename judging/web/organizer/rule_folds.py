"""Which parts of the rule sheet editor are unfolded: those that say something, or are at fault."""

from collections.abc import Collection

from judging.web.organizer.rule_draft import Row, RuleDraft

#: fold → its single fields, each with the values that say nothing.
_FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    "tally_more": {
        "min_kept": ("", "3"),
        "few": ("", "step_down"),
        "factor": ("", "1"),
        "rounding_criterion": ("",),
        "rounding_weighted_criterion": ("",),
        "rounding_judge_total": ("",),
        "rounding_aggregate": ("",),
    },
    "seats": {"practice_seats": ("",), "tie_break_seats": ("",), "chief_seat": ("",)},
    "time": {
        "limit_s": ("",),
        "minimum_s": ("",),
        "disqualify_over_s": ("",),
        "disqualify_under_s": ("",),
    },
    "carry": {"carry_weight": ("", "1"), "carry_missing": ("", "no_result")},
    "ranking_more": {
        "on": ("", "published"),
        "style": ("", "1224"),
        "after_step": ("", "continue"),
    },
    "advance_more": {
        "advance_score_line": ("",),
        "advance_wild_cards": ("",),
        "advance_border": ("", "chain"),
    },
    "review": {
        "review_gap_percent": ("",),
        "review_mad": ("",),
        "review_grubbs": ("",),
        "review_offset": ("",),
        "review_slip": ("",),
        "review_ask": ("",),
    },
    "rubric_name": {"rubric_zh": ("",), "rubric_en": ("",)},
}
#: fold → the list whose rows unfold it.
_ROWS = {"seats": "groups", "time": "bands", "named": "named", "carry": "earlier"}
#: Any value leaves the part folded: long texts are seldom changed. A fault unfolds it all the same.
_ANY: tuple[str, ...] = ()
#: list → the fields of a row that are folded, each with the values that say nothing.
_FOLDED: dict[str, dict[str, tuple[str, ...]]] = {
    "criteria": {
        "weight": ("", "1"),
        "min": ("", "0"),
        "key": _ANY,
        "description_zh": _ANY,
        "description_en": _ANY,
        "levels": _ANY,
        "phrases": _ANY,
    },
    "groups": {
        "aggregate": ("",),
        "trim_high": ("",),
        "trim_low": ("",),
        "min_kept": ("",),
        "few": ("",),
    },
    "awards": {"per": ("",), "minimum": ("",), "ties": ("", "share"), "key": _ANY},
}


def open_folds(draft: RuleDraft, marked: Collection[str]) -> frozenset[str]:
    """Return the folds that are open.

    Args:
        draft: what was typed.
        marked: fields with a fault or a warning.
    """
    opened = {
        fold
        for fold, fields in _FIELDS.items()
        if any(
            name in marked or draft.fields.get(name, "") not in silent
            for name, silent in fields.items()
        )
    }
    opened |= {fold for fold, rows in _ROWS.items() if draft.rows[rows]}
    for rows, fields in _FOLDED.items():
        for place, row in enumerate(draft.rows[rows]):
            if _says(row, fields) or any(f"{rows}-{place}-{name}" in marked for name in fields):
                opened.add(f"{rows}-{place}")
    return frozenset(opened)


def _says(row: Row, fields: dict[str, tuple[str, ...]]) -> bool:
    return any(silent and row.get(name, "") not in silent for name, silent in fields.items())
