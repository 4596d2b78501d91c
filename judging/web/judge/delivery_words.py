"""The sentences of locking a tablet and of handing over without a network."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

#: key in the modules → sentence. ``%(name)s`` is filled in on the tablet.
DELIVERY_WORDS: dict[str, LazyString] = {
    "locked_title": _l("This tablet is locked"),
    "locked_text": _l(
        "Nothing that was marked is lost: it stays here, and what can be sent is sent by itself."
    ),
    "locked_away": _l("There is no network now. A seat that was here before goes on with its PIN."),
    "locked_stays": _l(
        "Do not close or reload this page: what it holds is saved nowhere else. It is sent first; "
        "without a network its seat goes on with the PIN, and hands it over by the menu."
    ),
    "locked_coming": _l("Somebody has entered. The page of that seat is coming."),
    "locked_choose": _l("Seat"),
    "locked_wait": _l(
        "There is no network now. As soon as it is back, this page asks for seat and PIN."
    ),
    "locked_seat": _l("Seat %(number)s"),
    "locked_pin": _l("PIN"),
    "locked_open": _l("Unlock"),
    "locked_wrong": _l("This is not the PIN of seat %(number)s. It stands on the seat card."),
    "locked_held": _l("on this tablet, not received yet: %(count)s"),
    "locked_only_here": _l("only on this page, not received yet: %(count)s"),
    "locked_begun": _l("begun, not submitted: %(count)s"),
    "locked_stopped": _l("not sent by itself, its judge has to look: %(count)s"),
    "locked_received": _l("everything is received"),
    "escape_title": _l("Hand over without a network"),
    "escape_text": _l(
        "Show codes to the organizer's camera, or save a file and carry it over. Nothing counts "
        "twice, and the tablet goes on trying by itself."
    ),
    "escape_what": _l("Which score sheets?"),
    "escape_unsent": _l("Not received yet: %(count)s"),
    "escape_seat": _l("All of this seat: %(count)s"),
    "escape_all": _l("All on this tablet: %(count)s"),
    "escape_nothing": _l("There is no score sheet on this tablet that can be handed over."),
    "escape_stopped": _l(
        "Left out: %(count)s. Not accepted by the server, or built on a sheet that was not. The "
        "judge of that seat has to come in and look first."
    ),
    "escape_unsealable": _l(
        "%(count)s older score sheets on this tablet can go only by the network. Keep the tablet."
    ),
    "escape_codes": _l("Show codes"),
    "escape_file": _l("Save a file"),
    "escape_share": _l("Share a file"),
    "escape_saved": _l("Saved as %(name)s. Give it to the organizer."),
    "escape_close": _l("Close"),
    "codes_title": _l("Hold this to the organizer's camera"),
    "codes_text": _l("The codes turn by themselves, again and again, until all are read."),
    "codes_place": _l("Code %(number)s of %(all)s"),
    "codes_before": _l("Back one"),
    "codes_next": _l("On one"),
    "codes_pause": _l("Hold"),
    "codes_play": _l("Turn"),
    "codes_speed": _l("Speed"),
    "taken_over_title": _l("This seat was opened on another device"),
    "taken_over_text": _l(
        "Go on there. What this tablet has not sent yet is kept here and sent by itself."
    ),
}
