"""Sentences for people, panels, sign-in and imports."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

PROBLEMS: dict[str, LazyString] = {
    "panel_has_sheets": _l(
        "Score sheets exist in this panel already, so its seats and groups can no longer change."
    ),
    "seat_number_taken": _l("seat %(number)s is on this panel already"),
    "unknown_judge_group": _l("is not a judge group: %(value)s"),
    "control_characters": _l("holds characters that cannot be shown"),
}
