"""Sentences for the kinds of error, and for problems that every area has."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Kind:
    """How one class of errors speaks."""

    title: LazyString
    what_happened: LazyString
    what_is_safe: LazyString
    what_next: LazyString


_NOTHING_CHANGED = _l("Nothing was changed. Everything saved before is safe.")

#: class code of ``judging.errors`` → what the page says.
KINDS: dict[str, Kind] = {
    "refused": Kind(
        _l("That did not work"),
        _l("Something went wrong on our side."),
        _NOTHING_CHANGED,
        _l("Try again. If it happens again, tell the organizer the number below."),
    ),
    "invalid_input": Kind(
        _l("Please check what was entered"),
        _l("Some of what was entered cannot be used."),
        _NOTHING_CHANGED,
        _l("Go back, correct what is listed, and send it again."),
    ),
    "not_signed_in": Kind(
        _l("Please sign in"),
        _l("You are not signed in, or your session has ended."),
        _l("Everything saved before is safe."),
        _l("Sign in again to go on."),
    ),
    "wrong_credentials": Kind(
        _l("Sign-in did not work"),
        _l("These details do not fit."),
        _NOTHING_CHANGED,
        _l("Check them and try again, or ask the organizer for new ones."),
    ),
    "not_permitted": Kind(
        _l("Not allowed"),
        _l("Your office in this competition does not allow this."),
        _NOTHING_CHANGED,
        _l("Ask the organizer if you need it."),
    ),
    "not_found": Kind(
        _l("Nothing here"),
        _l("There is nothing at this address, or it is not meant for you."),
        _NOTHING_CHANGED,
        _l("Check the address, or start again from the first page."),
    ),
    "conflict": Kind(
        _l("Not possible now"),
        _l("The present state does not allow this."),
        _NOTHING_CHANGED,
        _l("Reload the page to see the present state."),
    ),
    "wrong_state": Kind(
        _l("Not possible in this state"),
        _l("This step does not follow from the present state."),
        _NOTHING_CHANGED,
        _l("Reload the page to see the present state."),
    ),
    "frozen": Kind(
        _l("The rule sheet is frozen"),
        _l("Marks already rest on this rule sheet."),
        _NOTHING_CHANGED,
        _l("Give a reason for the change; all results will be counted again."),
    ),
    "sheet_conflict": Kind(
        _l("There is a newer version"),
        _l("Another device has changed this score sheet in the meantime."),
        _l("Both versions are kept."),
        _l("Compare the two and submit the right one."),
    ),
    "blocked": Kind(
        _l("Something is still open"),
        _l("This cannot go on before the points below are settled."),
        _NOTHING_CHANGED,
        _l("Settle each point, then try again."),
    ),
    "too_large": Kind(
        _l("Too large"),
        _l("The file or the form is larger than allowed."),
        _NOTHING_CHANGED,
        _l("Send less at a time."),
    ),
    "too_many_tries": Kind(
        _l("Too many tries"),
        _l("There were too many tries in a short time."),
        _NOTHING_CHANGED,
        _l("Wait a moment, then try again."),
    ),
    "not_ready": Kind(
        _l("Not ready"),
        _l("The system is starting or its storage cannot be reached."),
        _l("Everything saved before is safe."),
        _l("Try again in a moment."),
    ),
}

PROBLEMS: dict[str, LazyString] = {
    "required": _l("must be filled in"),
    "too_long": _l("may have at most %(most)s characters"),
    "not_a_number": _l("is not a number"),
    "out_of_range": _l("must lie between %(least)s and %(most)s"),
    "unknown_choice": _l("is not one of the choices"),
    "taken": _l("is already in use: %(value)s"),
    "csrf": _l("The form was open too long or came from another page. Send it again."),
    "setting_not_usable": _l("The setting %(name)s cannot be used: %(value)s"),
    "key_missing": _l("There is no key file at %(path)s; production does not make one by itself."),
    "key_readable_by_others": _l("Others can read the key file %(path)s; set its mode to 0600."),
    "key_too_short": _l("The key in %(path)s is too short."),
}
