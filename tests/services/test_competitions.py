"""Setting up competitions: all or nothing, the creator in charge, strangers kept out."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from judging.errors import InvalidInput, NotFound, Problem
from judging.extensions import db
from judging.models import (
    Competition,
    Division,
    Heat,
    JournalEntry,
    Person,
    RoleAssignment,
    Round,
    Seat,
)
from judging.permissions import SYSTEM, Actor, ActorKind, Role
from judging.scoring.faults import ScoringError
from judging.services.competitions import (
    CompetitionSettings,
    NewCompetition,
    archive_competition,
    create_competition,
    edit_competition,
)
from judging.services.divisions import NewDivision
from judging.services.heats import NewHeat
from judging.services.journal import verify_chains
from judging.services.rounds import NewRound
from tests.factories import CONVENTION

NEW = NewCompetition(
    slug="beijing-12",
    name_zh="北京青年学术演讲比赛",
    name_en="Beijing Youth Academic Speech",
    starts_on=date(2026, 12, 1),
    ends_on=date(2026, 12, 20),
    divisions=(NewDivision("youth", "青年组", "Youth"), NewDivision("teen", "少年组")),
    rounds=(
        NewRound(
            "preliminary",
            "初赛",
            "Preliminary",
            CONVENTION,
            (NewHeat(seat_count=7), NewHeat(seat_count=5, groups=(("expert", 3), ("public", 2)))),
        ),
        NewRound("final", "决赛", "Final", CONVENTION, (NewHeat(seat_count=9),)),
    ),
)


def _creator(factory):
    person_id = factory.person(may_create=True)
    person = db.session.get_one(Person, person_id)
    return Actor(ActorKind.PERSON, person_id, person.pseudonym, person.name, may_create=True)


def _count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_competition_stands_whole_after_one_command(now, factory):
    actor = _creator(factory)
    created = create_competition(actor, now, NEW)
    assert created.slug == "beijing-12"
    assert [
        (d.key, d.name_zh, d.position)
        for d in db.session.scalars(select(Division).order_by(Division.position))
    ] == [("youth", "青年组", 1), ("teen", "少年组", 2)]
    assert [
        (r.key, r.position, r.rule_sheets[0].version, r.rule_sheets[0].frozen_at)
        for r in db.session.scalars(select(Round).order_by(Round.position))
    ] == [("preliminary", 1, 1, None), ("final", 2, 1, None)]
    assert [
        (h.number, h.name_zh, h.name_en, h.state, [s.group for s in h.panel.seats])
        for h in db.session.scalars(select(Heat).order_by(Heat.id))
    ] == [
        (1, "第 1 场", "Heat 1", "planned", ["expert"] * 7),
        (2, "第 2 场", "Heat 2", "planned", ["expert"] * 3 + ["public"] * 2),
        (1, "第 1 场", "Heat 1", "planned", ["expert"] * 9),
    ]
    assert [(a.person_id, a.role) for a in db.session.scalars(select(RoleAssignment))] == [
        (actor.id, "organizer")
    ]
    assert [(j.action, j.actor) for j in db.session.scalars(select(JournalEntry))] == [
        ("desk:competition:create", actor.pseudonym)
    ]
    assert [report.fault for report in verify_chains()] == [""]


def test_the_terminal_appoints_the_account_that_it_is_told(now, factory):
    person_id = factory.person(email="li@example.org")
    created = create_competition(SYSTEM, now, NEW, organizer_email=" Li@Example.org")
    assert [
        (a.person_id, a.competition_id, a.role) for a in db.session.scalars(select(RoleAssignment))
    ] == [(person_id, created.id, "organizer")]


def test_an_unknown_account_is_refused_and_nothing_is_made(now):
    with pytest.raises(InvalidInput) as refused:
        create_competition(SYSTEM, now, NEW, organizer_email="nobody@example.org")
    assert refused.value.problems == (
        Problem("unknown_account", "organizer", {"value": "nobody@example.org"}),
    )
    assert _count(Competition) == 0


def test_somebody_who_may_not_create_competitions_is_told_nothing(now, factory):
    competition_id = factory.competition()
    with pytest.raises(NotFound):
        create_competition(factory.actor(competition_id, "organizer"), now, NEW)
    assert _count(Competition) == 1


def test_a_bad_rule_sheet_in_the_last_round_leaves_nothing_behind(now):
    broken = dict(CONVENTION, tally={"trimm": 1})
    rounds = (*NEW.rounds[:1], replace(NEW.rounds[1], document=broken))
    with pytest.raises(ScoringError):
        create_competition(SYSTEM, now, replace(NEW, rounds=rounds))
    assert (_count(Competition), _count(Round), _count(Seat)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"slug": "Beijing 12"}, Problem("bad_slug", "slug", {"most": 60})),
        ({"slug": "new"}, Problem("bad_slug", "slug", {"most": 60})),
        ({"slug": "x" * 61}, Problem("bad_slug", "slug", {"most": 60})),
        ({"name_zh": "  "}, Problem("required", "name_zh")),
        ({"name_zh": "字" * 201}, Problem("too_long", "name_zh", {"most": 200})),
        ({"name_en": "a\x00b"}, Problem("control_characters", "name_en")),
        ({"ends_on": date(2026, 11, 1)}, Problem("ends_before_start", "ends_on")),
        ({"timezone": "Mars/Olympus"}, Problem("unknown_choice", "timezone")),
        ({"names_shown": "all"}, Problem("unknown_choice", "names_shown")),
        (
            {"notice_days": 10**20},
            Problem("out_of_range", "notice_days", {"least": 0, "most": 60}),
        ),
        ({"number_prefix": "A/B"}, Problem("bad_prefix", "number_prefix", {"most": 20})),
        (
            {"divisions": (NewDivision("a", "甲"), NewDivision("a", "乙"))},
            Problem("taken", "divisions.1.key", {"value": "a"}),
        ),
        (
            {"rounds": (NewRound("Final!", "决赛", "", CONVENTION),)},
            Problem("bad_address_key", "rounds.Final!.key"),
        ),
        (
            {"rounds": (NewRound("f", "决赛", "", CONVENTION, (NewHeat(seat_count=10**9),)),)},
            Problem("out_of_range", "heats.1.seat_count", {"least": 0, "most": 99}),
        ),
        (
            {
                "rounds": (
                    NewRound(
                        "f",
                        "决赛",
                        "",
                        CONVENTION,
                        (NewHeat(seat_count=3, groups=(("expert", 4),)),),
                    ),
                )
            },
            Problem("groups_over_seats", "heats.1.groups", {"most": 3}),
        ),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_made(now, change, problem):
    with pytest.raises(InvalidInput) as refused:
        create_competition(SYSTEM, now, replace(NEW, **change))
    assert refused.value.problems == (problem,)
    assert _count(Competition) == 0


def test_a_slug_is_used_once(now):
    create_competition(SYSTEM, now, NEW)
    with pytest.raises(InvalidInput) as refused:
        create_competition(SYSTEM, now, NEW)
    assert refused.value.problems == (Problem("taken", "slug", {"value": "beijing-12"}),)
    assert _count(Competition) == 1


def test_settings_change_and_the_journal_names_the_fields(now, factory):
    competition_id = factory.competition(name_zh="旧", name_en="Old")
    actor = factory.actor(competition_id, "organizer")
    settings = CompetitionSettings(name_zh="新", name_en="Old", names_shown="number")
    edit_competition(actor, now, competition_id, settings)
    edit_competition(actor, now, competition_id, settings)
    row = db.session.get_one(Competition, competition_id)
    assert (row.name_zh, row.names_shown) == ("新", "number")
    entries = list(db.session.scalars(select(JournalEntry)))
    assert [entry.action for entry in entries] == ["desk:competition:edit"]


def test_another_competitions_organizer_changes_nothing(now, factory):
    mine, other = factory.competition(), factory.competition(name_zh="别人的")
    actor = factory.actor(mine, "organizer")
    with pytest.raises(NotFound):
        edit_competition(actor, now, other, CompetitionSettings(name_zh="我的"))
    with pytest.raises(NotFound):
        archive_competition(actor, now, other, is_archived=True)
    with pytest.raises(NotFound):
        edit_competition(actor, now, 10**12, CompetitionSettings(name_zh="我的"))
    row = db.session.get_one(Competition, other)
    assert (row.name_zh, row.archived_at) == ("别人的", None)


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ORGANIZER])
def test_other_offices_do_not_change_settings(now, factory, role):
    competition_id = factory.competition(name_zh="旧")
    held = {competition_id: frozenset({role})}
    actor = Actor(ActorKind.PERSON, factory.person(), "P1", roles=held)
    with pytest.raises(NotFound):
        edit_competition(actor, now, competition_id, CompetitionSettings(name_zh="新"))
    assert db.session.get_one(Competition, competition_id).name_zh == "旧"


def test_archiving_can_be_taken_back_and_repeating_is_harmless(now, factory):
    competition_id = factory.competition()
    actor = factory.actor(competition_id, "organizer")
    for is_archived in (True, True, False):
        archive_competition(actor, now, competition_id, is_archived=is_archived)
    assert db.session.get_one(Competition, competition_id).archived_at is None
    assert _count(JournalEntry) == 2


def test_what_somebody_of_the_demo_makes_is_a_demo_too(factory, now):
    demo = factory.competition(is_demo=True)
    person_id = factory.person(["organizer"], demo, may_create=True)
    actor = replace(factory.actor(demo, "organizer", person_id=person_id), may_create=True)
    created = create_competition(actor, now, NewCompetition(slug="second", name_zh="练习赛"))
    assert db.session.get_one(Competition, created.id).is_demo


def test_what_an_organizer_of_a_real_competition_makes_is_no_demo(factory, now):
    real = factory.competition()
    person_id = factory.person(["organizer"], real, may_create=True)
    actor = replace(factory.actor(real, "organizer", person_id=person_id), may_create=True)
    created = create_competition(actor, now, NewCompetition(slug="second", name_zh="正式赛"))
    assert not db.session.get_one(Competition, created.id).is_demo
