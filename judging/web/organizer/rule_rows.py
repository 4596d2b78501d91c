"""From a canonical document to the editor's draft: every value as the text that would be typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from judging.web.organizer.rule_draft import Row, RuleDraft
from judging.web.organizer.rule_fields import FIELDS, NEW_ROWS
from judging.web.organizer.rule_lines import write_levels, write_phrases, write_words
from judging.web.organizer.rule_tiers import write_tiers


def draft_of(document: Mapping[str, Any], base: str = "stored") -> RuleDraft:
    """Return the draft that says what a canonical document says."""
    fields = {name: _at(document, path) for name, path in FIELDS.items()}
    rubric, tally = document.get("rubric", {}), document.get("tally", {})
    deductions = document.get("deductions", {})
    rows = {
        "criteria": [_criterion(row) for row in rubric.get("criteria", ())],
        "groups": [_group(key, row) for key, row in tally.get("groups", {}).items()],
        "bands": [_band(row) for row in deductions.get("time", {}).get("bands", ())],
        "named": [_named(row) for row in deductions.get("named", ())],
        "earlier": [_earlier(row) for row in document.get("carry_over", {}).get("earlier", ())],
        "ties": [{"step": step} for step in document.get("ranking", {}).get("ties", ())],
        "awards": _awards(document.get("awards", ())),
    }
    return RuleDraft(fields, rows, base)


def _at(document: Mapping[str, Any], path: str) -> str:
    value: Any = document
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return _typed(value)


def _typed(value: Any) -> str:
    """Return a value as it would be typed; nothing for an absent one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return write_words(value) if isinstance(value, list | tuple) else str(value)


def _plain(row: Mapping[str, Any], *names: str) -> Row:
    return {name: _typed(row.get(name)) for name in names}


def _names(row: Mapping[str, Any]) -> Row:
    return {"name_zh": row["name"]["zh"], "name_en": row["name"]["en"]}


def _criterion(row: Mapping[str, Any]) -> Row:
    description = row.get("description", {})
    return {
        **_plain(row, "key", "min", "max", "step", "weight"),
        **_names(row),
        "description_zh": description.get("zh", ""),
        "description_en": description.get("en", ""),
        "levels": write_levels(row.get("levels", ())),
        "phrases": write_phrases(row.get("quick_phrases", ())),
    }


def _group(key: str, row: Mapping[str, Any]) -> Row:
    trim = row.get("trim", {})
    return {
        "key": key,
        **_plain(row, "weight", "seats", "aggregate"),
        "trim_high": _typed(trim.get("high")),
        "trim_low": _typed(trim.get("low")),
        **_plain(trim, "min_kept", "few"),
    }


def _band(row: Mapping[str, Any]) -> Row:
    side = "under" if "under_s" in row else "over"
    return {"side": side, "from_s": str(row[f"{side}_s"]), **_plain(row, "points", "per_s", "cap")}


def _named(row: Mapping[str, Any]) -> Row:
    return {**_plain(row, "key", "points", "most"), **_names(row), "sort": row["kind"]}


def _earlier(row: Mapping[str, Any]) -> Row:
    return {**NEW_ROWS["earlier"], **_plain(row, "round", "weight", "value", "points_by_rank")}


def _awards(rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    keys = [row["key"] for row in rows]
    return [_award(row) | write_tiers(row, keys) for row in rows]


def _award(row: Mapping[str, Any]) -> Row:
    counted = "percent" if "percent" in row else "rest" if row.get("rest") else "count"
    given = _plain(row, "key", "kind", "round", "per", "minimum", "ties", "by")
    return {
        **given,
        **_names(row),
        "kind": given["kind"] or "tier",
        "counted": counted,
        "amount": _typed(row.get("percent", row.get("count"))),
        "round": given["round"] or "ceil",
        "ties": given["ties"] or "share",
    }
