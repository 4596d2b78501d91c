"""Rounds made up from a number: few values, ragged panels, many ties, every rule of the columns."""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from random import Random

import numpy as np

from judging.scoring.bilingual import Bilingual
from judging.scoring.columns.counting import Grouping, count_field
from judging.scoring.columns.field import field_of
from judging.scoring.columns.scaled import Scaled
from judging.scoring.deductions import Deduction
from judging.scoring.faults import ScoringError
from judging.scoring.ranking import NO_PLACE, Score, rank_group
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.rules import parse_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.tally import check_sheets, count_outcome

_STATES = ("absent", "recused", "void", "not_yet")
_TIES = (
    "more_decimals",
    "criterion:c0",
    "untrimmed_mean",
    "untrimmed_sum",
    "median",
    "criterion:c1",
)
_AGGREGATES = (
    "mean",
    "mean",
    "mean",
    "sum",
    "median",
    "winsorised",
    "interquartile_integer",
    "interquartile_fractional",
)


@dataclass
class Case:
    """A round: rules, each entry's sheets in seat order, deductions, group; who competes."""

    rules: RuleSheet
    sheets: list
    deductions: list
    groups: list
    competing: list


def make_case(seed):
    random = Random(seed)
    rules = parse_rules(make_document(random))
    panels = [_panel(random) for _ in range(random.randint(1, 3))]
    count = random.randint(1, 9)
    sheets = [_sheets(random, rules.rubric, random.choice(panels)) for _ in range(count)]
    return Case(
        rules,
        [check_sheets(rules.rubric, each) for each in sheets],
        [_deductions(random) for _ in range(count)],
        [random.randint(0, 1) for _ in range(count)],
        [random.random() > 0.05 for _ in range(count)],
    )


def make_document(random):
    criteria = [
        {
            "key": f"c{number}",
            "name": {"en": "c"},
            "min": random.choice(("0", "0", "-3", "1")),
            "max": random.choice(("10", "4", "100")),
            "step": random.choice(("0.5", "0.25", "1", "0.01", "0.001")),
            "weight": random.choice(("1", "2", "0.5", "30", "0.35", "1.2")),
        }
        for number in range(random.randint(2, 3))
    ]
    names = ("criterion", "weighted_criterion", "judge_total", "aggregate")
    rounding = {name: random.randint(0, 3) for name in names if random.random() < 0.3}
    tally = {
        "scope": random.choice(("judge_total", "criterion")),
        "factor": random.choice(("1", "1", "3.2", "0.5")),
        **_make_trim(random),
        "rounding": rounding | {"final": random.randint(0, 3)},
    }
    if random.random() < 0.4:
        tally["groups"] = {
            "expert": {"weight": random.choice(("1", "70")), "seats": ["1", "2", "3"]},
            "public": {"weight": random.choice(("1", "30"))},
        }
        for group in tally["groups"].values():
            if random.random() < 0.3:
                group.update(_make_trim(random))
    ranking = {
        "on": random.choice(("published", "published", "exact")),
        "style": random.choice(("1224", "1223", "1334")),
        "ties": random.sample(_TIES, random.randint(0, 4)),
        "after_step": random.choice(("continue", "continue", "restart")),
    }
    return {
        "name": {"en": "x"},
        "rubric": {"combine": random.choice(("sum", "mean")), "criteria": criteria},
        "tally": tally,
        "ranking": ranking,
        "deductions": {"floor": random.choice(("0", "2.5"))} if random.random() < 0.3 else {},
    }


def _make_trim(random):
    """Return an aggregate with a trim that makes sense with it."""
    aggregate = random.choice(_AGGREGATES)
    has_own_trim, replaces = aggregate.startswith("interquartile"), aggregate == "winsorised"
    low, high = (0 if has_own_trim else random.choice((0, 1, 1, 2)) for _ in range(2))
    few = ("step_down", "block") if has_own_trim or replaces else ("step_down", "closest_two")
    trim = {
        "low": low or int(replaces and not high),
        "high": high,
        "min_kept": random.randint(1, 4),
        "few": random.choice(("step_down", "block", *few)),
    }
    return {"aggregate": aggregate, "trim": trim}


def _panel(random):
    """Return the seats of a heat with their groups."""
    groups = ("public", "public", "public", "practice")
    return [(str(seat), random.choice(groups)) for seat in range(1, random.randint(1, 9) + 1)]


def _sheets(random, rubric, panel):
    return [_sheet(random, rubric, seat, group) for seat, group in panel]


def _sheet(random, rubric, seat, group):
    if random.random() < 0.12:
        return SeatSheet(seat, (), random.choice(_STATES), group)
    blank = 0.5 if random.random() < 0.1 else 0.0
    marks = tuple(
        None if random.random() < blank else _mark(random, criterion)
        for criterion in rubric.criteria
    )
    return SeatSheet(seat, marks, "given", group)


def _mark(random, criterion):
    steps = (criterion.max - criterion.min) // criterion.step
    few = (0, 1, 2, steps // 2, steps - 1, steps)
    chosen = random.choice(few) if random.random() < 0.8 else random.randint(0, steps)
    return criterion.min + criterion.step * chosen


def _deductions(random):
    made = []
    while random.random() < 0.2:
        points = Fraction(random.choice(("0.5", "1", "0.125", "100")))
        kind = random.choice(("deduction", "deduction", "bonus"))
        made.append(Deduction(points, "x", Bilingual("", ""), random.random() < 0.1, kind))
    return tuple(made)


def readable(case):
    """Return (published, exact, reason, judges, place) of each entry, by the readable path.

    What tied entries were compared by is words for a page; the columns leave it to this path.
    """
    outcomes = [
        count_outcome(case.rules, sheets, deductions)
        for sheets, deductions in zip(case.sheets, case.deductions, strict=True)
    ]
    places = [NO_PLACE] * len(outcomes)
    for group in sorted(set(case.groups)):
        members = [entry for entry, own in enumerate(case.groups) if own == group]
        scores = [
            Score(outcomes[entry].published, outcomes[entry].exact)
            if case.competing[entry] and outcomes[entry].exact is not None
            else None
            for entry in members
        ]
        chosen = [outcomes[entry] for entry in members]
        ranked = rank_group(case.rules, scores, chosen.__getitem__)
        for entry, place in zip(members, ranked, strict=True):
            places[entry] = replace(place, compared=())
    return [
        (o.published, o.exact, o.no_result, o.working.judge_count, place)
        for o, place in zip(outcomes, places, strict=True)
    ]


def columnar(case):
    """Return the same by the columns."""
    field = field_of(case.rules.rubric, case.sheets)
    counted = count_field(
        case.rules,
        field,
        Grouping(np.array(case.groups), 2),
        _deducted(case.deductions),
        np.array(case.competing),
    )
    published, exact = counted.published_units().tolist(), counted.exact.spread().as_fractions()
    judges = np.broadcast_to(counted.judges, field.count).tolist()
    return [
        (
            None if counted.reason(entry) else published[entry],
            None if counted.reason(entry) else exact[entry],
            counted.reason(entry),
            judges[entry],
            counted.places.place(entry),
        )
        for entry in range(field.count)
    ]


def _deducted(deductions):
    sums = [-sum((each.effect for each in some), Fraction(0)) for some in deductions]
    if not any(sums):
        return None
    denominator = lcm(*(value.denominator for value in sums))
    units = [int(value * denominator) for value in sums]
    return Scaled(np.array(units), denominator, min(units), max(units))


def outcome_of(count, case):
    """Return what a path gives, or the faults that it refuses with."""
    try:
        return count(case)
    except ScoringError as error:
        return sorted({(fault.code, fault.params["seat"]) for fault in error.faults})
