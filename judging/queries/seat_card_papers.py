"""The seat cards of a heat as a PDF: the way from plain values to bytes, for pages."""

from judging.printing.seat_cards import SeatCardFacts, SeatCardsPaper
from judging.typesetting.fonts import open_fonts

__all__ = ["SeatCardFacts", "SeatCardsPaper", "print_seat_cards"]


def print_seat_cards(paper: SeatCardsPaper) -> bytes:
    """Return seat cards as a PDF file; the same facts give the same bytes.

    Raises:
        judging.typesetting.errors.TypefaceUnavailable: a vendored font file is absent or damaged.
    """
    from judging.printing.seat_cards import render_seat_cards

    return render_seat_cards(paper, open_fonts())
