"""What can be wrong with rules, marks or a round, as codes that never change.

A :class:`Fault` carries a code, the place and the figures; it holds no sentence. The outer layers
turn a code into words in the reader's language (``judging.fault_texts``), and a test makes sure
that each code below has its sentence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

#: code -> the names of its parameters. Codes are only ever added; their meaning stays.
CODES: dict[str, tuple[str, ...]] = {
    # numbers
    "not_a_decimal": ("text",),
    "number_too_long": ("text",),
    "number_not_text": ("text",),
    "too_many_places": ("text", "places"),
    "out_of_bounds": ("text", "min", "max"),
    # the rules document
    "toml_syntax": ("reason",),
    "toml_too_long": ("limit",),
    "too_deep": ("limit",),
    "unsupported_format": ("text",),
    "unknown_key": ("key",),
    "missing_key": ("key",),
    "not_a_table": (),
    "not_a_list": (),
    "not_an_integer": ("text",),
    "not_text": ("text",),
    "text_blank": (),
    "text_too_long": ("limit",),
    "text_has_control_characters": (),
    "bad_key": ("text",),
    "duplicate_key": ("key",),
    "too_many_items": ("limit",),
    "too_few_items": ("limit",),
    "not_a_choice": ("text", "choices"),
    "not_in_this_version": ("text",),
    "max_not_above_min": ("min", "max"),
    "step_does_not_fit": ("min", "max", "step"),
    "unknown_criterion": ("key", "choices"),
    "seat_in_two_groups": ("seat",),
    "seats_look_alike": ("seat", "other"),
    "practice_group_declared": (),
    "tie_break_group_declared": (),
    "chief_seat_does_not_count": ("seat",),
    "interquartile_with_trim": (),
    "winsorised_without_trim": (),
    "closest_two_not_possible": ("text",),
    "points_by_rank_rise": (),
    "value_with_points_by_rank": (),
    "deduction_key_reserved": ("key",),
    "unknown_earlier_round": ("key",),
    "band_over_or_under": (),
    "band_without_minimum": (),
    "band_without_limit": (),
    "minimum_not_below_limit": (),
    "cap_without_per": (),
    "cap_below_points": (),
    "more_faults": ("count",),
    "award_count_or_percent": (),
    "award_round_without_percent": (),
    "not_with_rank_method": ("key", "method"),
    "only_with_rank_method": ("key", "method"),
    "rank_method_within_heat": ("method",),
    "positions_rise": (),
    "tie_step_without_chief_seat": (),
    "award_key_of_other_kind": ("key", "kind"),
    "award_after_rest": (),
    "award_not_a_tier": ("key", "choices"),
    "award_points_do_not_fit": ("count", "expected"),
    "wild_cards_without_take": (),
    "wild_cards_per_alone": (),
    # one score sheet
    "mark_missing": ("criterion",),
    "mark_out_of_range": ("text", "min", "max"),
    "mark_off_step": ("text", "step", "min"),
    "sum_missing": (),
    "note_missing": (),
    "marks_without_sheet": (),
    "sum_differs": ("sum", "written"),
    "marks_do_not_fit_rubric": ("count", "expected"),
    "packed_marks_damaged": ("length",),
    # one appearance, one round
    "unknown_state": ("text", "choices"),
    "two_sheets_of_a_seat": ("seat",),
    "too_many_seats": ("limit",),
    "seat_without_group": ("seat",),
    "appearance_twice": ("key",),
    "criteria_differ": ("criteria",),
    "deduction_not_positive": ("text",),
    "deduction_with_rank_method": ("method",),
    "heat_too_large_to_rank": ("limit",),
    "spoken_time_out_of_bounds": ("text",),
    "carried_round_unknown": ("round",),
    "carried_round_twice": ("round",),
    "carried_rank_not_positive": ("text",),
    # a file of marks or entries
    "file_unreadable": ("reason",),
    "csv_not_text": (),
    "csv_empty": (),
    "csv_syntax": ("reason",),
    "header_missing": ("key",),
    "header_unknown": ("key",),
    "header_twice": ("key",),
    "row_length": ("count", "expected"),
    "cell_blank": ("key",),
    "duplicate_mark": ("line",),
    "state_conflict": ("text", "other"),
    "mark_with_state": ("text",),
    "mark_blank": (),
    "entry_row_twice": ("line",),
    "deduction_reason_without_deduction": (),
    "no_entries": (),
    "groups_without_seats": ("groups",),
    "divisions_needed": (),
    "carried_needed": ("key",),
    "record_number": ("text",),
    "record_step_not_in_rules": ("text",),
    "record_place": ("text", "most"),
    "record_score": ("text",),
    "record_row_twice": ("line",),
    "record_of_two_steps": ("record", "line"),
    "record_of_one": ("record",),
    "record_decides_nothing": ("record",),
    "record_draw_places": ("record", "most"),
    "record_entry_unknown": ("heat", "entry"),
    "awards_too_many": ("limit",),
    "awards_not_in_rules": (),
    "entry_without_division": ("heat", "entry"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: a code of :data:`CODES`, where, and the figures for the sentence.

    ``params`` may carry ``line`` (1-based) and ``column`` beside the parameters of its code, where
    the fault was found in a text file.

    >>> Fault("unknown_key", "tally", {"key": "trimm"}).as_data()
    {'code': 'unknown_key', 'place': 'tally', 'params': {'key': 'trimm'}}
    """

    code: str
    place: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a code or a set of parameters that the table does not know: a programming slip."""
        missing = set(CODES[self.code]) - set(self.params)
        if missing:
            raise KeyError(f"{self.code} needs {sorted(missing)}")

    def as_data(self) -> dict[str, object]:
        """Return the fault as a JSON-able mapping.

        >>> Fault("csv_empty").as_data()["code"]
        'csv_empty'
        """
        return {"code": self.code, "place": self.place, "params": dict(self.params)}


class ScoringError(ValueError):
    """Rules, marks or a round were refused; ``faults`` names every reason at once.

    >>> error = ScoringError([Fault("csv_empty", "marks.csv")])
    >>> str(error)
    'marks.csv: csv_empty'
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults in the order found; there is at least one."""
        self.faults = tuple(faults)
        super().__init__("; ".join(_brief(fault) for fault in self.faults))


def _brief(fault: Fault) -> str:
    figures = ", ".join(f"{name}={value}" for name, value in fault.params.items())
    text = f"{fault.code} ({figures})" if figures else fault.code
    return f"{fault.place}: {text}" if fault.place else text
