"""Awards by hand, and rulings on ties."""

from datetime import datetime

import pytest
from sqlalchemy import select, update

from judging.errors import Conflict, InvalidInput, NotFound, Problem
from judging.extensions import db
from judging.models import Award, JournalEntry, Standing, Tally
from judging.permissions import SYSTEM
from judging.services.awards import GivenAward, give_award, rule_on_tie, take_award
from judging.services.tallies import run_tally
from tests.factories import Factory


def held(round_id: int) -> list[tuple[int, str, str, str]]:
    """Appearance, key, source and reason of a round's awards."""
    rows = db.session.scalars(
        select(Award).where(Award.round_id == round_id).order_by(Award.position, Award.id)
    )
    return [(r.appearance_id, r.key, r.source, r.reason) for r in rows]


def advancing(tally_id: int) -> list[bool]:
    """Who advances, in the order of the lines."""
    return list(
        db.session.scalars(
            select(Standing.is_advancing)
            .where(Standing.tally_id == tally_id)
            .order_by(Standing.position)
        )
    )


def test_a_special_prize_is_given_once_with_its_reason(now: datetime, factory: Factory) -> None:
    heat = factory.judged_heat()
    run_tally(SYSTEM, now, heat.round_id, heat.heat_id)
    award = GivenAward("best-question", "最佳提问奖", "Best Question")

    first = give_award(SYSTEM, now, heat.appearance_ids[2], award, "评委组一致同意")
    again = give_award(SYSTEM, now, heat.appearance_ids[2], award, "again")

    assert first == again
    assert held(heat.round_id)[-1] == (
        heat.appearance_ids[2],
        "best-question",
        "manual",
        "评委组一致同意",
    )


def test_an_award_that_was_taken_stays_away_when_counted_again(
    now: datetime, factory: Factory
) -> None:
    heat = factory.judged_heat(("36", "38", "34"))
    run_tally(SYSTEM, now, heat.round_id, heat.heat_id)
    first = db.session.scalar(select(Award.id).where(Award.key == "first"))
    assert first is not None
    take_award(SYSTEM, now, first, "伪造材料")
    db.session.execute(update(Tally).values(inputs_digest="0" * 64))
    db.session.commit()

    run_tally(SYSTEM, now, heat.round_id, heat.heat_id)

    assert held(heat.round_id) == [(heat.appearance_ids[0], "second", "scheme", "")]
    give_award(SYSTEM, now, heat.appearance_ids[1], GivenAward("first"), "澄清")
    assert held(heat.round_id)[0] == (heat.appearance_ids[1], "first", "manual", "澄清")


@pytest.mark.parametrize(
    ("award", "reason", "problem"),
    [
        (GivenAward("first"), " ", Problem("required", "reason")),
        (GivenAward("x y", "奖"), "r", Problem("bad_award_key", "key")),
        (GivenAward("special"), "r", Problem("required", "name_zh")),
        (GivenAward("special", "奖" * 101), "r", Problem("too_long", "name_zh", {"most": 100})),
    ],
)
def test_a_prize_that_cannot_be_used_is_refused(
    now: datetime, factory: Factory, award: GivenAward, reason: str, problem: Problem
) -> None:
    heat = factory.judged_heat()
    run_tally(SYSTEM, now, heat.round_id, heat.heat_id)
    before = held(heat.round_id)

    with pytest.raises(InvalidInput) as refused:
        give_award(SYSTEM, now, heat.appearance_ids[0], award, reason)

    assert refused.value.problems == (problem,)
    assert held(heat.round_id) == before


def test_nothing_is_given_before_the_count(now: datetime, factory: Factory) -> None:
    heat = factory.judged_heat()

    with pytest.raises(Conflict) as refused:
        give_award(SYSTEM, now, heat.appearance_ids[0], GivenAward("first"), "r")

    assert refused.value.code == "award_without_tally"


def test_a_ruling_decides_who_advances_and_who_holds_the_prize(
    now: datetime, factory: Factory
) -> None:
    heat = factory.judged_heat(("38", "36", "36"))
    tally = run_tally(SYSTEM, now, heat.round_id, heat.heat_id)
    ties = db.session.get_one(Tally, tally.id).notes["border_ties"]
    numbers = ties[0]["keys"]
    assert [(tie["kind"], tie["award"]) for tie in ties] == [
        ("advancement", ""),
        ("award", "second"),
    ]
    assert advancing(tally.id) == [True, False, False]

    rule_on_tie(SYSTEM, now, tally.id, 0, [numbers[1]], "加赛")
    rule_on_tie(SYSTEM, now, tally.id, 1, numbers, "并列")

    assert advancing(tally.id) == [True, False, True]
    assert [row[:2] for row in held(heat.round_id)] == [
        (heat.appearance_ids[0], "first"),
        (heat.appearance_ids[1], "second"),
        (heat.appearance_ids[2], "second"),
    ]
    rulings = db.session.get_one(Tally, tally.id).notes["rulings"]
    assert [(r["tie"], r["chosen"], r["reason"]) for r in rulings] == [
        (0, [numbers[1]], "加赛"),
        (1, numbers, "并列"),
    ]


def test_a_ruling_for_somebody_outside_the_tie_is_refused(now: datetime, factory: Factory) -> None:
    heat = factory.judged_heat(("38", "36", "36"))
    tally = run_tally(SYSTEM, now, heat.round_id, heat.heat_id)

    with pytest.raises(InvalidInput):
        rule_on_tie(SYSTEM, now, tally.id, 0, ["NOBODY"], "r")

    with pytest.raises(NotFound):
        rule_on_tie(SYSTEM, now, tally.id, 9, [], "r")


def test_who_may_not_edit_awards_learns_nothing(now: datetime, factory: Factory) -> None:
    heat = factory.judged_heat()
    run_tally(SYSTEM, now, heat.round_id, heat.heat_id)
    count = len(db.session.scalars(select(JournalEntry.id)).all())
    award_id = db.session.scalars(select(Award.id)).first()
    assert award_id is not None
    other = factory.competition()
    for actor in (
        factory.actor(heat.competition_id, "auditor"),
        factory.actor(other, "organizer"),
    ):
        with pytest.raises(NotFound):
            give_award(actor, now, heat.appearance_ids[0], GivenAward("first"), "r")
        with pytest.raises(NotFound):
            take_award(actor, now, award_id, "r")
    assert len(db.session.scalars(select(JournalEntry.id)).all()) == count


def test_a_ruling_stays_valid_when_the_same_tie_is_counted_again(
    now: datetime, factory: Factory
) -> None:
    heat = factory.judged_heat(("38", "36", "36"))
    tally = run_tally(SYSTEM, now, heat.round_id, heat.heat_id)
    numbers = db.session.get_one(Tally, tally.id).notes["border_ties"][0]["keys"]
    rule_on_tie(SYSTEM, now, tally.id, 0, [numbers[1]], "加赛")
    db.session.execute(update(Tally).values(inputs_digest="0" * 64))
    db.session.commit()

    again = run_tally(SYSTEM, now, heat.round_id, heat.heat_id)

    assert again.is_new
    assert advancing(again.id) == [True, False, True]
    rulings = db.session.get_one(Tally, again.id).notes["rulings"]
    assert [(r["tie"], r["chosen"], r["reason"]) for r in rulings] == [(0, [numbers[1]], "加赛")]
