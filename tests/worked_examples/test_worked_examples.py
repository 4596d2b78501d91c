"""Every case of the *.toml files here: rules and marks in, what a person worked out by hand.

A case says its rules (a rubric of one criterion ``talk``, 0 to 100 in steps of 0.01, unless it
brings its own, or names a shipped ``preset``), the marks of each appearance by seat, and what must
come out. In ``marks`` a word is one seat: ``92.5``, or ``8/9.5`` for two criteria, with ``-`` for
an absent mark; ``absent``, ``recused``, ``void`` and ``not_yet`` are states; ``@group`` names the
seat's judge group. An appearance may say how long it took in ``spoken``, ``6:12`` or ``6:12.5``:
then the time rule speaks.

For a whole round: ``vacant`` counts by prize, ``open`` says "prize group count cause" of each prize
that nobody holds, ``ties`` "kind group prize keys" of each tie across a border, and ``honours``
"prize group name unit points entries" of each unit and adviser.
"""

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from judging.presets import get_rule_preset
from judging.scoring.bilingual import Bilingual
from judging.scoring.carrying import Carried
from judging.scoring.deductions import Deduction, TimeRuling, time_deduction
from judging.scoring.explain import explain
from judging.scoring.points import fraction_text, natural_order
from judging.scoring.results import score_round
from judging.scoring.rules import parse_rules
from judging.scoring.sheet import STATES, SeatSheet, check_mark
from judging.scoring.standings import Appearance, RoundResult, Standing
from judging.scoring.ties import Recorded
from judging.scoring.working_reading import read_working

_TALK = {"key": "talk", "name": {"zh": "演讲", "en": "Talk"}, "max": "100", "step": "0.01"}
_SECTIONS = ("rubric", "tally", "carry_over", "deductions", "ranking", "advancement", "awards")


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['about']}")
        for path in sorted(Path(__file__).parent.glob("*.toml"))
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


def _rules(case):
    if "preset" in case:
        return parse_rules(get_rule_preset(case["preset"]).document)
    sections = {key: case[key] for key in _SECTIONS if key in case}
    sections.setdefault("rubric", {"criteria": [_TALK]})
    return parse_rules({"format": 1, "name": {"zh": case["about"]}, **sections})


def _sheet(rules, seat, word):
    marks, _, group = word.partition("@")
    if marks in STATES:
        return SeatSheet(seat, (), marks, group)
    texts = marks.split("/")
    checked = tuple(
        None if text == "-" else check_mark(criterion, text)
        for criterion, text in zip(rules.rubric.criteria, texts, strict=True)
    )
    return SeatSheet(seat, checked, "given", group)


def _deduction(row):
    reason = Bilingual(row.get("reason", "其他"), row.get("reason", "other"))
    kind, is_waived = row.get("kind", "deduction"), row.get("is_waived", False)
    return Deduction(Fraction(row["points"]), "test", reason, is_waived, kind)


def _record(row):
    """Return a record written as ``step record value``, e.g. ``ruling 1 2``."""
    step, record, value = row.split()
    return Recorded(step, int(record), Fraction(value))


def _appearance(rules, case, key, order):
    words = case["marks"][key].split()
    seats = case.get("seats") or [str(number) for number in range(1, len(words) + 1)]
    about = case.get("appearances", {}).get(key, {})
    ruling = _time_ruling(rules, about.get("spoken"))
    status = "disqualified" if ruling.is_disqualified else "competing"
    ordered = [] if ruling.deduction is None else [ruling.deduction]
    return Appearance(
        key=key,
        heat=about.get("heat", "1"),
        division=about.get("division", ""),
        order=order,
        sheets=tuple(_sheet(rules, seat, word) for seat, word in zip(seats, words, strict=True)),
        deductions=tuple(ordered + [_deduction(row) for row in about.get("deductions", [])]),
        status=about.get("status", status),
        carried=tuple(_carried(row) for row in about.get("carried", [])),
        recorded=tuple(_record(row) for row in about.get("recorded", [])),
        unit=about.get("unit", ""),
        adviser=about.get("adviser", ""),
    )


def _time_ruling(rules, spoken):
    if spoken is None:
        return TimeRuling()
    minutes, seconds = spoken.split(":")
    return time_deduction(rules.deductions, int((int(minutes) * 60 + Fraction(seconds)) * 1000))


def _carried(row):
    values = {key: Fraction(row[key]) for key in ("published", "exact") if key in row}
    return Carried(row["round"], rank=row.get("rank"), **values)


def _seen(standing: Standing, result: RoundResult) -> dict[str, Any]:
    """Return everything that a case may expect of an appearance."""
    dropped = [
        f"{f'{key}:' if key else ''}{out.seat} {out.why}"
        for group in standing.outcome.working.groups
        for key, reduction in group.reductions
        for out in sorted(reduction.left_out, key=lambda out: natural_order(out.seat))
    ]
    exact = standing.outcome.exact
    return {
        "rank": standing.rank or 0,
        "score": standing.score or "",
        "exact": "" if exact is None else fraction_text(exact),
        "dropped": ", ".join(dropped),
        "because": ", ".join(
            reduction.trim.because
            for group in standing.outcome.working.groups
            for _, reduction in group.reductions
            if reduction.trim.because
        ),
        "judges": standing.outcome.working.judge_count,
        "tie_break": standing.tie_break,
        "is_tied": standing.is_tied,
        "no_result": standing.no_result,
        "is_advancing": standing.is_advancing,
        "awards": ", ".join(standing.awards),
        "line": explain(standing.outcome.working),
        "in_border_tie": any(standing.key in tie.keys for tie in result.border_ties),
    }


@pytest.mark.parametrize("case", _cases())
def test_the_engine_gives_what_was_worked_out_by_hand(case):
    rules = _rules(case)
    appearances = [
        _appearance(rules, case, key, order) for order, key in enumerate(case["marks"], 1)
    ]
    result = score_round(rules, appearances)
    by_key = {standing.key: standing for standing in result.standings}
    for key, expected in case["expect"].items():
        seen = _seen(by_key[key], result)
        assert {name: seen[name] for name in expected} == expected, key
    if "listed" in case:
        assert [standing.key for standing in result.standings] == case["listed"].split()
    if "vacant" in case:
        assert {v.award: v.count for v in result.vacancies} == case["vacant"]
    if "open" in case:
        assert [_said(v.award, v.group, v.count, v.cause) for v in result.vacancies] == case["open"]
    if "ties" in case:
        assert [_said(t.kind, t.group, t.award, *t.keys) for t in result.border_ties] == case[
            "ties"
        ]
    if "honours" in case:
        assert [
            _said(h.award, h.group, h.name, h.unit, h.points, *(p.entry for p in h.prizes))
            for h in result.honours
        ] == case["honours"]


def _said(*words: object) -> str:
    """Return values in one line, without those that are empty."""
    return " ".join(str(word) for word in words if word != "")


@pytest.mark.parametrize("case", _cases())
def test_a_working_read_back_from_its_data_is_the_same(case):
    rules = _rules(case)
    appearances = [_appearance(rules, case, key, 1) for key in case["marks"]]
    for standing in score_round(rules, appearances).standings:
        working = standing.outcome.working
        assert read_working(working.as_data()) == working


def test_there_are_at_least_thirty_six_worked_examples():
    assert len(_cases()) >= 36
