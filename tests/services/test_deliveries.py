"""Sealed envelopes: what a tablet delivers without a sign-in."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from judging.errors import InvalidInput, NotFound, SheetConflict, WrongCredentials, WrongState
from judging.extensions import db
from judging.models import Heat
from judging.services.deliveries import deliver, find_deliverer, get_deliverer
from judging.services.delivery_values import Envelope
from judging.services.review import ask_seat
from judging.services.review_values import Answer
from judging.services.seat_links import reissue_seat, revoke_seat
from judging.services.sheet_values import Receipt
from judging.services.sheets import submit_sheet
from tests.factories import Factory, HeatBundle
from tests.sealing import sealed
from tests.services.marked import (
    MARKS,
    actions,
    judge_at,
    mark,
    problems_of,
    revisions,
    submission,
    uuid_of,
)


@pytest.fixture
def heat(factory: Factory) -> HeatBundle:
    """An open heat with two seats."""
    return factory.ready_heat(seats=2)


def hand_over(now: datetime, envelope: Envelope) -> object:
    """Deliver an envelope as the web does."""
    return deliver(get_deliverer(envelope).actor, now, envelope)


def test_an_envelope_is_what_its_seat_would_have_submitted(
    factory: Factory, now: datetime, heat: HeatBundle
) -> None:
    envelope = sealed(submission(heat, comment_panel="好 “€”\n"), heat.seat_ids[0])
    receipt = hand_over(now, envelope)
    again = submit_sheet(judge_at(factory, heat), now, submission(heat, comment_panel="好 “€”\n"))
    assert receipt == again == hand_over(now, envelope)
    assert [row.author for row in revisions()] == [envelope.seat]
    assert actions() == ["seat:sheet:submit"]


def test_an_answer_travels_in_an_envelope_too(
    factory: Factory, now: datetime, heat: HeatBundle
) -> None:
    mark(factory, heat, now, 0, 0)
    chief = factory.actor(heat.competition_id, "chief_judge")
    ask_seat(chief, now, heat.appearance_ids[0], heat.seat_ids[0])
    answer = Answer(uuid_of(7), heat.appearance_ids[0], 1, "2026-12-05T09:40:00")
    envelope = sealed(answer, heat.seat_ids[0])
    first = hand_over(now, envelope)
    assert first == hand_over(now, envelope)
    assert actions()[-1] == "seat:question:confirm"


def test_a_seal_of_another_seat_card_or_text_is_nobodys(now: datetime, heat: HeatBundle) -> None:
    good = sealed(submission(heat), heat.seat_ids[0])
    other = sealed(submission(heat), heat.seat_ids[1])
    higher = submission(heat, marks={**MARKS, "content": "40"})
    forged = (
        replace(good, seat=other.seat),
        replace(good, mac=other.mac),
        replace(good, mac="0" * 64),
        replace(good, version=2),
        replace(good, payload=higher.payload(), content=higher),
        replace(good, seat="Snobody", mac=good.mac),
    )
    for envelope in forged:
        with pytest.raises(WrongCredentials) as refused:
            get_deliverer(envelope)
        assert refused.value.code == "delivery_not_genuine"
    assert revisions() == []


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"seat": ""}, ("text_not_usable", "seat")),
        ({"seat": "S" * 21}, ("text_not_usable", "seat")),
        ({"seat": "S\x00"}, ("text_not_usable", "seat")),
        ({"version": 0}, ("out_of_range", "version")),
        ({"version": 10_000}, ("out_of_range", "version")),
        ({"mac": "é" * 64}, ("text_not_usable", "mac")),
        ({"mac": "0" * 63}, ("text_not_usable", "mac")),
        ({"payload": {"marks": 1.5}}, ("text_not_usable", "payload")),
        ({"payload": {"reason": "\ud800"}}, ("text_not_usable", "payload")),
    ],
)
def test_an_envelope_outside_its_bounds_is_named(
    heat: HeatBundle, values: dict[str, Any], problem: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        find_deliverer(replace(sealed(submission(heat), heat.seat_ids[0]), **values))
    assert problems_of(refused.value) == [problem]


@pytest.mark.parametrize("end", [reissue_seat, revoke_seat])
def test_a_replaced_card_delivers_nothing_new_but_gets_its_lost_receipt(
    factory: Factory, now: datetime, heat: HeatBundle, end
) -> None:
    stored = sealed(submission(heat), heat.seat_ids[0])
    late = submission(heat, client_id=uuid_of(2), appearance_id=heat.appearance_ids[1])
    receipt = hand_over(now, stored)
    end(factory.actor(heat.competition_id, "organizer"), now, heat.seat_ids[0])
    assert hand_over(now, stored) == receipt
    with pytest.raises(NotFound) as refused:
        get_deliverer(sealed(late, heat.seat_ids[0]))
    assert refused.value.code == "delivery_ended"
    found = find_deliverer(sealed(late, heat.seat_ids[0]))
    assert found is not None
    assert (found.actor.id, found.is_current) == (heat.seat_ids[0], False)


@pytest.mark.parametrize("end", [reissue_seat, revoke_seat])
def test_a_replaced_card_is_answered_for_nothing_but_what_it_delivered_itself(
    factory: Factory, now: datetime, heat: HeatBundle, end
) -> None:
    mark(factory, heat, now, 0, 0)
    chief = factory.actor(heat.competition_id, "chief_judge")
    ask_seat(chief, now, heat.appearance_ids[0], heat.seat_ids[0])
    answer = Answer(uuid_of(7), heat.appearance_ids[0], 1, "2026-12-05T09:40:00")
    hand_over(now, sealed(answer, heat.seat_ids[0]))
    other = sealed(submission(heat, client_id=uuid_of(8)), heat.seat_ids[1])
    hand_over(now, other)
    end(factory.actor(heat.competition_id, "organizer"), now, heat.seat_ids[0])
    assert get_deliverer(sealed(answer, heat.seat_ids[0])).is_current is False
    for content in (
        submission(heat, reason="anders"),
        other.content,
        replace(answer, device_time="later"),
    ):
        with pytest.raises(NotFound) as refused:
            get_deliverer(sealed(content, heat.seat_ids[0]))
        assert refused.value.code == "delivery_ended"


def test_the_key_of_a_new_card_delivers(factory: Factory, now: datetime, heat: HeatBundle) -> None:
    reissue_seat(factory.actor(heat.competition_id, "organizer"), now, heat.seat_ids[0])
    assert isinstance(hand_over(now, sealed(submission(heat), heat.seat_ids[0], 2)), Receipt)


def test_the_same_id_with_other_bytes_is_taken(now: datetime, heat: HeatBundle) -> None:
    hand_over(now, sealed(submission(heat), heat.seat_ids[0]))
    with pytest.raises(SheetConflict) as refused:
        hand_over(now, sealed(submission(heat, reason="anders"), heat.seat_ids[0]))
    assert refused.value.code == "id_taken"
    assert len(revisions()) == 1


def test_an_older_revision_by_envelope_is_kept_beside_the_newer(
    factory: Factory, now: datetime, heat: HeatBundle
) -> None:
    mark(factory, heat, now, 0, 0)
    with pytest.raises(SheetConflict) as kept:
        hand_over(now, sealed(submission(heat, client_id=uuid_of(9)), heat.seat_ids[0]))
    assert kept.value.code == "sheet_conflict"
    assert [row.is_conflict for row in revisions()] == [False, True]


def test_a_closed_heat_and_another_heat_refuse_an_envelope_as_they_refuse_a_submission(
    factory: Factory, now: datetime, heat: HeatBundle
) -> None:
    stranger = factory.ready_heat()
    foreign = submission(heat, appearance_id=stranger.appearance_ids[0])
    with pytest.raises(NotFound) as refused:
        hand_over(now, sealed(foreign, heat.seat_ids[0]))
    assert refused.value.code == "not_found"
    db.session.get_one(Heat, heat.heat_id).state = "closed"
    db.session.commit()
    with pytest.raises(WrongState) as closed:
        hand_over(now, sealed(submission(heat), heat.seat_ids[0]))
    assert closed.value.code == "heat_closed"
    assert revisions() == []
