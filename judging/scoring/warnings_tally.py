"""Warnings about the rubric, the tally and the deductions of a rule sheet."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from judging.scoring.points import format_plain
from judging.scoring.rank_methods import RANK_METHODS
from judging.scoring.rule_parts import (
    PRACTICE_GROUP,
    TIE_BREAK_GROUP,
    CarryOverRules,
    RuleSheet,
    TimeBand,
    Trim,
)
from judging.scoring.rule_warning import Figures, RuleSetting, RuleWarning
from judging.scoring.seats import plain_seat
from judging.scoring.trimming import choose_trim

_NEAR_LOW, _NEAR_HIGH, _HUNDRED = 80, 120, 100
_PERCENT_LEAST = 5
_OUTSIDE = (PRACTICE_GROUP, TIE_BREAK_GROUP)


def tally_warnings(rules: RuleSheet, setting: RuleSetting) -> Iterator[RuleWarning]:
    """Yield what the rubric and the tally say that may not be meant.

    >>> from judging.scoring.specimen import specimen_rules
    >>> rules = specimen_rules(tally={"scope": "criterion"})
    >>> [warning.code for warning in tally_warnings(rules, RuleSetting())]
    ['criterion_scope']
    """
    yield from _rubric(rules)
    if rules.tally.scope == "criterion":
        yield RuleWarning("criterion_scope", "tally.scope")
    yield from _groups(rules, setting)
    yield from _named_seats(rules, setting)
    yield from _trims(rules, setting)
    if rules.tally.aggregate == "sum":
        yield from _sum(setting)
    rounding = rules.tally.rounding
    if rounding.aggregate is not None and rounding.aggregate > rounding.final:
        params = {"first": rounding.aggregate, "last": rounding.final}
        yield RuleWarning("rounded_twice", "tally.rounding.aggregate", params)


def _rubric(rules: RuleSheet) -> Iterator[RuleWarning]:
    weights = [criterion.weight for criterion in rules.rubric.criteria]
    if _looks_like_percent(weights):
        total = format_plain(sum(weights, Fraction(0)))
        yield RuleWarning("criterion_weights_not_hundred", "rubric.criteria", {"total": total})
    if rules.rubric.combine == "sum" and set(weights) == {1}:
        maximum = rules.rubric.max_total
        if maximum != _HUNDRED and 90 <= maximum <= 110:
            total = format_plain(maximum)
            yield RuleWarning("maxima_not_hundred", "rubric.criteria", {"total": total})


def _looks_like_percent(weights: Sequence[Fraction]) -> bool:
    """Say whether several weights look like shares of a hundred and are not."""
    total = sum(weights, Fraction(0))
    return (
        len(weights) > 1
        and min(weights) >= _PERCENT_LEAST
        and _NEAR_LOW <= total <= _NEAR_HIGH
        and total != _HUNDRED
    )


def counted_seats(rules: RuleSheet, setting: RuleSetting) -> list[tuple[str, str]]:
    """Return the seats that count, each with the group it is counted in.

    >>> from judging.scoring.specimen import specimen_rules
    >>> counted_seats(specimen_rules(), RuleSetting(seats=(("1", "practice"), ("2", "expert"))))
    [('2', '')]
    """
    of_seat = {
        plain_seat(seat): group.key for group in rules.tally.groups for seat in group.seats or ()
    }
    return [
        (seat, of_seat.get(plain_seat(seat), group) if rules.tally.groups else "")
        for seat, group in setting.seats
        if group not in _OUTSIDE and rules.tally.may_count(seat)
    ]


def _groups(rules: RuleSheet, setting: RuleSetting) -> Iterator[RuleWarning]:
    groups = rules.tally.groups
    weights = [group.weight for group in groups]
    if _looks_like_percent(weights):
        total = format_plain(sum(weights, Fraction(0)))
        yield RuleWarning("group_weights_not_hundred", "tally.groups", {"total": total})
    if not groups or not setting.seats:
        return
    seated = counted_seats(rules, setting)
    present = {key for _seat, key in seated}
    for group in groups:
        if group.key not in present:
            place = f"tally.groups.{group.key}"
            yield RuleWarning("group_without_seats", place, {"group": group.key})
    declared = {group.key for group in groups}
    for seat, key in seated:
        if key not in declared:
            yield RuleWarning("seat_outside_groups", "tally.groups", {"seat": seat})


def _named_seats(rules: RuleSheet, setting: RuleSetting) -> Iterator[RuleWarning]:
    """Yield seats that the rules name and the largest panel does not have."""
    tally = rules.tally
    panel = {plain_seat(seat) for seat, _group in setting.seats}
    named = (
        ("practice_seat_missing", "tally.practice_seats", tally.practice_seats),
        ("tie_break_seat_missing", "tally.tie_break_seats", tally.tie_break_seats),
        ("chief_seat_missing", "tally.chief_seat", (tally.chief_seat,) * bool(tally.chief_seat)),
    )
    for code, place, seats in named:
        for seat in seats:
            if panel and plain_seat(seat) not in panel:
                yield RuleWarning(code, place, {"seat": seat})


def _trims(rules: RuleSheet, setting: RuleSetting) -> Iterator[RuleWarning]:
    """Yield what becomes of each trim on the round's own panel, group by group."""
    keys = [key for _seat, key in counted_seats(rules, setting)]
    own = [group for group in rules.tally.groups if group.trim is not None]
    if len(own) < len(rules.tally.groups) or not own:
        shared = [key for key in keys if key not in {group.key for group in own}]
        counts = sorted({shared.count(key) for key in shared})
        yield from _trim(rules.tally.trim, counts, "tally.trim")
    for group in own:
        counts = [keys.count(group.key)] if group.key in keys else []
        yield from _trim(group.trim or Trim(), counts, f"tally.groups.{group.key}.trim")


def _trim(trim: Trim, counts: Sequence[int], place: str) -> Iterator[RuleWarning]:
    """Yield what one trim means by itself, and for panels of these sizes."""
    if not trim.low and not trim.high:
        return
    if trim.low != trim.high:
        yield RuleWarning("trim_uneven", place, {"low": trim.low, "high": trim.high})
    if trim.few == "closest_two":
        yield RuleWarning("closest_two_not_monotone", f"{place}.few")
    for seats in counts:
        yield from _trim_of(trim, seats, place)


def _trim_of(trim: Trim, seats: int, place: str) -> Iterator[RuleWarning]:
    asked = {"seats": seats, "low": trim.low, "high": trim.high}
    real = choose_trim([(str(seat), 0) for seat in range(seats)], trim)
    if trim.min_kept > seats:
        params = {"seats": seats, "min_kept": trim.min_kept}
        yield RuleWarning("min_kept_above_panel", f"{place}.min_kept", params)
    if real is None:
        yield RuleWarning("trim_blocks", place, {**asked, "min_kept": trim.min_kept})
    elif seats > 1 and seats - real.low - real.high == 1:
        yield RuleWarning("trim_keeps_one", place, asked)
    elif real.because == "few_judges":
        params = {"real_low": real.low, "real_high": real.high, "min_kept": trim.min_kept}
        yield RuleWarning("trim_smaller", place, asked | params)


def _sum(setting: RuleSetting) -> Iterator[RuleWarning]:
    sizes = setting.panel_sizes
    if len(set(sizes)) > 1:
        params = {"least": min(sizes), "most": max(sizes)}
        yield RuleWarning("sum_with_unequal_panels", "tally.aggregate", params)
    elif sizes:
        yield RuleWarning("sum_and_absence", "tally.aggregate", {"seats": sizes[0]})


def deduction_warnings(rules: RuleSheet) -> Iterator[RuleWarning]:
    """Yield time bands that never apply or that cost less for more, and a floor above all scores.

    >>> from judging.scoring.specimen import specimen_rules
    >>> rules = specimen_rules(deductions={"floor": "101"})
    >>> [warning.code for warning in deduction_warnings(rules)]
    ['floor_above_maximum']
    """
    time, floor = rules.deductions.time, rules.deductions.floor
    maximum = highest_score(rules, None)
    if floor is not None and maximum is not None and floor > maximum:
        params = {"floor": format_plain(floor), "maximum": format_plain(maximum)}
        yield RuleWarning("floor_above_maximum", "deductions.floor", params)
    if rules.carry_over is not None:
        yield from _carried(rules.carry_over)
    if time is None:
        return
    for index, band in enumerate(time.bands):
        place = f"deductions.time.bands[{index}]"
        out = time.disqualify_under_s if band.is_under else time.disqualify_over_s
        if out is not None and band.from_s >= out:
            late: Figures = {"from_s": band.from_s, "limit_s": out}
            yield RuleWarning("band_after_disqualification", place, late)
        elif band.is_under and time.minimum_s is not None and band.from_s > time.minimum_s:
            beyond: Figures = {"from_s": band.from_s, "minimum_s": time.minimum_s}
            yield RuleWarning("band_beyond_minimum", place, beyond)
        if index:
            yield from _falling(time.bands[index - 1], band, place)


def _falling(before: TimeBand, band: TimeBand, place: str) -> Iterator[RuleWarning]:
    """Yield a band of plain points that costs less than the band before it on the same side."""
    is_plain = before.per_s is None and band.per_s is None
    if is_plain and before.is_under == band.is_under and band.points < before.points:
        params: Figures = {
            "from_s": band.from_s,
            "points": format_plain(band.points),
            "before_s": before.from_s,
            "before": format_plain(before.points),
        }
        yield RuleWarning("band_costs_less", place, params)


def _carried(carry_over: CarryOverRules) -> Iterator[RuleWarning]:
    """Yield weights of several rounds that put the score on another scale."""
    scores = [each.weight for each in carry_over.earlier if not each.points_by_rank]
    total = carry_over.weight + sum(scores, Fraction(0))
    if scores and total != 1:
        yield RuleWarning(
            "carry_weights_not_one", "carry_over.weight", {"total": format_plain(total)}
        )


def highest_score(rules: RuleSheet, seats: int | None) -> Fraction | None:
    """Return the highest score that the rules can give before bonuses; None where it is unknown.

    >>> from judging.scoring.specimen import specimen_rules
    >>> highest_score(specimen_rules(), None)
    Fraction(100, 1)
    >>> highest_score(specimen_rules(tally={"aggregate": "sum"}), 7)
    Fraction(700, 1)
    """
    tally = rules.tally
    top = rules.rubric.max_total * tally.factor
    ways = {tally.aggregate, *(group.aggregate or tally.aggregate for group in tally.groups)}
    if rules.carry_over is not None or ways & set(RANK_METHODS):
        return None
    if "sum" not in ways:
        return top
    if seats is None or tally.groups:
        return None
    return top * max(seats - tally.trim.low - tally.trim.high, 1)
