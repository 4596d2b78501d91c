"""Advancement and award schemes that cannot be are refused: every fault with its path."""

import pytest

from judging.scoring.rules import parse_rules
from tests.scoring.documents import changed
from tests.scoring.panels import refused_codes

FAULTS = [
    ("advancement.score_line", 85.0, [("number_not_text", "advancement.score_line")]),
    ("advancement.score_line", "100000000.1", [("out_of_bounds", "advancement.score_line")]),
    ("awards.0.minimum", "-100000000.1", [("out_of_bounds", "awards[0].minimum")]),
    ("advancement.wild_cards", 0, [("out_of_bounds", "advancement.wild_cards")]),
    (
        "advancement",
        {"score_line": "85", "wild_cards": 1},
        [("wild_cards_without_take", "advancement.wild_cards")],
    ),
    (
        "advancement.wild_cards_per",
        "division",
        [("wild_cards_per_alone", "advancement.wild_cards_per")],
    ),
    (
        "advancement",
        {"take": 1, "wild_cards": 1, "wild_cards_per": "heat"},
        [("not_a_choice", "advancement.wild_cards_per")],
    ),
    ("advancement.border", "chance", [("not_a_choice", "advancement.border")]),
    (
        "awards.0.rest",
        True,
        [("award_count_or_percent", "awards[0]"), ("award_after_rest", "awards[1]")],
    ),
    ("awards.0.rest", 1, [("not_a_choice", "awards[0].rest")]),
    ("awards.0.kind", "medal", [("not_a_choice", "awards[0].kind")]),
    ("awards.0.per", "room", [("not_a_choice", "awards[0].per")]),
    ("awards.0.ties", "lots", [("not_a_choice", "awards[0].ties")]),
    ("awards.0.minimum", "high", [("not_a_decimal", "awards[0].minimum")]),
    ("awards.0.by", "hand", [("award_key_of_other_kind", "awards[0].by")]),
    ("awards.0.of", ["rest"], [("award_key_of_other_kind", "awards[0].of")]),
    (
        "awards.0.of",
        [],
        [("too_few_items", "awards[0].of"), ("award_key_of_other_kind", "awards[0].of")],
    ),
    ("awards.0.kind", "special", [("missing_key", "awards[0].by")]),
    ("awards.0.kind", "unit", [("missing_key", "awards[0].of")]),
    (
        "awards.1",
        {"key": "a", "name": {"zh": "师"}, "kind": "adviser"},
        [("missing_key", "awards[1].of")],
    ),
    (
        "awards.1",
        {"key": "u", "name": {"zh": "团"}, "kind": "unit", "of": ["first"]},
        [("missing_key", "awards[1].count")],
    ),
    (
        "awards.1",
        {
            "key": "u",
            "name": {"zh": "团"},
            "kind": "unit",
            "count": 1,
            "of": ["first", "x", 3, "x"],
        },
        [
            ("not_text", "awards[1].of[2]"),
            ("duplicate_key", "awards[1].of[2]"),
            ("award_not_a_tier", "awards[1].of[1]"),
            ("award_not_a_tier", "awards[1].of[2]"),
        ],
    ),
    (
        "awards.1",
        {
            "key": "u",
            "name": {"zh": "团"},
            "kind": "unit",
            "count": 1,
            "of": ["first"],
            "points": ["1", "0"],
        },
        [
            ("award_points_do_not_fit", "awards[1].points"),
            ("out_of_bounds", "awards[1].points[1]"),
        ],
    ),
    (
        "awards.1",
        {
            "key": "u",
            "name": {"zh": "团"},
            "kind": "unit",
            "count": 1,
            "of": ["first"],
            "points": [],
        },
        [("award_points_do_not_fit", "awards[1].points")],
    ),
    (
        "awards.1",
        {"key": "s", "name": {"zh": "专"}, "kind": "special", "by": "criterion:x"},
        [("unknown_criterion", "awards[1].by")],
    ),
    (
        "awards.1",
        {"key": "s", "name": {"zh": "专"}, "kind": "special", "by": "content"},
        [("not_a_choice", "awards[1].by")],
    ),
    (
        "awards.1",
        {"key": "s", "name": {"zh": "专"}, "kind": "special", "by": 7},
        [("not_a_choice", "awards[1].by")],
    ),
    (
        "awards.1",
        {
            "key": "s",
            "name": {"zh": "专"},
            "kind": "special",
            "by": "hand",
            "percent": "10",
            "minimum": "1",
        },
        [
            ("award_key_of_other_kind", "awards[1].percent"),
            ("award_key_of_other_kind", "awards[1].minimum"),
        ],
    ),
]


@pytest.mark.parametrize(("path", "value", "faults"), FAULTS)
def test_a_fault_of_a_scheme_names_what_is_wrong_and_where(path, value, faults):
    assert refused_codes(lambda: parse_rules(changed(path, value))) == faults
