"""Certificates on the desk: what is due, what was issued, files, revoking."""

from functools import partial

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import NotFound
from judging.queries.certificates import (
    IssueRound,
    get_certificate_id,
    get_facts,
    list_archive,
    list_certificates,
    list_issue_rounds,
)
from judging.services.certificate_files import draw_certificate, draw_sample, stream_archive
from judging.services.certificates import issue_certificates, preview_issue, revoke_certificate
from judging.web.access import current_actor, current_competition, permission
from judging.web.contestant.own import pdf_answer
from judging.web.organizer import blueprint
from judging.web.organizer.pages import render_desk
from judging.web.organizer.refusals import attempt
from judging.wording import ErrorWords, problem_sentences


@blueprint.get("/<competition>/certificates")
@permission("certificate.read")
def certificates(competition: str) -> str:
    """List the rounds that can have certificates, and what was issued."""
    return _page()


def _page(words: ErrorWords | None = None) -> str:
    found = current_competition()
    return render_desk(
        "organizer/certificates.html",
        "certificates",
        rounds=list_issue_rounds(found.id),
        lines=list_certificates(found.id),
        words=words,
    )


@blueprint.get("/<competition>/certificates/issue/<round_key>")
@permission("certificate.read")
def issue_preview(competition: str, round_key: str) -> str:
    """Show what an issue would do, and every certificate that cannot be drawn."""
    round_ = _round(round_key)
    report = preview_issue(current_actor(), utc_now(), round_.release_id)
    return render_desk(
        "organizer/issue.html",
        "certificates",
        round=round_,
        report=report,
        problems=problem_sentences(report.problems),
    )


@blueprint.get("/<competition>/certificates/issue/<round_key>/sample.pdf")
@permission("certificate.read")
def issue_sample(competition: str, round_key: str) -> ResponseReturnValue:
    """Show one certificate as it would be issued."""
    release_id = _round(round_key).release_id
    return pdf_answer(draw_sample(current_actor(), utc_now(), release_id), "sample")


@blueprint.post("/<competition>/certificates/issue/<round_key>")
@permission("certificate.issue")
def issue(competition: str, round_key: str) -> ResponseReturnValue:
    """Issue everything that is due."""
    return attempt(partial(_issue, competition, round_key), _page)


def _issue(competition: str, round_key: str) -> ResponseReturnValue:
    report = issue_certificates(current_actor(), utc_now(), _round(round_key).release_id)
    flash(_("%(count)s certificates issued.", count=report.issued), "success")
    if report.problems:
        count = len(report.problems)
        flash(_("%(count)s could not be issued; see the list.", count=count), "warning")
        return redirect(
            url_for("desk.issue_preview", competition=competition, round_key=round_key), 303
        )
    return redirect(url_for("desk.certificates", competition=competition), 303)


def _round(round_key: str) -> IssueRound:
    """Return a round that has a public release.

    Raises:
        NotFound: it has none.
    """
    rounds = list_issue_rounds(current_competition().id)
    found = next((row for row in rounds if row.key == round_key), None)
    if found is None:
        raise NotFound()
    return found


@blueprint.get("/<competition>/certificates/<number>.pdf")
@permission("certificate.read")
def certificate(competition: str, number: str) -> ResponseReturnValue:
    """Give out one certificate."""
    facts = get_facts(number, competition_id=current_competition().id)
    return pdf_answer(draw_certificate(facts), number)


@blueprint.get("/<competition>/certificates.zip")
@permission("certificate.read")
def certificate_archive(competition: str) -> ResponseReturnValue:
    """Give out all valid certificates in one archive, drawn while it is sent."""
    certificates = list_archive(current_competition().id)
    answer = Response(stream_archive(certificates), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{competition}.zip"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/<competition>/certificates/<number>/revoke")
@permission("certificate.issue")
def revoke(competition: str, number: str) -> ResponseReturnValue:
    """Revoke a certificate."""

    def command() -> ResponseReturnValue:
        key = get_certificate_id(current_competition().id, number)
        revoke_certificate(current_actor(), utc_now(), key, request.form.get("reason", ""))
        flash(_("Certificate %(number)s is revoked.", number=number), "success")
        return redirect(url_for("desk.certificates", competition=competition), 303)

    return attempt(command, _page)
