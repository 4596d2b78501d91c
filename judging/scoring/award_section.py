"""``[[awards]]`` of a rules document: read within bounds, and written as canonical data."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from judging.scoring.advancement_section import (
    HIGHEST_SCORE,
    LOWEST_SCORE,
    MAX_TAKE,
    SCORE_PLACES,
    find_other,
)
from judging.scoring.bilingual import Bilingual
from judging.scoring.document import Table, refuse_twice, without_none
from judging.scoring.points import find_plain, format_plain, shorten
from judging.scoring.rubric import Rubric
from judging.scoring.rule_parts import GROUPINGS, AwardRule

MAX_AWARDS = 30
AWARD_KINDS = ("tier", "special", "unit", "adviser")
AWARD_TIES = ("share", "push_down", "extend")
#: ``by`` of a special prize that the organizer gives.
BY_HAND = "hand"
#: What each kind may say beside ``key``, ``name``, ``kind`` and ``per``.
_KEYS = {
    "tier": ("count", "percent", "round", "rest", "minimum", "ties"),
    "special": ("count", "by"),
    "unit": ("count", "of", "points"),
    "adviser": ("of",),
}
_SOME_KIND = tuple(dict.fromkeys(key for keys in _KEYS.values() for key in keys))


def read_awards(document: Table, rubric: Rubric, ranking_per: str) -> tuple[AwardRule, ...]:
    """Read every ``[[awards]]`` table, highest prize first.

    ``ranking_per`` is the grouping of the ranking: a prize that names the same one says nothing.

    >>> row = {"key": "first", "name": {"zh": "一等奖"}, "count": 1}
    >>> read_awards(Table({"awards": [row]}, "", []), Rubric(()), "heat")[0].count
    1
    """
    rows = document.rows("awards", MAX_AWARDS)
    awards = tuple(_award(row, rubric, ranking_per) for row in rows)
    refuse_twice(document, "awards", [award.key for award in awards])
    tiers = [award.key for award in awards if award.kind == "tier"]
    for row, award in zip(rows, awards, strict=True):
        _check_tiers(row, award, tiers)
    rest = [index for index, award in enumerate(awards) if award.is_rest]
    for index, award in enumerate(awards):
        if rest and index > rest[0] and award.kind == "tier":
            document.fault("award_after_rest", f"awards[{index}]")
    return awards


def _award(table: Table, rubric: Rubric, ranking_per: str) -> AwardRule:
    key = table.key_text("key")
    name = table.name("name", is_required=True) or Bilingual(key, key)
    kind = table.choice("kind", AWARD_KINDS, "tier")
    count = table.find_integer("count", 1, MAX_TAKE)
    per = table.choice("per", GROUPINGS, ranking_per)
    of = _of(table)
    award = AwardRule(
        key,
        name,
        count,
        table.find_points("percent", ">0", "100", 2),
        table.choice("round", ("ceil", "floor"), "ceil"),
        is_rest=_is_rest(table),
        kind=kind,
        per=find_other(per, ranking_per),
        minimum=table.find_points("minimum", LOWEST_SCORE, HIGHEST_SCORE, SCORE_PLACES),
        ties=table.choice("ties", AWARD_TIES, "share"),
        by=_by(table, rubric),
        of=of,
        points=_points(table, len(of)),
    )
    table.close()
    _refuse_other_kinds(table, kind)
    _check_kind(table, award)
    return award


def _is_rest(table: Table) -> bool:
    value = table.take("rest")
    if value is not None and not isinstance(value, bool):
        table.fault("not_a_choice", "rest", text=shorten(value), choices="true, false")
    return value is True


def _by(table: Table, rubric: Rubric) -> str:
    value = table.take("by")
    if value is None or value == BY_HAND:
        return value or ""
    word, _, key = value.partition(":") if isinstance(value, str) else ("", "", "")
    if word != "criterion":
        choices = f"{BY_HAND}, criterion:<key>"
        table.fault("not_a_choice", "by", text=shorten(value), choices=choices)
    elif key not in rubric.keys:
        choices = ", ".join(rubric.keys)
        table.fault("unknown_criterion", "by", key=shorten(key), choices=choices)
    return str(value)


def _of(table: Table) -> tuple[str, ...]:
    items = table.items("of", MAX_AWARDS, 1) if table.content.get("of") is not None else []
    keys = []
    for index, item in enumerate(items):
        if isinstance(item, str):
            keys.append(item)
        else:
            table.fault("not_text", f"of[{index}]", text=shorten(item))
    refuse_twice(table, "of", keys)
    table.seen.add("of")
    return tuple(keys)


def _points(table: Table, tiers: int) -> tuple[Fraction, ...]:
    """Read the points of each tier; none where each counts one, which is the default."""
    items = table.items("points", MAX_AWARDS)
    if table.content.get("points") is not None and len(items) != tiers:
        table.fault("award_points_do_not_fit", "points", count=len(items), expected=tiers)
    points = tuple(
        Table({place: item}, table.path, table.faults).points(place, ">0", "1000", 2)
        for place, item in ((f"points[{index}]", item) for index, item in enumerate(items))
    )
    return () if all(each == 1 for each in points) else points


def _refuse_other_kinds(table: Table, kind: str) -> None:
    for key in _SOME_KIND:
        if key not in _KEYS[kind] and table.content.get(key) is not None:
            table.fault("award_key_of_other_kind", key, key=key, kind=kind)


def _check_kind(table: Table, award: AwardRule) -> None:
    given = [key for key in ("count", "percent") if table.content.get(key) is not None]
    if award.kind == "tier":
        if len(given) + award.is_rest != 1:
            table.fault("award_count_or_percent")
        elif table.content.get("round") is not None and award.percent is None:
            table.fault("award_round_without_percent", "round")
    needed = {"special": ("by",), "unit": ("count", "of"), "adviser": ("of",)}
    for key in needed.get(award.kind, ()):
        if table.content.get(key) is None:
            table.fault("missing_key", key, key=key)


def _check_tiers(table: Table, award: AwardRule, tiers: Sequence[str]) -> None:
    for index, key in enumerate(award.of):
        if key not in tiers:
            choices = ", ".join(tiers)
            table.fault("award_not_a_tier", f"of[{index}]", key=shorten(key), choices=choices)


def write_award(award: AwardRule) -> dict[str, Any]:
    """Return one ``[[awards]]`` table as canonical data; what is at its default stays out.

    >>> write_award(AwardRule("first", Bilingual("一等奖", "First"), count=1))
    {'key': 'first', 'name': {'zh': '一等奖', 'en': 'First'}, 'count': 1}
    """
    return {"key": award.key, "name": award.name.as_data()} | without_none(
        count=award.count,
        percent=find_plain(award.percent),
        round=None if award.percent is None else award.round,
        rest=award.is_rest or None,
        kind=find_other(award.kind, "tier"),
        per=award.per,
        minimum=find_plain(award.minimum),
        ties=find_other(award.ties, "share"),
        by=award.by or None,
        of=list(award.of) or None,
        points=[format_plain(each) for each in award.points] or None,
    )
