"""What happens in the demo competition, read from ``presets/demo/``. Everything is invented."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

_FOLDER = Path(__file__).resolve().parents[2] / "presets" / "demo"
_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class HeatStory:
    """One heat: who sits where, who appears, and how far it has come.

    ``stage`` is ``released``, ``tallied``, ``running``, ``drawn`` or ``planned``.
    """

    number: int
    division: str
    judges: tuple[str, ...]
    practice_judge: str
    place: str
    starts_at: datetime
    stage: str
    entries: tuple[str, ...]
    from_heats: tuple[int, ...]
    complete: int
    partial_seats: int


@dataclass(frozen=True)
class RoundStory:
    """One round with its heats, and how far it has come."""

    key: str
    name: dict[str, str]
    stage: str
    heats: tuple[HeatStory, ...]


@dataclass(frozen=True)
class Story:
    """The whole demo."""

    competition: dict[str, Any]
    starts_on: date
    ends_on: date
    divisions: tuple[dict[str, Any], ...]
    people: tuple[dict[str, str], ...]
    judge_units: dict[str, str]
    rounds: tuple[RoundStory, ...]
    events: tuple[dict[str, Any], ...]
    comments: tuple[str, ...]
    entries_file: bytes


def read_story(now: datetime, name: str = "qiming") -> Story:
    """Read the demo's data files.

    Args:
        now: the present instant; all dates move so that the running heat is on this day.
        name: which story; a TOML file of that name must be in ``presets/demo/``.
    """
    data = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    panels = data["panels"]
    competition = data["competition"]
    shift = now.astimezone(_ZONE).date() - competition["reference_day"]
    return Story(
        competition=competition,
        starts_on=competition["starts_on"] + shift,
        ends_on=competition["ends_on"] + shift,
        divisions=tuple(data["divisions"]),
        people=tuple(data["people"]),
        judge_units=dict(data.get("judge_units", {})),
        rounds=tuple(_round(row, panels, shift) for row in data["rounds"]),
        events=tuple(data["events"]),
        comments=tuple(data["comments"]["zh"]),
        entries_file=(_FOLDER / "entries.csv").read_bytes(),
    )


def _round(row: dict[str, Any], panels: dict[str, Any], shift: timedelta) -> RoundStory:
    """Turn one table of the file into a round."""
    heats = tuple(_heat(heat, row["stage"], panels, shift) for heat in row["heats"])
    return RoundStory(row["key"], row["name"], row["stage"], heats)


def _heat(row: dict[str, Any], stage: str, panels: dict[str, Any], shift: timedelta) -> HeatStory:
    """Turn one table of the file into a heat; what it does not say follows its round."""
    return HeatStory(
        number=row["number"],
        division=row["division"],
        judges=tuple(panels[row["panel"]][: row["seats"]]),
        practice_judge=panels["practice"] if row.get("practice_seat") else "",
        place=row["place"],
        starts_at=(row["starts_at"] + shift).replace(tzinfo=_ZONE).astimezone(UTC),
        stage=row.get("stage", stage),
        entries=tuple(row.get("entries", ())),
        from_heats=tuple(row.get("from_heats", ())),
        complete=row.get("complete", 0),
        partial_seats=row.get("partial_seats", 0),
    )
