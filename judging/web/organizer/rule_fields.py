"""Which fields the rule sheet editor has, and where each of them stands in the document."""

#: single field → its path in the document.
FIELDS: dict[str, str] = {
    "name_zh": "name.zh",
    "name_en": "name.en",
    "rubric_zh": "rubric.name.zh",
    "rubric_en": "rubric.name.en",
    "combine": "rubric.combine",
    "scope": "tally.scope",
    "aggregate": "tally.aggregate",
    "truncate_at": "tally.truncate_at",
    "positions": "tally.positions",
    "factor": "tally.factor",
    "trim_low": "tally.trim.low",
    "trim_high": "tally.trim.high",
    "min_kept": "tally.trim.min_kept",
    "few": "tally.trim.few",
    "rounding_criterion": "tally.rounding.criterion",
    "rounding_weighted_criterion": "tally.rounding.weighted_criterion",
    "rounding_judge_total": "tally.rounding.judge_total",
    "rounding_aggregate": "tally.rounding.aggregate",
    "rounding_final": "tally.rounding.final",
    "practice_seats": "tally.practice_seats",
    "tie_break_seats": "tally.tie_break_seats",
    "chief_seat": "tally.chief_seat",
    "floor": "deductions.floor",
    "limit_s": "deductions.time.limit_s",
    "minimum_s": "deductions.time.minimum_s",
    "disqualify_over_s": "deductions.time.disqualify_over_s",
    "disqualify_under_s": "deductions.time.disqualify_under_s",
    "carry_weight": "carry_over.weight",
    "carry_missing": "carry_over.missing",
    "on": "ranking.on",
    "style": "ranking.style",
    "per": "ranking.per",
    "after_step": "ranking.after_step",
    "advance_take": "advancement.take",
    "advance_per": "advancement.per",
    "advance_score_line": "advancement.score_line",
    "advance_wild_cards": "advancement.wild_cards",
    "advance_wild_cards_per": "advancement.wild_cards_per",
    "advance_border": "advancement.border",
    "review_gap_percent": "review.gap_percent",
    "review_mad": "review.mad",
    "review_grubbs": "review.grubbs",
    "review_offset": "review.offset",
    "review_slip": "review.slip",
    "review_ask": "review.ask",
    "marking_due": "marking.due",
}
#: Fields whose value is a whole number in the document.
WHOLE = frozenset(
    {
        "truncate_at",
        "trim_low",
        "trim_high",
        "min_kept",
        "rounding_criterion",
        "rounding_weighted_criterion",
        "rounding_judge_total",
        "rounding_aggregate",
        "rounding_final",
        "limit_s",
        "minimum_s",
        "disqualify_over_s",
        "disqualify_under_s",
        "advance_take",
        "advance_wild_cards",
    }
)
#: Fields that hold several values, typed with blanks or commas between them.
LISTS = frozenset({"positions", "practice_seats", "tie_break_seats"})
#: Fields that are true or false.
SWITCHES = frozenset({"review_slip", "review_ask"})
#: Fields that mean something only beside what one of the others says: field → (other, values).
ONLY_WITH: dict[str, tuple[str, tuple[str, ...]]] = {
    "truncate_at": ("aggregate", ("truncated_ranks",)),
    "positions": ("aggregate", ("positional_weights",)),
}
#: list → the fields of one row.
ROWS: dict[str, tuple[str, ...]] = {
    "criteria": (
        "key",
        "name_zh",
        "name_en",
        "min",
        "max",
        "step",
        "weight",
        "description_zh",
        "description_en",
        "levels",
        "phrases",
    ),
    "groups": (
        "key",
        "weight",
        "seats",
        "aggregate",
        "trim_high",
        "trim_low",
        "min_kept",
        "few",
    ),
    "bands": ("side", "from_s", "points", "per_s", "cap"),
    "named": ("key", "name_zh", "name_en", "points", "sort", "most"),
    "earlier": ("round", "weight", "value", "points_by_rank"),
    "ties": ("step",),
    "awards": (
        "key",
        "name_zh",
        "name_en",
        "kind",
        "amount",
        "counted",
        "round",
        "per",
        "minimum",
        "ties",
        "by",
        "of",
    ),
}
#: What stands in a row that was added.
NEW_ROWS: dict[str, dict[str, str]] = {
    "criteria": {"min": "0", "max": "10", "step": "0.5", "weight": "1"},
    "groups": {"weight": "1"},
    "bands": {"side": "over", "from_s": "1", "points": "0.5"},
    "named": {"points": "1", "sort": "deduction", "most": "1"},
    "earlier": {"weight": "1", "value": "published"},
    "ties": {"step": "more_decimals"},
    "awards": {
        "kind": "tier",
        "amount": "1",
        "counted": "count",
        "round": "ceil",
        "ties": "share",
        "by": "hand",
    },
}
#: Lists whose rows need a key: what a new one is called, with the first free number.
NEW_KEYS = {"criteria": "criterion", "named": "deduction", "awards": "award"}
#: kind of award → the fields that it has beside its key and names.
AWARD_FIELDS: dict[str, tuple[str, ...]] = {
    "tier": ("counted", "amount", "round", "per", "minimum", "ties"),
    "special": ("amount", "per", "by"),
    "unit": ("amount", "per", "of", "points"),
    "adviser": ("per", "of"),
}
#: Fields of a row that take several lines.
LONG = frozenset({"levels", "phrases"})
MOST_ROWS = 60
