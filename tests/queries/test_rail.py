"""The rail tells the truth about each step."""

from judging.queries.rail import STEPS, RailStep, get_rail


def _states(competition_id):
    return {
        step.key: (step.state, step.note, step.done, step.total)
        for step in get_rail(competition_id)
    }


def test_an_empty_competition_begins_at_setup(factory):
    competition_id = factory.competition()
    factory.ready_heat(state="closed")  # another competition's, which must not count
    assert get_rail(competition_id) == (
        RailStep("setup", "todo", "no_rounds"),
        RailStep("people", "todo", "no_entries"),
        *(RailStep(key, "later") for key in STEPS[2:]),
    )


def test_a_heat_without_seats_needs_attention(factory):
    competition_id = factory.competition()
    factory.division(competition_id)
    factory.heat(factory.round(competition_id))
    assert _states(competition_id)["setup"] == ("blocked", "heats_without_seat", 1, 0)


def test_entries_without_a_heat_are_counted(factory):
    bundle = factory.ready_heat(entries=3, state="planned")
    for _ in range(2):
        factory.entry(bundle.competition_id, bundle.division_id)
    factory.entry(bundle.competition_id, bundle.division_id, withdrawn_at=factory.now)
    states = _states(bundle.competition_id)
    assert states["people"] == ("current", "entries_placed", 3, 5)
    assert states["draw"] == ("todo", "heats_drawn", 0, 1)
    assert states["stage"] == ("later", "", 0, 0)


def test_a_heat_on_its_way_moves_the_steps(factory):
    seen = {}
    for state in ("drawn", "open", "closed", "tallied"):
        states = _states(factory.ready_heat(state=state).competition_id)
        seen[state] = [states[key][:2] for key in ("draw", "stage", "tally", "release", "awards")]
    later = ("later", "")
    drawn = ("done", "heats_drawn")
    assert seen == {
        "drawn": [drawn, ("todo", "heats_closed"), later, later, later],
        "open": [drawn, ("current", "heats_open"), later, later, later],
        "closed": [drawn, ("done", "heats_closed"), ("todo", "heats_tallied"), later, later],
        "tallied": [
            drawn,
            ("done", "heats_closed"),
            ("done", "heats_tallied"),
            ("todo", "rounds_public"),
            ("todo", ""),
        ],
    }
