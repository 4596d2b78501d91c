"""Setting one line and breaking a text into lines, the Chinese way and the English way.

Everything is measured in em, so that a size is chosen by one division. Chinese punctuation is
squeezed where two full-width marks meet and hangs by half at a line's end; Chinese and Latin stand
a little apart without a typed space (W3C, “Requirements for Chinese Text Layout”,
https://www.w3.org/TR/clreq/, sections 3.1 and 3.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from judging.typesetting.fonts import is_wide

if TYPE_CHECKING:
    from judging.typesetting.fonts import Fonts

OPENING = "（《〈「『【〔“‘"
CLOSING = "）》〉」』】〕”’，。、；：？！"
NEVER_FIRST = CLOSING + ",.;:?!)]}·…—％%"
NEVER_LAST = OPENING + "([{"
BREAK_AFTER = " -–·/"
SQUEEZE_EM = -0.5
AUTOSPACE_EM = 0.16


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one face: its text and its distance from the line's start in em."""

    face: str
    text: str
    offset_em: float


@dataclass(frozen=True, slots=True)
class SetLine:
    """One set line.

    `width_em` is the advance; `hang_left_em` and `hang_right_em` are the empty halves of
    full-width punctuation at its edges, which do not count when the line is centred.
    """

    pieces: tuple[Piece, ...]
    width_em: float
    hang_left_em: float
    hang_right_em: float

    @property
    def ink_em(self) -> float:
        """The width that must fit, in em."""
        return self.width_em - self.hang_left_em - self.hang_right_em

    @property
    def text(self) -> str:
        """The characters of the line in order."""
        return "".join(piece.text for piece in self.pieces)


def set_line(text: str, role: str, fonts: Fonts, tracking_em: float = 0.0) -> SetLine:
    """Set `text` as one line in `role`, with `tracking_em` between its characters."""
    pieces: list[Piece] = []
    at_em, previous = 0.0, ""
    for face, run in fonts.runs(text, role):
        width_of = fonts.face(face).face.getCharWidth
        start = True
        for character in run:
            gap_em = _gap_em(previous, character)
            at_em += gap_em + (tracking_em if previous else 0.0)
            if start or gap_em:
                pieces.append(Piece(face, "", at_em))
                start = False
            pieces[-1] = Piece(face, pieces[-1].text + character, pieces[-1].offset_em)
            at_em += width_of(ord(character)) / 1000
            previous = character
    return SetLine(
        tuple(pieces),
        at_em,
        0.5 if text and text[0] in OPENING and _is_full_width(text[0], role) else 0.0,
        0.5 if text and text[-1] in CLOSING and _is_full_width(text[-1], role) else 0.0,
    )


def _is_full_width(character: str, role: str) -> bool:
    """Curly quotes are full width in the Chinese faces only."""
    return is_wide(character) or not role.startswith("latin")


def _gap_em(previous: str, character: str) -> float:
    if not previous or " " in (previous, character):
        return 0.0
    if is_wide(previous) and previous in CLOSING and character in CLOSING + OPENING:
        return SQUEEZE_EM if is_wide(character) else 0.0
    if is_wide(previous) and previous in OPENING and character in OPENING:
        return SQUEEZE_EM if is_wide(character) else 0.0
    if _is_han(previous) and character.isalnum() and not is_wide(character):
        return AUTOSPACE_EM
    if _is_han(character) and previous.isalnum() and not is_wide(previous):
        return AUTOSPACE_EM
    return 0.0


def _is_han(character: str) -> bool:
    return is_wide(character) and character.isalnum()


def break_places(text: str) -> list[int]:
    """List the indices before which a line may start, in order.

    >>> break_places("以《光》，获奖")
    [1, 5, 6]
    >>> break_places("The cold, tamed")
    [4, 10]
    """
    places = []
    for index in range(1, len(text)):
        before, after = text[index - 1], text[index]
        if after == " " or after in NEVER_FIRST or before in NEVER_LAST:
            continue
        if before in BREAK_AFTER or is_wide(before) or is_wide(after):
            places.append(index)
    return places


def broken(text: str, lines: int, role: str, fonts: Fonts, tracking_em: float) -> list[SetLine]:
    """Break `text` into exactly `lines` balanced lines where it has the places, else fewer.

    The first line ends at the place that makes it nearest to its share, leaning to the end of a
    clause; the rest is broken in the same way.
    """
    if lines <= 1:
        return [set_line(text.strip(), role, fonts, tracking_em)]
    cuts = break_places(text)
    if not cuts:
        return [set_line(text.strip(), role, fonts, tracking_em)]
    total = set_line(text, role, fonts, tracking_em).width_em

    def cost(cut: int) -> float:
        width = set_line(text[:cut].rstrip(), role, fonts, tracking_em).ink_em
        uneven = abs(width - total / lines) / total
        return uneven - (0.10 if text[cut - 1] in "，。；、,;" else 0.0)

    best = min(cuts, key=cost)
    first = set_line(text[:best].strip(), role, fonts, tracking_em)
    return [first, *broken(text[best:], lines - 1, role, fonts, tracking_em)]


def wrapped(text: str, width_em: float, role: str, fonts: Fonts) -> list[SetLine]:
    """Fill lines of at most `width_em` from the first to the last, as a paragraph is set.

    A stretch without a place to break that is wider than a line is cut between characters, so
    that nothing ever leaves its column.
    """
    lines: list[SetLine] = []
    rest = text.strip()
    while rest:
        cut = _line_end(rest, width_em, role, fonts)
        lines.append(set_line(rest[:cut].rstrip(), role, fonts))
        rest = rest[cut:].lstrip()
    return lines


def _line_end(text: str, width_em: float, role: str, fonts: Fonts) -> int:
    """Return how many characters the first line takes: the last place to break that fits."""

    def fits(cut: int) -> bool:
        line = set_line(text[:cut].rstrip(), role, fonts)
        return line.width_em - line.hang_right_em <= width_em

    if fits(len(text)):
        return len(text)
    fitting = 0
    for cut in break_places(text):
        if not fits(cut):
            break
        fitting = cut
    if fitting:
        return fitting
    return max((cut for cut in range(1, len(text)) if fits(cut)), default=1)
