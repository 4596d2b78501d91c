"""A rule sheet as its canonical document, its digest, and TOML text for people."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from judging.scoring.bilingual import Bilingual
from judging.scoring.points import MARK_UNITS, format_plain
from judging.scoring.rubric import Criterion, Rubric
from judging.scoring.rule_parts import (
    AdvancementRules,
    AwardRule,
    DeductionRules,
    RankingRules,
    TallyRules,
    TimeBand,
    TimeRules,
)


def canonical_document(
    name: Bilingual,
    rubric: Rubric,
    tally: TallyRules,
    deductions: DeductionRules,
    ranking: RankingRules,
    advancement: AdvancementRules | None,
    awards: Sequence[AwardRule],
) -> dict[str, Any]:
    """Return the one document that says these rules: defaults written out, numbers as plain text.

    >>> parts = (TallyRules(), DeductionRules(), RankingRules(), None, ())
    >>> canonical_document(Bilingual("例", "e"), Rubric(()), *parts)["ranking"]["per"]
    'heat'
    """
    document: dict[str, Any] = {
        "format": 1,
        "name": name.as_data(),
        "rubric": _rubric(rubric),
        "tally": _tally(tally),
        "deductions": _deductions(deductions),
        "ranking": {
            "on": ranking.on,
            "style": ranking.style,
            "per": ranking.per,
            "ties": list(ranking.ties),
        },
    }
    if advancement is not None:
        document["advancement"] = {"take": advancement.take, "per": advancement.per}
    if awards:
        document["awards"] = [_award(award) for award in awards]
    return document


def digest_of(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a JSON-able mapping in its one canonical spelling.

    >>> digest_of({"b": 1, "a": 2}) == digest_of({"a": 2, "b": 1})
    True
    """
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _rubric(rubric: Rubric) -> dict[str, Any]:
    data: dict[str, Any] = {"combine": rubric.combine}
    if rubric.name is not None:
        data["name"] = rubric.name.as_data()
    data["criteria"] = [_criterion(criterion) for criterion in rubric.criteria]
    return data


def _criterion(criterion: Criterion) -> dict[str, Any]:
    data: dict[str, Any] = {
        "key": criterion.key,
        "name": criterion.name.as_data(),
        "min": _mark(criterion.min),
        "max": _mark(criterion.max),
        "step": _mark(criterion.step),
        "weight": format_plain(criterion.weight),
    }
    if criterion.description is not None:
        data["description"] = criterion.description.as_data()
    if criterion.levels:
        data["levels"] = [{"at": _mark(x.at), **x.text.as_data()} for x in criterion.levels]
    if criterion.quick_phrases:
        data["quick_phrases"] = [phrase.as_data() for phrase in criterion.quick_phrases]
    return data


def _mark(units: int) -> str:
    return format_plain(Fraction(units, MARK_UNITS))


def _tally(tally: TallyRules) -> dict[str, Any]:
    trim, rounding = tally.trim, tally.rounding
    points = {
        "criterion": rounding.criterion,
        "weighted_criterion": rounding.weighted_criterion,
        "judge_total": rounding.judge_total,
        "aggregate": rounding.aggregate,
        "final": rounding.final,
    }
    data: dict[str, Any] = {
        "scope": tally.scope,
        "aggregate": tally.aggregate,
        "factor": format_plain(tally.factor),
        "trim": {
            "low": trim.low,
            "high": trim.high,
            "min_kept": trim.min_kept,
            "few": trim.few,
        },
        "rounding": {key: places for key, places in points.items() if places is not None},
    }
    if tally.groups:
        data["groups"] = {
            group.key: _without_none(
                seats=None if group.seats is None else list(group.seats),
                weight=format_plain(group.weight),
            )
            for group in tally.groups
        }
    return data


def _deductions(deductions: DeductionRules) -> dict[str, Any]:
    return _without_none(
        floor=_points(deductions.floor),
        time=None if deductions.time is None else _time(deductions.time),
    )


def _time(time: TimeRules) -> dict[str, Any]:
    return _without_none(
        limit_s=time.limit_s,
        minimum_s=time.minimum_s,
        bands=[_band(band) for band in time.bands] or None,
        disqualify_over_s=time.disqualify_over_s,
        disqualify_under_s=time.disqualify_under_s,
    )


def _band(band: TimeBand) -> dict[str, Any]:
    return {"under_s" if band.is_under else "over_s": band.from_s} | _without_none(
        points=format_plain(band.points), per_s=band.per_s, cap=_points(band.cap)
    )


def _award(award: AwardRule) -> dict[str, Any]:
    return {"key": award.key, "name": award.name.as_data()} | _without_none(
        count=award.count,
        percent=_points(award.percent),
        round=None if award.percent is None else award.round,
    )


def _points(value: Fraction | None) -> str | None:
    return None if value is None else format_plain(value)


def _without_none(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def to_toml(document: Mapping[str, Any]) -> str:
    """Write a canonical document as RULES.toml; reading it back gives the same rule sheet.

    >>> print(to_toml({"format": 1, "name": {"zh": "例"}, "ranking": {"ties": ["median"]}}))
    format = 1
    name = { zh = "例" }
    <BLANKLINE>
    [ranking]
    ties = ["median"]
    <BLANKLINE>
    """
    lines = [f"{key} = {_inline(document[key])}" for key in ("format", "name") if key in document]
    for key, value in document.items():
        if key in ("format", "name"):
            continue
        if isinstance(value, Mapping):
            lines += _section(key, value)
        else:
            lines += [line for row in value for line in _row(key, row)]
    return "\n".join(lines) + "\n"


def _section(path: str, table: Mapping[str, Any]) -> list[str]:
    rows = {key: value for key, value in table.items() if key == "criteria"}
    lines = ["", f"[{path}]"]
    lines += [f"{_key(k)} = {_inline(v)}" for k, v in table.items() if k not in rows]
    for key, value in rows.items():
        lines += [line for row in value for line in _row(f"{path}.{key}", row)]
    return lines


def _row(path: str, row: Mapping[str, Any]) -> list[str]:
    return ["", f"[[{path}]]", *(f"{_key(key)} = {_inline(value)}" for key, value in row.items())]


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_key(key)} = {_inline(item)}" for key, item in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_inline(item) for item in value) + "]"
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)


def _key(key: str) -> str:
    is_bare = key.isascii() and all(letter.isalnum() or letter in "_-" for letter in key)
    return key if is_bare and key else json.dumps(key, ensure_ascii=False)
