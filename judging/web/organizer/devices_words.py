"""The device board in words: how a tablet stands, what is the matter with it, what to do next."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from judging.queries.device_contacts import Contact
from judging.queries.devices import SeatDevice
from judging.web.language import local_time

#: contact → its word, the kind of badge and its icon: never the colour alone.
CONTACTS: dict[Contact, tuple[LazyString, str, str]] = {
    Contact.IN_CONTACT: (_l("in contact"), "received", "wifi"),
    Contact.HIDDEN: (_l("page not in sight"), "waiting", "eye-off"),
    Contact.AWAITED: (_l("report to come"), "info", "clock"),
    Contact.SILENT: (_l("silent"), "danger", "wifi-off"),
    Contact.UNREPORTED: (_l("does not report"), "waiting", "circle-alert"),
    Contact.SIGNED_OUT: (_l("signed out"), "waiting", "log-out"),
    Contact.UNUSED: (_l("no tablet yet"), "", "circle-dashed"),
    Contact.REVOKED: (_l("card revoked"), "danger", "ban"),
}
_TO_DO: dict[Contact, LazyString] = {
    Contact.HIDDEN: _l(
        "Another page is open on it, or the screen is off. Ask the judge to return."
    ),
    Contact.UNREPORTED: _l(
        "Signed in, but the page is closed, or it is the plain form. Look at the tablet."
    ),
    Contact.SIGNED_OUT: _l("The judge scans the seat card again, or enters the PIN."),
    Contact.UNUSED: _l("Hand over the seat card; the judge scans it."),
    Contact.REVOKED: _l("Nobody gets in. Make a new card on the panel's page."),
}
LOW_BATTERY_PERCENT = 20
_EMPTY_BATTERY_PERCENT = 10
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400


@dataclass(frozen=True)
class Note:
    """One sentence beside a seat; kind ``danger``, ``waiting``, ``info`` or empty."""

    kind: str
    icon: str
    text: str


def ago(age_s: int) -> str:
    """Say how long ago something was, as people say it."""
    if age_s < 10:
        return _("just now")
    if age_s < 2 * _MINUTE_S:
        return _("%(count)s s ago", count=age_s)
    if age_s < 2 * _HOUR_S:
        return _("%(count)s min ago", count=age_s // _MINUTE_S)
    if age_s < 2 * _DAY_S:
        return _("%(count)s h ago", count=age_s // _HOUR_S)
    return _("%(count)s days ago", count=age_s // _DAY_S)


def notes_of(seat: SeatDevice, *, is_open: bool) -> tuple[Note, ...]:
    """Return what there is to say and to do about a seat, the gravest first.

    Args:
        seat: the seat with its tablet.
        is_open: whether the seat can mark now; otherwise a tablet that is away is no matter.
    """
    found = [
        *_lost(seat, is_open=is_open),
        *_contact(seat, is_open=is_open),
        *_held(seat, is_open=is_open),
    ]
    if seat.contact in (Contact.IN_CONTACT, Contact.HIDDEN, Contact.SILENT):
        found += _health(seat)
    if seat.taken_over_at is not None:
        at = local_time(seat.taken_over_at, "HH:mm")
        found.append(
            Note("", "tablet", _("Another device took the seat over at %(time)s.", time=at))
        )
    weight = ("danger", "waiting", "info", "")
    return tuple(sorted(found, key=lambda note: weight.index(note.kind)))


def _contact(seat: SeatDevice, *, is_open: bool) -> Iterator[Note]:
    """Say what to do about a tablet that is not in contact."""
    _label, kind, icon = CONTACTS[seat.contact]
    if seat.contact is Contact.SILENT and seat.waiting:
        text = ngettext(
            "%(num)s item is only on this tablet. Go there; do not reset it or clear its storage. "
            "Without a network, take it in by code or file.",
            "%(num)s items are only on this tablet. Go there; do not reset it or clear its "
            "storage. Without a network, take them in by code or file.",
            seat.waiting,
        )
        yield Note("danger", icon, text)
    elif seat.contact is Contact.SILENT and is_open:
        yield Note("danger", icon, _go_there(seat))
    elif seat.contact in _TO_DO and is_open:
        yield Note(kind, icon, str(_TO_DO[seat.contact]))


def _go_there(seat: SeatDevice) -> str:
    """Say what to look for at a silent tablet on which nothing waits."""
    if seat.report is not None and seat.report.is_hidden:
        return _(
            "Go there: the page was not on the screen any more. Is the tablet asleep, or is "
            "another page open?"
        )
    return _("Go there: is it switched on, in the network, and is the page open?")


def _held(seat: SeatDevice, *, is_open: bool) -> Iterator[Note]:
    """Say what stands on a tablet in contact that will not go by itself."""
    if seat.waiting and not is_open and seat.contact is not Contact.SILENT:
        text = ngettext(
            "%(num)s item waits on the tablet, but the heat is closed. The chief judge can reopen "
            "the score sheet; then it is taken by itself.",
            "%(num)s items wait on the tablet, but the heat is closed. The chief judge can reopen "
            "the score sheets; then they are taken by themselves.",
            seat.waiting,
        )
        yield Note("waiting", "hard-drive", text)
    if seat.report is not None and seat.report.refused:
        text = ngettext(
            "%(num)s item was not accepted. The judge sees why on the tablet and decides.",
            "%(num)s items were not accepted. The judge sees why on the tablet and decides.",
            seat.report.refused,
        )
        yield Note("waiting", "circle-alert", text)


def _lost(seat: SeatDevice, *, is_open: bool) -> Iterator[Note]:
    """Say where tablet and server do not hold the same, and what another tablet held."""
    if seat.lacking_here:
        text = ngettext(
            "The tablet has a receipt for %(num)s version that the server does not hold. Was an "
            "old backup put back? Leave the tablet on and in the network.",
            "The tablet has receipts for %(num)s versions that the server does not hold. Was an "
            "old backup put back? Leave the tablet on and in the network.",
            seat.lacking_here,
        )
        yield Note("danger", "triangle-alert", text)
    for tablet in seat.earlier:
        text = ngettext(
            "Another tablet of this seat held %(num)s item not received at %(time)s. Find it, "
            "unless the item has come in since.",
            "Another tablet of this seat held %(num)s items not received at %(time)s. Find it, "
            "unless they have come in since.",
            tablet.count,
            time=local_time(tablet.at, "HH:mm"),
        )
        yield Note("danger", "tablet", text)
    if seat.lacking_there and is_open:
        text = ngettext(
            "The server holds %(num)s version more than this tablet: sent by another tablet, or "
            "the storage was cleared. Nothing is missing.",
            "The server holds %(num)s versions more than this tablet: sent by another tablet, or "
            "the storage was cleared. Nothing is missing.",
            seat.lacking_there,
        )
        yield Note("info", "info", text)


def _health(seat: SeatDevice) -> Iterator[Note]:
    """Say what is the matter with the tablet itself."""
    report = seat.report
    if report is None:
        return
    if not report.is_durable:
        text = _(
            "The browser keeps nothing: private browsing, or no room. Leave private browsing, or "
            "change the tablet, before more is marked."
        )
        yield Note("danger", "hard-drive", text)
    if seat.is_old:
        text = _("An older version of the page. Reload it between two contestants.")
        yield Note("waiting", "refresh-cw", text)
    percent = report.battery_percent
    if percent is not None and percent <= LOW_BATTERY_PERCENT and not report.is_charging:
        kind = "danger" if percent <= _EMPTY_BATTERY_PERCENT else "waiting"
        text = _("Battery at %(percent)s %%. Bring a charger.", percent=percent)
        yield Note(kind, "battery-low", text)
