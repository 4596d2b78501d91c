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
    "password_too_short": _l("must have at least %(least)s characters"),
    "password_easy_to_guess": _l(
        "is easy to guess: it stands in lists of known passwords, or follows a pattern. Use a "
        "sentence that only you know."
    ),
    "wrong_present_password": _l("is not your present password"),
    "wait_before_next_try": _l("Too many wrong tries. The next try is possible in %(wait_s)s s."),
    "no_cookies": _l("This browser keeps no cookies. Allow them for this address and try again."),
    "seat_link_unknown": _l(
        "No seat has this link. Perhaps the card was replaced, or a letter is missing."
    ),
    "seat_on_another_device": _l("This seat is in use on another device."),
    "seat_not_on_this_device": _l("This device is not tied to that seat. Scan the seat card."),
    "seat_link_revoked": _l(
        "This seat card is no longer valid. Ask the organizer for the new one."
    ),
    "seat_link_ended": _l("This heat is over; its seat cards open nothing any more."),
    "invitation_over": _l(
        "This link was used, was replaced, or is too old. Ask the organizer for a new one."
    ),
    "works_elsewhere": _l(
        "This person also works in another competition, so only the terminal can make the link."
    ),
    "not_an_email": _l("is not an e-mail address"),
    "no_email_no_office": _l("This person has no e-mail address and could not sign in."),
    "last_organizer": _l("A competition keeps at least one organizer."),
    "judge_is_seated": _l("This judge sits on a panel. Give the seat to somebody else first."),
}
