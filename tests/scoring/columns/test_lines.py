"""The lines of a counted field: their order, and what stands on them."""

from typing import Any

import numpy as np

from judging.scoring.columns.counting import Grouping, count_field
from judging.scoring.columns.field import Field, SeatColumn
from judging.scoring.columns.lines import Line, Listing, list_lines, order_lines
from judging.scoring.specimen import specimen_rules


def field_of_marks(*steps: int, absent: tuple[int, ...] = ()) -> Field:
    """One seat's marks, as steps of half a point; some entries have none."""
    given = np.ones(len(steps), bool)
    given[list(absent)] = False
    return Field(len(steps), (SeatColumn("1", (np.array(steps),), given),))


def listing(*keys: str, groups: Any = None, orders: Any = None) -> Listing:
    """What orders the lines; without groups and orders all are alike."""
    none = [0] * len(keys)
    return Listing(np.array(groups or none), np.array(orders or none), keys)


def test_groups_come_first_then_places_then_those_without_a_result() -> None:
    field = field_of_marks(180, 190, 0, 170, 200, absent=(2,))
    grouping = Grouping(np.array([1, 1, 1, 0, 0]), 2)

    counted = count_field(specimen_rules(), field, grouping)

    order = order_lines(counted, listing(*"ABCDE", groups=[1, 1, 1, 0, 0]))
    assert order.tolist() == [4, 3, 1, 0, 2]


def test_equals_stand_by_order_then_naturally_by_key() -> None:
    counted = count_field(specimen_rules(), field_of_marks(180, 180, 180, 180, 190))

    by_order = order_lines(counted, listing(*"ABCDE", orders=[4, 3, 2, 1, 9]))
    by_key = order_lines(counted, listing("10", "9", "B", "1", "Z", orders=[2, 2, 1, 2, 2]))

    assert by_order.tolist() == [4, 3, 2, 1, 0]
    assert by_key.tolist() == [4, 2, 3, 1, 0]


def test_those_without_a_result_are_ordered_as_equals() -> None:
    counted = count_field(specimen_rules(), field_of_marks(0, 0, absent=(0, 1)))

    assert order_lines(counted, listing("10", "9")).tolist() == [1, 0]


def test_nobody_gives_no_lines() -> None:
    counted = count_field(specimen_rules(), field_of_marks())

    order = order_lines(counted, listing())

    assert order.tolist() == []
    assert list(list_lines(counted, 2, order, {})) == []


def test_a_line_says_what_a_standing_says() -> None:
    rules = specimen_rules(ranking={"ties": ["more_decimals"]})
    first = (
        SeatColumn(str(n), (np.array(row),))
        for n, row in enumerate(
            ([180, 180, 170, 160], [180, 180, 170, 160], [180, 180, 171, 160]), 1
        )
    )
    competing = np.array([True, True, True, False])
    counted = count_field(rules, Field(4, tuple(first)), is_competing=competing)

    (lines,) = list_lines(counted, 2, np.array([0, 1, 2, 3]), {3: "withdrawn"})

    assert lines == [
        Line(0, 1, True, "", "90.00", "90/1", ""),
        Line(1, 1, True, "", "90.00", "90/1", ""),
        Line(2, 3, False, "", "85.17", "511/6", ""),
        Line(3, None, False, "", None, None, "withdrawn"),
    ]


def test_a_reason_of_the_field_stands_where_an_entry_competes_without_a_result() -> None:
    counted = count_field(specimen_rules(), field_of_marks(180, 0, absent=(1,)))

    (lines,) = list_lines(counted, 2, np.array([1]), {})

    assert [(line.rank, line.no_result) for line in lines] == [(None, "nobody_gave")]


def test_the_step_that_set_entries_apart_stands_on_their_lines() -> None:
    rules = specimen_rules(tally={"rounding": {"final": 0}}, ranking={"ties": ["more_decimals"]})
    counted = count_field(rules, field_of_marks(180, 179, 150))

    (lines,) = list_lines(counted, 0, np.array([0, 1, 2]), {})

    assert [(line.rank, line.tie_break, line.score, line.exact) for line in lines] == [
        (1, "more_decimals", "90", "90/1"),
        (2, "more_decimals", "90", "179/2"),
        (3, "", "75", "75/1"),
    ]
