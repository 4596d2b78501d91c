"""What stands in the rule sheet editor: every field as the text that was typed.

Nothing is judged here. A draft is made from a document or from a form that was sent, its rows can
be added, taken away and moved, and rule_document.py turns it into a document for the core to judge.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: single field → its path in the document.
FIELDS: dict[str, str] = {
    "name_zh": "name.zh",
    "name_en": "name.en",
    "combine": "rubric.combine",
    "scope": "tally.scope",
    "aggregate": "tally.aggregate",
    "factor": "tally.factor",
    "trim_low": "tally.trim.low",
    "trim_high": "tally.trim.high",
    "min_kept": "tally.trim.min_kept",
    "few": "tally.trim.few",
    "rounding_criterion": "tally.rounding.criterion",
    "rounding_weighted_criterion": "tally.rounding.weighted_criterion",
    "rounding_judge_total": "tally.rounding.judge_total",
    "rounding_aggregate": "tally.rounding.aggregate",
    "rounding_final": "tally.rounding.final",
    "floor": "deductions.floor",
    "limit_s": "deductions.time.limit_s",
    "minimum_s": "deductions.time.minimum_s",
    "disqualify_over_s": "deductions.time.disqualify_over_s",
    "disqualify_under_s": "deductions.time.disqualify_under_s",
    "on": "ranking.on",
    "style": "ranking.style",
    "per": "ranking.per",
    "advance_take": "advancement.take",
    "advance_per": "advancement.per",
}
#: list → the fields of one row.
ROWS: dict[str, tuple[str, ...]] = {
    "criteria": ("orig", "key", "name_zh", "name_en", "min", "max", "step", "weight"),
    "groups": ("key", "weight", "seats"),
    "bands": ("side", "from_s", "points", "per_s", "cap"),
    "ties": ("step",),
    "awards": ("key", "name_zh", "name_en", "amount", "kind", "round"),
}
MOST_ROWS = 40
LONGEST_TEXT = 2000
_NEW_ROWS: dict[str, dict[str, str]] = {
    "criteria": {"min": "0", "max": "10", "step": "0.5", "weight": "1"},
    "groups": {"weight": "1"},
    "bands": {"side": "over", "from_s": "1", "points": "0.5"},
    "ties": {"step": "more_decimals"},
    "awards": {"amount": "1", "kind": "count", "round": "ceil"},
}

Row = dict[str, str]


@dataclass
class RuleDraft:
    """The editor's content. ``base`` says where rows come from: ``stored`` or ``preset:<key>``."""

    fields: dict[str, str]
    rows: dict[str, list[Row]] = field(default_factory=dict)
    base: str = "stored"
    reason: str = ""

    def act(self, action: str) -> None:
        """Change the rows as a button says: ``add:<list>`` or ``remove|up|down:<list>:<place>``.

        What makes no sense is left undone.
        """
        verb, _, rest = action.partition(":")
        name, _, text = rest.partition(":")
        if name not in ROWS:
            return
        rows = self.rows[name]
        if verb == "add" and len(rows) < MOST_ROWS:
            rows.append(dict.fromkeys(ROWS[name], "") | _NEW_ROWS[name])
        if not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) < len(rows)):
            return
        here = int(text)
        if verb == "remove":
            del rows[here]
        there = here + {"up": -1, "down": 1}.get(verb, 0)
        if verb in ("up", "down") and 0 <= there < len(rows):
            rows[here], rows[there] = rows[there], rows[here]


def read_draft(form: Mapping[str, str]) -> RuleDraft:
    """Return what was sent. Texts are cut at 2,000 characters, lists at 40 rows."""
    fields = {name: _text(form, name) for name in FIELDS}
    rows = {}
    for name, columns in ROWS.items():
        count = _text(form, f"{name}-count")
        is_count = count.isascii() and count.isdigit() and len(count) < 4
        rows[name] = [
            {column: _text(form, f"{name}-{place}-{column}") for column in columns}
            for place in range(min(int(count) if is_count else 0, MOST_ROWS))
        ]
    return RuleDraft(fields, rows, _text(form, "base") or "stored", _text(form, "reason"))


def _text(form: Mapping[str, str], name: str) -> str:
    return form.get(name, "").strip()[:LONGEST_TEXT]


def draft_of(document: Mapping[str, Any], base: str = "stored") -> RuleDraft:
    """Return the draft that says what a canonical document says."""
    fields = {name: _at(document, path) for name, path in FIELDS.items()}
    rubric, tally = document.get("rubric", {}), document.get("tally", {})
    time = document.get("deductions", {}).get("time", {})
    rows = {
        "criteria": [_criterion_row(row) for row in rubric.get("criteria", ())],
        "groups": [_group_row(key, row) for key, row in tally.get("groups", {}).items()],
        "bands": [_band_row(row) for row in time.get("bands", ())],
        "ties": [{"step": step} for step in document.get("ranking", {}).get("ties", ())],
        "awards": [_award_row(row) for row in document.get("awards", ())],
    }
    return RuleDraft(fields, rows, base)


def _at(document: Mapping[str, Any], path: str) -> str:
    value: Any = document
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return "" if value is None else str(value)


def _criterion_row(row: Mapping[str, Any]) -> Row:
    plain = {name: str(row.get(name, "")) for name in ("key", "min", "max", "step", "weight")}
    names = {"name_zh": row["name"]["zh"], "name_en": row["name"]["en"]}
    return {"orig": row["key"], **plain, **names}


def _group_row(key: str, row: Mapping[str, Any]) -> Row:
    return {"key": key, "weight": str(row["weight"]), "seats": " ".join(row.get("seats", ()))}


def _band_row(row: Mapping[str, Any]) -> Row:
    side = "under" if "under_s" in row else "over"
    return {
        "side": side,
        "from_s": str(row[f"{side}_s"]),
        "points": row["points"],
        "per_s": str(row.get("per_s", "")),
        "cap": row.get("cap", ""),
    }


def _award_row(row: Mapping[str, Any]) -> Row:
    kind = "percent" if "percent" in row else "count"
    return {
        "key": row["key"],
        "name_zh": row["name"]["zh"],
        "name_en": row["name"]["en"],
        "amount": str(row[kind]),
        "kind": kind,
        "round": row.get("round", "ceil"),
    }
