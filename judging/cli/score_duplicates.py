"""Naming the line in which a duplicate mark stood first: a second pass, only when there are any."""

import csv
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from judging.cli.score_csv import open_rows
from judging.cli.score_faults import FaultList
from judging.cli.score_reading import REQUIRED
from judging.scoring.faults import Fault


def name_first_lines(path: Path, encoding: str, faults: FaultList) -> None:
    """Put the first line of each listed duplicate into its fault.

    Holding the line of every mark of a large file would cost more than reading it again.
    """
    wanted = {
        fault.fault.place: 0 for fault in faults.listed if fault.fault.code == "duplicate_mark"
    }
    with open_rows(path, encoding) as (_, reader):
        header = [cell.strip() for cell in next(reader)]
        columns = [header.index(name) for name in REQUIRED[:4]]
        with suppress(csv.Error):  # such a row is reported already, and ends the search
            for row in reader:
                if len(row) == len(header):
                    place = "\n".join(row[column].strip() for column in columns)
                    if wanted.get(place) == 0:
                        wanted[place] = reader.line_num
    faults.listed = [
        replace(fault, fault=Fault("duplicate_mark", "", {"line": wanted[fault.fault.place]}))
        if fault.fault.code == "duplicate_mark"
        else fault
        for fault in faults.listed
    ]
