"""The one table of permissions."""

import pytest

from judging.permissions import ANONYMOUS, PERMISSIONS, SYSTEM, Actor, ActorKind, Role, may


def person(competition_id=1, *roles, **values):
    return Actor(ActorKind.PERSON, id=7, roles={competition_id: frozenset(roles)}, **values)


def test_nobody_has_anything_but_what_is_public():
    assert [name for name in PERMISSIONS if may(ANONYMOUS, name, 1)] == ["public"]


def test_an_organizer_of_one_competition_is_a_stranger_to_the_next():
    organizer = person(1, Role.ORGANIZER)
    assert may(organizer, "setup.edit", 1)
    assert [n for n in PERMISSIONS if may(organizer, n, 2)] == ["public", "signed_in"]


def test_without_a_competition_an_office_anywhere_counts():
    assert may(person(5, Role.AUDITOR), "competition.list")
    assert not may(person(5, Role.JUDGE), "competition.list")


def test_an_auditor_reads_and_approves_and_changes_nothing_else():
    held = {name for name in PERMISSIONS if may(person(1, Role.AUDITOR), name, 1)}
    changing = {n for n in held if not n.endswith(".read") and n not in ("public", "signed_in")}
    assert changing == {"release.approve", "competition.list"}


def test_who_prepares_a_release_may_not_approve_it_by_office_alone():
    assert not PERMISSIONS["release.prepare"] & PERMISSIONS["release.approve"]


def test_voiding_and_reopening_a_sheet_belongs_to_the_chief_judge_alone():
    only = frozenset({Role.CHIEF_JUDGE})
    assert (PERMISSIONS["sheet.void"], PERMISSIONS["sheet.reopen"]) == (only, only)


def test_reopening_a_heat_belongs_to_the_chief_judge_alone():
    assert PERMISSIONS["heat.reopen"] == frozenset({Role.CHIEF_JUDGE})


def test_a_stage_manager_never_sees_marks():
    stage = person(1, Role.STAGE_MANAGER)
    assert not any(may(stage, name, 1) for name in ("marks.read", "tally.read", "release.read"))


def test_creating_a_competition_belongs_to_the_account_not_to_an_office():
    assert not may(person(1, Role.ORGANIZER), "competition.create")
    assert may(person(1, may_create=True), "competition.create")


def test_the_terminal_may_do_everything():
    assert all(may(SYSTEM, name, 1) for name in PERMISSIONS)


def test_an_unknown_permission_is_a_slip_of_the_program():
    with pytest.raises(KeyError):
        may(SYSTEM, "no.such")
