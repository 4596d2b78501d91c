"""What goes into and comes out of the commands on paper sheets, with its bounds."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from judging.errors import InvalidInput, Problem
from judging.scoring.faults import ScoringError
from judging.scoring.paper import COMMENTS, PAPER_STATES, read_kept
from judging.scoring.paper import PaperReading as Reading
from judging.scoring.rubric import Rubric
from judging.services.sheet_values import (
    MAX_COMMENT,
    MAX_KEY,
    MAX_MARK_TEXT,
    MAX_MARKS,
    is_storable,
    text_problems,
)

MAX_NOTE = 300
MAX_ROWS = 500
#: What keyboards for Chinese give for a point, a minus and a mark of exclamation.
_WIDE = str.maketrans({"。": ".", "，": ".", ",": ".", "−": "-", "–": "-", "—": "-"})


@dataclass(frozen=True)
class TypedSheet:
    """One paper sheet as it was typed, whole or not.

    Args:
        appearance_id: the turn that it marks.
        seat_id: whose sheet it is.
        marks: criterion key → text.
        total: the judge's own sum as written, before any weights; ``-`` where there is none.
        state: ``given``, ``recused`` or ``absent`` (there is no sheet).
        note: why the judge stepped aside, or why there is no sheet; up to 300 characters.
        comment_contestant: what the judge wrote to the contestant; up to 2000 characters.
        comment_panel: what the judge wrote to the panel; up to 2000 characters.
    """

    appearance_id: int
    seat_id: int
    marks: Mapping[str, str] = field(default_factory=dict)
    total: str = ""
    state: str = "given"
    note: str = ""
    comment_contestant: str = ""
    comment_panel: str = ""

    @property
    def comments(self) -> dict[str, str]:
        """The comments that are not empty, by their place."""
        texts = {place: getattr(self, place) for place in COMMENTS}
        return {place: text for place, text in texts.items() if text}

    @property
    def has_no_marks(self) -> bool:
        """Whether neither a mark nor a total was typed."""
        return not any((*self.marks.values(), self.total))

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed at all."""
        return self.state == "given" and self.has_no_marks and not (self.note or self.comments)

    def as_data(self) -> dict[str, Any]:
        """Return what is kept of it; empty marks and comments are left out."""
        marks = {key: text for key, text in self.marks.items() if text}
        figures = {"marks": marks, "sum": self.total, "state": self.state, "note": self.note}
        return figures | self.comments


@dataclass(frozen=True)
class HandedIn:
    """What became of a sheet that was handed in.

    Args:
        outcome: ``waiting`` for a second person; ``differs`` from what somebody else read;
            ``agreed``, and it counts; ``beside`` (agreed, and kept beside a sheet that came
            otherwise); ``same`` (agreed, and the sheet that stands already says the same).
        differing: where it differs, never what the other reading says.
        revision: number of the sheet's revision; 0 where it became none.
    """

    outcome: str
    differing: tuple[str, ...] = ()
    revision: int = 0


def plain_text(text: str) -> str:
    """Return what was typed into a cell without blanks, full-width figures as plain ones.

    >>> plain_text(" ３５。５ "), plain_text("88,5！"), plain_text("–")
    ('35.5', '88.5!', '-')
    """
    return unicodedata.normalize("NFKC", text.translate(_WIDE)).strip()


def check_typed(typed: TypedSheet) -> None:
    """Refuse what is outside its bounds, before anything of it is kept.

    Raises:
        InvalidInput: with every problem at once.
    """
    problems = [
        *text_problems("sum", typed.total, MAX_MARK_TEXT),
        *text_problems("note", typed.note, MAX_NOTE),
        *text_problems("comment_contestant", typed.comment_contestant, MAX_COMMENT),
        *text_problems("comment_panel", typed.comment_panel, MAX_COMMENT),
    ]
    if len(typed.marks) > MAX_MARKS:
        problems.append(Problem("too_many_marks", "marks", {"most": MAX_MARKS}))
    for key, text in list(typed.marks.items())[:MAX_MARKS]:
        if len(key) > MAX_KEY or not is_storable(key):
            problems.append(Problem("text_not_usable", "marks"))
        else:
            problems += text_problems(f"marks.{key}", text, MAX_MARK_TEXT)
    if typed.state not in PAPER_STATES:
        problems.append(Problem("unknown_choice", "state"))
    if problems:
        raise InvalidInput(problems)


def read_typed(rubric: Rubric, typed: TypedSheet) -> Reading:
    """Return the reading of a sheet that is complete.

    Raises:
        InvalidInput: with every fault at its cell: ``marks.<key>``, ``sum``, ``note``, ``state``.
    """
    check_typed(typed)
    try:
        return read_kept(rubric, typed.as_data())
    except ScoringError as error:
        raise InvalidInput(Problem(f.code, f.place, f.params) for f in error.faults) from None
