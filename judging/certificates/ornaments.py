"""The ornaments that a design may name: one drawing function each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from judging.certificates.classic import draw_classic
from judging.certificates.modern import draw_modern

if TYPE_CHECKING:
    from collections.abc import Callable

    from judging.certificates.design import Design

ORNAMENTS: dict[str, Callable[[Design], bytes]] = {
    "classic": draw_classic,
    "modern": draw_modern,
}
"""Name in a preset → function that writes the page's background, without words."""
