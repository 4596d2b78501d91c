"""A fault carries the numbers and words that its sentence needs: what was given, what may be."""

import pytest

from judging.scoring.rules import parse_rules
from tests.scoring.documents import changed
from tests.scoring.panels import refused_faults

STEPS = (
    "more_decimals, criterion:<key>, untrimmed_mean, untrimmed_sum, median, smaller_spread, "
    "head_to_head, first_places, judge_preference, reciprocal_ranks, chief_judge, tie_break_seat, "
    "extra_round, ruling, draw"
)
AGGREGATES = (
    "mean, sum, median, winsorised, interquartile_integer, interquartile_fractional, rank_sum, "
    "truncated_ranks, reciprocals, majority, copeland, positional_weights"
)


def _outside(path, value, low, high):
    return path, value, "out_of_bounds", "", {"text": str(value), "min": low, "max": high}


def _no_choice(path, value, choices):
    return path, value, "not_a_choice", "", {"text": str(value), "choices": choices}


def _too_fine(path, value, places):
    return path, value, "too_many_places", "", {"text": value, "places": places}


FAULTS = [
    ("rubric.criteria.1.max", "-1", "max_not_above_min", "", {"min": "-1", "max": "-1"}),
    (
        "rubric.criteria.1.step",
        "0.75",
        "step_does_not_fit",
        "",
        {"min": "-1", "max": "60", "step": "0.75"},
    ),
    _outside("rubric.criteria.0.levels.0.at", "40.5", "0", "40"),
    _outside("rubric.criteria.0.levels.0.at", "10000.5", "-10000", "10000"),
    _outside("rubric.criteria.0.max", "10000.001", "-10000", "10000"),
    _outside("rubric.criteria.0.min", "-10000.5", "-10000", "10000"),
    _outside("rubric.criteria.0.step", "0", ">0", "10000"),
    _too_fine("rubric.criteria.0.step", "0.0005", 3),
    _outside("rubric.criteria.1.weight", "1000.5", ">0", "1000"),
    _too_fine("rubric.criteria.1.weight", "0.00001", 4),
    ("rubric.criteria.0.max", "9" * 60, "number_too_long", "", {"text": "9" * 40 + "…"}),
    ("rubric.criteria.0.max", "x" * 60, "not_a_decimal", "", {"text": "x" * 40 + "…"}),
    ("rubric.criteria.0.max", 40.5, "number_not_text", "", {"text": "40.5"}),
    ("rubric.criteria.0.name.zh", 7, "not_text", "", {"text": "7"}),
    ("rubric.criteria.0.name.en", "x" * 101, "text_too_long", "", {"limit": 100}),
    ("rubric.criteria.0.description.en", "x" * 2001, "text_too_long", "", {"limit": 2000}),
    ("rubric.criteria.0.quick_phrases.0.zh", "x" * 2001, "text_too_long", "", {"limit": 2000}),
    ("rubric.criteria.0.levels.0.zh", "x" * 2001, "text_too_long", "", {"limit": 2000}),
    (
        "rubric.criteria.0.levels",
        [{"at": "1", "zh": "优"}] * 21,
        "too_many_items",
        "",
        {"limit": 20},
    ),
    (
        "rubric.criteria.0.quick_phrases",
        [{"zh": "好"}] * 31,
        "too_many_items",
        "",
        {"limit": 30},
    ),
    _no_choice("rubric.combine", 3, "sum, mean"),
    _no_choice("tally.scope", "panel", "judge_total, criterion"),
    _no_choice("tally.aggregate", "mode", AGGREGATES),
    _outside("tally.factor", "1001", ">0", "1000"),
    _too_fine("tally.factor", "0.00001", 4),
    _outside("tally.trim.low", 100, "0", "99"),
    _outside("tally.trim.high", -1, "0", "99"),
    _outside("tally.trim.min_kept", 0, "1", "99"),
    ("tally.trim.min_kept", "3", "not_an_integer", "", {"text": "3"}),
    _no_choice("tally.trim.few", "wait", "step_down, closest_two, block"),
    *(
        _outside(f"tally.rounding.{key}", 7, "0", "6")
        for key in ("criterion", "weighted_criterion", "judge_total", "aggregate", "final")
    ),
    ("tally.groups.expert.seats", ["1", "1"], "seat_in_two_groups", "", {"seat": "1"}),
    ("tally.groups.public.seats", ["01"], "seats_look_alike", "", {"seat": "01", "other": "1"}),
    ("tally.groups.public.seats", ["x" * 41], "bad_key", "[0]", {"text": "x" * 40 + "…"}),
    _outside("tally.groups.public.weight", "0", ">0", "1000"),
    ("tally.practice_seats", ["8", "a,b"], "bad_key", "[1]", {"text": "a,b"}),
    ("tally.practice_seats", [str(n) for n in range(50, 150)], "too_many_items", "", {"limit": 99}),
    _outside("deductions.floor", "-10000.5", "-10000", "10000"),
    _too_fine("deductions.floor", "0.0001", 3),
    (
        "deductions.time",
        {"limit_s": 86401},
        "out_of_bounds",
        ".limit_s",
        {"text": "86401", "min": "1", "max": "86400"},
    ),
    _outside("deductions.time.minimum_s", 86401, "1", "86400"),
    *(
        (
            f"deductions.time.disqualify_{end}_s",
            outside,
            "out_of_bounds",
            "",
            {"text": str(outside), "min": "0", "max": "86400"},
        )
        for end in ("over", "under")
        for outside in (-1, 86401)
    ),
    _outside("deductions.time.bands.0.over_s", -1, "0", "86400"),
    _outside("deductions.time.bands.2.under_s", 86401, "0", "86400"),
    _outside("deductions.time.bands.1.per_s", 0, "1", "86400"),
    _outside("deductions.time.bands.1.cap", "0", ">0", "10000"),
    _outside("deductions.time.bands.0.points", "0", ">0", "10000"),
    _no_choice("ranking.on", "rank", "published, exact"),
    _no_choice("ranking.style", "1 2", "1224, 1223, 1334"),
    _no_choice("ranking.per", "room", "heat, division, overall"),
    _no_choice("ranking.after_step", "stop", "continue, restart"),
    ("ranking.ties", ["dice"], "not_a_choice", "[0]", {"text": "dice", "choices": STEPS}),
    ("ranking.ties", ["median"] * 2, "duplicate_key", "[1]", {"key": "median"}),
    (
        "ranking.ties",
        ["criterion:depth"],
        "unknown_criterion",
        "[0]",
        {"key": "depth", "choices": "content, delivery"},
    ),
    _outside("advancement.take", 1_000_001, "1", "1000000"),
    _outside("advancement.wild_cards", 0, "1", "1000000"),
    _no_choice("advancement.border", "chance", "chain, all, extra_round"),
    _no_choice("awards.0.ties", "lots", "share, push_down, extend"),
    _no_choice("awards.0.rest", 1, "true, false"),
    ("awards.0.by", "hand", "award_key_of_other_kind", "", {"key": "by", "kind": "tier"}),
    _no_choice("awards.1.round", "up", "ceil, floor"),
    _outside("awards.1.percent", "100.01", ">0", "100"),
    _too_fine("awards.1.percent", "0.001", 2),
    ("format", "x" * 50, "unsupported_format", "", {"text": "x" * 40 + "…"}),
    ("colour" + "x" * 40, "x", "unknown_key", "…", {"key": "colour" + "x" * 34 + "…"}),
]


def _place(path):
    parts = [f"[{part}]" if part.isdigit() else f".{part}" for part in path.split(".")]
    return "".join(parts).removeprefix(".")


@pytest.mark.parametrize(("path", "value", "code", "below", "params"), FAULTS)
def test_a_fault_says_what_was_given_and_what_may_be(path, value, code, below, params):
    place = _place(path[:40] + below if below == "…" else path) + ("" if below == "…" else below)
    assert refused_faults(lambda: parse_rules(changed(path, value))) == [(code, place, params)]
