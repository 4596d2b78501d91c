"""Rule sheet documents that tests start from."""

from typing import Any

CONVENTION: dict[str, Any] = {
    "format": 1,
    "name": {"zh": "国内演讲", "en": "Chinese convention"},
    "rubric": {
        "combine": "sum",
        "criteria": [
            {
                "key": key,
                "name": {"zh": zh, "en": en},
                "min": "0",
                "max": most,
                "step": "0.5",
                "weight": "1",
            }
            for key, zh, en, most in (
                ("content", "演讲内容", "Content", "40"),
                ("language", "语言表达", "Language", "30"),
                ("image", "形象风度", "Presence", "20"),
                ("overall", "综合印象", "Overall", "10"),
            )
        ],
    },
    "tally": {
        "scope": "judge_total",
        "aggregate": "mean",
        "factor": "1",
        "trim": {"low": 1, "high": 1, "min_kept": 3, "few": "step_down"},
        "rounding": {"final": 2},
    },
    "deductions": {"floor": "0"},
    "ranking": {
        "on": "published",
        "style": "1224",
        "ties": ["more_decimals", "criterion:content", "untrimmed_mean"],
    },
    "advancement": {"take": 2, "per": "heat"},
    "awards": [
        {"key": "first", "name": {"zh": "一等奖", "en": "First Prize"}, "count": 1},
        {"key": "second", "name": {"zh": "二等奖", "en": "Second Prize"}, "count": 1},
    ],
}
"""A rule sheet document as contracts.md states it: four criteria of 40/30/20/10, one and one."""
