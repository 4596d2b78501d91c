"""The worked example of a printed rule sheet: invented marks, number by number to the score."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from judging.printing import styles
from judging.printing.flow import Words
from judging.printing.tables import Column, Table
from judging.printing.working_lines import draw_working

if TYPE_CHECKING:
    from judging.printing.flow import Flow, Style
    from judging.printing.rule_facts import CriterionFacts, ExampleFacts, ExampleSeat

#: Up to so many criteria stand in the head by name; more of them by their number.
_NAMED = 5
#: Beyond so many columns of marks the figures are set smaller.
_ROOMY = 12
#: About the height of one line of working with its gap.
_WORKING_PT = 20.0


def draw_example(
    flow: Flow,
    example: ExampleFacts,
    criteria: tuple[CriterionFacts, ...],
    keep_pt: float = 0.0,
) -> None:
    """Set the example into the flow: what it is, the marks, the totals, the line, the score.

    ``keep_pt`` is the height of the score together with what must stand on its page, the sum too.
    """
    for line in example.lead:
        flow.paragraph(Words(line.zh, styles.BODY), Words(line.en, styles.BODY_EN))
        flow.space(3)
    flow.space(4)
    if example.seats:
        _marks(flow, example.seats, criteria)
        flow.space(7)
    for line in example.steps:
        flow.paragraph(Words(line.zh, styles.BODY), Words(line.en, styles.BODY_EN))
        flow.space(2)
    flow.room(len(example.workings) * _WORKING_PT + keep_pt)
    for working in example.workings:
        flow.space(3)
        draw_working(flow, working)
    flow.space(4)
    strong = replace(styles.BODY, role="display")
    for line in example.results:
        flow.paragraph(Words(line.zh, strong), Words(line.en, styles.BODY_EN))


def _marks(
    flow: Flow, seats: tuple[ExampleSeat, ...], criteria: tuple[CriterionFacts, ...]
) -> None:
    small = len(criteria) > _ROOMY
    figure = replace(styles.CELL, size_pt=6.2, leading_pt=9) if small else styles.CELL
    columns = [Column(2.2), *(Column(1.0 if small else 1.5, "right") for _ in criteria)]
    columns += [Column(1.8, "right"), Column(2.8)]
    heads = [[Words("席位", styles.HEAD), Words("Seat", styles.SMALL_EN)]]
    for number, criterion in enumerate(criteria, start=1):
        if len(criteria) <= _NAMED:
            name = [Words(criterion.name.zh, styles.HEAD)]
            heads.append([*name, Words(criterion.name.en, styles.SMALL_EN)])
        else:
            heads.append([Words(f"({number})", replace(styles.HEAD, size_pt=figure.size_pt))])
    heads.append([Words("评委总分", styles.HEAD), Words("Judge total", styles.SMALL_EN)])
    heads.append([Words("", styles.HEAD)])
    rows = [_seat(seat, figure) for seat in seats]
    Table(tuple(columns), tuple(heads), styles.HAIRLINE).draw(flow, rows)


def _seat(seat: ExampleSeat, figure: Style) -> list[list[Words]]:
    who = [Words(seat.seat, styles.CELL)]
    if seat.group.zh:
        who = [Words(f"{seat.seat} {seat.group.zh}", styles.CELL)]
        who.append(Words(seat.group.en, styles.SMALL_EN))
    fate = []
    if seat.fate.zh:
        fate = [Words(seat.fate.zh, styles.SMALL), Words(seat.fate.en, styles.SMALL_EN)]
    marks = [[Words(mark, figure)] for mark in seat.marks]
    return [who, *marks, [Words(seat.total, styles.CELL)], fate]
