"""From the editor's draft to a rule sheet document, and from a fault's path back to its field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from judging.web.organizer.rule_draft import FIELDS, Row, RuleDraft

#: Fields whose value is a whole number in the document; all others are text.
_WHOLE = {
    "trim_low",
    "trim_high",
    "min_kept",
    "rounding_criterion",
    "rounding_weighted_criterion",
    "rounding_judge_total",
    "rounding_aggregate",
    "rounding_final",
    "limit_s",
    "minimum_s",
    "disqualify_over_s",
    "disqualify_under_s",
    "advance_take",
}
#: What the form does not show of a criterion stays as it was.
_KEPT = ("description", "levels", "quick_phrases")


@dataclass
class DraftDocument:
    """A document, and the field that each of its paths was typed into."""

    document: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def put(self, path: str, value: Any, place: str) -> None:
        """Set a value at a dotted path and remember its field; blank text sets nothing."""
        self.places[path] = place
        if value == "":
            return
        *above, last = path.split(".")
        table = self.document
        for part in above:
            table = table.setdefault(part, {})
        table[last] = value

    def find_field(self, path: str) -> str:
        """Return the field of a path, or of the nearest path around it; empty for none."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return ""


def document_of(draft: RuleDraft, base: Mapping[str, Any]) -> DraftDocument:
    """Return the document that a draft says, faulty or not.

    Args:
        draft: what was typed.
        base: the document that the draft began from: what the form does not show of a criterion
            (description, levels, phrases) and of the rubric (its name) is taken from there.
    """
    made = DraftDocument({"format": 1})
    for name, path in FIELDS.items():
        text = draft.fields.get(name, "")
        made.put(path, whole(text) if name in _WHOLE else text, name)
    rubric_name = base.get("rubric", {}).get("name")
    if rubric_name:
        made.document.setdefault("rubric", {})["name"] = rubric_name
    if not draft.fields.get("advance_take"):
        made.document.pop("advancement", None)
    _put_criteria(made, draft.rows["criteria"], base)
    _put_groups(made, draft.rows["groups"])
    _put_bands(made, draft.rows["bands"])
    _put_ties(made, draft.rows["ties"])
    _put_awards(made, draft.rows["awards"])
    return made


def whole(text: str) -> int | str:
    """Return a whole number that was typed; anything else stays text, for the core to refuse."""
    body = text[1:] if text[:1] == "-" else text
    return int(text) if body.isascii() and body.isdigit() and len(body) < 13 else text


def _row(
    made: DraftDocument, path: str, prefix: str, row: Row, whole_ones: set[str]
) -> dict[str, Any]:
    """Return the filled fields of a row, remembering where each was typed."""
    made.places[path] = f"{prefix}-key" if "key" in row else prefix
    result: dict[str, Any] = {}
    for name, text in row.items():
        made.places[f"{path}.{name}"] = f"{prefix}-{name}"
        if text != "":
            result[name] = whole(text) if name in whole_ones else text
    return result


def _put_criteria(made: DraftDocument, rows: list[Row], base: Mapping[str, Any]) -> None:
    known = {row["key"]: row for row in base.get("rubric", {}).get("criteria", ())}
    criteria = []
    for place, typed in enumerate(rows):
        path = f"rubric.criteria[{place}]"
        row = _row(made, path, f"criteria-{place}", typed, set())
        kept = known.get(row.pop("orig", ""), {})
        row["name"] = _name(made, path, f"criteria-{place}", row)
        criteria.append(row | {key: kept[key] for key in _KEPT if key in kept})
    made.document.setdefault("rubric", {})["criteria"] = criteria
    made.places["rubric.criteria"] = "criteria"


def _name(made: DraftDocument, path: str, prefix: str, row: dict[str, Any]) -> dict[str, str]:
    made.places[f"{path}.name"] = f"{prefix}-name_zh"
    made.places[f"{path}.name.en"] = f"{prefix}-name_en"
    return {"zh": row.pop("name_zh", ""), "en": row.pop("name_en", "")}


def _put_groups(made: DraftDocument, rows: list[Row]) -> None:
    groups: dict[str, Any] = {}
    for place, typed in enumerate(rows):
        key = typed["key"]
        # A key that stands twice must not swallow a row: its second one becomes a key that is
        # refused, at its own field.
        path_key = key if key and key not in groups else f":{place}"
        path = f"tally.groups.{path_key}"
        row = _row(made, path, f"groups-{place}", typed, set())
        row.pop("key", None)
        if "seats" in row:
            row["seats"] = row["seats"].replace(",", " ").replace("，", " ").split()
        groups[path_key] = row
    if groups:
        made.document.setdefault("tally", {})["groups"] = groups


def _put_bands(made: DraftDocument, rows: list[Row]) -> None:
    bands = []
    for place, typed in enumerate(rows):
        path = f"deductions.time.bands[{place}]"
        row = _row(made, path, f"bands-{place}", typed, {"from_s", "per_s"})
        side = "under_s" if row.pop("side", "over") == "under" else "over_s"
        made.places[f"{path}.{side}"] = made.places[path] = f"bands-{place}-from_s"
        if "from_s" in row:
            row[side] = row.pop("from_s")
        bands.append(row)
    if bands:
        time = made.document.setdefault("deductions", {}).setdefault("time", {})
        time["bands"] = bands


def _put_ties(made: DraftDocument, rows: list[Row]) -> None:
    made.document.setdefault("ranking", {})["ties"] = [row["step"] for row in rows]
    for place in range(len(rows)):
        made.places[f"ranking.ties[{place}]"] = f"ties-{place}-step"


def _put_awards(made: DraftDocument, rows: list[Row]) -> None:
    awards = []
    for place, typed in enumerate(rows):
        path, prefix = f"awards[{place}]", f"awards-{place}"
        row = _row(made, path, prefix, typed, set())
        row["name"] = _name(made, path, prefix, row)
        kind = "percent" if row.pop("kind", "count") == "percent" else "count"
        made.places[f"{path}.{kind}"] = made.places[path] = f"{prefix}-amount"
        amount = row.pop("amount", "")
        if amount:
            row[kind] = whole(amount) if kind == "count" else amount
        if kind == "count":
            row.pop("round", None)
        awards.append(row)
    if awards:
        made.document["awards"] = awards
