"""Rules documents that several tests read."""

import copy

FULL = {
    "format": 1,
    "name": {"zh": "国内演讲", "en": "Chinese convention"},
    "rubric": {
        "combine": "mean",
        "name": {"zh": "评分标准", "en": "Rubric"},
        "criteria": [
            {
                "key": "content",
                "name": {"zh": "演讲内容", "en": "Content"},
                "min": "0",
                "max": "40",
                "step": "0.5",
                "weight": "1.5",
                "description": {"zh": "切题", "en": "to the point"},
                "levels": [{"at": "36", "zh": "优", "en": "excellent"}],
                "quick_phrases": [{"zh": "很好", "en": "well done"}],
            },
            {
                "key": "delivery",
                "name": {"zh": "表达", "en": "Delivery"},
                "min": "-1",
                "max": "60",
                "step": "1",
                "weight": "1",
            },
        ],
    },
    "tally": {
        "scope": "criterion",
        "aggregate": "median",
        "factor": "3.2",
        "trim": {"low": 1, "high": 2, "min_kept": 4, "few": "block"},
        "rounding": {
            "criterion": 3,
            "weighted_criterion": 3,
            "judge_total": 1,
            "aggregate": 4,
            "final": 1,
        },
        "groups": {
            "expert": {"seats": ["1", "2", "3"], "weight": "70"},
            "public": {"weight": "30"},
        },
    },
    "deductions": {
        "floor": "0",
        "time": {
            "limit_s": 360,
            "minimum_s": 180,
            "bands": [
                {"over_s": 1, "points": "0.5"},
                {"over_s": 30, "points": "1", "per_s": 15, "cap": "5"},
                {"under_s": 1, "points": "2"},
            ],
            "disqualify_over_s": 120,
            "disqualify_under_s": 90,
        },
    },
    "ranking": {
        "on": "exact",
        "style": "1334",
        "per": "division",
        "ties": ["more_decimals", "criterion:content", "untrimmed_mean", "median"],
    },
    "advancement": {"take": 3, "per": "overall"},
    "awards": [
        {"key": "first", "name": {"zh": "一等奖", "en": "First"}, "count": 1},
        {"key": "rest", "name": {"zh": "奖", "en": "Rest"}, "percent": "12.5", "round": "floor"},
    ],
}
TALK = {"key": "talk", "name": {"zh": "演讲", "en": "Talk"}, "max": "100"}
SHORT = {"name": {"zh": "例"}, "rubric": {"criteria": [TALK]}}


def changed(path, value):
    """Return FULL with one value replaced; ``path`` is like ``rubric.criteria.0.max``."""
    document = copy.deepcopy(FULL)
    at = document
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in parents:
        at = at[part]
    at[last] = value
    return document
