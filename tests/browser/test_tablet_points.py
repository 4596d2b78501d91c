"""The tablet's arithmetic is the server's: thousands of generated cases, digit for digit."""

import random
from dataclasses import asdict
from fractions import Fraction
from typing import Any

import pytest

from judging.queries.marking_rules import rubric_facts
from judging.scoring.faults import ScoringError
from judging.scoring.rules import RuleSheet, parse_rules
from judging.scoring.sheet import check_mark, judge_total
from judging.scoring.total_text import total_text
from judging.services.sheet_values import digest_of
from tests.browser.conftest import PageAt
from tests.browser.sizes import TABLET

_READ = """
async (cases) => {
  const { readMark, formatMark } = await import("/static/tablet/points.js");
  return cases.map(([text, criterion]) => {
    const { units, fault } = readMark(text, criterion);
    return fault ?? formatMark(units, criterion);
  });
}
"""
_ADD = """
async (cases) => {
  const { judgeTotal, formatTotal } = await import("/static/tablet/points.js");
  return cases.map(([rubric, marks]) => {
    const total = judgeTotal(rubric, marks);
    return [String(total.units), String(total.divisor), formatTotal(total, rubric.places)];
  });
}
"""
_DIGEST = """
async (payloads) => {
  const { digestOf, newId, storableText } = await import("/static/tablet/digest.js");
  return [payloads.map(digestOf), newId(), storableText("a\\u0000b\\ud800c\\udc00d😀\\r\\n")];
}
"""


def _decimal(units: int, places: int = 3) -> str:
    whole, rest = divmod(abs(units), 10**places)
    return f"{'-' if units < 0 else ''}{whole}.{rest:0{places}d}"


def _rules(chance: random.Random) -> RuleSheet:
    criteria = []
    for number in range(chance.randint(1, 8)):
        step = chance.choice([1, 5, 10, 50, 100, 125, 250, 500, 1000, 2500])
        low = step * chance.randint(-20, 20)
        high = low + step * chance.randint(1, 200)
        weight = Fraction(chance.randint(1, 30_000), chance.choice([1, 10, 100, 1000, 10_000]))
        criteria.append(
            {
                "key": f"c{number}",
                "name": {"zh": "项"},
                "min": _decimal(low),
                "max": _decimal(high),
                "step": _decimal(step),
                "weight": _decimal(min(int(weight * 10_000), 9_999_999), 4),
            }
        )
    points = ("criterion", "weighted_criterion", "judge_total")
    rounding = {key: chance.randint(0, 4) for key in points if chance.random() < 0.3}
    return parse_rules(
        {
            "name": {"zh": "例"},
            "rubric": {"combine": chance.choice(["sum", "mean"]), "criteria": criteria},
            "tally": {"rounding": {"final": 2, **rounding}},
        }
    )


def _texts(chance: random.Random, criterion: Any) -> list[str]:
    on_step = criterion.min + criterion.step * chance.randint(0, 200)
    near = on_step + chance.choice([-1, 0, 1, criterion.step])
    odd = ["", " ", "-", "+", ".", "1.", ".5", "+3", "-0", "007", "1e3", "NaN", "１", "1,5", "∞"]
    return [
        _decimal(on_step),
        _decimal(near),
        _decimal(near, 3).rstrip("0"),
        _decimal(near) + "0000",
        _decimal(near) + "00001",
        "9" * chance.randint(1, 14),
        chance.choice(odd),
    ]


def test_a_mark_is_read_as_the_server_reads_it(page_at: PageAt) -> None:
    chance = random.Random(20260101)
    cases, expected = [], []
    for _round in range(120):
        rules = _rules(chance)
        facts = rubric_facts(rules, 1)
        for criterion, plain in zip(rules.rubric.criteria, facts.criteria, strict=True):
            sent = {key: getattr(plain, key) for key in ("min", "max", "step", "places")}
            for text in _texts(chance, criterion):
                cases.append([text, sent])
                expected.append(_read(criterion, text))
    page = page_at(*TABLET)
    page.goto("/sign-in")
    assert page.evaluate(_READ, cases) == expected
    assert len(cases) > 3000


def _read(criterion: Any, text: str) -> str:
    if text.strip(" \t") == "":
        return "mark_missing"
    try:
        mark = check_mark(criterion, text)
    except ScoringError as error:
        return error.faults[0].code
    return str(criterion.format_mark(mark))


def test_a_judge_total_is_added_as_the_server_adds_it(page_at: PageAt) -> None:
    chance = random.Random(20260202)
    cases: list[Any] = []
    expected = []
    for _round in range(3000):
        rules = _rules(chance)
        facts = asdict(rubric_facts(rules, 1))
        marks = [
            c.min + c.step * chance.randint(0, (c.max - c.min) // c.step)
            for c in rules.rubric.criteria
        ]
        total = judge_total(rules.rubric, marks, rules.tally.rounding)
        shown = total_text(rules.rubric, rules.tally.rounding, total)
        cases.append([facts, marks])
        expected.append([str(total.units), str(total.divisor), shown])
    page = page_at(*TABLET)
    page.goto("/sign-in")
    assert page.evaluate(_ADD, cases) == expected


@pytest.mark.parametrize("count", [200])
def test_a_payload_has_the_same_digest_on_both_sides(page_at: PageAt, count: int) -> None:
    chance = random.Random(20260303)
    letters = 'aZ09 "\\/\n\t\u007f\u0085\u2028\u2029é好😀’<>&'
    payloads = [
        {
            "appearance": chance.randint(1, 2**53 - 1),
            "client_id": str(number),
            "comment_panel": "".join(chance.choices(letters, k=chance.randint(0, 300))),
            "marks": {f"c{k}": _decimal(chance.randint(-9999, 9999)) for k in range(12)},
            "replaces": chance.randint(0, 9999),
        }
        for number in range(count)
    ]
    page = page_at(*TABLET)
    page.goto("/sign-in")
    digests, new_id, cleaned = page.evaluate(_DIGEST, payloads)
    assert digests == [digest_of(payload) for payload in payloads]
    assert (len(new_id), new_id[14], cleaned) == (36, "4", "abcd😀\n")
