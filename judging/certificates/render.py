"""From facts to PDF bytes: one page, embedded subsets, the same bytes for the same facts."""

from __future__ import annotations

import io
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from judging.certificates.design import PT_PER_MM
from judging.certificates.errors import Problem, problem_of
from judging.certificates.ink import Ink
from judging.certificates.layout import attempted_layout, laid_out
from judging.certificates.ornaments import ORNAMENTS
from judging.certificates.qr import qr_content
from judging.certificates.seal import seal_content
from judging.certificates.wording import text_values

if TYPE_CHECKING:
    from datetime import date

    from judging.certificates.design import Design
    from judging.certificates.facts import CertificateFacts
    from judging.certificates.fonts import Fonts
    from judging.certificates.layout import Layout, PlacedLine

PRODUCER = "Rostrum"
COMPRESSION_LEVEL = 9


def check_certificate(
    facts: CertificateFacts, fonts: Fonts, design: Design
) -> tuple[Problem, ...]:
    """List everything that stops a certificate from being issued, without drawing it.

    Returns problems in the order of the page, empty when `render_certificate` will succeed.
    """
    return tuple(problem_of(each) for each in attempted_layout(facts, fonts, design)[1])


def render_certificate(facts: CertificateFacts, fonts: Fonts, design: Design) -> bytes:
    """Draw one certificate as a PDF file of one page.

    Deterministic: the same facts, design and fonts give the same bytes in any process. Raises
    GlyphMissing or TextTooLong for the first problem that `check_certificate` would list.
    """
    layout = laid_out(facts, fonts, design)
    with fonts.lock:
        return _document(facts, layout, fonts, design)


def _document(facts: CertificateFacts, layout: Layout, fonts: Fonts, design: Design) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(
        file,
        pagesize=(design.width_mm * PT_PER_MM, design.height_mm * PT_PER_MM),
        invariant=1,
        pageCompression=0,
        pdfVersion=(1, 7),
        initialFontName=layout.lines[0].line.pieces[0].face,
        lang="zh-CN",
    )
    _describe(canvas, facts)
    page = (0.0, 0.0, design.width_mm * PT_PER_MM, design.height_mm * PT_PER_MM)
    _draw_form(canvas, "ornament", _packed_ornament(design), page, (0.0, 0.0))
    if facts.seal_text:
        _draw_seal(canvas, facts.seal_text, fonts, design)
    _draw_words(canvas, layout, design)
    _draw_qr(canvas, facts.verify_url, design)
    canvas.showPage()
    _compress_page(canvas)
    canvas.save()
    return file.getvalue()


def _describe(canvas: Any, facts: CertificateFacts) -> None:
    """Set title, author and dates from the facts, never from the clock or the environment."""
    values = text_values(facts)
    canvas.setTitle(f"{facts.number} {facts.recipient_name} {values['competition_full_zh']}")
    canvas.setAuthor(facts.host_zh)
    award = facts.award_zh or facts.kind.value
    canvas.setSubject(f"{values['competition_full_zh']} {award}".strip())
    canvas.setKeywords(f"{facts.number}, {facts.serial}, sha256:{facts.digest}")
    canvas.setCreator(PRODUCER)
    canvas.setProducer(PRODUCER)
    document = canvas._doc
    document._timeStamp = _stamp_of(facts.issued_on)
    document.updateSignature(facts.canonical())
    canvas.setViewerPreference("DisplayDocTitle", "true")


def _stamp_of(day: date) -> Any:
    stamp = TimeStamp(invariant=1)
    stamp.YMDhms = (day.year, day.month, day.day, 0, 0, 0)
    return stamp


@lru_cache(maxsize=16)
def _packed_ornament(design: Design) -> bytes:
    """Return the design's ornament, drawn and compressed once a process."""
    return zlib.compress(ORNAMENTS[design.ornament](design), COMPRESSION_LEVEL)


@lru_cache(maxsize=64)
def _packed_seal(text: str, fonts: Fonts, design: Design) -> bytes:
    """Return a seal, drawn and compressed once a process for each text."""
    content = seal_content(
        text,
        design.seal_caption,
        design.seal.size_mm * PT_PER_MM / 2,
        fonts,
        red=design.colour("seal"),
        paper=design.colour("paper"),
    )
    return zlib.compress(content, COMPRESSION_LEVEL)


class _ReadyForm(pdfdoc.PDFObject):  # type: ignore[misc]  # reportlab is untyped
    """A form XObject whose stream is already compressed."""

    __RefOnly__ = 1

    def __init__(self, packed: bytes, box: tuple[float, float, float, float]) -> None:
        self.packed = packed
        self.box = box

    def format(self, document: Any) -> bytes:
        stream = pdfdoc.PDFStream(
            pdfdoc.PDFDictionary(
                {
                    "Type": pdfdoc.PDFName("XObject"),
                    "Subtype": pdfdoc.PDFName("Form"),
                    "BBox": pdfdoc.PDFArray(list(self.box)),
                    "Resources": pdfdoc.PDFDictionary({}),
                    "Filter": pdfdoc.PDFName("FlateDecode"),
                }
            ),
            self.packed,
        )
        formatted: bytes = stream.format(document)
        return formatted


def _draw_form(
    canvas: Any,
    name: str,
    packed: bytes,
    box: tuple[float, float, float, float],
    origin: tuple[float, float],
) -> None:
    canvas._doc.addForm(name, _ReadyForm(packed, box))
    canvas.saveState()
    canvas.translate(*origin)
    canvas.doForm(name)
    canvas.restoreState()


def _draw_seal(canvas: Any, text: str, fonts: Fonts, design: Design) -> None:
    """Set the seal under the words, as a stamp's ink lies under what is signed over it."""
    seal = design.seal
    reach_pt = seal.size_mm * PT_PER_MM / 2 + 1
    packed = _packed_seal(text, fonts, design)
    box = (-reach_pt, -reach_pt, reach_pt, reach_pt)
    _draw_form(canvas, "seal", packed, box, (seal.x_mm * PT_PER_MM, seal.y_mm * PT_PER_MM))


def _draw_words(canvas: Any, layout: Layout, design: Design) -> None:
    for placed in layout.lines:
        _draw_line(canvas, placed, design)
    for rule in layout.rules:
        canvas.setStrokeColorRGB(*design.colour(rule.colour))
        canvas.setLineWidth(0.5)
        canvas.line(rule.x_pt, rule.y_pt, rule.x_pt + rule.width_pt, rule.y_pt)


def _draw_line(canvas: Any, placed: PlacedLine, design: Design) -> None:
    text = canvas.beginText()
    text.setFillColorRGB(*design.colour(placed.colour))
    if placed.tracking_pt:
        text.setCharSpace(placed.tracking_pt)
    for piece in placed.line.pieces:
        text.setTextOrigin(placed.x_pt + piece.offset_em * placed.size_pt, placed.y_pt)
        text.setFont(piece.face, placed.size_pt)
        text.textOut(piece.text)
    if placed.tracking_pt:
        text.setCharSpace(0)
    canvas.drawText(text)


def _draw_qr(canvas: Any, url: str, design: Design) -> None:
    qr = design.qr
    ink = Ink()
    size_pt = qr.size_mm * PT_PER_MM
    ink.fill_colour(design.colour("paper"))
    ink.rectangle(0, 0, size_pt, size_pt)
    ink.write("f")
    ink.fill_colour(design.colour("ink"))
    ink.append(qr_content(url, size_pt).decode("ascii"))
    canvas.saveState()
    canvas.translate(qr.x_mm * PT_PER_MM, qr.y_mm * PT_PER_MM)
    canvas._code.append(ink.content().decode("ascii"))
    canvas.restoreState()


def _compress_page(canvas: Any) -> None:
    """Compress the page's stream once, and drop the empty transition that PDF/A forbids."""
    page = canvas._doc.idToObject["Page1"]
    page.Contents = pdfdoc.PDFStream(
        content=page.stream.encode("ascii"), filters=[pdfdoc.PDFZCompress]
    )
    page.Trans = None
