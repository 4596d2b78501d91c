"""Vector drawing as PDF operators: what ornaments, seals and codes are written with.

Operators are composed here instead of through a reportlab canvas, because an ornament is drawn
once a process and then only copied, already compressed, into each certificate.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Point = tuple[float, float]
Colour = tuple[float, float, float]
CIRCLE_KAPPA = 0.5522847498
"""Control distance of a quarter circle drawn as one cubic curve."""


def number(value: float) -> str:
    """Write a coordinate with two decimals at most: a hundredth of a point is 3.5 µm."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


class Ink:
    """A growing list of PDF operators, in points."""

    def __init__(self) -> None:
        self._operators: list[str] = []

    def content(self) -> bytes:
        """Return the operators as the bytes of a content stream."""
        return "\n".join(self._operators).encode("ascii")

    def write(self, operator: str, *operands: float) -> None:
        """Append one operator after its operands."""
        self._operators.append(" ".join([*(number(each) for each in operands), operator]))

    def append(self, operators: str) -> None:
        """Append operators that are already written."""
        self._operators.append(operators)

    def fill_colour(self, colour: Colour) -> None:
        """Choose the colour of what is filled from now on."""
        self._operators.append("{:.3f} {:.3f} {:.3f} rg".format(*colour))

    def stroke_colour(self, colour: Colour, width_pt: float) -> None:
        """Choose the colour and width of what is stroked from now on."""
        self._operators.append("{:.3f} {:.3f} {:.3f} RG".format(*colour))
        self.write("w", width_pt)

    def rectangle(self, x_pt: float, y_pt: float, width_pt: float, height_pt: float) -> None:
        """Add a rectangle to the path."""
        self.write("re", x_pt, y_pt, width_pt, height_pt)

    def polygon(self, points: Sequence[Point]) -> None:
        """Add a closed polygon to the path."""
        self.write("m", *points[0])
        for point in points[1:]:
            self.write("l", *point)
        self.write("h")

    def circle(self, x_pt: float, y_pt: float, radius_pt: float) -> None:
        """Add a circle to the path, as four curves."""
        k = CIRCLE_KAPPA * radius_pt
        r = radius_pt
        self.write("m", x_pt + r, y_pt)
        self.write("c", x_pt + r, y_pt + k, x_pt + k, y_pt + r, x_pt, y_pt + r)
        self.write("c", x_pt - k, y_pt + r, x_pt - r, y_pt + k, x_pt - r, y_pt)
        self.write("c", x_pt - r, y_pt - k, x_pt - k, y_pt - r, x_pt, y_pt - r)
        self.write("c", x_pt + k, y_pt - r, x_pt + r, y_pt - k, x_pt + r, y_pt)
        self.write("h")

    def smooth_curve(
        self, point_at: Callable[[float], Point], start: float, end: float, segments: int
    ) -> None:
        """Add the curve `point_at(t)` for t from `start` to `end`, as cubic segments.

        Each segment takes the curve's own slope at both ends (Hermite form), so a sine needs only
        eight segments a period.
        """
        step = (end - start) / segments
        nudge = step * 1e-3

        def slope(t: float) -> Point:
            (x0, y0), (x1, y1) = point_at(t - nudge), point_at(t + nudge)
            return (x1 - x0) / (2 * nudge) * step / 3, (y1 - y0) / (2 * nudge) * step / 3

        here, lean = point_at(start), slope(start)
        self.write("m", *here)
        for index in range(1, segments + 1):
            t = start + index * step
            there, next_lean = point_at(t), slope(t)
            self.write(
                "c",
                here[0] + lean[0], here[1] + lean[1],
                there[0] - next_lean[0], there[1] - next_lean[1],
                *there,
            )  # fmt: skip
            here, lean = there, next_lean

    def placed(self, content: str, x_pt: float, y_pt: float, turn_degrees: float = 0.0) -> None:
        """Draw `content` with its origin at a point, turned anticlockwise."""
        cos, sin = (f(math.radians(turn_degrees)) for f in (math.cos, math.sin))
        matrix = " ".join(f"{value:.4f}" for value in (cos, sin, -sin, cos))
        self.append(f"q {matrix} {number(x_pt)} {number(y_pt)} cm\n{content}\nQ")
