"""What the board says beside a seat: each sentence where it belongs, the gravest first."""

from dataclasses import replace

import pytest
from flask_babel import force_locale

from judging.models.heartbeat_memory import Beat
from judging.queries.device_contacts import Contact
from judging.queries.devices import EarlierTablet, SeatDevice
from judging.web.organizer.devices_words import ago, notes_of
from tests.instants import NOW

REPORT = Beat(1, "", NOW, kept=2, has_worker=True)
SEAT = SeatDevice(
    number=1,
    group="expert",
    name="",
    is_practice=False,
    contact=Contact.IN_CONTACT,
    at=NOW,
    age_s=0,
    report=REPORT,
    stored=2,
    is_old=False,
    taken_over_at=None,
)
MORE = (
    "The server holds {} more than this tablet: sent by another tablet, or the storage was cleared"
)


@pytest.fixture(autouse=True)
def _in_english(app):
    with app.test_request_context(), force_locale("en"):
        yield


def _said(seat, *, is_open=True):
    return [(note.kind, note.text.split(".")[0]) for note in notes_of(seat, is_open=is_open)]


def _reported(**values):
    return replace(SEAT, report=replace(REPORT, **values))


def test_an_age_is_said_as_people_say_it():
    ages = (0, 9, 10, 119, 120, 7199, 7200, 172_799, 172_800)
    assert [ago(age_s) for age_s in ages] == [
        "just now",
        "just now",
        "10 s ago",
        "119 s ago",
        "2 min ago",
        "119 min ago",
        "2 h ago",
        "47 h ago",
        "2 days ago",
    ]


def test_of_a_tablet_that_is_well_nothing_is_said():
    assert _said(SEAT) == []
    assert _said(_reported(waiting=3)) == []
    assert _said(_reported(battery_percent=21)) == []
    assert _said(_reported(battery_percent=5, is_charging=True)) == []


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        (Contact.HIDDEN, [("waiting", "Another page is open on it, or the screen is off")]),
        (Contact.AWAITED, []),
        (
            Contact.SILENT,
            [("danger", "Go there: is it switched on, in the network, and is the page open?")],
        ),
        (
            Contact.UNREPORTED,
            [("waiting", "Signed in, but the page is closed, or it is the plain form")],
        ),
        (
            Contact.SIGNED_OUT,
            [("waiting", "The judge scans the seat card again, or enters the PIN")],
        ),
        (Contact.UNUSED, [("", "Hand over the seat card; the judge scans it")]),
        (Contact.REVOKED, [("danger", "Nobody gets in")]),
    ],
)
def test_a_tablet_that_is_away_matters_while_the_heat_is_open(contact, said):
    seat = replace(SEAT, contact=contact)
    assert _said(seat) == said
    assert _said(seat, is_open=False) == []


def test_a_tablet_that_fell_silent_out_of_sight_is_asleep_perhaps():
    seat = replace(_reported(is_hidden=True), contact=Contact.SILENT)
    assert _said(seat) == [("danger", "Go there: the page was not on the screen any more")]


def test_what_only_a_silent_tablet_holds_matters_always():
    silent = replace(SEAT, contact=Contact.SILENT, report=replace(REPORT, waiting=1))
    for is_open in (True, False):
        assert _said(silent, is_open=is_open) == [("danger", "1 item is only on this tablet")]


def test_what_will_not_go_by_itself_is_said():
    refused = _reported(refused=2)
    assert _said(refused) == [("waiting", "2 items were not accepted")]
    closed = [("waiting", "2 items wait on the tablet, but the heat is closed")]
    assert _said(_reported(waiting=2), is_open=False) == closed


def test_a_difference_of_counts_is_a_warning_in_words():
    assert _said(_reported(kept=3)) == [
        ("danger", "The tablet has a receipt for 1 version that the server does not hold")
    ]
    assert _said(_reported(kept=0)) == [("info", MORE.format("2 versions"))]
    assert _said(_reported(kept=0), is_open=False) == []  # it may forget what is final


def test_the_gravest_is_said_first():
    seat = replace(
        _reported(is_durable=False, battery_percent=20, kept=1),
        is_old=True,
        taken_over_at=NOW,
        earlier=(EarlierTablet(NOW, 1),),
    )
    assert _said(seat) == [
        ("danger", "Another tablet of this seat held 1 item not received at 09:30"),
        ("danger", "The browser keeps nothing: private browsing, or no room"),
        ("waiting", "An older version of the page"),
        ("waiting", "Battery at 20 %"),
        ("info", MORE.format("1 version")),
        ("", "Another device took the seat over at 09:30"),
    ]
    assert _said(_reported(battery_percent=10)) == [("danger", "Battery at 10 %")]
