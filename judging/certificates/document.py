"""The PDF page that certificates are drawn on: reportlab's canvas, kept deterministic and small.

What reportlab does otherwise and a certificate must not: name an unembedded Helvetica, take dates
from the clock or from SOURCE_DATE_EPOCH, give two documents with one title the same identifier,
encode streams in base 85, and write an empty page transition (which PDF/A forbids).
"""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any

from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from judging.certificates.embedding import registered_name
from judging.certificates.wording import text_values

if TYPE_CHECKING:
    from judging.certificates.facts import CertificateFacts
    from judging.certificates.fitting import PlacedLine
    from judging.certificates.ink import Colour, Ink
    from judging.certificates.layout import Rule

PRODUCER = "Rostrum"
LANGUAGE = "zh-Hans"
RULE_WIDTH_PT = 0.5
Box = tuple[float, float, float, float]


class CertificateCanvas(Canvas):
    """One page of `size_pt`; `face` is any registered embedded face, to start with."""

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

    def describe(self, facts: CertificateFacts) -> None:
        """Set title, author, subject, keywords, dates and identifier from the facts alone."""
        competition = text_values(facts)["competition_full_zh"]
        self.setTitle(f"{facts.recipient_name} {competition} {facts.number}")
        self.setAuthor(facts.host_zh)
        self.setSubject(f"{competition} {facts.award_zh}".strip())
        self.setKeywords(f"{facts.number}, {facts.serial}, sha256:{facts.digest}")
        self.setCreator(PRODUCER)
        self.setProducer(PRODUCER)
        self.setViewerPreference("DisplayDocTitle", "true")
        day = facts.issued_on
        stamp = TimeStamp(invariant=1)
        stamp.YMDhms = (day.year, day.month, day.day, 0, 0, 0)
        self._doc._timeStamp = stamp  # noqa: SLF001 - reportlab offers no other way
        self._doc.signature = hashlib.md5(facts.canonical(), usedforsecurity=False)

    def draw_packed(
        self, name: str, packed: bytes, box: Box, origin_pt: tuple[float, float]
    ) -> None:
        """Place an already compressed drawing with its own origin at `origin_pt`."""
        self._doc.addForm(name, _PackedForm(packed, box))
        self.saveState()
        self.translate(*origin_pt)
        self.doForm(name)
        self.restoreState()

    def draw_ink(self, ink: Ink, origin_pt: tuple[float, float]) -> None:
        """Draw vector operators with their origin at `origin_pt`."""
        self.saveState()
        self.translate(*origin_pt)
        self._code.append(ink.content().decode("ascii"))
        self.restoreState()

    def draw_line(self, placed: PlacedLine, colour: Colour) -> None:
        """Write one line of text, piece by piece at its exact place."""
        text = self.beginText()
        text.setFillColorRGB(*colour)
        if placed.tracking_pt:
            text.setCharSpace(placed.tracking_pt)
        for piece in placed.line.pieces:
            text.setTextOrigin(placed.x_pt + piece.offset_em * placed.size_pt, placed.y_pt)
            text.setFont(registered_name(piece.face), placed.size_pt)
            text.textOut(piece.text)
        if placed.tracking_pt:
            text.setCharSpace(0)
        self.drawText(text)

    def draw_rule(self, rule: Rule, colour: Colour) -> None:
        """Draw a signature line."""
        self.setStrokeColorRGB(*colour)
        self.setLineWidth(RULE_WIDTH_PT)
        self.line(rule.x_pt, rule.y_pt, rule.x_pt + rule.width_pt, rule.y_pt)

    def finished(self) -> bytes:
        """Close the page and return the file."""
        self.showPage()
        page = self._doc.idToObject["Page1"]
        page.Contents = pdfdoc.PDFStream(
            content=page.stream.encode("ascii"), filters=[pdfdoc.PDFZCompress]
        )
        page.Trans = None
        self.save()
        return self._file.getvalue()


class _PackedForm(pdfdoc.PDFObject):
    """A form XObject whose stream is already compressed."""

    __RefOnly__ = 1

    def __init__(self, packed: bytes, box: Box) -> None:
        self.packed = packed
        self.box = box

    def format(self, document: Any) -> bytes:
        """Write the object as reportlab asks for it."""
        entries = {
            "Type": pdfdoc.PDFName("XObject"),
            "Subtype": pdfdoc.PDFName("Form"),
            "BBox": pdfdoc.PDFArray([round(edge, 2) for edge in self.box]),
            "Resources": pdfdoc.PDFDictionary({}),
            "Filter": pdfdoc.PDFName("FlateDecode"),
        }
        stream = pdfdoc.PDFStream(pdfdoc.PDFDictionary(entries), self.packed)
        formatted: bytes = stream.format(document)
        return formatted
