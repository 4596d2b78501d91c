"""Where figures and their intervals stand on the scale that all rows of a table share."""

from decimal import Decimal

import pytest

from judging.web.interval_charts import (
    IntervalRow,
    IntervalScale,
    ScaleLine,
    ScaleTick,
    balanced_scale,
    rank_scale,
)


def test_a_figure_stands_where_it_lies_between_the_ends():
    scale = IntervalScale(0.0, 1.0)

    row = scale.row(0.5, (0.25, 0.75), "half")

    assert row == IntervalRow(Decimal("64.0"), Decimal("176.0"), Decimal("120.0"), "half")


def test_a_figure_without_an_interval_is_a_dot_and_an_interval_alone_has_none():
    scale = IntervalScale(0.0, 1.0)

    assert scale.row(1.0, None, "") == IntervalRow(None, None, Decimal("232.0"), "")
    assert scale.row(None, (0.0, 1.0), "").dot_x is None


def test_what_lies_beyond_an_end_stands_at_that_end():
    scale = IntervalScale(0.0, 1.0)

    assert scale.row(-0.3, (-0.5, 1.5), "") == IntervalRow(
        Decimal("8.0"), Decimal("232.0"), Decimal("8.0"), ""
    )


def test_a_bar_of_one_value_can_still_be_seen():
    scale = IntervalScale(0.0, 1.0)
    row = scale.row(0.5, None, "")

    assert scale.with_bar(row, None) == row
    narrow, wide = scale.with_bar(row, (0.5, 0.5)), scale.with_bar(row, (0.25, 0.75))
    assert (narrow.bar_x, narrow.bar_width) == (Decimal("117.0"), Decimal(6))
    assert (wide.bar_x, wide.bar_width) == (Decimal("64.0"), Decimal("112.0"))


@pytest.mark.parametrize("ends", [(1.0, 1.0), (1.0, 0.0)])
def test_a_scale_needs_room(ends):
    with pytest.raises(ValueError, match="right end"):
        IntervalScale(*ends)


def test_a_balanced_scale_has_zero_in_its_middle_and_holds_everything():
    scale = balanced_scale([-1.2, 0.4])

    assert (scale.low, scale.high) == (-1.5, 1.5)
    assert scale.lines == (ScaleLine(Decimal("120.0"), "zero"),)
    assert [tick.text for tick in scale.ticks] == ["−1.5", "0", "+1.5"]
    assert balanced_scale([]).high == 0.5
    assert balanced_scale([250.0]).high == 250.0


def test_a_scale_of_ranks_has_a_line_below_each_prize_and_not_too_many_numbers():
    scale = rank_scale(2, [1])

    assert scale.lines == (ScaleLine(Decimal("120.0"), "border"),)
    assert scale.ticks == (ScaleTick(Decimal("64.0"), "1"), ScaleTick(Decimal("176.0"), "2"))
    assert len(rank_scale(200).ticks) == 9
