"""What a program offers stands in docs/: settings, commands, permissions, journal, words."""

import re
from collections.abc import Iterable
from pathlib import Path

import click

from judging.cli import judging_group
from judging.config import SETTINGS
from judging.models.base import Base
from judging.permissions import PERMISSIONS, Role
from judging.services.journal_actions import ACTIONS
from tests.architecture.source_tree import ROOT, files, report, repository_files

_LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
#: Tables whose names are no words of the trade.
_PLAIN_TABLES = {"job", "person", "installation", "alembic_version"}


def _rows(page: str) -> list[list[str]]:
    """Return the cells of every table row of a page, backquotes removed."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    lines = (line for line in text.split("\n") if line.startswith("|"))
    return [
        [cell.strip().replace("`", "") for cell in line.strip("|").split("|")] for line in lines
    ]


def _column(page: str, number: int = 0) -> set[str]:
    """Return what stands in one column of a page's tables."""
    return {row[number] for row in _rows(page) if len(row) > number}


def _missing(page: str, named: Iterable[str]) -> list[str]:
    """Return what a page's tables do not name in their first column."""
    return sorted(set(named) - _column(page))


def test_every_setting_has_its_line():
    lines = {tuple(row[:2]) for row in _rows("configuration.md")}
    slips = [
        f"{s.name} ({s.environment})" for s in SETTINGS if (s.name, s.environment) not in lines
    ]
    stale = {row[0] for row in _rows("configuration.md") if len(row) > 1 and "ROSTRUM_" in row[1]}
    slips += [f"{name}: there is no such setting" for name in stale - {s.name for s in SETTINGS}]
    assert not slips, report(
        "docs/configuration.md names every setting with its variable", "add or drop its line", slips
    )


def test_every_permission_has_its_line_with_the_offices_that_hold_it():
    offices = ["organizer", "chief_judge", "stage_manager", "auditor", "judge", "contestant"]
    assert offices == [role.value for role in Role], "a new office needs a column in the table"
    special = {"public", "signed_in", "competition.create"}
    written = {row[0]: row[1:] for row in _rows("permissions.md") if row[0] in PERMISSIONS}
    slips = []
    for name, holders in PERMISSIONS.items():
        expected = ["yes" if Role(office) in holders else "" for office in offices]
        if name not in special and written.get(name) != expected:
            slips.append(f"| `{name}` | {' | '.join(expected)} |")
    assert not slips, report(
        "docs/permissions.md shows the table of judging/permissions.py",
        "write these lines, as they stand here",
        slips,
    )


def test_every_journal_action_has_its_line():
    lines = {(row[0], row[1]) for row in _rows("journal.md") if len(row) > 1}
    slips = [
        f"| `{a}` | {meaning} |" for a, meaning in ACTIONS.items() if (a, meaning) not in lines
    ]
    assert not slips, report(
        "docs/journal.md says what every journal action means", "write these lines", slips
    )


def test_every_command_has_its_line():
    def walk(group: click.Group, path: str) -> Iterable[str]:
        for name, command in group.commands.items():
            if isinstance(command, click.Group):
                yield from walk(command, f"{path} {name}")
            else:
                yield f"{path} {name}"

    from wsgi import app

    assert "judging" in app.cli.commands
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    slips = [name for name in walk(judging_group, "judging") if f"`{name}" not in text]
    assert not slips, report(
        "docs/commands.md has a line for every terminal command",
        "add a line that begins with the command in backquotes",
        slips,
    )


def test_every_table_of_the_database_is_a_word_of_the_glossary_or_explained():
    glossary = _column("glossary.md")
    explained = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    slips = [
        name
        for name in sorted(Base.metadata.tables)
        if name.replace("_", " ") not in glossary
        and not re.search(rf"`{name}`", explained)
        and name not in _PLAIN_TABLES
    ]
    assert not slips, report(
        "every table is a word of docs/glossary.md or is explained in docs/architecture.md",
        "use the word that product people use, and write its line",
        slips,
    )


def test_every_word_of_the_glossary_has_its_chinese():
    slips = [
        " | ".join(row)
        for row in _rows("glossary.md")[2:]
        if len(row) != 3 or not re.search(r"[\u4e00-\u9fff]", row[1]) or not row[2]
    ]
    assert not slips, report("term, 中文 and meaning for every word", "complete the line", slips)


def test_every_package_has_its_line():
    named = [
        re.split(r"[=\[]", line)[0]
        for file in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / file).read_text(encoding="utf-8").split("\n")
        if line and not line.startswith(("#", "-"))
    ]
    slips = _missing("dependencies.md", named)
    assert not slips, report(
        "docs/dependencies.md says of every package what it is for and why this one",
        "add its line, or do without it",
        slips,
    )


def test_every_decision_is_listed_and_numbered_once():
    records = files("docs/decisions", "0*.md")
    numbers = [path.name[:4] for path in records]
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    slips = [str(p) for p in records if p.name not in index]
    slips += [f"{n} is used twice" for n in set(numbers) if numbers.count(n) > 1]
    assert not slips, report(
        "docs/index.md lists every decision, and each has a number of its own",
        "add the line or take the next number",
        slips,
    )


def test_no_link_between_the_pages_leads_nowhere():
    slips = [
        f"{page}: {target}"
        for page in repository_files()
        if page.suffix == ".md" and "vendor" not in page.parts
        for target in _LINK.findall((ROOT / page).read_text(encoding="utf-8"))
        if not re.match(r"[a-z]+:", target) and not _exists(page, target)
    ]
    assert not slips, report("links between pages work", "mend the link", slips)


def _exists(page: Path, target: str) -> bool:
    """Say whether a relative link of a page leads to a file or folder of the checkout."""
    return (ROOT / page.parent / target).exists()
