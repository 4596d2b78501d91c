"""The prizes that count for a unit or an adviser, each with its points beside it.

A row names them by their places among the awards, never by key or by the order in which boxes
come: ``of`` holds the places that are ticked, ``points-<place>`` what each of them brings. So a
prize that is renamed or moved keeps its own points, and no prize gets those of another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, str]
#: Points of a prize where none are typed; the format's own default.
_DEFAULT = "1"


@dataclass(frozen=True)
class Tier:
    """One prize to tick in a row: its place among the awards, and what stands beside it."""

    place: int
    name: str
    is_ticked: bool
    points: str


def ticked(row: Row) -> list[int]:
    """Return the places that a row ticks, in the order in which they stand there.

    >>> ticked({"of": "2 0 x"})
    [2, 0]
    """
    words = row.get("of", "").split()
    return [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 4]


def points_field(place: int) -> str:
    """Return the name of the field that holds the points of one prize.

    >>> points_field(2)
    'points-2'
    """
    return f"points-{place}"


def write_tiers(award: Mapping[str, Any], keys: Sequence[str]) -> Row:
    """Return the ticks and points of an award of the document.

    Args:
        award: one award, canonical.
        keys: the keys of all awards, in their order.

    >>> write_tiers({"of": ["second", "first"], "points": ["2", "5"]}, ["first", "second", "unit"])
    {'of': '1 0', 'points-1': '2', 'points-0': '5'}
    """
    places = [keys.index(key) for key in award.get("of", ())]
    points = award.get("points", ())
    row = {"of": " ".join(map(str, places))}
    return row | {points_field(at): str(each) for at, each in zip(places, points, strict=False)}


def read_tiers(row: Row, awards: Sequence[Row]) -> tuple[list[str], list[tuple[int, str]]]:
    """Return the keys of the prizes that a row ticks, and place and points of each.

    Without any points nothing is said of them. Points beside a prize that is not ticked come last:
    more points than prizes is for the core to refuse, so that neither is guessed.

    >>> rows = [{"key": "first"}, {"key": "second"}]
    >>> read_tiers({"of": "0 1", "points-0": "5"}, rows)
    (['first', 'second'], [(0, '5'), (1, '1')])
    >>> read_tiers({"of": "0", "points-0": "5", "points-1": "2"}, rows)
    (['first'], [(0, '5'), (1, '2')])
    """
    places = [place for place in ticked(row) if place < len(awards)]
    typed = {at: row.get(points_field(at), "") for at in range(len(awards))}
    rest = [at for at, text in typed.items() if text and at not in places]
    points = [(at, typed[at] or _DEFAULT) for at in (*places, *rest)]
    return [awards[at]["key"] for at in places], points if any(typed.values()) else []


def follow_tiers(awards: Sequence[Row], order: Sequence[int]) -> None:
    """Let every tick and its points follow the awards, after these moved or one went.

    Args:
        awards: the rows in their new order.
        order: the place where each of them stood before.

    >>> rows = [{"of": "0 1", "points-0": "5", "points-1": "2"}]
    >>> follow_tiers(rows, [1, 0]); rows
    [{'of': '0 1', 'points-0': '2', 'points-1': '5'}]
    """
    moved = {before: after for after, before in enumerate(order)}
    for row in awards:
        row["of"] = " ".join(map(str, sorted(moved[at] for at in ticked(row) if at in moved)))
        points = {at: row.pop(points_field(at)) for at in order if points_field(at) in row}
        row |= {points_field(moved[at]): text for at, text in points.items()}


def list_tiers(row: Row, awards: Sequence[Row], names: Sequence[str]) -> list[Tier]:
    """Return the prizes that a row may tick, in the order of the awards.

    Prizes by rank, and whatever is ticked or has points all the same: the core says what is wrong
    with it. A row that ticks them in an order of its own shows this one first, so that saving
    changes nothing.

    >>> rows = [{"kind": "tier"}, {"kind": "tier"}]
    >>> [each.place for each in list_tiers({"of": "1 0"}, rows, ["一等奖", "二等奖"])]
    [1, 0]
    """
    places = ticked(row)
    listed = [
        at
        for at, one in enumerate(awards)
        if (one["kind"] or "tier") == "tier" or at in places or row.get(points_field(at))
    ]
    if places != sorted(places):
        listed.sort(key=lambda at: places.index(at) if at in places else len(places))
    return [Tier(at, names[at], at in places, row.get(points_field(at), "")) for at in listed]
