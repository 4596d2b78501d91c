"""``flask judging import entries|panel|marks FILE``: the same imports as on the desk."""

import hashlib
import json
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext
from flask_babel import gettext as _

from judging.cli import judging_group, refuse
from judging.cli.organizer import explain
from judging.clock import utc_now
from judging.errors import InvalidInput, JudgingError, NotFound, Problem
from judging.permissions import SYSTEM
from judging.queries.actors import get_person_actor
from judging.queries.competitions import CompetitionFacts, find_competition
from judging.queries.heats import get_heat
from judging.queries.rounds import get_round
from judging.services.entry_imports import import_entries
from judging.services.marks_import import import_marks
from judging.services.marks_twice import SecondReading
from judging.services.panel_imports import import_panel
from judging.wording import sentence

import_group = AppGroup("import", help="Read entries, panels or marks from a file.")
judging_group.add_command(import_group)

#: From paper, typed twice; or from another system.
_SOURCES = ("paper", "desk")
_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_COMPETITION = click.option("--competition", required=True, help="Slug of the competition.")
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what would change, change nothing.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")


def competition_of(slug: str) -> CompetitionFacts:
    """Return the competition that an option names.

    Raises:
        SystemExit: there is none; says so.
    """
    found = find_competition(slug)
    if found is None:
        refuse(_("There is no competition %(slug)s.", slug=slug))
        raise SystemExit(1)
    return found


@import_group.command("entries")
@_FILE
@_COMPETITION
@_DRY_RUN
@_JSON
@with_appcontext
def entries(file: Path, competition: str, dry_run: bool, as_json: bool) -> None:
    """Import entries from an XLSX or CSV FILE, all or nothing."""
    competition_id = competition_of(competition).id
    content = file.read_bytes()
    try:
        report = import_entries(SYSTEM, utc_now(), competition_id, content, file.name, dry_run)
    except JudgingError as error:
        _refuse(error, as_json)
        return
    if report.problems:
        _refuse(InvalidInput(report.problems), as_json)
    _tell(report.counts, report.digest, dry_run, as_json)


@import_group.command("panel")
@_FILE
@_COMPETITION
@click.option("--heat", required=True, metavar="ROUND/N", help="Round key and heat number.")
@_DRY_RUN
@_JSON
@with_appcontext
def panel(file: Path, competition: str, heat: str, dry_run: bool, as_json: bool) -> None:
    """Import the panel of a heat from an XLSX or CSV FILE, all or nothing."""
    round_key, slash, number = heat.rpartition("/")
    if not slash or not number.isdecimal() or len(number) > 4:
        raise click.BadParameter("ROUND/N", param_hint="--heat")
    competition_id = competition_of(competition).id
    content = file.read_bytes()
    try:
        found = get_heat(competition_id, round_key, int(number))
        report = import_panel(SYSTEM, utc_now(), found.id, content, file.name, dry_run)
    except JudgingError as error:
        _refuse(error, as_json)
        return
    if report.problems:
        _refuse(InvalidInput(report.problems), as_json)
    _tell(report.counts, report.digest, dry_run, as_json)


@import_group.command("marks")
@_FILE
@_COMPETITION
@click.option("--round", "round_key", required=True, help="Key of the round.")
@click.option("--source", type=click.Choice(_SOURCES), default="paper", show_default=True)
@click.option(
    "--second",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="From paper: the same as a second person typed it.",
)
@click.option("--by", metavar="EMAIL", help="From paper: who typed FILE.")
@click.option("--second-by", metavar="EMAIL", help="From paper: who typed the second file.")
@_DRY_RUN
@_JSON
@with_appcontext
def marks(
    file: Path,
    competition: str,
    round_key: str,
    source: str,
    second: Path | None,
    by: str | None,
    second_by: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import marks for the open heats of a round from a MARKS FILE, all or nothing.

    What was typed from paper counts only where a second person typed the same.
    """
    readers = _paper_options(source, second, by, second_by)
    competition_id = competition_of(competition).id
    content = file.read_bytes()
    try:
        found = get_round(competition_id, round_key)
        twice = _second_reading(*readers) if readers else None
        report = import_marks(
            SYSTEM, utc_now(), found.id, content, is_dry_run=dry_run, second=twice
        )
    except JudgingError as error:
        _refuse(error, as_json)
        return
    counts = {"added": report.new, "changed": report.changed, "unchanged": report.unchanged}
    _tell(counts, hashlib.sha256(content).hexdigest(), dry_run, as_json)


def _paper_options(
    source: str, second: Path | None, by: str | None, second_by: str | None
) -> tuple[Path, str, str] | None:
    """Return the second file and both readers; None for marks that come from another system.

    Raises:
        click.UsageError: they are missing, or have no business there.
    """
    if source != "paper":
        if second or by or second_by:
            raise click.UsageError("--second, --by and --second-by go with --source paper")
        return None
    if not (second and by and second_by):
        raise click.UsageError(
            _(
                "Paper is typed by two people: say --second FILE --by EMAIL --second-by EMAIL, or "
                "type it on the page Paper sheets. Marks from another system: --source desk"
            )
        )
    return second, by, second_by


def _second_reading(second: Path, by: str, second_by: str) -> SecondReading:
    """Return what the second person typed, with both readers.

    Raises:
        InvalidInput: an account is not there.
    """
    readers = []
    for option, email in (("--by", by), ("--second-by", second_by)):
        try:
            readers.append(get_person_actor(email))
        except NotFound:
            raise InvalidInput((Problem("unknown_account", option, {"value": email}),)) from None
    return SecondReading(second.read_bytes(), *readers)


def _tell(counts: dict[str, int], digest: str, dry_run: bool, as_json: bool) -> None:
    """Print what was done, or would be."""
    if as_json:
        click.echo(json.dumps({"dry_run": dry_run, "sha256": digest, **counts}))
        return
    said = _("%(added)s added, %(changed)s changed, %(unchanged)s unchanged.") % counts
    click.echo(said)
    if dry_run:
        click.echo(_("This was a dry run: nothing was changed."))


def _refuse(error: JudgingError, as_json: bool) -> None:
    """Print why nothing was imported, and end with exit code 1."""
    if not as_json:
        refuse(explain(error))
    problems: list[dict[str, Any]] = []
    if isinstance(error, InvalidInput):
        problems = [
            {"code": p.code, "place": p.place, "detail": sentence(p.code, p.params)}
            for p in error.problems
        ]
    click.echo(json.dumps({"refused": error.code, "problems": problems}, ensure_ascii=False))
    raise SystemExit(1)
