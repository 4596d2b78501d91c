"""Fitting one text into its slot: shrink to the floor, then another line, then refuse."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from judging.certificates.errors import TextTooLong
from judging.typesetting.errors import GlyphMissing
from judging.typesetting.lines import broken
from judging.typesetting.units import PT_PER_MM

if TYPE_CHECKING:
    from judging.certificates.design import TextSlot
    from judging.certificates.wording import Sentence
    from judging.typesetting.fonts import Fonts
    from judging.typesetting.lines import SetLine

CHINESE_ASCENT_EM, LATIN_ASCENT_EM, DESCENT_EM = 0.86, 0.66, 0.12
SHORT_NAME_LENGTH = 3
REMEMBERED_TEXTS = 2048
"""Titles, hosts, units and dates repeat from certificate to certificate: they are fitted once."""


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """One line in its place: `x_pt`, `y_pt` is the start of its baseline."""

    line: SetLine
    colour: str
    size_pt: float
    tracking_pt: float
    x_pt: float
    y_pt: float


@dataclass(frozen=True, slots=True)
class Block:
    """A fitted text that has not yet a height on the page."""

    slot: TextSlot
    lines: tuple[SetLine, ...]
    size_pt: float
    tracking_em: float

    @property
    def ascent_pt(self) -> float:
        """From the block's top to its first baseline."""
        is_latin = self.slot.role.startswith("latin")
        return self.size_pt * (LATIN_ASCENT_EM if is_latin else CHINESE_ASCENT_EM)

    @property
    def height_pt(self) -> float:
        """From the top of the first line to the foot of the last."""
        leading_pt = self.slot.leading_em * self.size_pt * (len(self.lines) - 1)
        return self.ascent_pt + leading_pt + DESCENT_EM * self.size_pt

    def placed(self, baseline_pt: float) -> list[PlacedLine]:
        """Place the lines, the first on `baseline_pt`, at the slot's left, centre or right."""
        slot, size_pt = self.slot, self.size_pt
        share = {"left": 0.0, "centre": 0.5, "right": 1.0}[slot.align]
        placed = []
        for number, line in enumerate(self.lines):
            x_pt = slot.x_mm * PT_PER_MM - size_pt * (line.hang_left_em + share * line.ink_em)
            y_pt = baseline_pt - number * slot.leading_em * size_pt
            tracking_pt = self.tracking_em * size_pt
            placed.append(PlacedLine(line, slot.colour, size_pt, tracking_pt, x_pt, y_pt))
        return placed


def fitted(
    slot: TextSlot, sentence: Sentence, values: dict[str, str], fonts: Fonts, shrink: float = 1.0
) -> Block | None:
    """Choose size and lines for a sentence in its slot.

    Parameters: `shrink`, 0 to 1, lowers the size that is tried first, never below the floor.
    Returns None for a sentence that says nothing. Raises GlyphMissing naming the fact,
    TextTooLong naming the longest fact of the sentence.
    """
    text = sentence.filled(values)
    if not text:
        return None
    if slot.is_capitals:
        text = text.upper()
    if missing := _missing(text, slot.role, fonts):
        raise GlyphMissing(_field_with(missing[0], sentence, values) or slot.sentence, missing)
    block = _best_fit(slot, text, max(slot.size_pt * shrink, slot.floor_pt), fonts)
    if block is None:
        names = sentence.placeholders()
        longest = max(names, key=lambda name: len(values[name]), default=slot.sentence)
        raise TextTooLong(
            longest, values.get(longest, text), lines=slot.lines, floor_pt=slot.floor_pt
        )
    return block


def _field_with(character: str, sentence: Sentence, values: dict[str, str]) -> str | None:
    """Name the fact that brought a character; None where the design's own words did."""
    for name in sentence.placeholders():
        if character in values[name] or character in values[name].upper():
            return name
    return None


@lru_cache(maxsize=REMEMBERED_TEXTS)
def _missing(text: str, role: str, fonts: Fonts) -> tuple[str, ...]:
    return fonts.missing_characters(text, role)


@lru_cache(maxsize=REMEMBERED_TEXTS)
def _best_fit(slot: TextSlot, text: str, most_pt: float, fonts: Fonts) -> Block | None:
    width_pt = slot.width_mm * PT_PER_MM
    is_short = slot.short_tracking_em and len(text) <= SHORT_NAME_LENGTH
    tracking_em = slot.short_tracking_em if is_short else slot.tracking_em
    best: Block | None = None
    for count in range(1, slot.lines + 1):
        lines = tuple(broken(text, count, slot.role, fonts, tracking_em))
        widest_em = max(line.ink_em for line in lines)
        size_pt = min(most_pt, int(width_pt / widest_em * 10) / 10)
        if size_pt < slot.floor_pt or (best and size_pt <= best.size_pt):
            continue
        best = Block(slot, lines, size_pt, tracking_em)
        if slot.prefers == "size" or size_pt >= most_pt:
            break
    return best
