"""Recording extra rounds, rulings and draws of tied entries."""

import copy
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from judging.errors import Conflict, InvalidInput, NotFound, WrongState
from judging.extensions import db
from judging.models import Appearance, Entry, Standing, TieRecord
from judging.permissions import SYSTEM
from judging.queries.tie_records import get_tie_desk
from judging.scoring.lots import commit, draw_lots
from judging.services.tallies import run_tally
from judging.services.tie_records import (
    commit_tie_draw,
    draw_tie,
    record_tie,
    withdraw_tie_record,
)
from tests.factories import CONVENTION, Factory, HeatBundle
from tests.services.marked import actions, problems_of

SEED = "0123456789abcdef" * 4


def recording(*steps: str) -> dict[str, Any]:
    """The convention, whose ties people decide."""
    document = copy.deepcopy(CONVENTION)
    document["ranking"]["ties"] = list(steps)
    return document


def tied_heat(factory: Factory, *steps: str, contents: tuple[str, ...] = ("36", "36", "34")) -> Any:
    """A heat whose first entries have equal scores."""
    return factory.judged_heat(contents, document=recording(*steps))


def numbers(heat: HeatBundle) -> list[str]:
    """The entry numbers of a heat in the order of its appearances."""
    rows = db.session.execute(
        select(Appearance.id, Entry.number).join(Entry, Entry.id == Appearance.entry_id)
    )
    by_id = {row[0]: row[1] for row in rows}
    return [by_id[key] for key in heat.appearance_ids]


def ranks(heat: HeatBundle, tally_id: int) -> list[tuple[int | None, str]]:
    """Rank and deciding step in the order of the appearances."""
    rows = {
        row.appearance_id: (row.rank, row.tie_break)
        for row in db.session.scalars(select(Standing).where(Standing.tally_id == tally_id))
    }
    return [rows[key] for key in heat.appearance_ids]


def count(now: datetime, heat: HeatBundle) -> int:
    return run_tally(SYSTEM, now, heat.round_id, heat.heat_id).id


def test_a_ruling_decides_the_next_count_and_every_later_one(
    now: datetime, factory: Factory
) -> None:
    heat = tied_heat(factory, "ruling")
    one, two, _three = numbers(heat)
    first = count(now, heat)
    assert ranks(heat, first) == [(1, ""), (1, ""), (3, "")]

    record_tie(SYSTEM, now, first, "ruling", {one: "2", two: "1"}, "评委组合议")
    second = count(now, heat)

    assert second != first
    assert ranks(heat, second) == [(2, "ruling"), (1, "ruling"), (3, "")]
    assert count(now, heat) == second
    lines = select(Standing.compared).where(Standing.tally_id == second)
    compared = db.session.scalars(lines.order_by(Standing.position))
    assert list(compared) == [[["ruling", "1"]], [["ruling", "2"]], None]
    assert actions()[-2:] == ["desk:tie:record", "desk:tally:run"]


def test_a_second_extra_round_is_recorded_of_those_whom_the_first_left_tied(
    now: datetime, factory: Factory
) -> None:
    heat = tied_heat(factory, "extra_round", contents=("36", "36", "36"))
    one, two, three = numbers(heat)
    record_tie(
        SYSTEM, now, count(now, heat), "extra_round", {one: "9", two: "8.5", three: "9"}, "加赛"
    )
    tally = count(now, heat)
    assert [rank for rank, _ in ranks(heat, tally)] == [1, 3, 1]

    record_tie(SYSTEM, now, tally, "extra_round", {three: "9.5", one: "9.25"}, "第二次加赛")

    assert [rank for rank, _ in ranks(heat, count(now, heat))] == [2, 3, 1]


def test_lots_are_drawn_from_the_seed_that_was_committed_to(
    now: datetime, factory: Factory
) -> None:
    heat = tied_heat(factory, "draw")
    one, two, _three = numbers(heat)
    tally = count(now, heat)

    commitment = commit_tie_draw(SYSTEM, now, tally, [one, two], SEED, "抽签决定")
    row = db.session.scalar(select(TieRecord))
    assert commitment == commit(SEED)
    assert row is not None
    assert (row.seed, row.sealed_seed == SEED) == (None, False)
    assert count(now, heat) == tally
    with pytest.raises(WrongState):
        commit_tie_draw(SYSTEM, now, tally, [one, two], SEED, "again")
    order = draw_tie(SYSTEM, now, heat.round_id, 1)

    lots = draw_lots(SEED, [one, two])
    assert order == tuple(lot.entry_number for lot in lots)
    places = dict(zip(order, (1, 2), strict=True))
    assert [rank for rank, _ in ranks(heat, count(now, heat))] == [places[one], places[two], 3]
    (record,) = get_tie_desk(tally).records
    assert record.lots == tuple((n, lot.entry_number, lot.digest) for n, lot in enumerate(lots, 1))
    with pytest.raises(WrongState):
        draw_tie(SYSTEM, now, heat.round_id, 1)


def test_a_withdrawn_record_decides_nothing_and_stays(now: datetime, factory: Factory) -> None:
    heat = tied_heat(factory, "ruling")
    one, two, _three = numbers(heat)
    number = record_tie(SYSTEM, now, count(now, heat), "ruling", {one: "1", two: "2"}, "r")
    count(now, heat)

    withdraw_tie_record(SYSTEM, now, heat.round_id, number, "写错了")

    tally = count(now, heat)
    assert [rank for rank, _ in ranks(heat, tally)] == [1, 1, 3]
    (record,) = get_tie_desk(tally).records
    assert (record.is_withdrawn, record.withdrawn_reason) == (True, "写错了")
    with pytest.raises(WrongState):
        withdraw_tie_record(SYSTEM, now, heat.round_id, number, "again")


@pytest.mark.parametrize(
    ("step", "values", "codes"),
    [
        ("ruling", ("1", "3"), ["tie_place_not_possible"]),
        ("ruling", ("0", "1.5"), ["tie_place_not_possible", "tie_place_not_possible"]),
        ("ruling", ("1", "1"), ["tie_ruling_decides_nothing"]),
        ("extra_round", ("-1", "x"), ["tie_score_not_possible", "tie_score_not_possible"]),
        ("extra_round", ("10000.001", "9.1234"), ["tie_score_not_possible"] * 2),
    ],
)
def test_values_that_cannot_be_used_are_refused(
    now: datetime, factory: Factory, step: str, values: tuple[str, str], codes: list[str]
) -> None:
    heat = tied_heat(factory, "extra_round", "ruling")
    tally = count(now, heat)
    given = dict(zip(numbers(heat), values, strict=False))

    with pytest.raises(InvalidInput) as refused:
        record_tie(SYSTEM, now, tally, step, given, "r")

    assert [code for code, _place in problems_of(refused.value)] == codes
    assert get_tie_desk(tally).records == ()


def test_a_record_needs_one_whole_tie_a_step_of_the_rules_and_a_reason(
    now: datetime, factory: Factory
) -> None:
    heat = tied_heat(factory, "ruling")
    one, two, three = numbers(heat)
    tally = count(now, heat)
    for values in ({one: "1"}, {one: "1", two: "2", three: "3"}, {one: "1", "Z9": "2"}, {}):
        with pytest.raises(Conflict) as refused:
            record_tie(SYSTEM, now, tally, "ruling", values, "r")
        assert refused.value.code == "not_one_tie"
    for step in ("extra_round", "draw", "dice"):
        with pytest.raises(Conflict) as refused:
            record_tie(SYSTEM, now, tally, step, {one: "1", two: "2"}, "r")
        assert refused.value.code == "tie_step_not_in_rules"
    with pytest.raises(InvalidInput):
        record_tie(SYSTEM, now, tally, "ruling", {one: "1", two: "2"}, " ")


def test_only_the_chief_judge_and_organizers_of_the_competition_record_ties(
    now: datetime, factory: Factory
) -> None:
    heat = tied_heat(factory, "ruling")
    one, two, _three = numbers(heat)
    tally = count(now, heat)
    stranger = factory.seat_actor(heat.seat_ids[0], heat.competition_id)
    with pytest.raises(NotFound):
        record_tie(stranger, now, tally, "ruling", {one: "1", two: "2"}, "r")
    with pytest.raises(NotFound):
        draw_tie(SYSTEM, now, heat.round_id, 7)
