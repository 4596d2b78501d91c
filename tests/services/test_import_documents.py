"""What docs/imports.md promises is what the imports read."""

from collections.abc import Mapping

import pytest

from judging import ROOT
from judging.services import entry_columns, panel_imports, workbook_xlsx, workbooks

TEXT = (ROOT / "docs" / "imports.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _in_context() -> None:
    """No application is needed here."""


@pytest.mark.parametrize("aliases", [entry_columns.ALIASES, panel_imports.ALIASES])
def test_every_header_stands_in_the_table(aliases: Mapping[str, tuple[str, ...]]) -> None:
    lines = TEXT.splitlines()
    for names in aliases.values():
        row = f"| {', '.join(f'`{name}`' for name in names)} |"
        assert any(line.startswith(row) for line in lines), row


def test_no_header_names_two_columns() -> None:
    for aliases in (entry_columns.ALIASES, panel_imports.ALIASES):
        keys = [entry_columns.header_key(name) for names in aliases.values() for name in names]
        assert len(keys) == len(set(keys))


def test_every_bound_stands_in_the_table() -> None:
    mib = 1024 * 1024
    bounds = [
        f"| file | {workbooks.MOST_BYTES // mib} MiB |",
        f"| {workbook_xlsx.MOST_PARTS}; {workbook_xlsx.MOST_UNPACKED // mib} MiB; ",
        f" MiB; {workbook_xlsx.MOST_RATIO} |",
        f"{workbooks.MOST_ROWS:,}; {workbooks.MOST_COLUMNS}; {workbooks.LONGEST_CELL:,}",
    ]
    assert [bound for bound in bounds if bound not in TEXT] == []
