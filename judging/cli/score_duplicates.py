"""Naming the line in which a duplicate mark stood first: a second pass, only when there are any."""

import csv
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from judging.cli.score_csv import open_rows
from judging.cli.score_faults import FaultList
from judging.cli.score_reading import REQUIRED
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.rubric import Rubric
from judging.scoring.sheet import check_mark


def name_first_lines(path: Path, encoding: str, rubric: Rubric, faults: FaultList) -> None:
    """Put the first line of each listed duplicate into its fault: the first that gave the mark.

    Holding the line of every mark of a large file would cost more than reading it again.
    """
    wanted = {
        fault.fault.place: 0 for fault in faults.listed if fault.fault.code == "duplicate_mark"
    }
    with open_rows(path, encoding) as (_, reader):
        header = [cell.strip() for cell in next(reader)]
        columns = [header.index(name) for name in REQUIRED[:4]]
        state_at = header.index("state") if "state" in header else None
        mark_at = header.index("mark")
        with suppress(csv.Error):  # such a row is reported already, and ends the search
            for row in reader:
                if len(row) != len(header):
                    continue
                place = "\n".join(row[column].strip() for column in columns)
                is_given = state_at is None or row[state_at].strip() in ("", "given")
                if wanted.get(place) != 0 or not is_given:
                    continue
                if _is_mark(rubric, row[columns[3]].strip(), row[mark_at].strip()):
                    wanted[place] = reader.line_num
    faults.listed = [
        replace(fault, fault=Fault("duplicate_mark", "", {"line": wanted[fault.fault.place]}))
        if fault.fault.code == "duplicate_mark"
        else fault
        for fault in faults.listed
    ]


def _is_mark(rubric: Rubric, key: str, text: str) -> bool:
    """Return whether a row with this mark was taken; a faulty one was reported for itself."""
    try:
        check_mark(rubric.criteria[rubric.index(key)], text)
    except ScoringError:
        return False
    return True
