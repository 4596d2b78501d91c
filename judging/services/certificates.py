"""Issuing certificates from a release, piece by piece and without harm when repeated; revoking."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from judging.certificates.design import get_design
from judging.certificates.errors import Problem as PageProblem
from judging.certificates.errors import problem_of
from judging.certificates.facts import CertificateFacts
from judging.certificates.serials import new_serial
from judging.errors import Conflict, NotFound, Problem, WrongState
from judging.extensions import db
from judging.models import Certificate, CertificateState, Competition, Release
from judging.permissions import Actor, ActorKind, may
from judging.services.certificate_numbers import CertificateNumbers
from judging.services.certificate_plan import (
    CertificateKey,
    IssuePlan,
    Wanted,
    key_of,
    plan_issue,
    whose,
)
from judging.services.certificate_progress import note_progress
from judging.services.command import Work, writing
from judging.services.sheet_values import check_reason
from judging.typesetting.errors import PaperError
from judging.typesetting.fonts import open_fonts

CHUNK = 200


@dataclass
class IssueReport:
    """What an issue did, or would do.

    Args:
        issued: new certificates.
        standing: certificates that say the right thing already.
        replaced: older ones that a new one took the place of.
        revoked: older ones that nothing took the place of.
        problems: those that were not issued, each with entry number and the reason.
    """

    issued: int = 0
    standing: int = 0
    replaced: int = 0
    revoked: int = 0
    problems: list[Problem] = field(default_factory=list)


def preview_issue(actor: Actor, now: datetime, release_id: int) -> IssueReport:
    """Return what an issue would do, and every certificate that could not be drawn.

    Raises:
        Conflict: the release is not the current public one.
        NotFound: no such release for this actor.
    """
    release = db.session.get(Release, release_id)
    if release is None or not may(actor, "certificate.read", release.round.competition_id):
        raise NotFound()
    _require_current(release)
    plan = plan_issue(db.session(), release)
    today = _today(release.round.competition, now)
    report = IssueReport(standing=plan.standing)
    for wanted in plan.due:
        problems = _problems(wanted, today)
        report.problems += problems
        report.issued += not problems
    report.replaced = len(plan.outdated)
    return report


def issue_certificates(actor: Actor, now: datetime, release_id: int) -> IssueReport:
    """Issue every certificate of the current release that is due.

    One for each award of each team member, one for taking part for everybody else, one for each
    honour of a unit or an adviser. Certificates
    of an earlier release that say something else are marked as replaced. Works in pieces of 200,
    each a transaction with its journal entry; a repeated call goes on where one stopped.

    Args:
        actor: an organizer.
        now: the present instant.
        release_id: the current public release of a round.

    Raises:
        Conflict: the release is not the current public one (``release_not_current``).
        NotFound: no such release for this actor.
    """
    report = IssueReport()
    skipped: set[CertificateKey] = set()
    while True:
        with writing(actor, now) as work:
            release = work.get(Release, release_id)
            work.require("certificate.issue", release.round.competition_id)
            _require_current(release)
            plan = plan_issue(work.session, release)
            todo = [wanted for wanted in plan.due if wanted.key not in skipped]
            issued = _issue_piece(work, release, plan, todo[:CHUNK], skipped, report)
            note_progress(work, release, plan, issued, len(report.problems))
            is_done = len(todo) <= CHUNK
            if is_done:
                report.revoked += _retire_rest(work, plan)
                report.standing = plan.standing
            _record(work, release, issued, report)
        if is_done:
            report.standing -= report.issued - issued
            return report


def revoke_certificate(actor: Actor, now: datetime, certificate_id: int, reason: str) -> None:
    """Revoke a certificate; its page says so from now on, and its PDF is not given out.

    Raises:
        InvalidInput: no reason.
        NotFound: no such certificate for this actor.
        WrongState: it is not valid any more.
    """
    with writing(actor, now) as work:
        row = work.get(Certificate, certificate_id)
        work.require("certificate.issue", row.competition_id)
        text = check_reason(reason)
        if row.state != CertificateState.VALID:
            raise WrongState("certificate_gone")
        _retire(work, row, CertificateState.REVOKED, text)
        details = {"number": row.number, "release": row.release_id}
        work.record(
            "desk:certificate:revoke", row.id, competition_id=row.competition_id, details=details
        )


def _require_current(release: Release) -> None:
    """Go on only with the release that the public reads now."""
    if not release.is_current:
        raise Conflict("release_not_current")


def _issue_piece(
    work: Work,
    release: Release,
    plan: IssuePlan,
    piece: Sequence[Wanted],
    skipped: set[CertificateKey],
    report: IssueReport,
) -> int:
    """Issue some certificates; those that cannot be drawn are listed and skipped."""
    competition = release.round.competition
    today = _today(competition, work.now)
    old = {key_of(row): row for row in plan.outdated}
    numbers = CertificateNumbers(work, competition, release)
    issued = 0
    for wanted in piece:
        problems = _problems(wanted, today)
        if problems:
            report.problems += problems
            skipped.add(wanted.key)
            continue
        facts = wanted.facts(numbers.take(), new_serial(secrets.token_bytes(16)), today)
        replaces = old.get(wanted.key) or _same_person(plan, wanted)
        if replaces is not None and replaces.state == CertificateState.VALID:
            reason = f"release {release.number}"
            _retire(work, replaces, CertificateState.REPLACED, reason)
            report.replaced += 1
        else:
            replaces = None
        row = _new_row(work, release, wanted, facts)
        if replaces is not None:
            replaces.replaced_by_id = row.id
        issued += 1
    report.issued += issued
    return issued


def _same_person(plan: IssuePlan, wanted: Wanted) -> Certificate | None:
    """Return an outdated certificate of the same recipient whose prize is gone."""
    due = {each.key for each in plan.due}
    return next(
        (
            row
            for row in plan.outdated
            if whose(row) == wanted.whose
            and row.state == CertificateState.VALID
            and key_of(row) not in due
        ),
        None,
    )


def _retire(work: Work, row: Certificate, state: CertificateState, reason: str) -> None:
    """Take a certificate out of force; before a new one comes, since one may be valid at a time."""
    row.state = state
    row.state_reason = reason
    row.state_changed_at = work.now
    work.session.flush()


def _retire_rest(work: Work, plan: IssuePlan) -> int:
    """Revoke what a correction took away and nothing replaced."""
    due = {wanted.key for wanted in plan.due}
    gone = [
        row
        for row in plan.outdated
        if row.state == CertificateState.VALID and key_of(row) not in due
    ]
    for row in gone:
        _retire(work, row, CertificateState.REVOKED, "correction")
    return len(gone)


def _new_row(work: Work, release: Release, wanted: Wanted, facts: CertificateFacts) -> Certificate:
    """Store a certificate with its frozen facts."""
    row = Certificate(
        competition_id=release.round.competition_id,
        round_id=release.round_id,
        release_id=release.id,
        entry_id=wanted.entry_id,
        contestant_id=wanted.contestant_id,
        recipient=wanted.recipient,
        recipient_unit=wanted.recipient_unit,
        kind=facts.kind.value,
        award_key=wanted.award_key,
        serial=facts.serial,
        number=facts.number,
        facts=facts.as_data(),
        digest=facts.digest,
        state=CertificateState.VALID,
        issued_at=work.now,
        issued_by_id=work.actor.id if work.actor.kind is ActorKind.PERSON else None,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _problems(wanted: Wanted, today: date) -> list[Problem]:
    """Return what stops a certificate from being drawn, with its entry number as the place."""
    from judging.certificates.render import check_certificate

    try:
        facts = wanted.trial(today)
        found = check_certificate(facts, open_fonts(), get_design(facts.design))
    except PaperError as error:
        found = (problem_of(error),)
    return [_plain(problem, wanted) for problem in found]


def _plain(problem: PageProblem, wanted: Wanted) -> Problem:
    """Return a problem of the page as one of ours; lists become text."""
    params = {
        name: ", ".join(map(str, value)) if isinstance(value, tuple) else value
        for name, value in problem.params.items()
    }
    return Problem(problem.code, wanted.place, params)


def _today(competition: Competition, now: datetime) -> date:
    """Return the calendar day at the place of the competition."""
    return now.astimezone(ZoneInfo(competition.timezone)).date()


def _record(work: Work, release: Release, issued: int, report: IssueReport) -> None:
    """Write the journal entry of a piece, where it changed anything."""
    if not (issued or report.revoked):
        work.leave_unrecorded()
        return
    work.record(
        "desk:certificates:issue",
        release.id,
        competition_id=release.round.competition_id,
        revision=release.number,
        details={"issued": issued, "replaced": report.replaced, "revoked": report.revoked},
    )
