"""A stored round ranked by columns, beside the same round by the readable path."""

import copy
from typing import Any

import pytest
from sqlalchemy import select, update

from judging.extensions import db
from judging.models import Appearance, Deduction, Heat, ScoreSheet, SheetRevision
from judging.models.round_ranking import NotInColumnsError, rank_round
from judging.models.tally_inputs import load_inputs
from judging.scoring.points import fraction_text
from judging.scoring.results import score_round
from judging.scoring.sheet import pack_marks
from tests.factories import CONVENTION, Factory
from tests.stored_rounds import Size, fill_round

Row = tuple[Any, ...]


def stored(factory: Factory, size: Size, **sections: dict[str, Any]) -> int:
    """Return the id of a filled round; its rules are the convention, changed as named."""
    document = copy.deepcopy(CONVENTION)
    for name, values in sections.items():
        document[name] = document.get(name, {}) | values
    document.pop("awards", None)
    document.pop("advancement", None)
    competition_id = factory.competition()
    divisions = [factory.division(competition_id) for _ in range(2)]
    round_id = factory.round(competition_id, document)
    fill_round(db.session(), round_id, divisions, size)
    return round_id


def by_columns(round_id: int) -> list[Row]:
    """The lines that the columns give."""
    ranked = rank_round(db.session(), round_id)
    return [
        (
            ranked.columns.keys[line.entry],
            int(ranked.columns.appearance_ids[line.entry]),
            ranked.groups[int(ranked.group_of[line.entry])],
            line.rank,
            line.is_tied,
            line.tie_break,
            line.score,
            line.exact,
            line.no_result,
        )
        for block in ranked.lines()
        for line in block
    ]


def by_readable_path(round_id: int) -> list[Row]:
    """The lines that the readable path gives."""
    inputs = load_inputs(db.session(), round_id)
    return [
        (
            line.key,
            inputs.appearance_ids[line.key],
            line.group,
            line.rank,
            line.is_tied,
            line.tie_break,
            line.score,
            None if line.outcome.exact is None else fraction_text(line.outcome.exact),
            line.no_result,
        )
        for line in score_round(inputs.rules.rules, inputs.appearances).standings
    ]


def revise_first_sheet(*marks: int) -> None:
    """Give the first sheet a further revision, which is current from then on."""
    sheet_id = db.session.scalars(select(ScoreSheet.id).order_by(ScoreSheet.id)).first()
    old = db.session.scalars(select(SheetRevision).where(SheetRevision.sheet_id == sheet_id)).one()
    old.is_current = False
    db.session.flush()
    values = {
        c.name: getattr(old, c.name) for c in SheetRevision.__table__.columns if c.name != "id"
    }
    values |= {"number": 2, "client_id": "again", "is_current": True, "marks": pack_marks(marks)}
    db.session.add(SheetRevision(**values))
    db.session.commit()


@pytest.mark.parametrize("per", ["heat", "division", "overall"])
def test_a_stored_round_is_ranked_as_the_readable_path_ranks_it(factory: Factory, per: str) -> None:
    round_id = stored(factory, Size(120, 40, absent=5), ranking={"per": per, "ties": ["median"]})
    states = {3: "withdrawn", 50: "disqualified", 51: "absent"}
    ids = list(db.session.scalars(select(Appearance.id).order_by(Appearance.id)))
    for at, state in states.items():
        values = {"state": state, "state_reason": "left"}
        db.session.execute(update(Appearance).where(Appearance.id == ids[at]).values(values))
    db.session.commit()

    lines = by_columns(round_id)

    assert lines == by_readable_path(round_id)
    assert sorted(line[-1] for line in lines if line[-1] in states.values()) == [
        "absent",
        "disqualified",
        "withdrawn",
    ]


def test_only_closed_heats_are_read(factory: Factory) -> None:
    round_id = stored(factory, Size(40, 20, seats=3), ranking={"per": "overall"})
    db.session.execute(update(Heat).where(Heat.number == 1).values(state="open"))
    db.session.commit()

    lines = by_columns(round_id)

    assert len(lines) == 20
    assert lines == by_readable_path(round_id)


def test_a_sheet_of_another_heats_panel_is_not_read(factory: Factory) -> None:
    round_id = stored(factory, Size(12, 6, seats=3), ranking={"per": "overall"})
    moved = db.session.scalars(select(Appearance).order_by(Appearance.id)).first()
    other = db.session.scalars(select(Heat).where(Heat.number == 2)).one()
    assert moved is not None
    moved.heat_id, moved.order_number = other.id, 99
    db.session.commit()

    lines = by_columns(round_id)

    assert lines == by_readable_path(round_id)
    assert lines[-1][-1] == "nobody_gave"


def test_only_the_current_revision_counts(factory: Factory) -> None:
    round_id = stored(factory, Size(6, 6, seats=3), ranking={"per": "overall"})
    before = by_columns(round_id)
    revise_first_sheet(0, 0, 0, 0)

    lines = by_columns(round_id)

    assert lines != before
    assert lines == by_readable_path(round_id)


@pytest.mark.parametrize("marks", [[1, 0, 0, 0], [-500, 0, 0, 0], [10**9, 0, 0, 0], [0, 0, 0]])
def test_marks_that_do_not_fit_the_rubric_are_left_to_the_readable_path(
    factory: Factory, marks: list[int]
) -> None:
    round_id = stored(factory, Size(6, 6, seats=3))
    revise_first_sheet(*marks)

    with pytest.raises(NotInColumnsError) as refused:
        rank_round(db.session(), round_id)

    assert refused.value.reasons == ("marks",)


def take_off(factory: Factory, at: int, milli: int, kind: str = "deduction", **more: Any) -> None:
    """Enter a deduction or bonus for one appearance of the round."""
    ids = list(db.session.scalars(select(Appearance.id).order_by(Appearance.id)))
    values = {"reason_zh": "超时", "created_at": factory.now, "created_by": "test"} | more
    db.session.add(Deduction(appearance_id=ids[at], points_milli=milli, kind=kind, **values))


def test_deductions_and_bonuses_count(factory: Factory) -> None:
    round_id = stored(factory, Size(30, 10, seats=3), deductions={"floor": "70"})
    before = by_columns(round_id)
    take_off(factory, 3, 1500)
    take_off(factory, 3, 250, "bonus")
    take_off(factory, 4, 4000, waived_at=factory.now, waiver_reason="alarm")
    take_off(factory, 5, 60_000)
    take_off(factory, 6, 125, "bonus")
    db.session.commit()

    lines = by_columns(round_id)

    assert lines != before
    assert lines == by_readable_path(round_id)


def test_rules_that_the_columns_do_not_know_are_named(factory: Factory) -> None:
    round_id = stored(factory, Size(6, 6, seats=3), ranking={"ties": ["extra_round"]})

    with pytest.raises(NotInColumnsError) as refused:
        rank_round(db.session(), round_id)

    assert refused.value.reasons == ("ranking.ties=extra_round",)


def test_a_round_without_a_closed_heat_has_nothing_to_rank(factory: Factory) -> None:
    round_id = factory.round(factory.competition(), CONVENTION)
    db.session.commit()

    with pytest.raises(NotInColumnsError) as refused:
        rank_round(db.session(), round_id)

    assert refused.value.reasons == ("no_appearance",)
