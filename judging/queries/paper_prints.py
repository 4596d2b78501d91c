"""Blank score sheets as a PDF: the way from plain values to bytes, for pages."""

from judging.printing.sheet_facts import BlankSheet, SheetCriterion, SheetPile
from judging.typesetting.fonts import open_fonts

__all__ = ["BlankSheet", "SheetCriterion", "SheetPile", "print_score_sheets"]


def print_score_sheets(pile: SheetPile) -> bytes:
    """Return a pile of blank score sheets as a PDF file; the same facts give the same bytes.

    Raises:
        judging.typesetting.errors.TypefaceUnavailable: a vendored font file is absent or damaged.
    """
    from judging.printing.score_sheet import render_score_sheets

    return render_score_sheets(pile, open_fonts())
