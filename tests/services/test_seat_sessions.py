"""Getting in as a seat: links, devices, takeovers, PINs."""

from datetime import datetime, timedelta

import pytest
from flask import current_app
from sqlalchemy import select

from judging.errors import Conflict, InvalidInput, NotFound, TooManyTries, WrongCredentials
from judging.extensions import db
from judging.models import Heat, JournalDetail, JournalEntry, Seat
from judging.permissions import ANONYMOUS, ActorKind
from judging.queries.seat_doors import find_door, is_taken_over, list_doors_of_device
from judging.queries.sessions import find_actor
from judging.services.seat_links import reissue_seat, revoke_seat
from judging.services.seat_sessions import enrol_seat, sign_in_with_pin
from judging.services.sessions import Device
from judging.services.sheet_desk import reopen_sheet
from judging.tokens import seat_pin
from tests.factories import Factory, HeatBundle
from tests.services.marked import mark

TABLET = Device("t" * 43, "Tablet")
PHONE = Device("p" * 43, "Phone")


@pytest.fixture
def heat(factory: Factory) -> HeatBundle:
    """An open heat with two seats."""
    return factory.ready_heat(seats=2)


def _pin(seat_id: int) -> str:
    seat = db.session.get_one(Seat, seat_id)
    pin = seat_pin(current_app.config["SECRET_KEY"], seat.pseudonym, seat.link_version)
    db.session.rollback()
    return pin


def _pseudonym(seat_id: int) -> str:
    return db.session.get_one(Seat, seat_id).pseudonym


def test_a_link_lets_its_seat_in_and_no_other(
    factory: Factory, now: datetime, heat: HeatBundle
) -> None:
    link = factory.link_of(heat.seat_ids[0])
    actor = find_actor(enrol_seat(ANONYMOUS, now, link.lower(), TABLET), now)
    assert actor is not None
    assert (actor.kind, actor.id, actor.competition_id) == (
        ActorKind.SEAT,
        heat.seat_ids[0],
        heat.competition_id,
    )
    for wrong in ("", link[:-1], "0" * 26, "x" * 10_000):
        with pytest.raises(NotFound):
            enrol_seat(ANONYMOUS, now, wrong, TABLET)


def test_looking_at_a_door_binds_nothing(factory: Factory, heat: HeatBundle) -> None:
    door = find_door(factory.link_of(heat.seat_ids[0]), TABLET.id)
    assert door is not None
    assert (door.number, door.state, door.is_bound, door.is_this_device) == (
        1,
        "open",
        False,
        False,
    )


def test_a_device_without_cookies_is_told_so(
    factory: Factory, now: datetime, heat: HeatBundle
) -> None:
    with pytest.raises(InvalidInput):
        enrol_seat(ANONYMOUS, now, factory.link_of(heat.seat_ids[0]), Device())


def test_a_second_device_must_say_that_it_takes_over(
    factory: Factory, now: datetime, heat: HeatBundle
) -> None:
    link = factory.link_of(heat.seat_ids[0])
    first = enrol_seat(ANONYMOUS, now, link, TABLET)
    with pytest.raises(Conflict) as refused:
        enrol_seat(ANONYMOUS, now, link, PHONE)
    assert refused.value.code == "seat_on_another_device"
    assert find_actor(first, now) is not None
    assert not is_taken_over(first)
    second = enrol_seat(ANONYMOUS, now, link, PHONE, is_takeover=True)
    assert find_actor(first, now) is None
    assert is_taken_over(first)
    assert find_actor(second, now) is not None
    contents = db.session.execute(
        select(JournalEntry.action, JournalDetail.content).join(
            JournalDetail, JournalDetail.entry_id == JournalEntry.id
        )
    ).all()
    assert [tuple(row) for row in contents] == [
        ("seat:session:enrol", {"takeover": False}),
        ("seat:session:enrol", {"takeover": True}),
    ]


def test_the_same_device_comes_back_without_a_question(
    factory: Factory, now: datetime, heat: HeatBundle
) -> None:
    link = factory.link_of(heat.seat_ids[0])
    enrol_seat(ANONYMOUS, now, link, TABLET)
    assert find_actor(enrol_seat(ANONYMOUS, now, link, TABLET), now) is not None


@pytest.mark.parametrize("state", ["tallied", "signed"])
def test_links_and_pins_end_with_the_heat(
    factory: Factory, now: datetime, heat: HeatBundle, state: str
) -> None:
    seat_id = heat.seat_ids[0]
    link = factory.link_of(seat_id)
    enrol_seat(ANONYMOUS, now, link, TABLET)
    db.session.get_one(Heat, heat.heat_id).state = state
    db.session.commit()
    attempts = (
        lambda: enrol_seat(ANONYMOUS, now, link, TABLET),
        lambda: sign_in_with_pin(ANONYMOUS, now, _pseudonym(seat_id), _pin(seat_id), TABLET),
    )
    for attempt in attempts:
        with pytest.raises(Conflict) as refused:
            attempt()
        assert refused.value.code == "seat_link_ended"
    door = find_door(link, TABLET.id)
    assert door is not None
    assert door.state == "ended"
    assert list_doors_of_device(TABLET.id) == ()


def test_once_the_heat_has_closed_only_the_seats_own_device_or_one_that_is_waited_for_gets_in(
    factory: Factory, now: datetime, heat: HeatBundle
) -> None:
    seat_id = heat.seat_ids[0]
    link = factory.link_of(seat_id)
    enrol_seat(ANONYMOUS, now, link, TABLET)
    mark(factory, heat, now, 0, 0)
    db.session.get_one(Heat, heat.heat_id).state = "closed"
    db.session.commit()
    assert find_actor(enrol_seat(ANONYMOUS, now, link, TABLET), now) is not None
    assert sign_in_with_pin(ANONYMOUS, now, _pseudonym(seat_id), _pin(seat_id), TABLET)
    doors = [find_door(link, device.id) for device in (TABLET, PHONE)]
    assert [door.state for door in doors if door] == ["open", "ended"]
    with pytest.raises(Conflict) as refused:
        enrol_seat(ANONYMOUS, now, link, PHONE, is_takeover=True)
    assert refused.value.code == "seat_link_ended"
    chief = factory.actor(heat.competition_id, "chief_judge")
    reopen_sheet(chief, now, heat.appearance_ids[0], seat_id, "评委申请更正")
    assert find_actor(enrol_seat(ANONYMOUS, now, link, PHONE, is_takeover=True), now) is not None


def test_a_seat_with_a_reopened_sheet_gets_in_after_the_tally_until_it_is_signed(
    factory: Factory, now: datetime, heat: HeatBundle
) -> None:
    seat_id, other_id = heat.seat_ids
    link, other_link = factory.link_of(seat_id), factory.link_of(other_id)
    mark(factory, heat, now, 0, 0)
    db.session.get_one(Heat, heat.heat_id).state = "tallied"
    db.session.commit()
    chief = factory.actor(heat.competition_id, "chief_judge")
    reopen_sheet(chief, now, heat.appearance_ids[0], seat_id, "评委申请更正")
    assert find_actor(enrol_seat(ANONYMOUS, now, link, TABLET), now) is not None
    assert sign_in_with_pin(ANONYMOUS, now, _pseudonym(seat_id), _pin(seat_id), TABLET)
    door = find_door(link, TABLET.id)
    assert door is not None
    assert (door.state, list_doors_of_device(TABLET.id)) == ("open", (door,))
    with pytest.raises(Conflict):
        enrol_seat(ANONYMOUS, now, other_link, PHONE)
    db.session.get_one(Heat, heat.heat_id).state = "signed"
    db.session.commit()
    with pytest.raises(Conflict):
        enrol_seat(ANONYMOUS, now, link, TABLET)


def test_a_pin_works_on_the_enrolled_device_only(
    factory: Factory, now: datetime, heat: HeatBundle
) -> None:
    seat_id = heat.seat_ids[0]
    pin, name = _pin(seat_id), _pseudonym(seat_id)
    for device in (TABLET, PHONE, Device()):
        with pytest.raises(WrongCredentials):
            sign_in_with_pin(ANONYMOUS, now, name, pin, device)
    enrol_seat(ANONYMOUS, now, factory.link_of(seat_id), TABLET)
    with pytest.raises(WrongCredentials):
        sign_in_with_pin(ANONYMOUS, now, name, pin, PHONE)
    with pytest.raises(WrongCredentials):
        sign_in_with_pin(ANONYMOUS, now, _pseudonym(heat.seat_ids[1]), pin, TABLET)
    assert find_actor(sign_in_with_pin(ANONYMOUS, now, name, pin, TABLET), now) is not None


def test_wrong_pins_wait(factory: Factory, now: datetime, heat: HeatBundle) -> None:
    seat_id = heat.seat_ids[0]
    name, pin = _pseudonym(seat_id), _pin(seat_id)
    wrong = "000000" if pin != "000000" else "111111"
    enrol_seat(ANONYMOUS, now, factory.link_of(seat_id), TABLET)
    for _ in range(4):
        with pytest.raises(WrongCredentials):
            sign_in_with_pin(ANONYMOUS, now, name, wrong, TABLET)
    with pytest.raises(TooManyTries):
        sign_in_with_pin(ANONYMOUS, now, name, pin, TABLET)
    later = now + timedelta(seconds=2)
    assert sign_in_with_pin(ANONYMOUS, later, name, pin, TABLET)


def test_a_new_link_ends_the_old_one_its_pin_and_its_sessions(
    factory: Factory, now: datetime, heat: HeatBundle
) -> None:
    seat_id = heat.seat_ids[0]
    organizer = factory.actor(heat.competition_id, "organizer")
    old_link, old_pin = factory.link_of(seat_id), _pin(seat_id)
    token = enrol_seat(ANONYMOUS, now, old_link, TABLET)
    reissue_seat(organizer, now, seat_id)
    assert find_actor(token, now) is None
    assert find_door(old_link, "") is None
    with pytest.raises(NotFound):
        enrol_seat(ANONYMOUS, now, old_link, TABLET)
    assert _pin(seat_id) != old_pin
    assert enrol_seat(ANONYMOUS, now, factory.link_of(seat_id), PHONE)


def test_a_revoked_seat_lets_nobody_in_until_it_is_reissued(
    factory: Factory, now: datetime, heat: HeatBundle
) -> None:
    seat_id = heat.seat_ids[0]
    organizer = factory.actor(heat.competition_id, "organizer")
    link = factory.link_of(seat_id)
    token = enrol_seat(ANONYMOUS, now, link, TABLET)
    revoke_seat(organizer, now, seat_id)
    revoke_seat(organizer, now, seat_id)
    assert find_actor(token, now) is None
    with pytest.raises(Conflict) as refused:
        enrol_seat(ANONYMOUS, now, link, TABLET)
    assert refused.value.code == "seat_link_revoked"
    reissue_seat(organizer, now, seat_id)
    assert enrol_seat(ANONYMOUS, now, factory.link_of(seat_id), TABLET)


def test_links_are_the_organizers_of_this_competition(
    factory: Factory, now: datetime, heat: HeatBundle
) -> None:
    strangers = (
        factory.actor(heat.competition_id, "chief_judge"),
        factory.actor(factory.competition(), "organizer"),
        factory.seat_actor(heat.seat_ids[0], heat.competition_id),
    )
    link = factory.link_of(heat.seat_ids[0])
    for actor in strangers:
        for command in (reissue_seat, revoke_seat):
            with pytest.raises(NotFound):
                command(actor, now, heat.seat_ids[0])
    assert factory.link_of(heat.seat_ids[0]) == link
