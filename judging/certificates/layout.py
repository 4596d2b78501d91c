"""From facts and a design to placed lines: what is checked before issuing and then drawn.

No drawing happens here, so that thousands of certificates can be checked in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from judging.certificates.design import TextSlot
from judging.certificates.errors import TextTooLong
from judging.certificates.fitting import Block, fitted
from judging.certificates.wording import Sentence, text_values
from judging.typesetting.errors import GlyphMissing, PaperError
from judging.typesetting.units import PT_PER_MM

if TYPE_CHECKING:
    from judging.certificates.design import Design, SignatureRow, Stack
    from judging.certificates.facts import CertificateFacts, Signatory
    from judging.certificates.fitting import PlacedLine
    from judging.typesetting.fonts import Fonts

TIGHTEST_GAPS = 0.75
"""How far a full stack's gaps close before its texts shrink."""

SHRINKS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
"""The shares of their sizes that a full stack's texts try, all together."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line for a signature."""

    x_pt: float
    y_pt: float
    width_pt: float
    colour: str


@dataclass(frozen=True, slots=True)
class Layout:
    """All words and signature rules of one certificate."""

    lines: tuple[PlacedLine, ...]
    rules: tuple[Rule, ...]


def laid_out(facts: CertificateFacts, fonts: Fonts, design: Design) -> Layout:
    """Place every word of a certificate. Raises GlyphMissing or TextTooLong: the first problem."""
    layout, problems = attempted_layout(facts, fonts, design)
    if problems:
        raise problems[0]
    return layout


def attempted_layout(
    facts: CertificateFacts, fonts: Fonts, design: Design
) -> tuple[Layout, list[PaperError]]:
    """Place what can be placed and list every problem once, in the order of the page."""
    attempt = _Attempt(fonts, design.sentences[facts.kind], text_values(facts))
    lines: list[PlacedLine] = []
    for slot in design.fixed:
        block = attempt.block(slot)
        if block and slot.baseline_mm is not None:
            lines += block.placed(slot.baseline_mm * PT_PER_MM)
    for stack in design.stacks:
        lines += _stacked(stack, attempt)
    signed, rules = _signatures(facts.signatories, design.signatures, attempt)
    attempt.check_seal(facts.seal_text)
    return Layout((*lines, *signed), rules), attempt.distinct_problems()


class _Attempt:
    """One certificate being laid out, collecting problems instead of stopping at the first."""

    def __init__(
        self, fonts: Fonts, sentences: dict[str, Sentence], values: dict[str, str]
    ) -> None:
        self.fonts = fonts
        self.sentences = sentences
        self.values = values
        self.problems: list[PaperError] = []

    def block(self, slot: TextSlot, shrink: float = 1.0) -> Block | None:
        """Fit the slot's sentence of this certificate; None where it is silent or fails."""
        sentence = self.sentences.get(slot.sentence)
        return self.text_block(slot, sentence, self.values, shrink) if sentence else None

    def text_block(
        self, slot: TextSlot, sentence: Sentence, values: dict[str, str], shrink: float = 1.0
    ) -> Block | None:
        """Fit any sentence; None where it is silent or fails."""
        try:
            return fitted(slot, sentence, values, self.fonts, shrink)
        except PaperError as error:
            self.problems.append(error)
            return None

    def check_seal(self, text: str) -> None:
        """Note the characters that no face can cut into the seal."""
        if missing := self.fonts.missing_characters(text, "display"):
            self.problems.append(GlyphMissing("seal_text", missing))

    def distinct_problems(self) -> list[PaperError]:
        """Return each problem once: a name may stand in several places."""
        return list({(each.code, str(each)): each for each in self.problems}.values())


def _stacked(stack: Stack, attempt: _Attempt) -> list[PlacedLine]:
    """Place a stack's blocks: gaps close first, then all texts shrink; a short stack opens up."""
    room_pt = (stack.top_mm - stack.bottom_mm) * PT_PER_MM
    blocks = _blocks_that_fit(stack, room_pt, attempt)
    heights_pt, gaps_pt = _heights_and_gaps(blocks)
    factor = min(stack.loosest_gaps, (room_pt - heights_pt) / gaps_pt) if gaps_pt else 1.0
    top_pt = stack.top_mm * PT_PER_MM - (room_pt - heights_pt - gaps_pt * factor) / 2
    lines: list[PlacedLine] = []
    for number, block in enumerate(blocks):
        top_pt -= block.slot.gap_above_mm * PT_PER_MM * factor if number else 0.0
        lines += block.placed(top_pt - block.ascent_pt)
        top_pt -= block.height_pt
    return lines


def _blocks_that_fit(stack: Stack, room_pt: float, attempt: _Attempt) -> list[Block]:
    blocks: list[Block] = []
    for shrink in SHRINKS:
        blocks = [block for slot in stack.slots if (block := attempt.block(slot, shrink))]
        heights_pt, gaps_pt = _heights_and_gaps(blocks)
        if heights_pt + gaps_pt * TIGHTEST_GAPS <= room_pt:
            return blocks
    attempt.problems.append(_tallest(blocks, attempt))
    return blocks


def _heights_and_gaps(blocks: list[Block]) -> tuple[float, float]:
    heights_pt = sum(block.height_pt for block in blocks)
    return heights_pt, sum(block.slot.gap_above_mm for block in blocks[1:]) * PT_PER_MM


def _tallest(blocks: list[Block], attempt: _Attempt) -> TextTooLong:
    """Blame the text that takes most height: shortening it helps most."""
    slot = max(blocks, key=lambda block: len(block.lines) * block.size_pt).slot
    names = attempt.sentences[slot.sentence].placeholders()
    longest = max(names, key=lambda name: len(attempt.values[name]), default=slot.sentence)
    text = attempt.values.get(longest, "")
    return TextTooLong(longest, text, lines=slot.lines, floor_pt=slot.floor_pt)


def _signatures(
    signatories: tuple[Signatory, ...], row: SignatureRow, attempt: _Attempt
) -> tuple[list[PlacedLine], tuple[Rule, ...]]:
    """Place a rule, a name and an office in both languages for each signatory."""
    count = len(signatories)
    column_mm = min(row.column_mm, (row.width_mm - row.gap_mm * (count - 1)) / max(count, 1))
    first_mm = row.centre_mm - (column_mm + row.gap_mm) * (count - 1) / 2
    lines: list[PlacedLine] = []
    rules = []
    for number, who in enumerate(signatories):
        x_mm = first_mm + number * (column_mm + row.gap_mm)
        left_pt = (x_mm - column_mm / 2) * PT_PER_MM
        rules.append(Rule(left_pt, row.line_mm * PT_PER_MM, column_mm * PT_PER_MM, row.colour))
        lines += _signature(who, row, x_mm, column_mm + row.gap_mm * 0.6, attempt)
    return lines, tuple(rules)


def _signature(
    who: Signatory, row: SignatureRow, x_mm: float, width_mm: float, attempt: _Attempt
) -> list[PlacedLine]:
    texts = (
        (who.name, "display", row.name_size_pt, 4.8),
        (who.title_zh, "text", row.title_size_pt, 9.3),
        (who.title_en, "latin_italic", row.title_size_pt, 13.0),
    )
    lines: list[PlacedLine] = []
    for text, role, size_pt, below_mm in texts:
        slot = TextSlot(
            sentence="signatories",
            role=role,
            colour=row.colour,
            size_pt=size_pt,
            floor_pt=row.floor_pt,
            width_mm=width_mm,
            x_mm=x_mm,
            lines=2,
            leading_em=1.1,
            prefers="lines",
        )
        sentence, values = Sentence(("{signatories}",)), {"signatories": text}
        if block := attempt.text_block(slot, sentence, values):
            lines += block.placed((row.line_mm - below_mm) * PT_PER_MM)
    return lines
