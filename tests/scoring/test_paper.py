"""Paper sheets: read whole or refused, sums compared exactly, differences named and not told."""

import pytest

from judging.scoring.faults import Fault, ScoringError
from judging.scoring.paper import (
    PAPER_STATES,
    PaperReading,
    find_differences,
    find_paper,
    read_kept,
    read_paper,
)
from judging.scoring.rules import parse_rules

_ROWS = [
    {"key": "content", "name": {"zh": "内容"}, "max": "40", "step": "0.5", "weight": "2"},
    {"key": "delivery", "name": {"zh": "表达"}, "max": "10", "step": "0.5", "weight": "1"},
]
RUBRIC = parse_rules({"name": {"zh": "例"}, "rubric": {"criteria": _ROWS}}).rubric
MARKS = {"content": "24.5", "delivery": "9"}


def _refused(marks, total):
    with pytest.raises(ScoringError) as refused:
        read_paper(RUBRIC, "given", marks, total)
    return list(refused.value.faults)


@pytest.mark.parametrize(
    ("total", "written", "has_slip"),
    [
        ("33.5", 33500, False),
        (" 33.50 ", 33500, False),
        ("33.5!", 33500, False),
        ("34.5!", 34500, True),
        ("34.5 !", 34500, True),
        ("0!", 0, True),
        ("-", None, False),
        ("-!", None, False),
    ],
)
def test_the_written_sum_is_that_of_the_marks_before_weights(total, written, has_slip):
    reading = read_paper(RUBRIC, "given", MARKS, total)
    assert reading == PaperReading("given", (24500, 9000), written)
    assert reading.has_slip is has_slip


def test_a_paper_has_marks_or_says_why_none_and_holds_no_sum_unless_one_is_written():
    assert PAPER_STATES == ("given", "recused", "absent")
    blank = PaperReading("absent")
    assert (blank.marks, blank.written_sum, blank.comments) == ((), None, ("", ""))
    assert read_paper(RUBRIC, "given", MARKS, "-").comments == ("", "")


def test_a_sum_that_differs_is_refused_unless_the_paper_really_says_so():
    params = {"sum": "33.5", "written": "34.5"}
    assert _refused(MARKS, "34.5") == [Fault("sum_differs", "sum", params)]
    params = {"sum": "33.5", "written": "0"}
    assert _refused(MARKS, "0") == [Fault("sum_differs", "sum", params)]


def test_every_fault_of_marks_and_sum_is_told_at_once():
    faults = _refused({"content": "24.3"}, "")
    assert [(f.code, f.place) for f in faults] == [
        ("mark_off_step", "marks.content"),
        ("mark_missing", "marks.delivery"),
        ("sum_missing", "sum"),
    ]
    only = _refused(MARKS | {"content": "24.3"}, "33.3")
    assert [(f.code, f.place) for f in only] == [("mark_off_step", "marks.content")]
    assert [(f.code, f.place) for f in _refused(MARKS, "3x")] == [("not_a_decimal", "sum")]
    assert [(f.code, f.place) for f in _refused(MARKS, "1.0001")] == [("too_many_places", "sum")]
    assert [(f.code, f.place) for f in _refused(MARKS, "!")] == [("sum_missing", "sum")]


@pytest.mark.parametrize("state", ["recused", "absent"])
def test_where_no_marks_stand_nothing_is_read(state):
    assert read_paper(RUBRIC, state, {}, "", "师生") == PaperReading(state)
    with pytest.raises(ScoringError) as refused:
        read_paper(RUBRIC, state, MARKS, "")
    assert [(f.code, f.place) for f in refused.value.faults] == [
        ("note_missing", "note"),
        ("marks_without_sheet", "state"),
    ]
    with pytest.raises(ScoringError) as refused:
        read_paper(RUBRIC, state, {}, "33", "师生")
    assert list(refused.value.faults) == [Fault("marks_without_sheet", "state")]


def test_what_was_kept_is_read_where_it_is_whole():
    kept = {"state": "given", "marks": MARKS, "sum": "33.5", "note": ""}
    assert find_paper(RUBRIC, kept) == PaperReading("given", (24500, 9000), 33500)
    assert find_paper(RUBRIC, kept | {"sum": ""}) is None


def test_comments_are_read_with_the_marks_and_nowhere_else():
    kept = {"state": "given", "marks": MARKS, "sum": "-", "note": ""}
    both = kept | {"comment_contestant": "结构清楚", "comment_panel": "超时？"}
    marks = (24500, 9000)
    assert read_kept(RUBRIC, both) == PaperReading("given", marks, None, ("结构清楚", "超时？"))
    one = read_kept(RUBRIC, kept | {"comment_panel": "超时？"})
    assert one == PaperReading("given", marks, None, ("", "超时？"))
    without = {"state": "absent", "marks": {}, "sum": "", "note": "没有纸", "comment_panel": "好"}
    with pytest.raises(ScoringError) as refused:
        read_kept(RUBRIC, without)
    assert list(refused.value.faults) == [Fault("marks_without_sheet", "state")]


@pytest.mark.parametrize(
    ("other", "differing"),
    [
        (PaperReading("given", (24500, 9000), 33500), ()),
        (PaperReading("given", (24500, 8000), 33500), ("marks.delivery",)),
        (PaperReading("given", (24000, 8000), None), ("marks.content", "marks.delivery", "sum")),
        (PaperReading("given", (24500, 9000), 34500), ("sum",)),
        (PaperReading("absent"), ("state",)),
        (PaperReading("given", (24500, 9000), 33500, ("好", "")), ("comment_contestant",)),
        (
            PaperReading("given", (24500, 9000), None, ("好", "短")),
            ("sum", "comment_contestant", "comment_panel"),
        ),
    ],
)
def test_two_readings_differ_in_named_places(other, differing):
    first = PaperReading("given", (24500, 9000), 33500)
    assert find_differences(RUBRIC, first, other) == differing
    assert find_differences(RUBRIC, other, first) == differing


def test_a_slip_is_told_with_both_sums_and_the_side():
    told = PaperReading("given", (24500, 9000), 32000).slip_data("3")
    above = PaperReading("given", (24500, 9000), 34000).slip_data("3")
    none = PaperReading("given", (24500,), None).slip_data("1")
    assert told == {
        "kind": "sum",
        "seat": "3",
        "value": "32",
        "centre": "33.5",
        "distance": "1.5",
        "side": "below",
        "figure": "",
        "threshold": "",
        "criterion": "",
    }
    assert (above["side"], above["distance"], none["value"]) == ("above", "0.5", "0")
