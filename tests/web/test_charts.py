"""The geometry of charts: places follow from points, exactly and in the given order."""

from decimal import Decimal

import pytest

from judging.web.charts import Bar, Border, Dot, Tick, distribution, strip_plot


def _d(*numbers: str) -> list[Decimal]:
    return [Decimal(n) for n in numbers]


def test_dots_stand_in_proportion_between_the_ends() -> None:
    plot = strip_plot(
        _d("0", "50", "100"), [True, False, True], Decimal(0), Decimal(100), width=216
    )
    assert [(dot.x, dot.text, dot.is_dropped) for dot in plot.dots] == [
        (Decimal("8.0"), "0", True),
        (Decimal("108.0"), "50", False),
        (Decimal("208.0"), "100", True),
    ]


def test_a_number_is_shown_as_it_was_given() -> None:
    plot = strip_plot(_d("90.50"), [False], Decimal(80), Decimal(100), labels=["Seat 1"])
    assert plot.dots == (Dot(Decimal("167.6"), Decimal("8"), "90.50", "Seat 1", False),)


def test_equal_totals_are_stacked_and_not_hidden() -> None:
    plot = strip_plot(_d("90", "90", "90", "95"), [False] * 4, Decimal(80), Decimal(100))
    first, second, third, apart = plot.dots
    assert (first.x, second.x, third.x) == (Decimal("160.0"),) * 3
    assert [first.y - second.y, second.y - third.y] == [12, 12]
    assert apart.y == first.y
    assert min(dot.y for dot in plot.dots) >= plot.radius


def test_the_mean_and_the_ends_are_marked() -> None:
    plot = strip_plot(_d("85"), [False], Decimal(80), Decimal(100), mean=Decimal("92.5"), width=216)
    assert plot.mean_x == Decimal("133.0")
    assert plot.ticks == (
        Tick(Decimal(8), "80", "start"),
        Tick(Decimal("108.0"), "90", "middle"),
        Tick(Decimal(208), "100", "end"),
    )


def test_an_appearance_without_totals_has_an_axis_and_no_dots() -> None:
    plot = strip_plot([], [], Decimal(0), Decimal(100))
    assert (plot.dots, plot.mean_x, len(plot.ticks)) == ((), None, 3)


@pytest.mark.parametrize(
    ("dropped", "high", "labels"),
    [([], 100, []), ([False], 0, []), ([False], 100, ["one", "two"])],
)
def test_a_plot_that_makes_no_sense_is_refused(
    dropped: list[bool], high: int, labels: list[str]
) -> None:
    with pytest.raises(ValueError, match=r"each value|right end"):
        strip_plot(_d("50"), dropped, Decimal(0), Decimal(high), labels=labels)


def test_scores_are_counted_in_classes_that_hold_their_lower_end() -> None:
    plot = distribution(_d("80", "80.99", "81", "82.5"), [], width=166, height=138)
    assert [(bar.low_text, bar.high_text, bar.count) for bar in plot.bars] == [
        ("80", "81", 2),
        ("81", "82", 1),
        ("82", "83", 1),
    ]
    assert plot.bars[0] == Bar(
        x=Decimal("9.0"),
        y=Decimal("16.0"),
        width=Decimal("48.0"),
        height=Decimal("100.0"),
        text_x=Decimal("33.0"),
        text_y=Decimal("12.0"),
        low_text="80",
        high_text="81",
        count=2,
    )


def test_prize_borders_stand_at_their_scores_each_on_its_own_line() -> None:
    plot = distribution(
        _d("80", "89.5"), [("First", Decimal("89.5")), ("Second", Decimal(82))], width=116
    )
    assert plot.borders == (
        Border(Decimal("103.0"), "First 89.5", Decimal("97.0"), Decimal(0), "end"),
        Border(Decimal("28.0"), "Second 82", Decimal("34.0"), Decimal(18), "start"),
    )


def test_a_wide_field_gets_wider_classes_and_loses_nobody() -> None:
    values = _d(*(str(n) for n in range(0, 1000, 7)))
    plot = distribution(values, [])
    assert len(plot.bars) <= 41
    assert sum(bar.count for bar in plot.bars) == len(values)


def test_a_distribution_of_nothing_is_empty() -> None:
    plot = distribution([], [("First", Decimal(90))])
    assert (plot.bars, plot.ticks, plot.borders) == ((), (), ())


def test_a_class_without_width_is_refused() -> None:
    with pytest.raises(ValueError, match="width above 0"):
        distribution(_d("80"), [], step=Decimal(0))
