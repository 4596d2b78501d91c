"""The page of a certificate: what is drawn on a paper beside lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfdoc

from judging.certificates.wording import text_values
from judging.typesetting.paper import Paper

if TYPE_CHECKING:
    from judging.certificates.facts import CertificateFacts
    from judging.certificates.fitting import PlacedLine
    from judging.certificates.ink import Colour, Ink
    from judging.certificates.layout import Rule

RULE_WIDTH_PT = 0.5
Box = tuple[float, float, float, float]


class CertificateCanvas(Paper):
    """One page of `size_pt`; `face` is any registered embedded face, to start with."""

    def describe(self, facts: CertificateFacts) -> None:
        """Set title, author, subject, keywords, dates and identifier from the facts alone."""
        competition = text_values(facts)["competition_full_zh"]
        self.setTitle(f"{facts.recipient_name} {competition} {facts.number}")
        self.setAuthor(facts.host_zh)
        self.setSubject(f"{competition} {facts.award_zh}".strip())
        self.setKeywords(f"{facts.number}, {facts.serial}, sha256:{facts.digest}")
        self.identify(facts.issued_on, facts.canonical())

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
        origin_pt = (placed.x_pt, placed.y_pt)
        self.write(placed.line, origin_pt, placed.size_pt, colour, placed.tracking_pt)

    def draw_rule(self, rule: Rule, colour: Colour) -> None:
        """Draw a signature line."""
        self.setStrokeColorRGB(*colour)
        self.setLineWidth(RULE_WIDTH_PT)
        self.line(rule.x_pt, rule.y_pt, rule.x_pt + rule.width_pt, rule.y_pt)


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
