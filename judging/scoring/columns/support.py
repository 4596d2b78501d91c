"""Which rules the columns know. Closed by default: what is not known by name is not supported."""

from collections.abc import Iterator, Mapping
from typing import Any

from judging.scoring.rule_parts import RuleSheet

_AGGREGATES = frozenset(
    {
        "mean",
        "sum",
        "median",
        "winsorised",
        "interquartile_integer",
        "interquartile_fractional",
    }
)
_TRIM: Mapping[str, frozenset[str] | None] = {
    "low": None,
    "high": None,
    "min_kept": None,
    "few": frozenset({"step_down", "closest_two", "block"}),
}
#: Section → key → the values that the columns know; None stands for any value of a known meaning.
_KNOWN: Mapping[str, Mapping[str, frozenset[str] | None]] = {
    "rubric": {"combine": frozenset({"sum", "mean"}), "name": None, "criteria": None},
    "tally": {
        "scope": frozenset({"judge_total", "criterion"}),
        "aggregate": _AGGREGATES,
        "factor": None,
        "trim": None,
        "rounding": None,
        "groups": None,
    },
    "tally.trim": _TRIM,
    "tally.rounding": {
        "criterion": None,
        "weighted_criterion": None,
        "judge_total": None,
        "aggregate": None,
        "final": None,
    },
    "deductions": {"floor": None, "time": None},
    "ranking": {
        "on": frozenset({"published", "exact"}),
        "style": frozenset({"1224", "1223", "1334"}),
        "per": frozenset({"heat", "division", "overall"}),
        "ties": None,
        "after_step": frozenset({"continue", "restart"}),
    },
}
_GROUP: Mapping[str, frozenset[str] | None] = {
    "seats": None,
    "weight": None,
    "trim": None,
    "aggregate": _AGGREGATES,
}
_CRITERION = frozenset(
    {"key", "name", "min", "max", "step", "weight", "description", "levels", "quick_phrases"}
)
_STEPS = frozenset({"more_decimals", "criterion", "untrimmed_mean", "untrimmed_sum", "median"})
#: Sections that say nothing about scores and ranks: what is done with a ranking, and its words.
_TOP = frozenset(
    {
        "format",
        "name",
        "advancement",
        "awards",
        "rubric",
        "tally",
        "deductions",
        "review",
        "marking",
    }
)


def find_unsupported(rules: RuleSheet) -> tuple[str, ...]:
    """Return what the columns cannot count in these rules, as stable words; empty where all is.

    The canonical document is read, which writes every rule out. A section, key or value that is
    not known here by name is named, so that a rule of a later version is never counted as if it
    were not there. A key with an empty value says nothing and is passed over.

    >>> from judging.scoring.specimen import specimen_rules
    >>> find_unsupported(specimen_rules(tally={"trim": {"low": 1, "high": 1}}))
    ()
    >>> from dataclasses import replace
    >>> rules = specimen_rules()
    >>> find_unsupported(replace(rules, document=rules.document | {"carry_over": {"semi": "0.4"}}))
    ('carry_over',)
    """
    return tuple(_unknown(rules.document))


def _unknown(document: Mapping[str, Any]) -> Iterator[str]:
    for key, value in document.items():
        if not _is_empty(value) and key not in _TOP | {"ranking"}:
            yield key
    for path, known in _KNOWN.items():
        yield from _unknown_in(path, _section(document, path), known)
    for group in _section(document, "tally.groups").values():
        yield from _unknown_in("tally.groups", group, _GROUP)
        yield from _unknown_in("tally.groups.trim", _section(group, "trim"), _TRIM)
    for criterion in _section(document, "rubric").get("criteria", ()):
        yield from (f"rubric.criteria.{key}" for key in _beyond(criterion, _CRITERION))
    for step in _section(document, "ranking").get("ties", ()):
        name = str(step).partition(":")[0]
        if name not in _STEPS:
            yield f"ranking.ties={name}"


def _section(document: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    found: Any = document
    for key in path.split("."):
        found = found.get(key) or {}
    return found


def _unknown_in(
    path: str, section: Mapping[str, Any], known: Mapping[str, frozenset[str] | None]
) -> Iterator[str]:
    yield from (f"{path}.{key}" for key in _beyond(section, frozenset(known)))
    for key, values in known.items():
        if values is not None and key in section and section[key] not in values:
            yield f"{path}.{key}={section[key]}"


def _beyond(section: Mapping[str, Any], known: frozenset[str]) -> list[str]:
    return [key for key, value in section.items() if key not in known and not _is_empty(value)]


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, list | tuple | Mapping) and not value)
