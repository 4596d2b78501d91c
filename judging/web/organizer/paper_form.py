"""The grid's form read back: cells named by order number, seat number and what they hold."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext

from judging.queries.marking_rules import RubricFacts
from judging.queries.paper import PaperLine
from judging.services.paper_values import HandedIn, TypedSheet, plain_text
from judging.web.organizer.paper_words import CELL_WORDS, cell_words

_MOST = 400
#: outcome → how its message looks, in the order in which they are told.
_KINDS = {
    "agreed": "success",
    "same": "info",
    "waiting": "success",
    "differs": "warning",
    "beside": "warning",
}


def cell_name(line: PaperLine, what: str) -> str:
    """Return the name of a cell's field: ``3-1-sum`` is the total of number 3, seat 1."""
    return f"{line.turn.order}-{line.seat.number}-{what}"


def typed_lines(
    lines: Iterable[PaperLine], rubric: RubricFacts
) -> tuple[tuple[PaperLine, TypedSheet], ...]:
    """Return the lines that the form holds, each with what is typed in it."""
    return tuple(
        (line, _typed(line, rubric))
        for line in lines
        if line.is_open and cell_name(line, "state") in request.form
    )


def fault_words(line: PaperLine) -> dict[str, str]:
    """Return what a line's cells say, by place: faults, and where another read otherwise."""
    words = {place: cell_words(fault) for place, fault in line.own.faults.items()}
    again = {place: str(CELL_WORDS["differs"]) for place in line.differing}
    return again | words


def is_whole(line: PaperLine, typed: TypedSheet, rubric: RubricFacts) -> bool:
    """Whether a line is typed in full and is not waiting already as it stands."""
    if line.state in ("waits", "differs") and typed.as_data() == _waiting(line):
        return False
    if typed.state != "given":
        return True
    return bool(typed.total) and all(typed.marks.get(each.key) for each in rubric.criteria)


def has_weights(rubric: RubricFacts) -> bool:
    """Whether the sum of the marks is another thing than the judge total."""
    return rubric.combine == "mean" or any(each.weight_text != "1" for each in rubric.criteria)


def tell(outcomes: Iterable[HandedIn], refused: int, barred: Sequence[str]) -> None:
    """Say what became of the sheets that were handed in; what asks for something comes last.

    Args:
        outcomes: one a sheet.
        refused: how many stay drafts because of a fault.
        barred: why others could not be handed in at all, as sentences.
    """
    counted = Counter(each.outcome for each in outcomes)
    for outcome, kind in _KINDS.items():
        if counted[outcome]:
            flash(_outcome_words(outcome, counted[outcome]), kind)
    if refused:
        words = ngettext(
            "%(num)s sheet has a fault; see its cells.",
            "%(num)s sheets have faults; see their cells.",
            refused,
        )
        flash(words, "error")
    for words in barred:
        flash(words, "error")
    if not (counted or refused or barred):
        flash(_("No further sheet is complete. What is typed is kept."), "info")


def _outcome_words(outcome: str, count: int) -> str:
    if outcome == "waiting":
        return ngettext(
            "%(num)s sheet is typed and waits for a second person.",
            "%(num)s sheets are typed and wait for a second person.",
            count,
        )
    if outcome == "agreed":
        return ngettext(
            "%(num)s sheet was read the same by two people and counts.",
            "%(num)s sheets were read the same by two people and count.",
            count,
        )
    if outcome == "same":
        return ngettext(
            "%(num)s sheet says what had come in already.",
            "%(num)s sheets say what had come in already.",
            count,
        )
    if outcome == "beside":
        return ngettext(
            "%(num)s sheet says something else than what had come in. Both are kept; the chief "
            "judge chooses.",
            "%(num)s sheets say something else than what had come in. Both are kept; the chief "
            "judge chooses.",
            count,
        )
    return ngettext(
        "%(num)s sheet differs from what another person typed. Look at the paper again.",
        "%(num)s sheets differ from what another person typed. Look at the paper again.",
        count,
    )


def _typed(line: PaperLine, rubric: RubricFacts) -> TypedSheet:
    def cell(what: str) -> str:
        return plain_text(request.form.get(cell_name(line, what), "")[:_MOST])

    marks = {each.key: cell(f"mark-{each.key}") for each in rubric.criteria}
    typed = TypedSheet(
        appearance_id=line.turn.appearance_id,
        seat_id=line.seat.seat_id,
        marks={key: text for key, text in marks.items() if text},
        total=cell("sum"),
        state=request.form.get(cell_name(line, "state"), "")[:20],
        note=" ".join(request.form.get(cell_name(line, "note"), "")[:_MOST].split()),
    )
    return replace(
        typed,
        comment_contestant=_comment(line, "comment_contestant", typed),
        comment_panel=_comment(line, "comment_panel", typed),
    )


def _comment(line: PaperLine, place: str, typed: TypedSheet) -> str:
    """Return a comment of a line; another's that is shown there counts only beside marks."""
    text = request.form.get(cell_name(line, place), "").replace("\r\n", "\n").strip()
    shown = line.comments[place]
    is_offered = bool(shown.by) and text == shown.text
    return "" if is_offered and typed.has_no_marks else text


def _waiting(line: PaperLine) -> dict[str, object]:
    own = line.own
    figures = {"marks": dict(own.marks), "sum": own.total, "state": own.state, "note": own.note}
    return {**figures, **own.comments}
