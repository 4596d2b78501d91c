"""Getting in by password or access code, and waiting after wrong tries."""

from datetime import datetime, timedelta

import pytest
from flask import current_app

from judging.errors import InvalidInput, NotFound, TooManyTries, WrongCredentials
from judging.extensions import db
from judging.models import Entry, JournalEntry, Person, SignInSession
from judging.permissions import ANONYMOUS, ActorKind, Role
from judging.queries.people import list_sessions
from judging.queries.sessions import find_actor
from judging.services.accounts import change_password
from judging.services.passwords import hash_password
from judging.services.sessions import Device, known_device_proof, revoke_session, sign_out
from judging.services.sign_in import sign_in_entry, sign_in_person
from judging.tokens import entry_code
from tests.factories import Factory

PASSWORD = "twelve quiet herons wade"
DEVICE = Device("d" * 43, "Test browser")


def _person(factory: Factory) -> int:
    return factory.person(email="lin@example.org", password_hash=hash_password(PASSWORD))


def _code(entry_id: int) -> str:
    entry = db.session.get_one(Entry, entry_id)
    code = entry_code(current_app.config["SECRET_KEY"], entry.pseudonym, entry.code_version)
    db.session.rollback()
    return code


def test_a_person_signs_in_with_the_address_in_any_case(factory: Factory, now: datetime) -> None:
    person_id = _person(factory)
    token = sign_in_person(ANONYMOUS, now, " Lin@Example.org ", PASSWORD, DEVICE)
    actor = find_actor(token, now)
    assert actor is not None
    assert (actor.kind, actor.id) == (ActorKind.PERSON, person_id)
    assert find_actor(token, now + timedelta(hours=12)) is None
    entry = db.session.query(JournalEntry).one()
    assert (entry.action, entry.actor) == ("site:person:sign_in", actor.pseudonym)


def test_a_wrong_password_and_an_unknown_address_are_refused_alike(
    factory: Factory, now: datetime
) -> None:
    _person(factory)
    for email in ("lin@example.org", "nobody@example.org"):
        heard = []
        for _ in range(5):
            with pytest.raises((WrongCredentials, TooManyTries)) as refused:
                sign_in_person(ANONYMOUS, now, email, "wrong password", DEVICE)
            heard.append((refused.value.code, refused.value.params))
        wait = ("wait_before_next_try", {"wait_s": 2})
        assert heard == [("wrong_credentials", {})] * 4 + [wait]


def test_the_wait_grows_to_a_minute_and_never_locks_the_owner_out(
    factory: Factory, now: datetime
) -> None:
    _person(factory)
    waits, instant = [], now
    for _ in range(12):
        with pytest.raises(WrongCredentials):
            sign_in_person(ANONYMOUS, instant, "lin@example.org", "wrong password", DEVICE)
        until = db.session.query(Person).one().next_try_at
        db.session.rollback()
        waits.append(int((until - instant).total_seconds()) if until else 0)
        instant = until or instant
    assert waits == [0, 0, 0, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    assert sign_in_person(ANONYMOUS, instant, "lin@example.org", PASSWORD, DEVICE)
    assert db.session.query(Person).one().failed_tries == 0


def test_tries_during_the_wait_do_not_make_it_longer(factory: Factory, now: datetime) -> None:
    _person(factory)
    for _ in range(50):
        with pytest.raises((WrongCredentials, TooManyTries)):
            sign_in_person(ANONYMOUS, now, "lin@example.org", "wrong password", DEVICE)
    later = now + timedelta(seconds=2)
    assert sign_in_person(ANONYMOUS, later, "lin@example.org", PASSWORD, DEVICE)


def test_the_owners_device_does_not_wait_for_strangers(factory: Factory, now: datetime) -> None:
    pseudonym = db.session.get_one(Person, _person(factory)).pseudonym
    for _ in range(9):
        with pytest.raises((WrongCredentials, TooManyTries)):
            sign_in_person(ANONYMOUS, now, "lin@example.org", "wrong password", DEVICE)
    proof = known_device_proof(pseudonym, DEVICE.id)
    stolen = Device("e" * 43, "another browser", (proof,))
    with pytest.raises(TooManyTries):
        sign_in_person(ANONYMOUS, now, "lin@example.org", PASSWORD, stolen)
    own = Device(DEVICE.id, DEVICE.label, (proof,))
    assert sign_in_person(ANONYMOUS, now, "lin@example.org", PASSWORD, own)


@pytest.mark.parametrize("password", ["", "x" * 100_000, "\0", "' OR 1=1 --"])
def test_a_person_without_a_password_cannot_be_entered(
    factory: Factory, now: datetime, password: str
) -> None:
    factory.person(email="lin@example.org")
    with pytest.raises(WrongCredentials):
        sign_in_person(ANONYMOUS, now, "lin@example.org", password, DEVICE)


def test_a_contestant_signs_in_with_number_and_code(factory: Factory, now: datetime) -> None:
    competition_id = factory.competition()
    entry_id = factory.entry(competition_id, factory.division(competition_id), number="A017")
    typed = _code(entry_id).lower().replace("-", " ")
    actor = find_actor(sign_in_entry(ANONYMOUS, now, " A017", typed, DEVICE), now)
    assert actor is not None
    assert (actor.id, actor.roles) == (
        entry_id,
        {competition_id: frozenset({Role.CONTESTANT})},
    )


def test_the_code_tells_which_competition_is_meant(factory: Factory, now: datetime) -> None:
    ids = []
    for _ in range(2):
        competition_id = factory.competition()
        ids.append(factory.entry(competition_id, factory.division(competition_id), number="A017"))
    for entry_id in ids:
        actor = find_actor(sign_in_entry(ANONYMOUS, now, "A017", _code(entry_id), DEVICE), now)
        assert actor is not None
        assert actor.id == entry_id


@pytest.mark.parametrize("number", ["A017", "nobody"])
def test_wrong_codes_wait_too_whether_the_entry_exists_or_not(
    factory: Factory, now: datetime, number: str
) -> None:
    competition_id = factory.competition()
    factory.entry(competition_id, factory.division(competition_id), number="A017")
    for _ in range(4):
        with pytest.raises(WrongCredentials):
            sign_in_entry(ANONYMOUS, now, number, "00000-00000", DEVICE)
    with pytest.raises(TooManyTries) as refused:
        sign_in_entry(ANONYMOUS, now, number, "00000-00000", DEVICE)
    assert refused.value.params == {"wait_s": 2}


def test_strangers_who_guess_do_not_keep_a_contestant_with_the_right_code_out(
    factory: Factory, now: datetime
) -> None:
    competition_id = factory.competition()
    entry_id = factory.entry(competition_id, factory.division(competition_id), number="A017")
    for _ in range(9):
        with pytest.raises((WrongCredentials, TooManyTries)):
            sign_in_entry(ANONYMOUS, now, "A017", "00000-00000", DEVICE)
    assert sign_in_entry(ANONYMOUS, now, "A017", _code(entry_id), DEVICE)
    assert db.session.get_one(Entry, entry_id).failed_tries == 0


def test_a_session_ends_on_the_server_too(factory: Factory, now: datetime) -> None:
    actor = find_actor(factory.session("person", _person(factory)), now)
    assert actor is not None
    sign_out(actor, now)
    sign_out(actor, now)
    assert [e.action for e in db.session.query(JournalEntry)] == ["site:person:sign_out"]
    assert list_sessions(actor, now) == ()


def test_only_ones_own_sessions_can_be_ended(factory: Factory, now: datetime) -> None:
    own = find_actor(factory.session("person", _person(factory)), now)
    other = find_actor(factory.session("person", factory.person()), now)
    assert own is not None
    assert other is not None
    with pytest.raises(NotFound):
        revoke_session(own, now, other.session_id)
    revoke_session(own, now, own.session_id)
    with pytest.raises(NotFound):
        revoke_session(own, now, own.session_id)


def test_a_new_password_ends_every_other_session(factory: Factory, now: datetime) -> None:
    person_id = _person(factory)
    tokens = [factory.session("person", person_id) for _ in range(3)]
    actor = find_actor(tokens[0], now)
    assert actor is not None
    with pytest.raises(InvalidInput) as refused:
        change_password(actor, now, "not my password", "a lantern over wet slate", DEVICE)
    assert refused.value.problems[0].code == "wrong_present_password"
    for weak, code in (
        ("short", "password_too_short"),
        ("123456789012", "password_easy_to_guess"),
        ("lin@example.org", "password_easy_to_guess"),
        ("x" * 129, "too_long"),
    ):
        with pytest.raises(InvalidInput) as refused:
            change_password(actor, now, PASSWORD, weak, DEVICE)
        assert refused.value.problems[0].code == code
    later = now + timedelta(hours=1)
    token = change_password(actor, later, PASSWORD, "a lantern over wet slate", DEVICE)
    assert [find_actor(old, later) for old in tokens] == [None, None, None]
    assert find_actor(token, later) is not None
    assert sign_in_person(ANONYMOUS, later, "lin@example.org", "a lantern over wet slate", DEVICE)
    assert db.session.query(SignInSession).count() == 5
