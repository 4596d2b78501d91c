"""The majority of places in one dance: rules 5 to 8 of the Skating System of ballroom dancing.

Source: Arthur Dawson's Skating System (Official Board of Ballroom Dancing 1937, amended 1947, 1948
and 1956). Rules 1 to 4 are about the judges' marking. A judge of ours may give two entries equal
totals, which rule 4 forbids there; they then share the average of their places.
"""

from collections.abc import Sequence
from fractions import Fraction

from judging.scoring.rank_working import Column

#: One entry's places from all judges.
Places = Sequence[Fraction]


def column(places: Places, place: int) -> Column:
    """Return one column of an entry.

    >>> column([Fraction(1), Fraction(3), Fraction(2)], 2)
    Column(place=2, count=2, total=Fraction(3, 1))
    """
    majority = [each for each in places if each <= place]
    return Column(place, len(majority), sum(majority, Fraction(0)))


def allocate(table: Sequence[Places], start: int = 1) -> list[list[int]]:
    """Return the blocks of one dance by rules 5 to 8, the first one first.

    ``table`` holds every entry's places; ``start`` is the column to begin with. Rule 5: who is put
    first by a majority of the judges wins. Rule 6: of several with a majority in one column the
    larger one stands first. Rule 7: with equal majorities the lower sum of the places that make it,
    and after that the next column. Rule 8: without a majority in a column the next one is looked
    at. What is equal to the last column is a block.

    >>> table = [[1, 1, 2], [2, 3, 1], [3, 2, 3]]
    >>> allocate([[Fraction(place) for place in places] for places in table])
    [[0], [1], [2]]
    """
    last = max([start, *(-(-max(places) // 1) for places in table)])
    needed = len(table[0]) // 2 + 1
    keys = [_key(places, start, last, needed) for places in table]
    blocks: dict[tuple[object, ...], list[int]] = {}
    for index, key in enumerate(keys):
        blocks.setdefault(key, []).append(index)
    return [blocks[key] for key in sorted(blocks)]


def _key(places: Places, start: int, last: int, needed: int) -> tuple[object, ...]:
    """Return an entry's order: its first column with a majority, then that column and all after."""
    first = first_majority(places, start, needed)
    columns = [column(places, place).key for place in range(first, last + 1)]
    return (first, *columns)


def first_majority(places: Places, start: int, needed: int) -> int:
    """Return the first column, from ``start``, in which an entry has a majority.

    >>> first_majority([Fraction(3), Fraction(1), Fraction(2)], 1, 2)
    2
    """
    place = start
    while column(places, place).count < needed:
        place += 1
    return place


def worked_columns(places: Places, last: int) -> list[Column]:
    """Return the columns of an entry from the first place to ``last``, as they are written down.

    >>> [one.count for one in worked_columns([Fraction(1), Fraction(2), Fraction(2)], 2)]
    [1, 3]
    """
    return [column(places, place) for place in range(1, last + 1)]
