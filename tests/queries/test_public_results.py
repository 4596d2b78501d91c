"""What pages read of results, on both databases."""

from datetime import datetime

import pytest

from judging.errors import NotFound
from judging.extensions import db
from judging.models import Entry, Round
from judging.permissions import Role
from judging.queries.actors import get_person_actor
from judging.queries.awards import get_appearance_id, get_award_id, list_awards
from judging.queries.certificates import get_facts, list_certificates, list_issue_rounds
from judging.queries.contestant import get_own_entry, list_comments
from judging.queries.journal import get_journal_page
from judging.queries.readiness import is_database_ready
from judging.queries.releases import get_release, list_releases
from judging.queries.results import (
    document_of,
    get_public,
    list_current,
    list_of_round,
    list_public_competitions,
)
from judging.queries.tallies import get_tally
from judging.queries.tally_overview import list_round_tallies
from judging.services.certificates import issue_certificates
from judging.services.release_preview import find_obstacles
from tests.factories import Factory
from tests.services.release_staff import Staff


@pytest.fixture
def staff(factory: Factory, now: datetime) -> Staff:
    """A counted heat of three."""
    return Staff(factory, now, ("36", "38", "34"))


def round_key(staff: Staff) -> str:
    """The key of the heat's round."""
    return db.session.get_one(Round, staff.heat.round_id).key


def test_the_public_finds_nothing_before_a_release(staff: Staff) -> None:
    staff.prepare()

    competition = staff.heat.competition_id
    assert list_current(competition) == list_of_round(competition, round_key(staff)) == ()
    assert list_public_competitions() == ()
    with pytest.raises(NotFound):
        get_public(competition, round_key(staff), 1)


def test_the_public_finds_the_current_and_every_older_release(staff: Staff) -> None:
    staff.publish("final")
    staff.publish("correction", "更正")

    competition = staff.heat.competition_id
    assert [r.number for r in list_current(competition)] == [2]
    found = list_of_round(competition, round_key(staff))
    assert [(r.number, r.is_current) for r in found] == [(2, True), (1, False)]
    assert document_of(found[0])["number"] == 2
    assert document_of(found[1])["number"] == 1
    assert [c.id for c in list_public_competitions()] == [competition]


def test_the_desk_reads_tallies_releases_awards_and_certificates(
    staff: Staff, now: datetime, factory: Factory
) -> None:
    issue_certificates(staff.organizer, now, staff.publish().id)
    competition, key = staff.heat.competition_id, round_key(staff)
    number = db.session.get_one(Entry, staff.heat.entry_ids[1]).number

    (round_,) = list_round_tallies(competition)
    assert [(s.tally_number, s.is_outdated, s.open_ties) for s in round_.scopes] == [(1, False, 0)]
    assert get_tally(competition, key, 1).document["lines"][0]["entry"] == number
    assert [(r.number, r.shown_state) for r in list_releases(competition)] == [(1, "provisional")]
    assert get_release(competition, key, 1)[1]["number"] == 1
    awards = list_awards(competition)
    assert [(a.key, a.source) for a in awards] == [("first", "scheme"), ("second", "scheme")]
    assert get_award_id(competition, awards[0].id) == awards[0].id
    assert get_appearance_id(competition, key, number) == staff.heat.appearance_ids[1]
    (issue,) = list_issue_rounds(competition)
    assert (issue.valid, issue.job_done, issue.job_total) == (3, 3, 3)
    first = list_certificates(competition)[0]
    assert get_facts(first.number, competition_id=competition)["number"] == first.number
    page = get_journal_page(competition, 1)
    assert [line.action for line in page.lines] == [
        "desk:certificates:issue",
        "desk:release:publish",
        "desk:release:approve",
        "desk:release:prepare",
        "desk:tally:run",
    ]
    assert find_obstacles(staff.organizer, staff.heat.round_id).blockers == ()
    assert is_database_ready()


def test_another_competition_finds_none_of_it(
    staff: Staff, now: datetime, factory: Factory
) -> None:
    issue_certificates(staff.organizer, now, staff.publish().id)
    first = list_certificates(staff.heat.competition_id)[0]
    award = list_awards(staff.heat.competition_id)[0]
    other, key = factory.competition(), round_key(staff)

    assert [*list_certificates(other), *list_awards(other), *list_releases(other)] == []
    for find in (
        lambda: get_facts(first.number, competition_id=other),
        lambda: get_facts(first.number),
        lambda: get_award_id(other, award.id),
        lambda: get_tally(other, key, 1),
        lambda: get_release(other, key, 1),
        lambda: get_appearance_id(other, key, award.entry),
        lambda: find_obstacles(factory.actor(other, "organizer"), staff.heat.round_id),
    ):
        with pytest.raises(NotFound):
            find()


def test_a_contestant_reads_the_own_entry_and_released_comments(staff: Staff) -> None:
    from judging.models import SheetRevision

    for revision in db.session.query(SheetRevision):
        revision.comment_contestant = "好"
    db.session.commit()
    entry_id = staff.heat.entry_ids[0]
    assert list_comments(entry_id, round_key(staff)) == ()

    staff.publish()

    assert get_own_entry(entry_id).id == entry_id
    assert [(c.seat, c.text) for c in list_comments(entry_id, round_key(staff))] == [
        (seat, "好") for seat in range(1, 6)
    ]
    with pytest.raises(NotFound):
        get_own_entry(10**9)


def test_an_account_named_at_the_terminal_acts_with_its_offices(
    staff: Staff, factory: Factory
) -> None:
    from judging.models import Person

    email = db.session.get_one(Person, staff.auditor.id).email or ""

    found = get_person_actor(email.upper())

    assert (found.id, found.roles_in(staff.heat.competition_id)) == (
        staff.auditor.id,
        frozenset({Role.AUDITOR}),
    )
    with pytest.raises(NotFound):
        get_person_actor("nobody@example.org")
