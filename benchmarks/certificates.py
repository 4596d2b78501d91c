"""Certificates: ours beside what a first attempt with reportlab costs, in one run.

    python benchmarks/certificates.py [--rounds N] [--each N]

Naive is one certificate as a script writes it that is started for each: register the two Chinese
faces and the Latin one, draw the ornament with canvas calls, the QR code a rectangle a module. The
same words stand at the same places in each way, and the ways take turns (A B A B); the median CPU
time of a certificate counts. The table goes to standard output, `measure()` serves `make bench`.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import segno
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from judging.certificates.design import get_design
from judging.certificates.layout import laid_out
from judging.certificates.ornaments import ORNAMENTS
from judging.certificates.render import check_certificate, render_certificate
from judging.typesetting.fonts import open_fonts
from judging.typesetting.typeface_store import MANIFEST, typeface_bytes
from judging.typesetting.units import PT_PER_MM
from tests.certificates.samples import make_facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from judging.certificates.design import Design
    from judging.certificates.facts import CertificateFacts
    from judging.certificates.layout import Layout
    from judging.typesetting.fonts import Fonts

USED_FACES = tuple(name for name in MANIFEST if name != "NotoSansSC-Regular")


def naive_register(folder: Path) -> None:
    """Register every face that a certificate uses from its file."""
    for name in USED_FACES:
        pdfmetrics.registerFont(TTFont(f"naive-{name}", str(folder / f"{name}.ttf")))


def naive_draw(facts: CertificateFacts, layout: Layout, design: Design) -> bytes:
    """Draw the layout with plain canvas calls."""
    file = io.BytesIO()
    canvas: Any = Canvas(file, pagesize=(design.width_mm * PT_PER_MM, design.height_mm * PT_PER_MM))
    canvas.addLiteral(ORNAMENTS[design.ornament](design).decode())
    for placed in layout.lines:
        canvas.setFillColorRGB(*design.colour(placed.colour))
        for piece in placed.line.pieces:
            canvas.setFont(f"naive-{piece.face}", placed.size_pt)
            x_pt = placed.x_pt + piece.offset_em * placed.size_pt
            canvas.drawString(x_pt, placed.y_pt, piece.text, charSpace=placed.tracking_pt)
    module_pt = design.qr.size_mm * PT_PER_MM / 41
    for y, row in enumerate(segno.make(facts.verify_url, error="m").matrix):
        for x, is_dark in enumerate(row):
            if is_dark:
                canvas.rect(100 + x * module_pt, 200 - y * module_pt, module_pt, module_pt, 0, 1)
    canvas.save()
    return file.getvalue()


def cpu_ms(work: Callable[[], object]) -> float:
    """CPU time of one call in milliseconds."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def measure(rounds: int = 5, each: int = 20) -> dict[str, float]:
    """Return median CPU milliseconds a certificate for each way, and sizes in bytes."""
    fonts, design = open_fonts(), get_design("classic")
    numbers = iter(range(1, 1_000_000))
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for face in USED_FACES:
            (folder / f"{face}.ttf").write_bytes(typeface_bytes(face, folder))
        naive_register(folder)
        render_certificate(make_facts(), fonts, design)
        for _ in range(rounds):
            for way, work in _ways(folder, fonts, design).items():
                count = 2 if way == "naive_ms" else each
                for _ in range(count):
                    facts = make_facts(number=f"BYASC-2026-F-{next(numbers):04d}")
                    times.setdefault(way, []).append(cpu_ms(lambda f=facts, w=work: w(f)))
    result = {way: statistics.median(values) for way, values in times.items()}
    facts = make_facts()
    result["ratio_to_naive"] = result["naive_ms"] / result["ours_ms"]
    result["naive_bytes"] = len(naive_draw(facts, laid_out(facts, fonts, design), design))
    result["ours_bytes"] = len(render_certificate(facts, fonts, design))
    return result


def _ways(
    folder: Path, fonts: Fonts, design: Design
) -> dict[str, Callable[[CertificateFacts], object]]:
    def naive(facts: CertificateFacts) -> bytes:
        naive_register(folder)
        return naive_draw(facts, laid_out(facts, fonts, design), design)

    return {
        "naive_ms": naive,
        "registered_once_ms": lambda facts: naive_draw(
            facts, laid_out(facts, fonts, design), design
        ),
        "ours_ms": lambda facts: render_certificate(facts, fonts, design),
        "check_only_ms": lambda facts: check_certificate(facts, fonts, design),
    }


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--each", type=int, default=20)
    options = parser.parse_args()
    for name, value in measure(options.rounds, options.each).items():
        print(f"{name:20} {value:12.2f}")


if __name__ == "__main__":
    main()
