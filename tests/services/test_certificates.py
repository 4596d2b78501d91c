"""Issuing certificates from a release, and what they become."""

import io
import zipfile
from datetime import datetime

import pytest
from sqlalchemy import select

from judging.certificates.facts import CertificateFacts
from judging.errors import Conflict, InvalidInput, NotFound, WrongState
from judging.extensions import db
from judging.models import Certificate, Contestant, EntryMember, Job
from judging.permissions import SYSTEM
from judging.queries.certificates import list_archive, list_of_entry
from judging.queries.verification import find_verification, is_recipient
from judging.services.awards import GivenAward, give_award, take_award
from judging.services.certificate_files import draw_certificate, stream_archive
from judging.services.certificates import (
    IssueReport,
    issue_certificates,
    preview_issue,
    revoke_certificate,
)
from judging.typesetting.fonts import open_fonts
from tests.factories import Factory
from tests.services.release_staff import Staff


@pytest.fixture
def staff(factory: Factory, now: datetime) -> Staff:
    """A counted heat of three whose results are public."""
    return Staff(factory, now, ("36", "38", "34"))


def rows() -> list[tuple[str, str, str]]:
    """Number, award and state of every certificate."""
    found = db.session.scalars(select(Certificate).order_by(Certificate.number))
    return [(row.number, row.award_key, str(row.state)) for row in found]


def test_each_award_and_each_participant_gets_one(staff: Staff, now: datetime) -> None:
    release = staff.publish()

    report = issue_certificates(staff.organizer, now, release.id)

    assert report == IssueReport(issued=3)
    assert [(award, state) for _n, award, state in rows()] == [
        ("first", "valid"),
        ("second", "valid"),
        ("", "valid"),
    ]
    job = db.session.scalars(select(Job)).one()
    assert (job.done_count, job.total_count, str(job.state)) == (3, 3, "done")


def test_issuing_again_changes_nothing(staff: Staff, now: datetime) -> None:
    release = staff.publish()
    issue_certificates(staff.organizer, now, release.id)
    before = rows()

    report = issue_certificates(staff.organizer, now, release.id)

    assert report == IssueReport(standing=3)
    assert rows() == before


def test_every_member_of_a_team_gets_an_own_one(staff: Staff, now: datetime) -> None:
    second = Contestant(competition_id=staff.heat.competition_id, name="李小满")
    db.session.add(second)
    db.session.flush()
    db.session.add(
        EntryMember(entry_id=staff.heat.entry_ids[0], contestant_id=second.id, position=2)
    )
    db.session.commit()

    issue_certificates(staff.organizer, now, staff.publish().id)

    assert len(list_of_entry(staff.heat.entry_ids[0])) == 2


def test_a_draft_gives_no_certificates(staff: Staff, now: datetime) -> None:
    draft = staff.prepare()

    with pytest.raises(Conflict) as refused:
        issue_certificates(staff.organizer, now, draft.id)

    assert refused.value.code == "release_not_current"
    assert rows() == []


def test_a_correction_replaces_what_says_something_else(staff: Staff, now: datetime) -> None:
    issue_certificates(staff.organizer, now, staff.publish("final").id)
    award = GivenAward("star", "人气奖", "Audience Award")
    give_award(SYSTEM, now, staff.heat.appearance_ids[2], award, "r")

    report = issue_certificates(staff.organizer, now, staff.publish("correction", "增设").id)

    assert (report.issued, report.replaced, report.revoked) == (1, 1, 0)
    states = sorted((award, state) for _n, award, state in rows())
    assert states == [
        ("", "replaced"),
        ("first", "valid"),
        ("second", "valid"),
        ("star", "valid"),
    ]


def test_an_award_that_was_corrected_away_becomes_a_participation(
    staff: Staff, now: datetime
) -> None:
    issue_certificates(staff.organizer, now, staff.publish("final").id)
    from judging.models import Award

    second = db.session.scalars(select(Award.id).where(Award.key == "second")).one()
    take_award(SYSTEM, now, second, "r")

    issue_certificates(staff.organizer, now, staff.publish("correction", "更正").id)

    states = sorted((award, state) for _n, award, state in rows())
    assert states == [("", "valid"), ("", "valid"), ("first", "valid"), ("second", "replaced")]


def test_a_name_that_no_font_draws_is_listed_and_the_others_are_issued(
    staff: Staff, now: datetime
) -> None:
    contestant = db.session.scalars(select(Contestant).order_by(Contestant.id)).first()
    assert contestant is not None
    contestant.name = "林\U0001f680"
    db.session.commit()
    release = staff.publish()

    preview = preview_issue(staff.organizer, now, release.id)
    report = issue_certificates(staff.organizer, now, release.id)

    assert [p.code for p in report.problems] == ["certificate.glyph_missing"]
    assert (preview.issued, len(preview.problems)) == (2, 1)
    assert len(rows()) == 2


def test_a_revoked_certificate_says_so_and_cannot_be_revoked_twice(
    staff: Staff, now: datetime
) -> None:
    issue_certificates(staff.organizer, now, staff.publish().id)
    row = db.session.scalars(select(Certificate)).first()
    assert row is not None
    with pytest.raises(InvalidInput):
        revoke_certificate(staff.organizer, now, row.id, " ")

    revoke_certificate(staff.organizer, now, row.id, "错发")

    found = find_verification(row.serial)
    assert found is not None
    assert found.state == "revoked"
    with pytest.raises(WrongState):
        revoke_certificate(staff.organizer, now, row.id, "again")


def test_the_serial_tells_the_masked_name_and_says_yes_or_no_to_the_full_one(
    staff: Staff, now: datetime
) -> None:
    issue_certificates(staff.organizer, now, staff.publish().id)
    row = db.session.scalars(select(Certificate).where(Certificate.award_key == "first")).one()
    name = row.facts["recipient_name"]

    found = find_verification(row.serial.lower())

    assert found is not None
    assert (found.state, found.award_zh, found.name) == ("valid", "一等奖", "林*")
    assert is_recipient(row.serial, f" {name} ")
    assert not is_recipient(row.serial, "别人")
    assert not is_recipient("0" * 26, name)


@pytest.mark.parametrize("serial", ["", "x", "0" * 26, "1" * 26, "../../etc", "ÿ" * 26])
def test_what_is_no_serial_is_answered_like_an_unknown_one(serial: str) -> None:
    assert find_verification(serial) is None


def test_the_archive_holds_one_readable_pdf_a_certificate(staff: Staff, now: datetime) -> None:
    issue_certificates(staff.organizer, now, staff.publish().id)
    certificates = list_archive(staff.heat.competition_id)

    content = b"".join(stream_archive(certificates))

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [f"{number}.pdf" for number, _facts in certificates]
        first = archive.read(archive.namelist()[0])
    assert first.startswith(b"%PDF-")
    assert first == draw_certificate(certificates[0][1])


def test_the_stored_digest_can_be_proved_from_the_facts(staff: Staff, now: datetime) -> None:
    issue_certificates(staff.organizer, now, staff.publish().id)

    for row in db.session.scalars(select(Certificate)):
        assert CertificateFacts.from_data(row.facts).digest == row.digest
    assert open_fonts() is open_fonts()


def test_only_organizers_of_the_competition_issue(
    staff: Staff, factory: Factory, now: datetime
) -> None:
    release = staff.publish()
    other = factory.actor(factory.competition(), "organizer")

    for actor in (staff.auditor, other):
        with pytest.raises(NotFound):
            issue_certificates(actor, now, release.id)
    assert rows() == []
