"""Which heats a tablet may forget."""

from judging.extensions import db
from judging.models import Heat
from judging.queries.final_heats import list_final_heats
from tests.factories import Factory


def test_a_heat_is_final_when_the_whole_round_is_signed(factory: Factory) -> None:
    made = factory.ready_heat(seats=1, entries=1, state="signed")
    second, _seats = factory.heat(made.round_id, 1, number=2, state="tallied")
    factory.ready_heat(seats=1, entries=1, state="signed")
    assert list_final_heats(made.competition_id) == ()
    db.session.get_one(Heat, second).state = "signed"
    db.session.commit()
    assert list_final_heats(made.competition_id) == (made.heat_id, second)
