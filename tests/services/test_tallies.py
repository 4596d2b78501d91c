"""Counting heats and rounds, and storing what came out."""

import copy
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from judging.errors import NotFound, WrongState
from judging.extensions import db
from judging.models import (
    Award,
    Deduction,
    Entry,
    Heat,
    JournalEntry,
    ScoreSheet,
    Standing,
    Tally,
)
from judging.models.base import canonical_json
from judging.permissions import SYSTEM
from judging.services.journal import verify_chains
from judging.services.tallies import run_round, run_tally
from tests.factories import CONVENTION, Factory


def overall(**ranking: Any) -> dict[str, Any]:
    """The convention, ranked across heats."""
    document = copy.deepcopy(CONVENTION)
    document["ranking"] |= {"per": "overall"} | ranking
    document["advancement"] = {"take": 2, "per": "overall"}
    return document


def lines(tally_id: int) -> list[tuple[int, int | None, str | None, bool, bool]]:
    """Position, rank, score, tie and advancement of a tally's lines."""
    rows = db.session.scalars(
        select(Standing).where(Standing.tally_id == tally_id).order_by(Standing.position)
    )
    return [(r.position, r.rank, r.score, r.is_tied, r.is_advancing) for r in rows]


def awards(round_id: int) -> list[tuple[int, str, str]]:
    """Appearance, key and source of a round's awards."""
    rows = db.session.scalars(
        select(Award).where(Award.round_id == round_id).order_by(Award.position, Award.id)
    )
    return [(r.appearance_id, r.key, r.source) for r in rows]


def journal_length() -> int:
    """How many entries the journal has."""
    return len(db.session.scalars(select(JournalEntry.id)).all())


def test_a_heat_is_counted_ranked_and_awarded(now: datetime, factory: Factory) -> None:
    heat = factory.judged_heat(("36", "38", "34"))
    first, second, _third = heat.appearance_ids

    facts = run_tally(SYSTEM, now, heat.round_id, heat.heat_id)

    assert lines(facts.id) == [
        (1, 1, "87.00", False, True),
        (2, 2, "85.00", False, True),
        (3, 3, "83.00", False, False),
    ]
    assert awards(heat.round_id) == [(second, "first", "scheme"), (first, "second", "scheme")]
    assert db.session.get_one(Heat, heat.heat_id).state == "tallied"
    assert (facts.number, facts.is_new, facts.heat_number, facts.count) == (1, True, 1, 3)
    assert all(not report.fault for report in verify_chains())


def test_counting_again_without_a_change_stores_nothing(now: datetime, factory: Factory) -> None:
    heat = factory.judged_heat()
    first = run_tally(SYSTEM, now, heat.round_id, heat.heat_id)
    before = journal_length()

    again = run_tally(SYSTEM, now, heat.round_id, heat.heat_id)

    assert (again.id, again.is_new, again.digest) == (first.id, False, first.digest)
    assert journal_length() == before


def test_counting_afresh_gives_the_same_bytes(now: datetime, factory: Factory) -> None:
    heat = factory.judged_heat(("36", "36", "34", "40"))
    first = run_tally(SYSTEM, now, heat.round_id, heat.heat_id)
    db.session.execute(update(Tally).values(inputs_digest="0" * 64))
    db.session.commit()

    second = run_tally(SYSTEM, now, heat.round_id, heat.heat_id)

    def stored(tally_id: int) -> str:
        rows = db.session.scalars(
            select(Standing).where(Standing.tally_id == tally_id).order_by(Standing.position)
        )
        return canonical_json([[r.appearance_id, r.rank, r.exact, r.working] for r in rows])

    assert second.is_new
    assert second.digest == first.digest
    assert stored(second.id) == stored(first.id)


def test_a_changed_deduction_makes_a_new_tally_and_the_old_one_is_kept(
    now: datetime, factory: Factory
) -> None:
    heat = factory.judged_heat(("36", "38", "34"))
    first = run_tally(SYSTEM, now, heat.round_id, heat.heat_id)
    db.session.add(
        Deduction(
            appearance_id=heat.appearance_ids[1],
            points_milli=2500,
            rule="overtime",
            reason_zh="超时",
            reason_en="overtime",
            created_at=now,
            created_by="test",
        )
    )
    db.session.commit()

    second = run_tally(SYSTEM, now, heat.round_id, heat.heat_id)

    assert [line[2] for line in lines(second.id)] == ["85.00", "84.50", "83.00"]
    assert [line[2] for line in lines(first.id)] == ["87.00", "85.00", "83.00"]
    current = db.session.scalars(select(Tally.id).where(Tally.is_current)).all()
    assert current == [second.id]
    assert [key for _a, key, _s in awards(heat.round_id)] == ["first", "second"]


def test_a_heat_that_is_open_is_not_counted(now: datetime, factory: Factory) -> None:
    heat = factory.judged_heat(state="open")

    with pytest.raises(WrongState) as refused:
        run_tally(SYSTEM, now, heat.round_id, heat.heat_id)

    assert refused.value.code == "nothing_closed"
    assert db.session.scalars(select(Tally)).all() == []


def test_all_judges_absent_gives_no_result_and_not_zero(now: datetime, factory: Factory) -> None:
    heat = factory.judged_heat(("36", "38"))
    sheets = select(ScoreSheet.id).where(ScoreSheet.appearance_id == heat.appearance_ids[0])
    db.session.execute(
        update(ScoreSheet).where(ScoreSheet.id.in_(sheets)).values(state="absent", judge_total=None)
    )
    db.session.commit()

    facts = run_tally(SYSTEM, now, heat.round_id, heat.heat_id)

    assert lines(facts.id) == [(1, 1, "87.00", False, True), (2, None, None, False, False)]
    causes = db.session.scalars(select(Standing.no_result).order_by(Standing.position)).all()
    assert causes == ["", "nobody_gave"]


def test_a_heat_without_seats_has_lines_without_results(now: datetime, factory: Factory) -> None:
    heat = factory.ready_heat(seats=0, entries=2, state="closed")

    facts = run_tally(SYSTEM, now, heat.round_id, heat.heat_id)

    assert [line[1:3] for line in lines(facts.id)] == [(None, None), (None, None)]
    assert awards(heat.round_id) == []


def test_a_tie_that_nothing_resolves_is_stored_as_one(now: datetime, factory: Factory) -> None:
    heat = factory.judged_heat(("36", "36", "34"))

    facts = run_tally(SYSTEM, now, heat.round_id, heat.heat_id)

    assert lines(facts.id) == [
        (1, 1, "85.00", True, True),
        (2, 1, "85.00", True, True),
        (3, 3, "83.00", False, False),
    ]
    assert facts.border_ties == 1


def test_a_round_ranked_across_heats_leaves_open_heats_out_and_says_so(
    now: datetime, factory: Factory
) -> None:
    heat = factory.judged_heat(("36", "38"), document=overall())
    other_id, seats = factory.heat(heat.round_id, 3, number=2, state="open")
    entry_id = factory.entry(heat.competition_id, heat.division_id)
    turn = factory.appearance(other_id, heat.round_id, entry_id, order_number=1)
    for seat in seats:
        factory.given_sheet(seat, turn, "40", "25", "16", "8")

    early = run_tally(SYSTEM, now, heat.round_id)
    assert (early.heat_number, early.left_out, early.count) == (None, (2,), 2)

    db.session.get_one(Heat, other_id).state = "closed"
    db.session.commit()
    whole = run_tally(SYSTEM, now, heat.round_id, other_id)

    assert (whole.left_out, whole.count) == ((), 3)
    assert [line[2] for line in lines(whole.id)] == ["89.00", "87.00", "85.00"]
    assert len(db.session.scalars(select(Tally).where(Tally.is_current)).all()) == 1


def test_a_round_of_heats_ranked_by_themselves_needs_a_heat(
    now: datetime, factory: Factory
) -> None:
    heat = factory.judged_heat()

    with pytest.raises(WrongState) as refused:
        run_tally(SYSTEM, now, heat.round_id)

    assert refused.value.code == "tally_needs_a_heat"
    assert [facts.heat_number for facts in run_round(SYSTEM, now, heat.round_id)] == [1]


def test_who_may_not_count_learns_nothing(now: datetime, factory: Factory) -> None:
    heat = factory.judged_heat()
    other = factory.competition()
    for actor in (
        factory.actor(heat.competition_id, "auditor"),
        factory.actor(heat.competition_id, "stage_manager"),
        factory.actor(other, "organizer"),
    ):
        with pytest.raises(NotFound):
            run_tally(actor, now, heat.round_id, heat.heat_id)
    assert db.session.scalars(select(Tally)).all() == []


def test_a_heat_of_another_round_is_not_found(now: datetime, factory: Factory) -> None:
    heat, other = factory.judged_heat(), factory.judged_heat()

    with pytest.raises(NotFound):
        run_tally(SYSTEM, now, heat.round_id, other.heat_id)


def test_who_withdrew_stands_without_a_rank(now: datetime, factory: Factory) -> None:
    heat = factory.judged_heat(("36", "38"))
    from judging.models import Appearance

    turn = db.session.get_one(Appearance, heat.appearance_ids[1])
    turn.state, turn.state_reason = "withdrawn", "ill"
    db.session.commit()

    facts = run_tally(SYSTEM, now, heat.round_id, heat.heat_id)

    rows = db.session.execute(
        select(Entry.id, Standing.rank, Standing.no_result)
        .join(Standing, Standing.appearance_id == heat.appearance_ids[1])
        .where(Standing.tally_id == facts.id, Entry.id == heat.entry_ids[1])
    ).all()
    assert [tuple(row) for row in rows] == [(heat.entry_ids[1], None, "withdrawn")]
