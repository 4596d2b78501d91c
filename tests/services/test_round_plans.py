"""What a competition starts from: stages and divisions."""

from judging.services.divisions import NewDivision
from judging.services.round_plans import make_new_rounds, plan_rounds, read_divisions


def test_a_stage_without_heats_is_left_out():
    rounds = make_new_rounds(plan_rounds("two", "coss"))
    assert [(r.key, [heat.seat_count for heat in r.heats]) for r in rounds] == [
        ("semi-final", [7, 7]),
        ("final", [9]),
    ]


def test_divisions_are_read_line_by_line_with_free_keys():
    assert read_divisions("青年组 / Youth\n\n少年组\n少年组 / Youth\n / Seniors\n") == (
        NewDivision("youth", "青年组", "Youth"),
        NewDivision("division-1", "少年组", ""),
        NewDivision("youth-1", "少年组", "Youth"),
        NewDivision("seniors", "Seniors", "Seniors"),
    )
