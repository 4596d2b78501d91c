"""Score sheets on paper: what one person read off a sheet, and whether two people read the same.

A paper sheet counts only when two people, neither of whom sees what the other typed, read the
same from it: every mark, the total that the judge wrote down, and the comments. Sources:
docs/paper.md and docs/decisions/0015.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from judging.scoring.faults import Fault, ScoringError
from judging.scoring.points import MARK_PLACES, MARK_UNITS, format_plain, parse_scaled
from judging.scoring.rubric import Rubric
from judging.scoring.sheet import check_marks

#: What a paper can say of a judge and a contestant: marks, "I step aside", or there is no paper.
PAPER_STATES = ("given", "recused", "absent")
#: What a judge may write beside the marks: to the contestant, and to the panel.
COMMENTS = ("comment_contestant", "comment_panel")
#: Typed for the total where the judge wrote none.
NO_SUM = "-"
#: Typed behind a total that really stands on the paper, although the marks add up otherwise.
AS_WRITTEN = "!"


@dataclass(frozen=True, slots=True)
class PaperReading:
    """What one person read off a paper sheet.

    ``marks`` are thousandths of a point in criterion order, empty unless ``state`` is ``given``.
    ``written_sum`` is what the judge wrote as the sum of the marks, before any weights, in
    thousandths; None where the judge wrote none. ``comments`` are texts in the order of
    :data:`COMMENTS`, empty where the judge wrote none.
    """

    state: str
    marks: tuple[int, ...] = ()
    written_sum: int | None = None
    comments: tuple[str, ...] = ("", "")

    @property
    def has_slip(self) -> bool:
        """Whether the judge's own sum is another than that of the marks.

        >>> PaperReading("given", (24500, 9000), 33500).has_slip
        False
        >>> PaperReading("given", (24500, 9000), 34500).has_slip
        True
        >>> PaperReading("given", (24500, 9000)).has_slip
        False
        """
        return self.written_sum is not None and self.written_sum != sum(self.marks)

    def slip_data(self, seat: str) -> dict[str, str]:
        """Return the two sums as plain texts, as a flag of the review has them.

        >>> PaperReading("given", (24500, 9000), 34500).slip_data("3")
        ... # doctest: +NORMALIZE_WHITESPACE
        {'kind': 'sum', 'seat': '3', 'value': '34.5', 'centre': '33.5', 'distance': '1',
         'side': 'above', 'figure': '', 'threshold': '', 'criterion': ''}
        """
        written, added = self.written_sum or 0, sum(self.marks)
        return {
            "kind": "sum",
            "seat": seat,
            "value": _plain(written),
            "centre": _plain(added),
            "distance": _plain(abs(written - added)),
            "side": "below" if written < added else "above",
            "figure": "",
            "threshold": "",
            "criterion": "",
        }


def read_paper(
    rubric: Rubric,
    state: str,
    marks: Mapping[str, str],
    total: str,
    note: str = "",
    comments: tuple[str, ...] = ("", ""),
) -> PaperReading:
    """Return a reading that is whole and fits the rubric.

    ``marks`` maps criterion keys to decimal text, ``total`` is the judge's own sum as written:
    decimal text, ``-`` where there is none, with ``!`` behind it where the paper really says so.
    ``note`` says why no marks come; it is no part of what is compared. ``comments`` are in the
    order of :data:`COMMENTS`; where no marks come there are none.

    Raises: ScoringError with every fault at once: those of :func:`check_marks` at
    ``marks.<key>``; at ``sum`` ``sum_missing``, ``sum_differs`` and those of a number; where no
    marks come ``note_missing`` at ``note`` and ``marks_without_sheet`` at ``state``.

    >>> from judging.scoring.bilingual import Bilingual
    >>> from judging.scoring.rubric import Criterion
    >>> content = Criterion("content", Bilingual("内容", "Content"), 0, 40000, 500, Fraction(1))
    >>> rubric = Rubric((content,))
    >>> read_paper(rubric, "given", {"content": "24.5"}, "24.5")
    PaperReading(state='given', marks=(24500,), written_sum=24500, comments=('', ''))
    >>> read_paper(rubric, "given", {"content": "24.5"}, "25!").has_slip
    True
    >>> read_paper(rubric, "absent", {}, "", "no paper came")
    PaperReading(state='absent', marks=(), written_sum=None, comments=('', ''))
    """
    if state != "given":
        return _read_without_marks(state, (*marks.values(), total, *comments), note)
    try:
        checked = check_marks(rubric, marks, "marks")
    except ScoringError as error:
        raise ScoringError([*error.faults, *_sum_faults(total)]) from None
    written = _read_sum(total)
    reading = PaperReading(state, checked, written, comments)
    if reading.has_slip and not total.strip().endswith(AS_WRITTEN):
        params = {"sum": _plain(sum(checked)), "written": _plain(written or 0)}
        raise ScoringError([Fault("sum_differs", "sum", params)])
    return reading


def find_paper(rubric: Rubric, typed: Mapping[str, Any]) -> PaperReading | None:
    """Return the reading of what was kept as it was typed; None where it is not whole.

    ``typed`` is what :func:`read_kept` takes.

    >>> find_paper(Rubric(()), {"state": "given", "marks": {}, "sum": "-", "note": ""})
    PaperReading(state='given', marks=(), written_sum=None, comments=('', ''))
    >>> find_paper(Rubric(()), {"state": "absent", "marks": {}, "sum": "", "note": ""}) is None
    True
    """
    try:
        return read_kept(rubric, typed)
    except ScoringError:
        return None


def read_kept(rubric: Rubric, typed: Mapping[str, Any]) -> PaperReading:
    """Return the reading of what was kept as it was typed.

    ``typed`` has ``state``, ``marks``, ``sum`` and ``note``, and those of :data:`COMMENTS` that
    are not empty, as :func:`read_paper` takes them.

    Raises: ScoringError, as :func:`read_paper` does.

    >>> typed = {"state": "given", "marks": {}, "sum": "-", "note": "", "comment_panel": "good"}
    >>> read_kept(Rubric(()), typed).comments
    ('', 'good')
    """
    state, marks, total, note = (typed[each] for each in ("state", "marks", "sum", "note"))
    comments = tuple(typed.get(each, "") for each in COMMENTS)
    return read_paper(rubric, state, marks, total, note, comments)


def find_differences(rubric: Rubric, first: PaperReading, second: PaperReading) -> tuple[str, ...]:
    """Return where two readings differ: ``state`` alone, else any other place.

    Places are ``marks.<key>``, ``sum`` and those of :data:`COMMENTS`. Nothing is returned of what
    either says, so that who reads again reads the paper.

    >>> find_differences(Rubric(()), PaperReading("given"), PaperReading("absent"))
    ('state',)
    """
    if first.state != second.state:
        return ("state",)
    pairs = zip(rubric.keys, first.marks, second.marks, strict=False)
    places = [f"marks.{key}" for key, one, other in pairs if one != other]
    if first.written_sum != second.written_sum:
        places.append("sum")
    for number, place in enumerate(COMMENTS):
        if first.comments[number] != second.comments[number]:
            places.append(place)
    return tuple(places)


def _read_without_marks(state: str, texts: Iterable[str], note: str) -> PaperReading:
    """Return a reading that says why no marks come, and has none."""
    faults = [] if note else [Fault("note_missing", "note")]
    if any(texts):
        faults.append(Fault("marks_without_sheet", "state"))
    if faults:
        raise ScoringError(faults)
    return PaperReading(state)


def _sum_faults(text: str) -> tuple[Fault, ...]:
    """Return what is wrong with the written sum by itself."""
    try:
        _read_sum(text)
    except ScoringError as error:
        return error.faults
    return ()


def _read_sum(text: str) -> int | None:
    """Return the judge's own sum in thousandths; None where the judge wrote none."""
    plain = text.strip().removesuffix(AS_WRITTEN).strip()
    if not plain:
        raise ScoringError([Fault("sum_missing", "sum")])
    return None if plain == NO_SUM else parse_scaled(plain, MARK_PLACES, "sum")


def _plain(units: int) -> str:
    return format_plain(Fraction(units, MARK_UNITS))
