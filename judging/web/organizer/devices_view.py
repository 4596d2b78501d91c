"""The device board as it is shown: every line ready, nothing in it that changes unseen."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from judging.queries.device_contacts import Contact
from judging.queries.devices import HeatDevices, SeatDevice
from judging.queries.heats import HeatFacts
from judging.web.language import local_time
from judging.web.organizer.devices_words import CONTACTS, LOW_BATTERY_PERCENT, Note, ago, notes_of
from judging.web.organizer.pages import find_url

_ABSENT = (Contact.UNUSED, Contact.REVOKED, Contact.SIGNED_OUT, Contact.UNREPORTED)


@dataclass(frozen=True)
class SeatLine:
    """One row of the board.

    Args:
        number: of the seat.
        group: judge group.
        name: who sits there; may be empty.
        is_practice: the marks of this seat never count.
        is_silent: silent in an open heat: the row stands out.
        label: how the tablet stands, in a word.
        kind: of the badge.
        icon: of the badge.
        heard: when the tablet was heard of last, in words; empty where it never was.
        waiting: items that wait on the tablet; None where it never said.
        drafts: sheets begun on it.
        receipts: acknowledged revisions, as ``tablet / server``; empty where it never said.
        match: ``same``, ``lost`` (the server lacks what the tablet has) or ``more``.
        battery: in words; empty where the tablet does not say.
        battery_icon: of the battery.
        signs: what is not as it should be with page and storage, in words.
        notes: what there is to say and to do, the gravest first.
    """

    number: int
    group: str
    name: str
    is_practice: bool
    is_silent: bool
    label: str
    kind: str
    icon: str
    heard: str
    waiting: int | None
    drafts: int
    receipts: str
    match: str
    battery: str
    battery_icon: str
    signs: tuple[str, ...]
    notes: tuple[Note, ...]

    @property
    def is_well(self) -> bool:
        """Whether the tablet is in contact, holds nothing back, and nothing is the matter."""
        is_calm = self.kind == "received" and not self.waiting
        return is_calm and not any(note.kind for note in self.notes)


@dataclass(frozen=True)
class HeatBoard:
    """The board of one heat: its counts, its rows, and what its addresses need.

    ``left_out`` counts the seats that have no row because there is nothing to say of them.
    """

    heat: HeatFacts
    is_open: bool
    in_contact: int
    seat_count: int
    silent: tuple[int, ...]
    absent: int
    waiting: int
    differing: int
    lines: tuple[SeatLine, ...]
    left_out: int
    path: dict[str, str | int]

    @property
    def is_complete(self) -> bool:
        """Whether every seat's tablet is in contact."""
        return self.seat_count > 0 and self.in_contact == self.seat_count

    @property
    def in_contact_text(self) -> str:
        """Return how many tablets are in contact, of how many."""
        return f"{self.in_contact} / {self.seat_count}"

    @property
    def told(self) -> str:
        """Return the state of the heat's tablets in one sentence."""
        if self.silent and self.is_open:
            numbers = _(", ").join(str(number) for number in self.silent)
            return ngettext(
                "Seat %(numbers)s is silent.",
                "Seats %(numbers)s are silent.",
                len(self.silent),
                numbers=numbers,
            )
        if self.is_complete:
            return _("All tablets are in contact.")
        return _(
            "%(count)s of %(all)s tablets are in contact.",
            count=self.in_contact,
            all=self.seat_count,
        )


def make_board(found: HeatDevices, slug: str, *, is_short: bool = False) -> HeatBoard:
    """Return the board of one heat in the reader's language.

    Args:
        found: the tablets.
        slug: of the competition, for addresses.
        is_short: leave out the seats of which there is nothing to say.
    """
    near = found.count(Contact.IN_CONTACT, Contact.HIDDEN)
    lines = [_line(seat, is_open=found.is_open) for seat in found.seats]
    shown = tuple(line for line in lines if not is_short or not line.is_well)
    return HeatBoard(
        heat=found.heat,
        is_open=found.is_open,
        in_contact=near,
        seat_count=len(found.seats),
        silent=tuple(seat.number for seat in found.seats if seat.contact is Contact.SILENT),
        absent=found.count(*_ABSENT),
        waiting=sum(seat.waiting for seat in found.seats),
        differing=sum(bool(seat.lacking_here) for seat in found.seats),
        lines=shown,
        left_out=len(lines) - len(shown),
        path=heat_path(found.heat, slug),
    )


def _line(seat: SeatDevice, *, is_open: bool) -> SeatLine:
    label, kind, icon = CONTACTS[seat.contact]
    is_silent = seat.contact is Contact.SILENT
    report = seat.report
    battery, battery_icon = _battery(seat)
    return SeatLine(
        number=seat.number,
        group=seat.group,
        name=seat.name,
        is_practice=seat.is_practice,
        is_silent=is_silent and is_open,
        label=str(label),
        kind=kind if is_open or not is_silent else "",
        icon=icon,
        heard=_heard(seat),
        waiting=report.waiting if report else None,
        drafts=report.drafts if report else 0,
        receipts=f"{report.kept} / {seat.stored}" if report else "",
        match="lost" if seat.lacking_here else "more" if seat.lacking_there and is_open else "same",
        battery=battery,
        battery_icon=battery_icon,
        signs=_signs(seat),
        notes=notes_of(seat, is_open=is_open),
    )


def _heard(seat: SeatDevice) -> str:
    """Say when a tablet was heard of last; the clock's time too where it is long ago."""
    if seat.at is None:
        return ""
    words = ago(seat.age_s)
    if seat.contact in (Contact.IN_CONTACT, Contact.HIDDEN):
        return words
    return _("%(ago)s (%(time)s)", ago=words, time=local_time(seat.at, "HH:mm:ss"))


def _battery(seat: SeatDevice) -> tuple[str, str]:
    """Return the charge in words, and its icon."""
    report = seat.report
    if report is None or report.battery_percent is None:
        return "", ""
    percent = report.battery_percent
    if report.is_charging:
        return _("%(percent)s %%, charging", percent=percent), "battery-charging"
    is_low = percent <= LOW_BATTERY_PERCENT
    icon = "battery-low" if is_low else "battery-medium"
    return _("%(percent)s %%", percent=percent), icon


def _signs(seat: SeatDevice) -> tuple[str, ...]:
    """Say what is not as it should be with the page and its storage; usually nothing."""
    report = seat.report
    if report is None:
        return ()
    signs = {
        _("older version"): seat.is_old,
        _("keeps nothing"): not report.is_durable,
        _("does not open offline"): not report.has_worker,
    }
    return tuple(words for words, is_so in signs.items() if is_so)


def heat_path(heat: HeatFacts, slug: str) -> dict[str, str | int]:
    """Return what the addresses of a heat's pages need."""
    return {"competition": slug, "round_key": heat.round_key, "heat_number": heat.number}


def ways_in(slug: str, board: HeatBoard | None = None) -> list[tuple[str, str, str]]:
    """Return label, address and icon of the pages that take sheets in another way.

    Args:
        slug: of the competition.
        board: of the heat that the page is about, where it is about one.
    """
    found = [(_("Take in by code or file"), find_url("desk.intake", competition=slug), "qr-code")]
    if board is not None:
        found.append((_("Paper score sheets"), find_url("desk.papers", **board.path), "file-text"))
    return [(label, url, icon) for label, url, icon in found if url]
