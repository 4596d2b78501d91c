"""Sentences for setting a competition up: competitions, rounds, heats, rule sheets, draws."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

PROBLEMS: dict[str, LazyString] = {
    "bad_address_key": _l("must be small letters, digits, - or _, at most 40, e.g. preliminary"),
    "bad_slug": _l("must be small letters, digits and -, at most %(most)s, and no reserved word"),
    "bad_prefix": _l("must be letters, digits and -, at most %(most)s"),
    "too_many": _l("there may be at most %(most)s"),
    "ends_before_start": _l("must not be before the first day"),
    "unknown_account": _l("there is no account with the e-mail %(value)s"),
    "bad_date": _l("is not a date or time"),
    "bad_preset": _l("there is no preset called %(value)s"),
    "list_is_old": _l("Somebody changed this list in the meantime. It is shown as it is now."),
    "division_has_entries": _l(
        "Entries are in this division. Move them to another one first, then take it away."
    ),
    "round_has_heats": _l("This round has heats. Take its heats away first."),
    "rule_sheet_saved_since": _l(
        "Somebody has saved another rule sheet since this page was opened; version %(version)s is "
        "in force."
    ),
    "rubric_is_frozen": _l(
        "Marks were given on this rubric: its criteria, their ranges, steps and order stay. "
        "Names, weights and all other rules can change, with a reason."
    ),
    "heat_is_signed": _l("This heat is signed and stays as it is."),
    "heat_is_not_planned": _l(
        "The running order of this heat is set. Take the order back first; once it was opened for "
        "marking, its entries stay."
    ),
    "heat_has_entries": _l("Entries are in this heat. Take them out first."),
    "heat_has_draws": _l("Lots were drawn for this heat; it stays on record."),
    "groups_over_seats": _l("the groups have more seats than the panel's %(most)s"),
    "not_a_candidate": _l("entry %(number)s cannot take part in this round"),
    "entry_listed_twice": _l("an entry is listed twice"),
    "entry_is_withdrawn": _l("entry %(number)s is withdrawn"),
    "appearance_has_records": _l(
        "A score sheet or a deduction exists for an entry that would leave its heat."
    ),
    "no_planned_heat": _l("Every heat of this round has its order already. Add a heat first."),
    "heat_has_no_entries": _l("No entry is in this heat yet. Put entries into it first."),
    "heat_is_past_drawing": _l("This heat was opened for marking; its running order stays."),
    "heat_is_not_drawn": _l("This heat has no running order to take back."),
    "draw_is_committed": _l(
        "A drawing of lots has begun: its commitment is published. Draw the lots now."
    ),
    "no_commitment": _l("No commitment was published yet. Publish one, then draw."),
    "commitment_does_not_fit": _l(
        "The sealed seed does not fit its commitment: the installation's key has changed. Draw "
        "again with a reason."
    ),
    "bad_place": _l("entry %(number)s needs a place from 1 to %(most)s"),
    "place_twice": _l("place %(place)s is given twice; the second time to entry %(number)s"),
    "bad_seed": _l("must be %(length)s hexadecimal digits"),
}
