"""From facts to PDF bytes: one page, embedded subsets, the same bytes for the same facts."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from judging.certificates.document import CertificateCanvas
from judging.certificates.errors import Problem, problem_of
from judging.certificates.ink import Ink
from judging.certificates.layout import attempted_layout, laid_out
from judging.certificates.ornaments import ORNAMENTS
from judging.certificates.seal import seal_content
from judging.typesetting.qr import qr_content
from judging.typesetting.units import PT_PER_MM

if TYPE_CHECKING:
    from judging.certificates.design import Design
    from judging.certificates.facts import CertificateFacts
    from judging.certificates.layout import Layout
    from judging.typesetting.fonts import Fonts

COMPRESSION_LEVEL = 9


def check_certificate(facts: CertificateFacts, fonts: Fonts, design: Design) -> tuple[Problem, ...]:
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
    width_pt, height_pt = design.width_mm * PT_PER_MM, design.height_mm * PT_PER_MM
    canvas = CertificateCanvas((width_pt, height_pt), layout.lines[0].line.pieces[0].face)
    canvas.describe(facts)
    canvas.draw_packed("ornament", _packed_ornament(design), (0, 0, width_pt, height_pt), (0, 0))
    if facts.seal_text:
        _draw_seal(canvas, facts.seal_text, fonts, design)
    for line in layout.lines:
        canvas.draw_line(line, design.colour(line.colour))
    for rule in layout.rules:
        canvas.draw_rule(rule, design.colour(rule.colour))
    _draw_qr(canvas, facts.verify_url, design)
    canvas.end_page()
    return canvas.finished()


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


def _draw_seal(canvas: CertificateCanvas, text: str, fonts: Fonts, design: Design) -> None:
    """Set the seal under the words, as a stamp's ink lies under what is written over it."""
    seal = design.seal
    reach_pt = seal.size_mm * PT_PER_MM / 2 + 1
    origin = (seal.x_mm * PT_PER_MM, seal.y_mm * PT_PER_MM)
    box = (-reach_pt, -reach_pt, reach_pt, reach_pt)
    canvas.draw_packed("seal", _packed_seal(text, fonts, design), box, origin)


def _draw_qr(canvas: CertificateCanvas, url: str, design: Design) -> None:
    """Draw the code on the paper's colour, so that no ornament enters its quiet zone."""
    size_pt = design.qr.size_mm * PT_PER_MM
    ink = Ink()
    ink.fill_colour(design.colour("paper"))
    ink.rectangle(0, 0, size_pt, size_pt)
    ink.write("f")
    ink.fill_colour(design.colour("ink"))
    ink.append(qr_content(url, size_pt))
    canvas.draw_ink(ink, (design.qr.x_mm * PT_PER_MM, design.qr.y_mm * PT_PER_MM))
