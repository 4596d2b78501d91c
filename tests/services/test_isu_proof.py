"""Real judging with officially published results: imported into a competition and counted there.

The data stand beside a checkout (``../shared/data/isu_components``); without them this is skipped.
"""

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from judging.extensions import db
from judging.models import Appearance, Entry, Heat, Panel, Standing, Tally
from judging.permissions import SYSTEM
from judging.services.assignments import assign_entries
from judging.services.draws import set_order
from judging.services.entry_imports import import_entries
from judging.services.heat_states import close_heat, open_heat
from judging.services.heats import NewHeat
from judging.services.marks_import import MarksReport, import_marks
from judging.services.panel_imports import import_panel
from judging.services.rounds import NewRound, add_round
from judging.services.tallies import run_round
from tests.factories import Factory

DATA = Path(__file__).parents[3] / "shared" / "data" / "isu_components"
CRITERIA = ("skating_skills", "transitions", "performance", "composition", "interpretation")


@dataclass
class Segment:
    """One judged session."""

    key: str
    factors: tuple[str, ...]
    entries: list[dict[str, str]] = field(default_factory=list)
    marks: list[dict[str, str]] = field(default_factory=list)


def read(name: str) -> list[dict[str, str]]:
    """The rows of a file."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def segments() -> dict[str, Segment]:
    """All sessions with their entries and marks."""
    found = {
        row["segment"]: Segment(row["segment"], tuple(row[f"factor_{key}"] for key in CRITERIA))
        for row in read("segments.csv")
    }
    for row in read("entries.csv"):
        found[row["segment"]].entries.append(row)
    for row in read("marks.csv"):
        found[row["segment"]].marks.append(row)
    return found


def rules(factors: tuple[str, ...]) -> dict[str, Any]:
    """The published rule: trim and round each criterion, weigh, round, add."""
    return {
        "format": 1,
        "name": {"zh": "滑冰节目内容分", "en": "Programme components"},
        "rubric": {
            "combine": "sum",
            "criteria": [
                {
                    "key": key,
                    "name": {"zh": key, "en": key},
                    "min": "0.25",
                    "max": "10",
                    "step": "0.25",
                    "weight": factor,
                }
                for key, factor in zip(CRITERIA, factors, strict=True)
            ],
        },
        "tally": {
            "scope": "criterion",
            "trim": {"low": 1, "high": 1},
            "rounding": {"criterion": 2, "weighted_criterion": 2, "final": 2},
        },
    }


def marks_file(group: list[Segment]) -> bytes:
    """The marks of some sessions in our own format."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("heat", "entry", "seat", "criterion", "mark"))
    for segment in group:
        for row in segment.marks:
            key = row["criterion"].lower().replace(" ", "_")
            writer.writerow((segment.key, row["entry"], row["seat"], key, row["mark"]))
    return text.getvalue().encode()


def ranks(entries: list[dict[str, str]]) -> dict[str, tuple[str, int]]:
    """The published total and the 1224 rank of each entry of a session."""
    totals = [Decimal(row["published_total"]) for row in entries]
    return {
        row["entry"]: (
            row["published_total"],
            1 + sum(other > Decimal(row["published_total"]) for other in totals),
        )
        for row in entries
    }


def entries_file(found: dict[str, Segment]) -> bytes:
    """All entries as an organizer's list; names were left out of the data."""
    lines = [
        f"{row['entry']},Skater {row['entry']},figure"
        for segment in found.values()
        for row in segment.entries
    ]
    return "\n".join(("entry no.,name,division", *lines)).encode()


def by_first(rows: Any) -> dict[Any, int]:
    """The second column of some rows by the first."""
    return {row[0]: row[1] for row in db.session.execute(rows)}


def set_up(now: datetime, competition: int, key: str, group: list[Segment]) -> int:
    """Make a round with heats, panels and running orders by the desk's commands; return its id."""
    heats = tuple(
        NewHeat(number, segment.key, segment.key) for number, segment in enumerate(group, start=1)
    )
    new = NewRound(key, key, key, rules(group[0].factors), heats)
    round_id = add_round(SYSTEM, now, competition, new)
    numbers = by_first(select(Entry.number, Entry.id))
    rows = select(Heat.name_zh, Heat.id).where(Heat.round_id == round_id)
    heat_of = by_first(rows)
    for segment in group:
        heat_id = heat_of[segment.key]
        seats = sorted({int(row["seat"]) for row in segment.marks})
        panel = "\n".join(("seat,group", *(f"{seat},expert" for seat in seats))).encode()
        import_panel(SYSTEM, now, heat_id, panel)
        ordered = sorted(segment.entries, key=lambda row: int(row["order"]))
        assign_entries(SYSTEM, now, heat_id, [numbers[row["entry"]] for row in ordered])
        turns = by_first(
            select(Appearance.entry_id, Appearance.id).where(Appearance.heat_id == heat_id)
        )
        set_order(SYSTEM, now, heat_id, [turns[numbers[row["entry"]]] for row in ordered])
    return round_id


def results(round_id: int) -> dict[str, tuple[str | None, int | None]]:
    """Score and rank of every entry of a round's tallies that stand."""
    rows = db.session.execute(
        select(Entry.number, Standing.score, Standing.rank)
        .join(Appearance, Appearance.entry_id == Entry.id)
        .join(Standing, Standing.appearance_id == Appearance.id)
        .join(Tally, Tally.id == Standing.tally_id)
        .where(Tally.round_id == round_id, Tally.is_current)
    )
    return {number: (score, rank) for number, score, rank in rows}


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data/isu_components is not here")
def test_every_published_total_and_rank_comes_out_of_a_competition(
    now: datetime, factory: Factory
) -> None:
    found = segments()
    groups: dict[tuple[str, ...], list[Segment]] = defaultdict(list)
    for segment in found.values():
        groups[segment.factors].append(segment)
    competition = factory.competition()
    factory.division(competition, key="figure", name_zh="花样滑冰", name_en="Figure")
    import_entries(SYSTEM, now, competition, entries_file(found))
    published: dict[str, tuple[str, int]] = {}
    computed: dict[str, tuple[str | None, int | None]] = {}

    for number, group in enumerate(groups.values(), start=1):
        round_id = set_up(now, competition, f"factor-{number}", group)
        heats = db.session.scalars(select(Heat.id).where(Heat.round_id == round_id)).all()
        for heat_id in heats:
            open_heat(SYSTEM, now, heat_id)
        sheets = sum(len(segment.entries) for segment in group) * 9
        report = import_marks(SYSTEM, now, round_id, marks_file(group))
        assert report == MarksReport(sheets, 0, 0, len(group))
        for heat_id in heats:
            close_heat(SYSTEM, now, heat_id)
        run_round(SYSTEM, now, round_id)
        computed |= results(round_id)
        for segment in group:
            published |= ranks(segment.entries)

    assert (len(groups), len(found), len(published)) == (5, 87, 1135)
    assert computed == published
    assert len(db.session.scalars(select(Panel.id)).all()) == 87
