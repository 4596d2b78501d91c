"""What a pile of blank score sheets says, as plain values."""

import json
from dataclasses import asdict, dataclass
from datetime import date

from judging.scoring.bilingual import Bilingual


@dataclass(frozen=True)
class SheetCriterion:
    """One line to write a mark in: its name, range and step as they are printed."""

    name: Bilingual
    range: str
    step: str


@dataclass(frozen=True)
class BlankSheet:
    """One seat's sheet for one appearance.

    Args:
        seat: the seat's number.
        judge: who sits there; may be empty.
        order: order number of the appearance.
        entry: the entry's number.
        name: who speaks; empty where the competition is judged blind.
        title: of the entry.
        address: what the code leads to: the line of the grid where the sheet is typed in.
    """

    seat: int
    judge: str
    order: int
    entry: str
    name: str
    title: Bilingual
    address: str


@dataclass(frozen=True)
class SheetPile:
    """The blank sheets of a heat.

    Args:
        competition: its name.
        round: the round's name.
        heat: the heat's name.
        place: where it is held; may be empty.
        version: of the rule sheet in force.
        digest: SHA-256 of its canonical document.
        in_force: since when; the date that the file carries.
        is_weighted: whether criteria have weights, so that the written sum is no judge total.
        criteria: the rubric, in order.
        sheets: in the order in which they are to lie.
    """

    competition: Bilingual
    round: Bilingual
    heat: Bilingual
    place: str
    version: int
    digest: str
    in_force: date
    is_weighted: bool
    criteria: tuple[SheetCriterion, ...]
    sheets: tuple[BlankSheet, ...]

    def canonical(self) -> bytes:
        """Return the one byte form of all that is printed."""
        data = asdict(self) | {"in_force": self.in_force.isoformat()}
        return json.dumps(data, ensure_ascii=False, sort_keys=True).encode()
