"""Accounts, offices and invitations."""

from datetime import datetime, timedelta

import pytest

from judging.errors import Conflict, InvalidInput, NotFound
from judging.extensions import db
from judging.models import Person
from judging.permissions import ANONYMOUS, SYSTEM, Role
from judging.queries.people import PersonRow, list_people
from judging.queries.sessions import find_actor
from judging.services.invitations import accept_invitation, find_invited, make_invitation
from judging.services.people import NewPerson, create_person, grant_role, revoke_role
from judging.services.sessions import Device
from judging.services.sign_in import sign_in_person
from tests.factories import Factory

DEVICE = Device("d" * 43, "Test browser")
PASSWORD = "a lantern over wet slate"


def test_the_terminal_makes_an_organizer_who_can_sign_in(factory: Factory, now: datetime) -> None:
    new = NewPerson("林见微", "Lin@Example.org", password=PASSWORD, may_create=True)
    person_id = create_person(SYSTEM, now, new)
    actor = find_actor(sign_in_person(ANONYMOUS, now, "lin@example.org", PASSWORD, DEVICE), now)
    assert actor is not None
    assert (actor.id, actor.may_create, actor.display_name) == (person_id, True, "林见微")
    with pytest.raises(InvalidInput) as refused:
        create_person(SYSTEM, now, new)
    assert refused.value.problems[0].code == "taken"


def test_every_fault_of_a_new_account_is_named(factory: Factory, now: datetime) -> None:
    bad = NewPerson(" ", "not an address", unit="x" * 201, roles=(Role.JUDGE,))
    with pytest.raises(InvalidInput) as refused:
        create_person(SYSTEM, now, bad)
    assert [(p.code, p.place) for p in refused.value.problems] == [
        ("required", "name"),
        ("not_an_email", "email"),
        ("too_long", "unit"),
        ("unknown_choice", "roles"),
    ]


def test_an_organizer_adds_people_who_set_their_own_password(
    factory: Factory, now: datetime
) -> None:
    competition_id = factory.competition()
    organizer = factory.actor(competition_id, "organizer")
    new = NewPerson(
        "顾晚晴", "gu@example.org", roles=(Role.AUDITOR,), competition_id=competition_id
    )
    person_id = create_person(organizer, now, new)
    link = make_invitation(organizer, now, competition_id, person_id)
    assert find_invited(link, now) == "顾晚晴"
    assert find_invited(link, now + timedelta(days=7)) is None
    assert find_invited(link[:-2], now) is None
    with pytest.raises(InvalidInput):
        accept_invitation(ANONYMOUS, now, link, "short", DEVICE)
    actor = find_actor(accept_invitation(ANONYMOUS, now, link, PASSWORD, DEVICE), now)
    assert actor is not None
    assert actor.roles == {competition_id: frozenset({Role.AUDITOR})}
    with pytest.raises(NotFound):
        accept_invitation(ANONYMOUS, now, link, "another long password, quite", DEVICE)


def test_an_existing_account_only_gains_the_office(factory: Factory, now: datetime) -> None:
    competition_id = factory.competition()
    organizer = factory.actor(competition_id, "organizer")
    person_id = factory.person(name="原来的名字", email="gu@example.org", password_hash="kept")
    new = NewPerson("别的名字", "gu@example.org", "", "", (Role.AUDITOR,), competition_id)
    assert create_person(organizer, now, new) == person_id
    assert create_person(organizer, now, new) == person_id
    row = db.session.get_one(Person, person_id)
    assert (row.name, row.password_hash) == ("原来的名字", "kept")


def test_no_link_to_a_password_that_opens_another_competition(
    factory: Factory, now: datetime
) -> None:
    here, there = factory.competition(), factory.competition()
    organizer = factory.actor(here, "organizer")
    person_id = factory.person(["organizer"], there)
    grant_role(SYSTEM, now, here, person_id, Role.AUDITOR)
    with pytest.raises(NotFound) as refused:
        make_invitation(organizer, now, here, person_id)
    assert refused.value.code == "works_elsewhere"


def test_nobody_who_has_a_password_gets_a_link_to_another_one(
    factory: Factory, now: datetime
) -> None:
    competition_id = factory.competition()
    organizer = factory.actor(competition_id, "organizer")
    auditor = factory.person(["auditor"], competition_id)
    early = make_invitation(organizer, now, competition_id, auditor)
    accept_invitation(ANONYMOUS, now, early, PASSWORD, DEVICE)
    before = db.session.get_one(Person, auditor).password_hash
    for actor in (organizer, SYSTEM):
        with pytest.raises(Conflict) as refused:
            make_invitation(actor, now, competition_id, auditor)
        assert refused.value.code == "password_is_set"
    assert find_invited(early, now) is None
    assert db.session.get_one(Person, auditor).password_hash == before


def test_a_link_from_before_the_password_cannot_be_used_after_it(
    factory: Factory, now: datetime
) -> None:
    competition_id = factory.competition()
    organizer = factory.actor(competition_id, "organizer")
    auditor = factory.person(["auditor"], competition_id)
    links = [make_invitation(organizer, now, competition_id, auditor) for _ in range(2)]
    accept_invitation(ANONYMOUS, now, links[0], PASSWORD, DEVICE)
    with pytest.raises(NotFound):
        accept_invitation(ANONYMOUS, now, links[1], "another long password, quite", DEVICE)


def test_a_link_dies_when_its_person_gains_an_office_elsewhere(
    factory: Factory, now: datetime
) -> None:
    here, there = factory.competition(), factory.competition()
    organizer = factory.actor(here, "organizer")
    person_id = factory.person(["auditor"], here)
    link = make_invitation(organizer, now, here, person_id)
    grant_role(SYSTEM, now, there, person_id, Role.ORGANIZER)
    assert find_invited(link, now) is None


def test_the_last_organizer_stays(factory: Factory, now: datetime) -> None:
    competition_id = factory.competition()
    organizer = factory.actor(competition_id, "organizer")
    with pytest.raises(Conflict) as refused:
        revoke_role(organizer, now, competition_id, organizer.id, Role.ORGANIZER)
    assert refused.value.code == "last_organizer"
    other = factory.person(["auditor"], competition_id)
    grant_role(organizer, now, competition_id, other, Role.ORGANIZER)
    grant_role(organizer, now, competition_id, other, Role.ORGANIZER)
    revoke_role(organizer, now, competition_id, organizer.id, Role.ORGANIZER)
    (row,) = list_people(competition_id)
    assert row == PersonRow(
        other, row.name, row.email, "", (Role.ORGANIZER, Role.AUDITOR), False, True
    )


def test_a_change_of_offices_holds_at_once_and_ends_no_session(
    factory: Factory, now: datetime
) -> None:
    competition_id = factory.competition()
    organizer = factory.actor(competition_id, "organizer")
    other = factory.person(["auditor"], competition_id)
    token = factory.session("person", other)
    held = []
    for change, role in (
        (grant_role, Role.CHIEF_JUDGE),
        (revoke_role, Role.CHIEF_JUDGE),
        (revoke_role, Role.AUDITOR),
    ):
        change(organizer, now, competition_id, other, role)
        actor = find_actor(token, now)
        assert actor is not None
        held.append(actor.roles)
    assert held == [
        {competition_id: frozenset({Role.AUDITOR, Role.CHIEF_JUDGE})},
        {competition_id: frozenset({Role.AUDITOR})},
        {},
    ]


@pytest.mark.parametrize("role", ["chief_judge", "stage_manager", "auditor"])
def test_nobody_but_an_organizer_of_this_competition_edits_people(
    factory: Factory, now: datetime, role: str
) -> None:
    competition_id = factory.competition()
    factory.actor(competition_id, "organizer")
    person_id = factory.person(["auditor"], competition_id)
    before = list_people(competition_id)
    strangers = (
        factory.actor(competition_id, role, person_id=person_id),
        factory.actor(factory.competition(), "organizer"),
    )
    new = NewPerson("顾晚晴", "gu@example.org", "", "", (Role.AUDITOR,), competition_id)
    for actor in strangers:
        for attempt in (
            lambda a=actor: create_person(a, now, new),
            lambda a=actor: grant_role(a, now, competition_id, person_id, Role.ORGANIZER),
            lambda a=actor: revoke_role(a, now, competition_id, person_id, Role.AUDITOR),
            lambda a=actor: make_invitation(a, now, competition_id, person_id),
        ):
            with pytest.raises(NotFound):
                attempt()
    assert list_people(competition_id) == before
