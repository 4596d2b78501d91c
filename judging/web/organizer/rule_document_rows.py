"""The rows of the editor's lists as parts of a rule sheet document."""

from typing import Any

from judging.web.organizer.rule_draft import Row, RuleDraft
from judging.web.organizer.rule_fields import AWARD_FIELDS
from judging.web.organizer.rule_lines import read_levels, read_phrases, read_words
from judging.web.organizer.rule_places import DraftDocument, whole
from judging.web.organizer.rule_tiers import points_field, read_tiers


def put_rows(made: DraftDocument, draft: RuleDraft) -> None:
    """Put every list of the draft into the document, each part with the field it came from."""
    _criteria(made, draft.rows["criteria"])
    _groups(made, draft.rows["groups"])
    _bands(made, draft.rows["bands"])
    _named(made, draft.rows["named"])
    _earlier(made, draft.rows["earlier"])
    _ties(made, draft.rows["ties"])
    _awards(made, draft.rows["awards"])


def _row(
    made: DraftDocument, path: str, prefix: str, row: Row, whole_ones: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return the filled fields of a row, remembering where each was typed."""
    made.places[path] = f"{prefix}-key" if "key" in row else prefix
    result: dict[str, Any] = {}
    for name, text in row.items():
        made.places[f"{path}.{name}"] = f"{prefix}-{name}"
        if text != "":
            result[name] = whole(text) if name in whole_ones else text
    return result


def _pair(
    made: DraftDocument, path: str, prefix: str, row: dict[str, Any], stem: str = "name"
) -> dict[str, str]:
    made.places[f"{path}.{stem}"] = f"{prefix}-{stem}_zh"
    made.places[f"{path}.{stem}.en"] = f"{prefix}-{stem}_en"
    return {"zh": row.pop(f"{stem}_zh", ""), "en": row.pop(f"{stem}_en", "")}


def _criteria(made: DraftDocument, rows: list[Row]) -> None:
    criteria = []
    for place, typed in enumerate(rows):
        path, prefix = f"rubric.criteria[{place}]", f"criteria-{place}"
        row = _row(made, path, prefix, typed)
        row["name"] = _pair(made, path, prefix, row)
        description = _pair(made, path, prefix, row, "description")
        if description["zh"] or description["en"]:
            row["description"] = description
        made.places[f"{path}.quick_phrases"] = f"{prefix}-phrases"
        levels, phrases = read_levels(row.pop("levels", "")), read_phrases(row.pop("phrases", ""))
        criteria.append(row | _filled(levels=levels, quick_phrases=phrases))
    made.table("rubric")["criteria"] = criteria
    made.places["rubric.criteria"] = "criteria"


def _filled(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", [], {})}


def _groups(made: DraftDocument, rows: list[Row]) -> None:
    groups: dict[str, Any] = {}
    for place, typed in enumerate(rows):
        key, prefix = typed["key"], f"groups-{place}"
        # A key that stands twice must not swallow a row: its second one becomes a key that is
        # refused, at its own field.
        path_key = key if key and key not in groups else f":{place}"
        path = f"tally.groups.{path_key}"
        row = _row(made, path, prefix, typed, ("trim_low", "trim_high", "min_kept"))
        row.pop("key", None)
        trim = _group_trim(made, path, prefix, row)
        seats = read_words(row.pop("seats", ""))
        groups[path_key] = row | _filled(seats=seats, trim=trim)
    if groups:
        made.places["tally.groups"] = "groups-0-weight"
        made.table("tally")["groups"] = groups


def _group_trim(made: DraftDocument, path: str, prefix: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return a group's own trim; none where only a choice that every form sends is there."""
    named = {"low": "trim_low", "high": "trim_high", "min_kept": "min_kept", "few": "few"}
    made.places[f"{path}.trim"] = f"{prefix}-trim_high"
    trim = {}
    for key, name in named.items():
        made.places[f"{path}.trim.{key}"] = f"{prefix}-{name}"
        if name in row:
            trim[key] = row.pop(name)
    return trim


def _bands(made: DraftDocument, rows: list[Row]) -> None:
    bands = []
    for place, typed in enumerate(rows):
        path, prefix = f"deductions.time.bands[{place}]", f"bands-{place}"
        row = _row(made, path, prefix, typed, ("from_s", "per_s"))
        side = "under_s" if row.pop("side", "over") == "under" else "over_s"
        made.places[f"{path}.{side}"] = made.places[path] = f"{prefix}-from_s"
        if "from_s" in row:
            row[side] = row.pop("from_s")
        bands.append(row)
    if bands:
        made.table("deductions", "time")["bands"] = bands


def _named(made: DraftDocument, rows: list[Row]) -> None:
    named = []
    for place, typed in enumerate(rows):
        path, prefix = f"deductions.named[{place}]", f"named-{place}"
        row = _row(made, path, prefix, typed, ("most",))
        row["name"] = _pair(made, path, prefix, row)
        made.places[f"{path}.kind"] = f"{prefix}-sort"
        named.append(row | _filled(kind=row.pop("sort", "")))
    if named:
        made.table("deductions")["named"] = [
            {key: value for key, value in row.items() if key != "sort"} for row in named
        ]


def _earlier(made: DraftDocument, rows: list[Row]) -> None:
    made.places["carry_over.earlier"] = made.places["carry_over"] = "earlier"
    earlier = []
    for place, typed in enumerate(rows):
        path, prefix = f"carry_over.earlier[{place}]", f"earlier-{place}"
        row = _row(made, path, prefix, typed)
        made.places[path] = f"{prefix}-round"
        points = read_words(row.pop("points_by_rank", ""))
        if points:
            row.pop("value", None)
        earlier.append(row | _filled(points_by_rank=points))
    if earlier:
        made.table("carry_over")["earlier"] = earlier


def _ties(made: DraftDocument, rows: list[Row]) -> None:
    made.table("ranking")["ties"] = [row["step"] for row in rows]
    made.places["ranking.ties"] = "ties"
    for place in range(len(rows)):
        made.places[f"ranking.ties[{place}]"] = f"ties-{place}-step"


def _awards(made: DraftDocument, rows: list[Row]) -> None:
    made.places["awards"] = "awards"
    awards = []
    for place, typed in enumerate(rows):
        path, prefix = f"awards[{place}]", f"awards-{place}"
        kind = typed.get("kind") or "tier"
        shown = AWARD_FIELDS.get(kind, ())
        row = _row(made, path, prefix, {k: v for k, v in typed.items() if k in shown and k != "of"})
        head = {k: typed.get(k, "") for k in ("key", "name_zh", "name_en")}
        row |= _row(made, path, prefix, head)
        row["name"] = _pair(made, path, prefix, row)
        made.places[f"{path}.kind"] = f"{prefix}-kind"
        award = _award(made, path, prefix, row)
        award |= _tiers(made, path, prefix, typed, rows)
        awards.append(award | _filled(kind="" if kind == "tier" else kind))
    if awards:
        made.document["awards"] = awards


def _tiers(
    made: DraftDocument, path: str, prefix: str, typed: Row, rows: list[Row]
) -> dict[str, Any]:
    """Return the prizes that count and their points, as far as the kind of award has them."""
    shown = AWARD_FIELDS.get(typed.get("kind", ""), ())
    if "of" not in shown:
        return {}
    of, points = read_tiers(typed, rows)
    made.places |= {f"{path}.of": f"{prefix}-of", f"{path}.points": f"{prefix}-of"}
    for at, (place, _text) in enumerate(points):
        made.places[f"{path}.points[{at}]"] = f"{prefix}-{points_field(place)}"
    return _filled(of=of, points=[text for _place, text in points if "points" in shown])


def _award(made: DraftDocument, path: str, prefix: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return an award from the fields of its kind, all but the prizes that count for it."""
    counted, amount = row.pop("counted", "count"), row.pop("amount", "")
    places = {"count", "percent", "rest"}
    made.places |= {f"{path}.{key}": f"{prefix}-amount" for key in places}
    made.places[path] = f"{prefix}-amount"
    if counted != "percent":
        row.pop("round", None)
    if counted == "rest":
        row["rest"] = True
        row.pop("ties", None)
    elif amount:
        row["percent" if counted == "percent" else "count"] = (
            amount if counted == "percent" else whole(amount)
        )
    return row
