"""From facts and a design to placed lines: what is checked before issuing and then drawn.

No drawing happens here, so thousands of certificates can be checked in a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from judging.certificates.design import PT_PER_MM, TextSlot
from judging.certificates.errors import CertificateError, GlyphMissing, TextTooLong
from judging.certificates.typesetting import SetLine, broken
from judging.certificates.wording import Sentence, text_values

if TYPE_CHECKING:
    from judging.certificates.design import Design
    from judging.certificates.facts import CertificateFacts, Signatory
    from judging.certificates.fonts import Fonts

LOOSEST_GAPS = 1.5
"""How far the gaps of a short stack may open before it floats in the middle."""

TIGHTEST_GAPS = 0.45
CHINESE_ASCENT_EM, LATIN_ASCENT_EM, DESCENT_EM = 0.86, 0.66, 0.12
SHORT_NAME_LENGTH = 3


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


@dataclass(frozen=True, slots=True)
class _Block:
    """A fitted text without its height on the page."""

    slot: TextSlot
    lines: list[SetLine]
    size_pt: float
    tracking_em: float

    @property
    def ascent_pt(self) -> float:
        is_latin = self.slot.role.startswith("latin")
        return self.size_pt * (LATIN_ASCENT_EM if is_latin else CHINESE_ASCENT_EM)

    @property
    def height_pt(self) -> float:
        leading_pt = self.slot.leading_em * self.size_pt * (len(self.lines) - 1)
        return self.ascent_pt + leading_pt + DESCENT_EM * self.size_pt


def laid_out(facts: CertificateFacts, fonts: Fonts, design: Design) -> Layout:
    """Place every word of a certificate. Raises GlyphMissing or TextTooLong for the first problem."""
    layout, problems = attempted_layout(facts, fonts, design)
    if problems:
        raise problems[0]
    return layout


def attempted_layout(
    facts: CertificateFacts, fonts: Fonts, design: Design
) -> tuple[Layout, list[CertificateError]]:
    """Place what can be placed and list every problem, in the order of the page."""
    problems: list[CertificateError] = []
    values = text_values(facts)
    sentences = design.sentences[facts.kind]
    problems += _seal_problems(facts, fonts)

    def fitted(slots: tuple[TextSlot, ...]) -> list[_Block]:
        blocks = []
        for slot in slots:
            try:
                block = _fitted(slot, sentences[slot.sentence], values, fonts)
            except CertificateError as error:
                problems.append(error)
            else:
                blocks += [block] if block else []
        return blocks

    lines: list[PlacedLine] = []
    for block in fitted(design.fixed):
        assert block.slot.baseline_mm is not None
        lines += _placed(block, block.slot.baseline_mm * PT_PER_MM)
    lines += _stacked(fitted(design.stack), design, problems)
    signed, rules = _signatures(facts.signatories, fonts, design, problems)
    return Layout((*lines, *signed), rules), _unique(problems)


def _unique(problems: list[CertificateError]) -> list[CertificateError]:
    return list({(each.code, str(dict(each.params))): each for each in problems}.values())


def _seal_problems(facts: CertificateFacts, fonts: Fonts) -> list[CertificateError]:
    missing = fonts.missing_characters(facts.seal_text, "display")
    return [GlyphMissing("seal_text", missing)] if missing else []


def _fitted(
    slot: TextSlot, sentence: Sentence, values: dict[str, str], fonts: Fonts
) -> _Block | None:
    """Choose size and lines for one slot; None for a sentence that says nothing."""
    text = sentence.filled(values)
    if not text:
        return None
    for name in sentence.placeholders():
        if missing := fonts.missing_characters(values[name], slot.role):
            raise GlyphMissing(name, missing)
    if slot.is_capitals:
        text = text.upper()
    tracking_em = slot.tracking_em
    if slot.short_tracking_em and len(text) <= SHORT_NAME_LENGTH:
        tracking_em = slot.short_tracking_em
    block = _best_fit(slot, text, tracking_em, fonts)
    if block is None:
        longest = max(sentence.placeholders(), key=lambda name: len(values[name]))
        raise TextTooLong(longest, values[longest], lines=slot.lines, floor_pt=slot.floor_pt)
    return block


def _best_fit(slot: TextSlot, text: str, tracking_em: float, fonts: Fonts) -> _Block | None:
    width_pt = slot.width_mm * PT_PER_MM
    best: _Block | None = None
    for count in range(1, slot.lines + 1):
        lines = broken(text, count, slot.role, fonts, tracking_em)
        widest_em = max(line.ink_em for line in lines)
        size_pt = min(slot.size_pt, int(width_pt / widest_em * 10) / 10)
        if size_pt < slot.floor_pt or (best and size_pt <= best.size_pt):
            continue
        best = _Block(slot, lines, size_pt, tracking_em)
        if slot.prefers == "size" or size_pt >= slot.size_pt:
            break
    return best


def _placed(block: _Block, baseline_pt: float) -> list[PlacedLine]:
    """Place the lines of a block, the first on `baseline_pt`."""
    slot, size_pt = block.slot, block.size_pt
    share = {"left": 0.0, "centre": 0.5, "right": 1.0}[slot.align]
    placed = []
    for number, line in enumerate(block.lines):
        x_pt = slot.x_mm * PT_PER_MM - size_pt * (line.hang_left_em + share * line.ink_em)
        y_pt = baseline_pt - number * slot.leading_em * size_pt
        tracking_pt = block.tracking_em * size_pt
        placed.append(PlacedLine(line, slot.colour, size_pt, tracking_pt, x_pt, y_pt))
    return placed


def _stacked(
    blocks: list[_Block], design: Design, problems: list[CertificateError]
) -> list[PlacedLine]:
    """Share the stack's height: gaps open or close together, and what remains is halved."""
    room_pt = (design.stack_top_mm - design.stack_bottom_mm) * PT_PER_MM
    heights_pt = sum(block.height_pt for block in blocks)
    gaps_pt = sum(block.slot.gap_above_mm for block in blocks[1:]) * PT_PER_MM
    factor = min(LOOSEST_GAPS, (room_pt - heights_pt) / gaps_pt) if gaps_pt else 1.0
    if factor < TIGHTEST_GAPS:
        tallest = max(blocks, key=lambda block: len(block.lines) * block.size_pt)
        text = "".join(line.text for line in tallest.lines)
        problems.append(
            TextTooLong(
                tallest.slot.sentence, text, lines=tallest.slot.lines, floor_pt=tallest.slot.floor_pt
            )
        )
    top_pt = design.stack_top_mm * PT_PER_MM - (room_pt - heights_pt - gaps_pt * factor) / 2
    lines: list[PlacedLine] = []
    for number, block in enumerate(blocks):
        top_pt -= block.slot.gap_above_mm * PT_PER_MM * factor if number else 0.0
        lines += _placed(block, top_pt - block.ascent_pt)
        top_pt -= block.height_pt
    return lines


def _signatures(
    signatories: tuple[Signatory, ...],
    fonts: Fonts,
    design: Design,
    problems: list[CertificateError],
) -> tuple[list[PlacedLine], tuple[Rule, ...]]:
    """Place a rule, an office in both languages and a name for each signatory."""
    row = design.signatures
    pitch_mm = row.column_mm + row.gap_mm
    first_mm = row.centre_mm - pitch_mm * (len(signatories) - 1) / 2
    lines, rules = [], []
    for number, who in enumerate(signatories):
        x_mm = first_mm + number * pitch_mm
        left_pt = (x_mm - row.column_mm / 2) * PT_PER_MM
        rules.append(
            Rule(left_pt, row.line_mm * PT_PER_MM, row.column_mm * PT_PER_MM, row.colour)
        )
        texts = (
            (who.name, "display", row.name_size_pt, row.line_mm - 4.6),
            (who.title_zh, "text", row.title_size_pt, row.line_mm - 9.0),
            (who.title_en, "latin_italic", row.title_size_pt, row.line_mm - 12.8),
        )
        for text, role, size_pt, baseline_mm in texts:
            slot = TextSlot(
                sentence="signatories", role=role, colour=row.colour, size_pt=size_pt,
                floor_pt=row.floor_pt, width_mm=row.column_mm + row.gap_mm * 0.8, x_mm=x_mm,
            )  # fmt: skip
            try:
                block = _fitted(slot, Sentence(("{signatories}",)), {"signatories": text}, fonts)
            except CertificateError as error:
                problems.append(error)
            else:
                lines += _placed(block, baseline_mm * PT_PER_MM) if block else []
    return lines, tuple(rules)
