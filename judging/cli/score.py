"""``flask judging score``: score a file of marks with no database and no server."""

import os
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

import click
from flask.cli import with_appcontext
from flask_babel import force_locale, gettext

from judging.cli.score_awards import (
    MAX_ENTRIES,
    AwardRows,
    decide_awards,
    find_division_rule,
    note_missing,
    write_awards,
)
from judging.cli.score_carried import carried_columns
from judging.cli.score_csv import UnreadableFileError, find_encoding
from judging.cli.score_entries import Entries, read_entries
from judging.cli.score_faults import FaultList
from judging.cli.score_records import Records, read_records
from judging.cli.score_run import COLUMNS_FROM_BYTES, ScoringRun
from judging.cli.score_writing import ResultsSpool, replacing
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.rules import MAX_TOML, load_rules
from judging.scoring.toml_lines import find_line, locate_keys
from judging.wording.terminal import CATALOGUES, language_of_terminal

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)
#: From how many bytes on the columns are tried.
_WAYS = {"auto": COLUMNS_FROM_BYTES, "columns": 0, "entry": sys.maxsize}


@click.command("score")
@click.argument("marks", type=_FILE)
@click.option("--rules", "rules_path", type=_FILE, required=True, help="RULES.toml")
@click.option("--entries", "entries_path", type=_FILE, help="ENTRIES.csv")
@click.option("--records", "records_path", type=_FILE, help="RECORDS.csv")
@click.option("--out", type=_OUT, help=".csv or .json")
@click.option("--awards", "awards_path", type=_OUT, help="Prizes and advancement: .csv or .json")
@click.option(
    "--by",
    "way",
    type=click.Choice(["auto", "columns", "entry"]),
    default="auto",
    help="How to count: large plain files go by columns. The bytes are the same.",
)
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Otherwise from LANG.")
@with_appcontext
def score_command(
    marks: Path,
    rules_path: Path,
    entries_path: Path | None,
    records_path: Path | None,
    out: Path | None,
    awards_path: Path | None,
    way: str,
    lang: str | None,
) -> None:
    """Score the marks of MARKS.csv under a rule sheet, exactly, without a database.

    Every fault of the input is listed with file, line and column, and then nothing is written.
    Without --out the results go to standard output as CSV.
    """
    files = _Files(marks, rules_path, entries_path, records_path, out, awards_path)
    files.check()
    language = lang or language_of_terminal(os.environ)
    with force_locale(CATALOGUES[language]):
        faults = FaultList()
        try:
            is_done = _score(files, faults, language, way)
        except OSError as error:
            raise click.ClickException(f"{error.filename or ''}: {error.strerror}") from None
        if not is_done:
            for line in faults.texts():
                click.echo(line, err=True)
            click.echo(gettext("Nothing was written."), err=True)
            sys.exit(1)


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of one run: what is read, and what is written."""

    marks: Path
    rules: Path
    entries: Path | None
    records: Path | None
    out: Path | None
    awards: Path | None

    def check(self) -> None:
        """Refuse places for the output that cannot be meant."""
        inputs = [path for path in (self.marks, self.rules, self.entries, self.records) if path]
        for option, path in (("--out", self.out), ("--awards", self.awards)):
            if path is not None:
                _check_out(path, inputs, option)
        if self.out and self.awards and self.out.absolute() == self.awards.absolute():
            raise click.BadParameter("must be another file than --out", param_hint="--awards")


def _check_out(out: Path, inputs: list[Path], option: str) -> None:
    """Refuse a place for the results that cannot be meant."""
    if out.suffix.lower() not in (".csv", ".json"):
        raise click.BadParameter("must end in .csv or .json", param_hint=option)
    if not out.parent.is_dir():
        raise click.ClickException(f"{out.parent}: there is no such folder")
    for path in inputs:
        if out.exists() and out.samefile(path):
            raise click.BadParameter(f"would overwrite {path}", param_hint=option)


def _is_json(out: Path | None) -> bool:
    return out is not None and out.suffix.lower() == ".json"


def _score(files: _Files, faults: FaultList, language: str, way: str) -> bool:
    """Score everything; return whether the results were written."""
    rules = _read_rules(files.rules, faults)
    earlier = {} if rules is None else carried_columns(rules)
    entries = Entries() if files.entries is None else read_entries(files.entries, faults, earlier)
    try:
        encoding = find_encoding(files.marks, faults)
    except UnreadableFileError:
        return False
    if rules is None or not _has_what_rules_need(rules, files, entries, faults):
        return False
    records = Records()
    if files.records is not None:
        records = read_records(files.records, rules, faults)
    with ExitStack() as stack:
        folder = None if files.out is None else files.out.parent
        spill, spool = (stack.enter_context(TemporaryFile(dir=folder)) for _ in range(2))
        results = ResultsSpool(spool, spill, is_json=_is_json(files.out))
        run = ScoringRun(files.marks, encoding, rules, entries, faults, results, language)
        run.columns_from, run.records = _WAYS[way], records
        run.needs_divisions = _needs_divisions(rules, files)
        run.keeps_heats = files.awards is not None
        run.read_and_count()
        if not faults.count:
            run.finish()
        rows = _decide(run, files, language)
        if faults.count:
            return False
        if files.awards is not None:
            to_awards = stack.enter_context(replacing(files.awards))
            write_awards(rows, to_awards, is_json=_is_json(files.awards))
        if files.out is None:
            results.copy_to(sys.stdout.buffer)
        else:
            results.copy_to(stack.enter_context(replacing(files.out)))
    run.report()
    return True


def _needs_divisions(rules: RuleSheet, files: _Files) -> bool:
    """Return whether every entry must have a division."""
    by_prizes = files.awards is not None and find_division_rule(rules) != ""
    return by_prizes or rules.ranking.per == "division"


def _decide(run: ScoringRun, files: _Files, language: str) -> list[dict[str, str]]:
    """Return the rows of AWARDS, where they are asked for and nothing is at fault."""
    if files.awards is None or run.faults.count:
        return []
    decided = decide_awards(run.rules, run.heats, run.records)
    if decided is None:
        run.faults.add(files.marks.name, 0, 0, Fault("awards_too_many", "", {"limit": MAX_ENTRIES}))
        return []
    return AwardRows(run.rules, decided, language).list_all()


def _has_what_rules_need(
    rules: RuleSheet, files: _Files, entries: Entries, faults: FaultList
) -> bool:
    """Note the columns that the rules need and ENTRIES lacks; return whether to go on."""
    if rules.ranking.per == "division":
        if not entries.has_divisions:
            faults.add(files.rules.name, 0, 0, Fault("divisions_needed", "ranking.per"))
            return False
        entries.note_without_division(faults)
    if files.awards is not None:
        note_missing(rules, entries, files.rules.name, faults)
    missing = [column for column in carried_columns(rules) if column not in entries.columns]
    for column in missing:
        faults.add(files.rules.name, 0, 0, Fault("carried_needed", "carry_over", {"key": column}))
    return not missing


def _read_rules(path: Path, faults: FaultList) -> RuleSheet | None:
    try:
        with path.open("rb") as stream:
            text = stream.read(4 * MAX_TOML + 4).decode("utf-8-sig")
        rules = load_rules(text)
        fault = _find_open_groups(rules, text)
        if fault is None:
            return rules
        faults.add_all(path.name, [fault])
    except UnicodeDecodeError:
        faults.add(path.name, 0, 0, Fault("csv_not_text"))
    except ScoringError as error:
        faults.add_all(path.name, error.faults)
    return None


def _find_open_groups(rules: RuleSheet, toml_text: str) -> Fault | None:
    """Return the fault of judge groups without seats: a file of marks has seats, not groups."""
    names = [group.key for group in rules.tally.groups if group.seats is None]
    if not names:
        return None
    line = find_line(locate_keys(toml_text), "tally.groups") or 0
    return Fault("groups_without_seats", "tally.groups", {"groups": ", ".join(names), "line": line})
