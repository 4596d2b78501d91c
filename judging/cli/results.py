"""``flask judging tally|release|certificates|journal``: from closed heats to paper."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext
from flask_babel import gettext as _

from judging.cli import judging_group, refuse
from judging.cli.imports import competition_of
from judging.cli.organizer import explain
from judging.clock import utc_now
from judging.errors import JudgingError
from judging.permissions import SYSTEM, Actor
from judging.queries.actors import get_person_actor
from judging.queries.certificates import list_issue_rounds
from judging.queries.heats import get_heat
from judging.queries.releases import get_release
from judging.queries.rounds import get_round
from judging.queries.verification import find_verification
from judging.services.certificates import issue_certificates
from judging.services.journal import verify_chains
from judging.services.releases import (
    ReleaseFacts,
    approve_release,
    prepare_release,
    publish_release,
)
from judging.services.tallies import run_round, run_tally
from judging.wording import problem_sentences
from judging.wording.journal import FAULTS

release_group = AppGroup("release", help="Prepare, approve and publish results.")
certificates_group = AppGroup("certificates", help="Issue certificates and check serials.")
journal_group = AppGroup("journal", help="The hash-chained journal.")
for _group in (release_group, certificates_group, journal_group):
    judging_group.add_command(_group)

_COMPETITION = click.option("--competition", required=True, help="Slug of the competition.")
_ROUND = click.option("--round", "round_key", required=True, help="Key of the round.")
_BY = click.option("--by", required=True, metavar="EMAIL", help="Whose account acts.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")


def _answer(as_json: bool, data: Any, text: str) -> None:
    """Print an answer for a program or for a person."""
    click.echo(json.dumps(data, ensure_ascii=False, default=str) if as_json else text)


def _attempt(command: Callable[[], Any]) -> Any:
    """Run a command; where it refuses, say why and end with exit code 1."""
    try:
        return command()
    except JudgingError as error:
        refuse(explain(error))
        raise SystemExit(1) from None


@judging_group.command("tally")
@_COMPETITION
@_ROUND
@click.option("--heat", type=click.IntRange(1, 9999), help="Only this heat.")
@_JSON
@with_appcontext
def tally(competition: str, round_key: str, heat: int | None, as_json: bool) -> None:
    """Count the closed heats of a round, or one heat."""
    competition_id = competition_of(competition).id

    def run() -> Any:
        round_id = get_round(competition_id, round_key).id
        if heat is None:
            return run_round(SYSTEM, utc_now(), round_id)
        heat_id = get_heat(competition_id, round_key, heat).id
        return (run_tally(SYSTEM, utc_now(), round_id, heat_id),)

    for facts in _attempt(run):
        where = _("round") if facts.heat_number is None else f"{_('heat')} {facts.heat_number}"
        news = _("new") if facts.is_new else _("unchanged")
        text = f"{where}: {_('tally')} {facts.number} ({news}), {facts.count}, {facts.digest}"
        _answer(as_json, asdict(facts), text)


@release_group.command("prepare")
@_COMPETITION
@_ROUND
@click.option("--kind", type=click.Choice(["provisional", "final", "correction"]), required=True)
@click.option("--changes", default="", help="What changed, and why.")
@click.option("--heat", "heats", type=click.IntRange(1, 9999), multiple=True)
@_BY
@_JSON
@with_appcontext
def prepare(
    competition: str,
    round_key: str,
    kind: str,
    changes: str,
    heats: tuple[int, ...],
    by: str,
    as_json: bool,
) -> None:
    """Freeze a draft of a round's results."""
    competition_id = competition_of(competition).id

    def run() -> ReleaseFacts:
        round_id = get_round(competition_id, round_key).id
        return prepare_release(_actor(by), utc_now(), round_id, kind, changes, heats or None)

    _tell_release(_attempt(run), as_json)


@release_group.command("approve")
@_COMPETITION
@_ROUND
@click.argument("number", type=click.IntRange(1, 99_999))
@_BY
@_JSON
@with_appcontext
def approve(competition: str, round_key: str, number: int, by: str, as_json: bool) -> None:
    """Approve release NUMBER as the second person."""
    _step(approve_release, competition, round_key, number, by, as_json)


@release_group.command("publish")
@_COMPETITION
@_ROUND
@click.argument("number", type=click.IntRange(1, 99_999))
@_BY
@_JSON
@with_appcontext
def publish(competition: str, round_key: str, number: int, by: str, as_json: bool) -> None:
    """Make the approved release NUMBER public."""
    _step(publish_release, competition, round_key, number, by, as_json)


def _step(
    command: Callable[..., ReleaseFacts],
    competition: str,
    round_key: str,
    number: int,
    by: str,
    as_json: bool,
) -> None:
    """Take one step of a release."""
    competition_id = competition_of(competition).id

    def run() -> ReleaseFacts:
        row, _document = get_release(competition_id, round_key, number)
        return command(_actor(by), utc_now(), row.id)

    _tell_release(_attempt(run), as_json)


def _actor(email: str) -> Actor:
    """Return who acts; two people stand behind a release at the terminal too."""
    return get_person_actor(email)


def _tell_release(facts: ReleaseFacts, as_json: bool) -> None:
    """Print a release."""
    text = f"{_('release')} {facts.number}: {facts.kind}, {facts.state}, {facts.digest}"
    _answer(as_json, asdict(facts), text)


@certificates_group.command("issue")
@_COMPETITION
@_ROUND
@_JSON
@with_appcontext
def issue(competition: str, round_key: str, as_json: bool) -> None:
    """Issue the certificates of a round's current release; a repeated call does no harm."""
    found = competition_of(competition)
    rounds = {row.key: row for row in list_issue_rounds(found.id)}
    if round_key not in rounds:
        refuse(_("This round has no public release."))
    report = _attempt(lambda: issue_certificates(SYSTEM, utc_now(), rounds[round_key].release_id))
    lines = problem_sentences(report.problems)
    text = _(
        "%(issued)s issued, %(standing)s stood already, %(replaced)s replaced, %(revoked)s "
        "revoked.",
        issued=report.issued,
        standing=report.standing,
        replaced=report.replaced,
        revoked=report.revoked,
    )
    _answer(as_json, {**asdict(report), "problems": lines}, "\n".join((text, *lines)))


@certificates_group.command("verify")
@click.argument("serial")
@_JSON
@with_appcontext
def verify(serial: str, as_json: bool) -> None:
    """Say what a SERIAL stands for."""
    found = find_verification(serial)
    if found is None:
        refuse(_("We know no certificate with this serial"))
        return
    data = asdict(found)
    _answer(as_json, data, "\n".join(f"{key}: {value}" for key, value in data.items()))


@journal_group.command("verify")
@_JSON
@with_appcontext
def verify_journal(as_json: bool) -> None:
    """Walk every chain of the journal; exit code 1 names the first bad row of each."""
    reports = verify_chains()
    for report in reports:
        text = f"{report.chain}: {report.length}, {report.head}"
        if report.fault:
            row = _("row %(number)s", number=report.fault_sequence)
            text = f"{report.chain}: {row}: {FAULTS[report.fault]}"
        _answer(as_json, asdict(report), text)
    if any(report.fault for report in reports):
        raise SystemExit(1)
