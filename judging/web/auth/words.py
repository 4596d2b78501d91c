"""Sentences that the script of a locked tablet's page fills in, in the reader's language."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

#: key in static/tablet/door.js → sentence.
WORDS: dict[str, LazyString] = {
    "held_one": _l("1 score sheet of this seat is on this tablet and not received yet."),
    "held_many": _l("%(count)s score sheets of this seat are on this tablet and not received yet."),
    "held_nothing": _l("Everything of this seat is received."),
    "held_begun": _l("Begun on this tablet and not submitted: %(count)s."),
    "held_stopped": _l(
        "Not received, and not sent by itself: %(count)s. The judge of this seat has to come in "
        "and look."
    ),
    "held_submitted": _l("What this seat submitted is received."),
    "held_going": _l("Sending goes on by itself. Leave this tablet on."),
    "held_elsewhere": _l(
        "They were marked on another server, and go out when this seat enters there, or as a file."
    ),
    "held_closed": _l("The server cannot take them now: %(why)s"),
    "away": _l("The server does not answer now. Please try again in a moment; nothing is lost."),
    "wrong": _l("This is not the PIN of seat %(number)s. It stands on the seat card."),
    "seat": _l("Seat %(number)s"),
}


def words_for_door() -> dict[str, str]:
    """Return the sentences in the reader's language."""
    return {key: str(sentence) for key, sentence in WORDS.items()}
