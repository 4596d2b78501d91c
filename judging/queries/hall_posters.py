"""The poster of a hall as a PDF: the way from plain values to bytes, for commands."""

from judging.printing.hall_poster import PosterFacts
from judging.typesetting.fonts import open_fonts

__all__ = ["PosterFacts", "print_hall_poster"]


def print_hall_poster(facts: PosterFacts) -> bytes:
    """Return the poster as a PDF file; the same facts give the same bytes.

    Raises:
        judging.typesetting.errors.TypefaceUnavailable: a vendored font file is absent or damaged.
    """
    from judging.printing.hall_poster import render_hall_poster

    return render_hall_poster(facts, open_fonts())
