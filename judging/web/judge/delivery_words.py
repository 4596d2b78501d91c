"""The sentences of locking a tablet and of handing over without a network."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

#: key in the modules → sentence. ``%(name)s`` is filled in on the tablet.
DELIVERY_WORDS: dict[str, LazyString] = {
    "locked_title": _l("This tablet is locked"),
    "locked_text": _l("Nothing that was marked is lost: it stays here and is sent by itself."),
    "locked_away": _l("There is no network now. The seat below can go on here with its PIN."),
    "locked_wait": _l(
        "There is no network now. As soon as it is back, this page asks for seat and PIN."
    ),
    "locked_seat": _l("Seat %(number)s"),
    "locked_pin": _l("PIN of seat %(number)s"),
    "locked_open": _l("Unlock"),
    "locked_wrong": _l("This is not the PIN of seat %(number)s. It stands on the seat card."),
    "locked_held": _l("on this tablet, not received yet: %(count)s"),
    "locked_received": _l("everything is received"),
    "taken_over_title": _l("This seat was opened on another device"),
    "taken_over_text": _l(
        "Go on there. What this tablet has not sent yet is kept here and sent by itself."
    ),
}
