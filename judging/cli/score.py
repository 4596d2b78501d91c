"""``flask judging score``: score a file of marks with no database and no server."""

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile

import click
from flask.cli import with_appcontext
from flask_babel import force_locale, gettext

from judging.cli.score_carried import carried_columns
from judging.cli.score_csv import UnreadableFileError, find_encoding
from judging.cli.score_entries import Entries, read_entries
from judging.cli.score_faults import FaultList
from judging.cli.score_run import COLUMNS_FROM_BYTES, ScoringRun
from judging.cli.score_writing import ResultsSpool, replacing
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.rules import MAX_TOML, load_rules
from judging.scoring.toml_lines import find_line, locate_keys

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
#: From how many bytes on the columns are tried.
_WAYS = {"auto": COLUMNS_FROM_BYTES, "columns": 0, "entry": sys.maxsize}
_LOCALES = {"zh": "zh_Hans", "en": "en"}


@click.command("score")
@click.argument("marks", type=_FILE)
@click.option("--rules", "rules_path", type=_FILE, required=True, help="RULES.toml")
@click.option("--entries", "entries_path", type=_FILE, help="ENTRIES.csv")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=".csv or .json")
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
    out: Path | None,
    way: str,
    lang: str | None,
) -> None:
    """Score the marks of MARKS.csv under a rule sheet, exactly, without a database.

    Every fault of the input is listed with file, line and column, and then nothing is written.
    Without --out the results go to standard output as CSV.
    """
    if out is not None:
        _check_out(out, [path for path in (marks, rules_path, entries_path) if path is not None])
    language = lang or language_of_terminal(os.environ.get("LC_ALL") or os.environ.get("LANG", ""))
    with force_locale(_LOCALES[language]):
        faults = FaultList()
        try:
            is_done = _score(marks, rules_path, entries_path, out, faults, language, way)
        except OSError as error:
            raise click.ClickException(f"{error.filename or ''}: {error.strerror}") from None
        if not is_done:
            for line in faults.texts():
                click.echo(line, err=True)
            click.echo(gettext("Nothing was written."), err=True)
            sys.exit(1)


def _check_out(out: Path, inputs: list[Path]) -> None:
    """Refuse a place for the results that cannot be meant."""
    if out.suffix.lower() not in (".csv", ".json"):
        raise click.BadParameter("must end in .csv or .json", param_hint="--out")
    if not out.parent.is_dir():
        raise click.ClickException(f"{out.parent}: there is no such folder")
    for path in inputs:
        if out.exists() and out.samefile(path):
            raise click.BadParameter(f"would overwrite {path}", param_hint="--out")


def _is_json(out: Path | None) -> bool:
    return out is not None and out.suffix.lower() == ".json"


def language_of_terminal(setting: str) -> str:
    """Return ``zh`` or ``en`` for a locale name such as ``zh_CN.UTF-8``; Chinese where unset."""
    return "zh" if not setting or setting.lower().startswith("zh") else "en"


def _score(
    marks: Path,
    rules_path: Path,
    entries_path: Path | None,
    out: Path | None,
    faults: FaultList,
    language: str,
    way: str,
) -> bool:
    """Score everything; return whether the results were written."""
    rules = _read_rules(rules_path, faults)
    earlier = {} if rules is None else carried_columns(rules)
    entries = Entries() if entries_path is None else read_entries(entries_path, faults, earlier)
    try:
        encoding = find_encoding(marks, faults)
    except UnreadableFileError:
        return False
    if rules is None:
        return False
    if rules.ranking.per == "division":
        if not entries.has_divisions:
            faults.add(rules_path.name, 0, 0, Fault("divisions_needed", "ranking.per"))
            return False
        entries.note_without_division(faults)
    missing = [column for column in earlier if column not in entries.columns]
    for column in missing:
        faults.add(rules_path.name, 0, 0, Fault("carried_needed", "carry_over", {"key": column}))
    if missing:
        return False
    with ExitStack() as stack:
        folder = None if out is None else out.parent
        spill, spool = (stack.enter_context(TemporaryFile(dir=folder)) for _ in range(2))
        results = ResultsSpool(spool, spill, is_json=_is_json(out))
        run = ScoringRun(marks, encoding, rules, entries, faults, results, language)
        run.columns_from = _WAYS[way]
        run.read_and_count()
        if faults.count:
            return False
        run.finish()
        if out is None:
            results.copy_to(sys.stdout.buffer)
        else:
            results.copy_to(stack.enter_context(replacing(out)))
    run.report()
    return True


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
