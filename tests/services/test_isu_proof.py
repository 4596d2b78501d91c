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
from sqlalchemy import insert, select

from judging.extensions import db
from judging.models import Appearance, Entry, Heat, Panel, Standing, Tally
from judging.permissions import SYSTEM
from judging.services.heat_states import close_heat, open_heat
from judging.services.marks_import import MarksReport, import_marks
from judging.services.panels import NewSeat, add_seat
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


def set_up(factory: Factory, group: list[Segment], competition: int, division: int) -> int:
    """Make a round with its heats, panels and running orders; return its id."""
    round_id = factory.round(competition, rules(group[0].factors))
    for number, segment in enumerate(group, start=1):
        heat_id, _ = factory.heat(
            round_id, 0, number=number, name_zh=segment.key, name_en=segment.key
        )
        entries = [
            {
                "competition_id": competition,
                "division_id": division,
                "number": row["entry"],
                "pseudonym": f"E{row['entry']}",
                "created_at": factory.now,
            }
            for row in segment.entries
        ]
        db.session.execute(insert(Entry), entries)
        numbers = {row["entry"]: int(row["order"]) for row in segment.entries}
        found = db.session.execute(
            select(Entry.id, Entry.number).where(
                Entry.competition_id == competition, Entry.number.in_(numbers)
            )
        )
        turns = [
            {
                "heat_id": heat_id,
                "round_id": round_id,
                "entry_id": key,
                "order_number": numbers[entry],
            }
            for key, entry in found
        ]
        db.session.execute(insert(Appearance), turns)
        db.session.commit()
        for seat in sorted({int(row["seat"]) for row in segment.marks}):
            add_seat(SYSTEM, factory.now, heat_id, NewSeat(seat))
    return round_id


def results(round_id: int) -> dict[str, tuple[str, int]]:
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
    division = factory.division(competition)
    published: dict[str, tuple[str, int]] = {}
    computed: dict[str, tuple[str, int]] = {}

    for group in groups.values():
        round_id = set_up(factory, group, competition, division)
        heats = db.session.scalars(select(Heat.id).where(Heat.round_id == round_id)).all()
        for heat_id in heats:
            open_heat(SYSTEM, now, heat_id)
        sheets = sum(len(segment.entries) for segment in group) * 9
        report = import_marks(SYSTEM, now, round_id, marks_file(group), source="desk")
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
