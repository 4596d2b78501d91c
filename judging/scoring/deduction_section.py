"""``[deductions]`` of a rules document: read within bounds, and written as canonical data."""

from typing import Any

from judging.scoring.bilingual import Bilingual
from judging.scoring.document import Table, refuse_twice, without_none
from judging.scoring.points import MARK_PLACES, find_plain, format_plain
from judging.scoring.rubric_section import MARK_LIMIT
from judging.scoring.rule_parts import DeductionRules, NamedDeduction, TimeBand, TimeRules

MAX_BANDS = 12
MAX_SECONDS = 86_400
MAX_NAMED = 50
MAX_TIMES = 99
KINDS = ("deduction", "bonus")

#: Rules that a deduction can rest on without a catalogue: the time rule, and a free one.
RESERVED_RULES = ("overtime", "undertime", "other")


def read_deductions(table: Table) -> DeductionRules:
    """Read ``[deductions]``: the floor, the time rule and the catalogue to choose from.

    >>> read_deductions(Table({"floor": "0"}, "deductions", [])).floor
    Fraction(0, 1)
    """
    floor = table.find_points("floor", f"-{MARK_LIMIT}", MARK_LIMIT, MARK_PLACES)
    time = table.table("time")
    named = tuple(_named(row) for row in table.rows("named", MAX_NAMED))
    rules = DeductionRules(floor, None if time is None else _read_time(time), named)
    table.close()
    refuse_twice(table, "named", [each.key for each in named])
    return rules


def _named(table: Table) -> NamedDeduction:
    key = table.key_text("key")
    named = NamedDeduction(
        key=key,
        name=table.name("name", is_required=True) or Bilingual(key, key),
        points=table.points("points", ">0", MARK_LIMIT, MARK_PLACES),
        kind=table.choice("kind", KINDS, "deduction"),
        most=table.integer("most", 1, MAX_TIMES, default=1),
    )
    table.close()
    if key in RESERVED_RULES:
        table.fault("deduction_key_reserved", "key", key=key)
    return named


def _read_time(table: Table) -> TimeRules:
    bands = [_band(row) for row in table.rows("bands", MAX_BANDS)]
    rules = TimeRules(
        limit_s=table.find_integer("limit_s", 1, MAX_SECONDS),
        minimum_s=table.find_integer("minimum_s", 1, MAX_SECONDS),
        bands=tuple(sorted(bands, key=lambda band: (band.is_under, band.from_s))),
        disqualify_over_s=table.find_integer("disqualify_over_s", 0, MAX_SECONDS),
        disqualify_under_s=table.find_integer("disqualify_under_s", 0, MAX_SECONDS),
    )
    table.close()
    refuse_twice(table, "bands", [_start(band) for band in bands])
    _check_time(table, rules)
    return rules


def _start(band: TimeBand) -> str:
    return f"{'under_s' if band.is_under else 'over_s'} = {band.from_s}"


def _band(table: Table) -> TimeBand:
    over_s = table.find_integer("over_s", 0, MAX_SECONDS)
    under_s = table.find_integer("under_s", 0, MAX_SECONDS)
    per_s = table.find_integer("per_s", 1, MAX_SECONDS)
    cap = table.find_points("cap", ">0", MARK_LIMIT, MARK_PLACES)
    if (over_s is None) == (under_s is None):
        table.fault("band_over_or_under")
    if cap is not None and per_s is None:
        table.fault("cap_without_per", "cap")
    points = table.points("points", ">0", MARK_LIMIT, MARK_PLACES)
    if cap is not None and cap < points:
        table.fault("cap_below_points", "cap")
    table.close()
    is_under = over_s is None
    return TimeBand((under_s if is_under else over_s) or 0, points, is_under, per_s, cap)


def _check_time(table: Table, rules: TimeRules) -> None:
    has_over = any(not band.is_under for band in rules.bands)
    has_under = any(band.is_under for band in rules.bands)
    has_over = has_over or rules.disqualify_over_s is not None
    has_under = has_under or rules.disqualify_under_s is not None
    if has_over and rules.limit_s is None:
        table.fault("band_without_limit")
    if has_under and rules.minimum_s is None:
        table.fault("band_without_minimum")
    if rules.limit_s and rules.minimum_s and rules.minimum_s >= rules.limit_s:
        table.fault("minimum_not_below_limit", "minimum_s")


def write_deductions(deductions: DeductionRules) -> dict[str, Any]:
    """Return ``[deductions]`` as canonical data.

    >>> from fractions import Fraction
    >>> write_deductions(DeductionRules(floor=Fraction(0)))
    {'floor': '0'}
    """
    return without_none(
        floor=find_plain(deductions.floor),
        time=None if deductions.time is None else _write_time(deductions.time),
        named=[_write_named(each) for each in deductions.named] or None,
    )


def _write_named(named: NamedDeduction) -> dict[str, Any]:
    return {
        "key": named.key,
        "name": named.name.as_data(),
        "points": format_plain(named.points),
        "kind": named.kind,
        "most": named.most,
    }


def _write_time(time: TimeRules) -> dict[str, Any]:
    return without_none(
        limit_s=time.limit_s,
        minimum_s=time.minimum_s,
        bands=[_write_band(band) for band in time.bands] or None,
        disqualify_over_s=time.disqualify_over_s,
        disqualify_under_s=time.disqualify_under_s,
    )


def _write_band(band: TimeBand) -> dict[str, Any]:
    return {"under_s" if band.is_under else "over_s": band.from_s} | without_none(
        points=format_plain(band.points), per_s=band.per_s, cap=find_plain(band.cap)
    )
