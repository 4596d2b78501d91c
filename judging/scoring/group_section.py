"""Judge groups and seats of their own kind in ``[tally]``: read within bounds, and written."""

from typing import Any
from unicodedata import normalize

from judging.scoring.aggregates import AGGREGATES
from judging.scoring.document import Table, without_none
from judging.scoring.keys import is_key
from judging.scoring.points import format_plain, natural_order, shorten
from judging.scoring.rubric_section import WEIGHT_LIMIT, WEIGHT_PLACES
from judging.scoring.rule_parts import (
    PRACTICE_GROUP,
    TIE_BREAK_GROUP,
    JudgeGroup,
    TallyRules,
    Trim,
)
from judging.scoring.seats import plain_seat
from judging.scoring.trim_section import MAX_SEATS, read_trim, refuse_misfit, write_trim

MAX_GROUPS = 9

_RESERVED = {
    PRACTICE_GROUP: "practice_group_declared",
    TIE_BREAK_GROUP: "tie_break_group_declared",
}


def read_groups(table: Table | None, trim: Trim, aggregate: str) -> tuple[JudgeGroup, ...]:
    """Read the judge groups; ``trim`` and ``aggregate`` are those of the tally.

    >>> groups = Table({"expert": {"weight": "70"}}, "tally.groups", [])
    >>> read_groups(groups, Trim(), "mean")[0].key
    'expert'
    """
    if table is None:
        return ()
    if len(table.content) > MAX_GROUPS:
        table.fault("too_many_items", limit=MAX_GROUPS)
        return ()
    groups = [_group(table, key, trim, aggregate) for key in table.content]
    # One order whatever the document's: the digest of the rules does not know it, so that the
    # digest of a result must not depend on it either.
    return tuple(
        sorted(
            (group for group in groups if group is not None),
            key=lambda group: natural_order(group.key),
        )
    )


def _group(groups: Table, key: str, trim: Trim, aggregate: str) -> JudgeGroup | None:
    if not is_key(key):
        groups.fault("bad_key", shorten(key), text=shorten(key))
        return None
    reserved = _RESERVED.get(normalize("NFKC", key).casefold())
    if reserved is not None:
        groups.fault(reserved, key)
        return None
    table = groups.table(key)
    if table is None:
        return None
    weight = table.points("weight", ">0", WEIGHT_LIMIT, WEIGHT_PLACES, default="1")
    seats = read_seats(table, "seats", least=1) or None
    before = len(table.faults)
    own_trim = read_trim(table.table("trim"))
    own_aggregate = table.choice("aggregate", tuple(AGGREGATES), "")
    table.close()
    is_own = own_trim is not None or bool(own_aggregate)
    if is_own and len(table.faults) == before:
        refuse_misfit(table, own_trim or trim, own_aggregate or aggregate)
    # What says the same as the tally itself is not a rule of the group's own.
    return JudgeGroup(
        key,
        weight,
        seats,
        None if own_trim == trim else own_trim,
        "" if own_aggregate == aggregate else own_aggregate,
    )


def read_seats(table: Table, key: str, least: int = 0) -> tuple[str, ...]:
    """Read a list of seats, as text or whole numbers; none where the key is absent.

    >>> read_seats(Table({"seats": ["1", 2]}, "tally.groups.expert", []), "seats")
    ('1', '2')
    """
    if table.content.get(key) is None:
        table.take(key)
        return ()
    seats = []
    for index, item in enumerate(table.items(key, MAX_SEATS, least)):
        seat = _seat(item)
        if seat is None:
            table.fault("bad_key", f"{key}[{index}]", text=shorten(item))
        else:
            seats.append(seat)
    return tuple(seats)


def read_seat(table: Table, key: str) -> str:
    """Read one seat, or ``""`` where the key is absent.

    >>> read_seat(Table({"chief_seat": 1}, "tally", []), "chief_seat")
    '1'
    """
    value = table.take(key)
    if value is None:
        return ""
    seat = _seat(value)
    if seat is None:
        table.fault("bad_key", key, text=shorten(value))
    return seat or ""


def _seat(value: object) -> str | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    seat = shorten(value) if is_number else value
    return seat if isinstance(seat, str) and is_key(seat) else None


def refuse_misplaced_seats(table: Table, tally: TallyRules) -> None:
    """Note each seat that stands in two lists or twice in one, in any spelling.

    The chief judge's seat must be one that counts.

    >>> table = Table({}, "tally", [])
    >>> refuse_misplaced_seats(table, TallyRules(practice_seats=("8",), chief_seat="08"))
    >>> table.faults[0].code
    'chief_seat_does_not_count'
    """
    lists = [(f"groups.{group.key}.seats", group.seats or ()) for group in tally.groups]
    lists += [
        ("practice_seats", tally.practice_seats),
        ("tie_break_seats", tally.tie_break_seats),
    ]
    seen: dict[str, str] = {}
    taken: set[str] = set()
    for place, seats in lists:
        for seat in seats:
            other = seen.setdefault(plain_seat(seat), seat)
            if other != seat:
                table.fault("seats_look_alike", place, seat=seat, other=other)
        for index, seat in enumerate(seats):
            if seat in seats[:index] or seat in taken:
                table.fault("seat_in_two_groups", place, seat=seat)
        taken.update(seats)
    if tally.chief_seat and not tally.may_count(tally.chief_seat):
        table.fault("chief_seat_does_not_count", "chief_seat", seat=tally.chief_seat)


def write_seats(tally: TallyRules) -> dict[str, Any]:
    """Return groups and seats as canonical data; what is not given is not written.

    >>> write_seats(TallyRules(practice_seats=("8",)))
    {'practice_seats': ['8']}
    """
    return without_none(
        groups={group.key: _write_group(group) for group in tally.groups} or None,
        practice_seats=list(tally.practice_seats) or None,
        tie_break_seats=list(tally.tie_break_seats) or None,
        chief_seat=tally.chief_seat or None,
    )


def _write_group(group: JudgeGroup) -> dict[str, Any]:
    return without_none(
        seats=None if group.seats is None else list(group.seats),
        weight=format_plain(group.weight),
        trim=None if group.trim is None else write_trim(group.trim),
        aggregate=group.aggregate or None,
    )
