"""Text that flows down pages: paragraphs, tables and lines in their places, before any is drawn.

Places are in points from the page's lower left corner. A flow is laid out completely before it is
drawn, so that each page can say of how many it is one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from judging.typesetting.lines import SetLine, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from judging.typesetting.fonts import Fonts

Colour = tuple[float, float, float]
#: Drawn in the place of a character that no face has; a note at the end names it.
STAND_IN = "〓"
_ASCENT_EM, _DESCENT_EM = 0.88, 0.22


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: the role of its face, size, distance of baselines and colour."""

    role: str
    size_pt: float
    leading_pt: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Words:
    """A text in a style; several in a cell stand below each other."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A set line from the start of its baseline."""

    line: SetLine
    x_pt: float
    y_pt: float
    style: Style


@dataclass(frozen=True, slots=True)
class PlacedStroke:
    """A straight line."""

    x_pt: float
    y_pt: float
    to_x_pt: float
    to_y_pt: float
    width_pt: float
    colour: Colour


Placed = PlacedText | PlacedStroke


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a page that text may stand on."""

    left_pt: float
    bottom_pt: float
    right_pt: float
    top_pt: float

    @property
    def width_pt(self) -> float:
        """From the left edge to the right one."""
        return self.right_pt - self.left_pt


@dataclass
class Flow:
    """The pages so far, and where the next thing goes.

    ``missing`` collects the characters that no face has, in the order met.
    """

    fonts: Fonts
    frame: Frame
    pages: list[list[Placed]] = field(default_factory=lambda: [[]])
    y_pt: float = 0.0
    missing: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin at the top of the first page."""
        self.y_pt = self.frame.top_pt

    def new_page(self) -> None:
        """Go on at the top of another page."""
        self.pages.append([])
        self.y_pt = self.frame.top_pt

    def room(self, height_pt: float) -> None:
        """Go on to another page where this one has less room; a fresh page is always enough."""
        if self.y_pt - height_pt < self.frame.bottom_pt and self.pages[-1]:
            self.new_page()

    def space(self, height_pt: float) -> None:
        """Leave a gap, but none at the top of a page."""
        if self.y_pt < self.frame.top_pt:
            self.y_pt -= height_pt

    def place(self, *things: Placed) -> None:
        """Put things on the page that is being filled."""
        self.pages[-1].extend(things)

    def set(self, text: str, style: Style, width_pt: float) -> list[SetLine]:
        """Break a text for a width; what no face has becomes a stand-in and is remembered."""
        absent = self.fonts.missing_characters(text, style.role)
        self.missing |= dict.fromkeys(absent)
        for character in absent:
            text = text.replace(character, STAND_IN)
        return wrapped(text, width_pt / style.size_pt, style.role, self.fonts)

    def paragraph(self, *words: Words, indent_pt: float = 0.0, label: str = "") -> None:
        """Set texts below each other; ``label`` hangs in the indent before the first line.

        The first text is not parted from its first following line by a page's end.
        """
        lines = [
            (line, each.style)
            for each in words
            for line in self.set(each.text, each.style, self.frame.width_pt - indent_pt)
        ]
        self.room(sum(style.leading_pt for _line, style in lines[:2]))
        for number, (line, style) in enumerate(lines):
            self.room(style.leading_pt)
            y_pt = self.y_pt - _ASCENT_EM * style.size_pt
            if label and not number:
                (mark,) = self.set(label, style, indent_pt)
                self.place(PlacedText(mark, self.frame.left_pt, y_pt, style))
            self.place(PlacedText(line, self.frame.left_pt + indent_pt, y_pt, style))
            self.y_pt -= style.leading_pt

    def stroke(self, width_pt: float, colour: Colour) -> None:
        """Draw a line from edge to edge where the flow stands."""
        left, right, y = self.frame.left_pt, self.frame.right_pt, self.y_pt
        self.place(PlacedStroke(left, y, right, y, width_pt, colour))

    def bottom_of(self, style: Style) -> float:
        """How far below a line's baseline its letters reach, in points."""
        return _DESCENT_EM * style.size_pt


def height_of(lines: Sequence[tuple[SetLine, Style]]) -> float:
    """Return the height of lines below each other, in points."""
    return sum(style.leading_pt for _line, style in lines)
