"""``[tally]`` of a rules document: read within bounds, and written as canonical data."""

from typing import Any
from unicodedata import normalize

from judging.scoring.aggregates import AGGREGATES, LATER_AGGREGATES
from judging.scoring.document import Table, without_none
from judging.scoring.keys import is_key
from judging.scoring.points import MAX_PLACES, format_plain, natural_order, shorten
from judging.scoring.rubric_section import WEIGHT_LIMIT, WEIGHT_PLACES
from judging.scoring.rule_parts import PRACTICE_GROUP, JudgeGroup, Rounding, TallyRules, Trim
from judging.scoring.seats import plain_seat

MAX_SEATS = 99
MAX_GROUPS = 9
SCOPES = ("judge_total", "criterion")
FEW = ("step_down", "closest_two", "block")


def read_tally(table: Table) -> TallyRules:
    """Read ``[tally]``; an empty one is the plain mean, rounded at the end to two places.

    >>> read_tally(Table({"trim": {"low": 1, "high": 1}}, "tally", [])).trim.min_kept
    3
    """
    tally = TallyRules(
        scope=table.choice("scope", SCOPES, "judge_total"),
        aggregate=table.choice("aggregate", tuple(AGGREGATES), "mean", LATER_AGGREGATES),
        factor=table.points("factor", ">0", WEIGHT_LIMIT, WEIGHT_PLACES, default="1"),
        trim=_trim(table.table("trim")),
        rounding=_rounding(table.table("rounding")),
        groups=_groups(table.table("groups")),
    )
    table.close()
    _refuse_shared_seats(table, tally.groups)
    return tally


def _trim(table: Table | None) -> Trim:
    if table is None:
        return Trim()
    trim = Trim(
        low=table.integer("low", 0, MAX_SEATS, default=0),
        high=table.integer("high", 0, MAX_SEATS, default=0),
        min_kept=table.integer("min_kept", 1, MAX_SEATS, default=3),
        few=table.choice("few", FEW, "step_down"),
    )
    table.close()
    return trim


def _rounding(table: Table | None) -> Rounding:
    if table is None:
        return Rounding()
    rounding = Rounding(
        final=table.integer("final", 0, MAX_PLACES, default=2),
        criterion=table.find_integer("criterion", 0, MAX_PLACES),
        weighted_criterion=table.find_integer("weighted_criterion", 0, MAX_PLACES),
        judge_total=table.find_integer("judge_total", 0, MAX_PLACES),
        aggregate=table.find_integer("aggregate", 0, MAX_PLACES),
    )
    table.close()
    return rounding


def _groups(table: Table | None) -> tuple[JudgeGroup, ...]:
    if table is None:
        return ()
    if len(table.content) > MAX_GROUPS:
        table.fault("too_many_items", limit=MAX_GROUPS)
        return ()
    groups = [_group(table, key) for key in table.content]
    # One order whatever the document's: the digest of the rules does not know it, so that the
    # digest of a result must not depend on it either.
    return tuple(
        sorted(
            (group for group in groups if group is not None),
            key=lambda group: natural_order(group.key),
        )
    )


def _group(groups: Table, key: str) -> JudgeGroup | None:
    if not is_key(key):
        groups.fault("bad_key", shorten(key), text=shorten(key))
        return None
    if normalize("NFKC", key).casefold() == PRACTICE_GROUP:
        groups.fault("practice_group_declared", key)
        return None
    table = groups.table(key)
    if table is None:
        return None
    weight = table.points("weight", ">0", WEIGHT_LIMIT, WEIGHT_PLACES, default="1")
    seats = _seats(table) if table.content.get("seats") is not None else table.take("seats")
    table.close()
    return JudgeGroup(key, weight, seats)


def _seats(table: Table) -> tuple[str, ...]:
    seats = []
    for index, item in enumerate(table.items("seats", MAX_SEATS, least=1)):
        is_number = isinstance(item, int) and not isinstance(item, bool)
        seat = shorten(item) if is_number else item
        if not is_key(seat):
            table.fault("bad_key", f"seats[{index}]", text=shorten(item))
        else:
            seats.append(seat)
    return tuple(seats)


def _refuse_shared_seats(table: Table, groups: tuple[JudgeGroup, ...]) -> None:
    """Note each seat that stands in two groups, or twice in one, in any spelling."""
    seen: dict[str, str] = {}
    taken: set[str] = set()
    for group in groups:
        for seat in group.seats or ():
            other = seen.setdefault(plain_seat(seat), seat)
            if other != seat:
                place = f"groups.{group.key}.seats"
                table.fault("seats_look_alike", place, seat=seat, other=other)
        listed = list(group.seats or ())
        for index, seat in enumerate(listed):
            if seat in listed[:index] or seat in taken:
                table.fault("seat_in_two_groups", f"groups.{group.key}.seats", seat=seat)
        taken.update(listed)


def write_tally(tally: TallyRules) -> dict[str, Any]:
    """Return ``[tally]`` as canonical data, defaults written out.

    >>> write_tally(TallyRules())["rounding"]
    {'final': 2}
    """
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
            group.key: without_none(
                seats=None if group.seats is None else list(group.seats),
                weight=format_plain(group.weight),
            )
            for group in tally.groups
        }
    return data
