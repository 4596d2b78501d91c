"""What holds of every table and every state."""

from judging.models import Base
from judging.models.states import APPEARANCE_MOVES, HEAT_MOVES, AppearanceState, HeatState


def test_every_constraint_has_a_name():
    unnamed = [
        f"{table.name}: {constraint}"
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert unnamed == []


def test_every_state_has_its_moves():
    assert set(HEAT_MOVES) == set(HeatState)
    assert set(APPEARANCE_MOVES) == set(AppearanceState)
