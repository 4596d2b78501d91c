"""One warning about a rule sheet: a choice that is allowed and may not do what was meant."""

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Figures of a sentence by name.
Figures = Mapping[str, str | int]

#: code → the names of its figures. Codes are only ever added; their meaning stays.
WARNINGS: dict[str, tuple[str, ...]] = {
    # the rubric
    "maxima_not_hundred": ("total",),
    "criterion_weights_not_hundred": ("total",),
    # handing in
    "batch_is_everybody": ("first", "entries"),
    "sheets_wait_for_stage": (),
    # the tally
    "trim_keeps_one": ("seats", "low", "high"),
    "trim_blocks": ("seats", "low", "high", "min_kept"),
    "trim_smaller": ("seats", "low", "high", "real_low", "real_high", "min_kept"),
    "min_kept_above_panel": ("seats", "min_kept"),
    "trim_uneven": ("low", "high"),
    "closest_two_not_monotone": (),
    "sum_with_unequal_panels": ("least", "most"),
    "sum_and_absence": ("seats",),
    "criterion_scope": (),
    "rounded_twice": ("first", "last"),
    "group_weights_not_hundred": ("total",),
    "group_without_seats": ("group",),
    "seat_outside_groups": ("seat",),
    "practice_seat_missing": ("seat",),
    "tie_break_seat_missing": ("seat",),
    "chief_seat_missing": ("seat",),
    # deductions
    "band_after_disqualification": ("from_s", "limit_s"),
    "band_beyond_minimum": ("from_s", "minimum_s"),
    "band_costs_less": ("from_s", "points", "before_s", "before"),
    "floor_above_maximum": ("floor", "maximum"),
    "carry_weights_not_one": ("total",),
    # ranking
    "no_tie_steps": (),
    "ties_may_remain": (),
    "step_after_decision": ("step", "decisive"),
    "step_never_differs": ("step",),
    "step_repeats": ("step",),
    "step_without_seat": ("step",),
    "step_within_heat": ("step",),
    "whole_points": ("values",),
    # advancement and awards
    "take_above_field": ("take", "entries"),
    "prizes_above_field": ("prizes", "entries"),
    "percent_rewards_nobody": ("percent", "entries"),
    "score_line_above_maximum": ("line", "maximum"),
    "minimum_above_maximum": ("line", "maximum"),
}

#: Told, but nothing to put right: what the choice means.
NOTES = frozenset(
    {
        "carry_weights_not_one",
        "closest_two_not_monotone",
        "criterion_scope",
        "sheets_wait_for_stage",
        "step_within_heat",
        "sum_and_absence",
        "ties_may_remain",
        "trim_uneven",
    }
)


@dataclass(frozen=True, slots=True)
class RuleWarning:
    """A code of :data:`WARNINGS`, the path it is about, and the figures of its sentence.

    >>> RuleWarning("whole_points", "tally.rounding.final", {"values": 101}).is_note
    False
    """

    code: str
    place: str
    params: Figures = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a code or figures that the table does not know: a programming slip."""
        if set(WARNINGS[self.code]) != set(self.params):
            raise KeyError(f"{self.code} needs {sorted(WARNINGS[self.code])}")

    @property
    def is_note(self) -> bool:
        """Say whether it only tells what the choice means."""
        return self.code in NOTES


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """What is known of the round that the rules are for; what is not known is left empty.

    ``seats`` are the (seat, judge group) pairs of the largest panel, ``panel_sizes`` the number of
    counting seats of every panel, ``entries`` how many compete in the smallest group that is
    ranked by itself.
    """

    seats: tuple[tuple[str, str], ...] = ()
    panel_sizes: tuple[int, ...] = ()
    entries: int | None = None
