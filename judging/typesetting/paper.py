"""The PDF page that papers are drawn on: reportlab's canvas, kept deterministic and small.

What reportlab does otherwise and a paper must not: name an unembedded Helvetica, take dates
from the clock or from SOURCE_DATE_EPOCH, give two documents with one title the same identifier,
encode streams in base 85, and write an empty page transition (which PDF/A forbids).
"""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from judging.typesetting.embedding import registered_name

if TYPE_CHECKING:
    from datetime import date

    from judging.typesetting.lines import SetLine

PRODUCER = "Rostrum"
LANGUAGE = "zh-Hans"
Colour = tuple[float, float, float]


class Paper(Canvas):
    """Pages of `size_pt`; `face` is any registered embedded face, to start with."""

    def __init__(self, size_pt: tuple[float, float], face: str) -> None:
        self._file = io.BytesIO()
        super().__init__(
            self._file,
            pagesize=size_pt,
            invariant=1,
            pageCompression=0,
            pdfVersion=(1, 7),
            initialFontName=registered_name(face),
            lang=LANGUAGE,
        )
        self.setCreator(PRODUCER)
        self.setProducer(PRODUCER)
        self.setViewerPreference("DisplayDocTitle", "true")

    def identify(self, day: date, canonical: bytes) -> None:
        """Set the file's dates and its identifier from what it says alone.

        Parameters: `day`, the date that the file carries; `canonical`, the one byte form of all
        that is printed.
        """
        stamp = TimeStamp(invariant=1)
        stamp.YMDhms = (day.year, day.month, day.day, 0, 0, 0)
        self._doc._timeStamp = stamp  # noqa: SLF001 - reportlab offers no other way
        self._doc.signature = hashlib.md5(canonical, usedforsecurity=False)

    def write(
        self,
        line: SetLine,
        origin_pt: tuple[float, float],
        size_pt: float,
        colour: Colour,
        tracking_pt: float = 0.0,
    ) -> None:
        """Write one line of text from the start of its baseline, each piece at its exact place."""
        text = self.beginText()
        text.setFillColorRGB(*colour)
        if tracking_pt:
            text.setCharSpace(tracking_pt)
        for piece in line.pieces:
            text.setTextOrigin(origin_pt[0] + piece.offset_em * size_pt, origin_pt[1])
            text.setFont(registered_name(piece.face), size_pt)
            text.textOut(piece.text)
        if tracking_pt:
            text.setCharSpace(0)
        self.drawText(text)

    def end_page(self) -> None:
        """Close a page: compressed, and without the empty transition."""
        self.showPage()
        page = self._doc.idToObject[f"Page{self.getPageNumber() - 1}"]
        page.Contents = pdfdoc.PDFStream(
            content=page.stream.encode("ascii"), filters=[pdfdoc.PDFZCompress]
        )
        page.Trans = None

    def finished(self) -> bytes:
        """Return the file. The last page was ended before."""
        self.save()
        return self._file.getvalue()
