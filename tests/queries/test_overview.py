"""The list of competitions, and names for new ones."""

from judging.permissions import Actor, ActorKind, Role
from judging.queries.overview import list_competition_lines, suggest_slug


def test_the_list_holds_the_readers_desks_with_their_state(factory):
    planned = factory.ready_heat(entries=2, state="planned")
    running = factory.ready_heat(entries=3, state="open")
    archived = factory.competition(archived_at=factory.now)
    factory.ready_heat()  # somebody else's
    roles = {
        planned.competition_id: frozenset({Role.AUDITOR, Role.ORGANIZER}),
        running.competition_id: frozenset({Role.CHIEF_JUDGE}),
        archived: frozenset({Role.ORGANIZER}),
    }
    actor = Actor(ActorKind.PERSON, 1, roles=roles)
    found = [
        (line.facts.id, line.state, line.rounds, line.heats, line.entries, line.roles)
        for line in list_competition_lines(actor)
    ]
    assert found == [
        (running.competition_id, "running", 1, 1, 3, ("chief_judge",)),
        (planned.competition_id, "planning", 1, 1, 2, ("organizer", "auditor")),
        (archived, "archived", 0, 0, 0, ("organizer",)),
    ]


def test_a_judges_seat_has_no_desk(factory):
    bundle = factory.ready_heat()
    actor = factory.seat_actor(bundle.seat_ids[0], bundle.competition_id)
    assert list_competition_lines(actor) == ()


def test_a_slug_is_made_of_latin_letters_and_is_free(factory):
    for slug in ("youth-cup", "youth-cup-2026"):
        factory.competition(slug=slug)
    assert [
        suggest_slug(name, 2026) for name in ("Youth Cup", "Été & Hiver!", "", "青年赛", "A" * 300)
    ] == ["youth-cup-2", "t-hiver", "competition-2026", "competition-2026", "a" * 50]
