"""The pieces that a working is written with: segments, and numbers in full."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from judging.scoring.points import find_places, format_points, format_scaled

#: Decimals up to which an ending value is written in full.
LONGEST = 8
_JUDGES = ("value", "part", "dropped", "instead", "absent")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the line.

    ``kind`` is ``value`` (a kept judge's number), ``part`` (one that enters with a share),
    ``dropped`` (trimmed, struck out), ``instead`` (what entered for the struck one before it),
    ``absent`` (a seat without marks; ``text`` is a dash, ``note`` its state), ``label`` (a group
    or criterion key, or ``median``), ``trim`` (in words: the trim was given up or made smaller),
    ``operator``, ``number``, ``deduction``, ``waived`` (struck out), ``floor``, ``carried`` (what
    an earlier round brings in), ``score`` (the published score, last) or ``no_result`` (``text``
    is a dash, ``note`` the reason). ``seat`` says whose number it is.
    """

    kind: str
    text: str
    seat: str = ""
    note: str = ""


@dataclass(slots=True)
class Line:
    """The segments so far, and how many decimals numbers have at least."""

    places: int
    language: str
    segments: list[Segment] = field(default_factory=list)

    def add(self, kind: str, text: str) -> None:
        """Append one segment."""
        self.segments.append(Segment(kind, text))

    def equals(self, value: Fraction, rounded: Fraction | None = None) -> None:
        """Write ``= value``, and ``≈ rounded`` where a rounding changed it."""
        self.number("=", value)
        self.rounds(value, rounded)

    def number(self, operator: str, value: Fraction) -> None:
        """Write an operator and a value in full."""
        self.add("operator", operator)
        self.add("number", exact_text(value, self.places))

    def rounds(self, value: Fraction, rounded: Fraction | None) -> None:
        """Write ``≈ rounded`` where a rounding changed the value that stands before."""
        if rounded is not None and rounded != value:
            self.number("≈", rounded)


def join_segments(line: Iterable[Segment]) -> str:
    """Return segments as plain text, two blanks between judges' numbers.

    >>> join_segments([Segment("value", "9"), Segment("dropped", "10")])
    '9  ~~10~~'
    """
    text = ""
    before = ""
    for segment in line:
        piece = f"~~{segment.text}~~" if segment.kind in ("dropped", "waived") else segment.text
        piece += f" ({segment.note})" if segment.kind == "no_result" else ""
        are_judges = segment.kind in _JUDGES and before in _JUDGES and segment.kind != "instead"
        is_tight = not text or text.endswith("(") or piece[0] in ");（"
        text += ("" if is_tight else "  " if are_judges else " ") + piece
        before = segment.kind
    return text


def exact_text(value: Fraction, places: int) -> str:
    """Write a value in full with at least ``places`` decimals; an unending one is cut with ``…``.

    >>> exact_text(Fraction("91.7"), 2), exact_text(Fraction("91.6875"), 2)
    ('91.70', '91.6875')
    >>> exact_text(Fraction(229, 3), 2)
    '76.3333…'
    """
    needed = find_places(value)
    if needed is not None and needed <= LONGEST:
        return format_points(value, max(needed, places))
    shown = places + 2
    units = abs(value.numerator) * 10**shown // value.denominator
    return format_scaled(-units if value < 0 else units, shown) + "…"
