"""The rule sheet as a PDF: the way from plain values to bytes, for pages and commands."""

from judging.printing.rule_facts import (
    CriterionFacts,
    ExampleFacts,
    ExampleSeat,
    RulePaper,
    SectionFacts,
)
from judging.typesetting.fonts import open_fonts

__all__ = [
    "CriterionFacts",
    "ExampleFacts",
    "ExampleSeat",
    "RulePaper",
    "SectionFacts",
    "print_rule_sheet",
]


def print_rule_sheet(paper: RulePaper) -> bytes:
    """Return a rule sheet as a PDF file; the same facts give the same bytes.

    Raises:
        judging.typesetting.errors.TypefaceUnavailable: a vendored font file is absent or damaged.
    """
    from judging.printing.rule_sheet import render_rule_sheet

    return render_rule_sheet(paper, open_fonts())
