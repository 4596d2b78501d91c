"""Which heats a tablet may forget."""

from judging.extensions import db
from judging.models import Heat, Seat
from judging.queries.final_heats import list_final_heats, list_final_heats_of_device
from judging.tokens import hash_token
from tests.factories import Factory


def test_a_heat_is_final_when_the_whole_round_is_signed(factory: Factory) -> None:
    made = factory.ready_heat(seats=1, entries=1, state="signed")
    second, _seats = factory.heat(made.round_id, 1, number=2, state="tallied")
    factory.ready_heat(seats=1, entries=1, state="signed")
    assert list_final_heats(made.competition_id) == ()
    db.session.get_one(Heat, second).state = "signed"
    db.session.commit()
    assert list_final_heats(made.competition_id) == (made.heat_id, second)


def test_a_device_is_told_of_its_own_heats_in_whatever_competition(factory: Factory) -> None:
    made = [factory.ready_heat(seats=2, entries=1, state="signed") for _count in range(3)]
    for heat in made[:2]:
        for seat_id in heat.seat_ids:
            db.session.get_one(Seat, seat_id).device_hash = hash_token("tablet")
    second, _seats = factory.heat(made[1].round_id, 1, number=2, state="tallied")
    db.session.commit()
    assert list_final_heats_of_device("tablet") == (made[0].heat_id,)
    db.session.get_one(Heat, second).state = "signed"
    db.session.commit()
    assert list_final_heats_of_device("tablet") == (made[0].heat_id, made[1].heat_id)
    assert [list_final_heats_of_device(other) for other in ("", "another")] == [(), ()]
