"""Deductions and bonuses of the rule sheet's catalogue, on SQLite and PostgreSQL."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from judging.errors import InvalidInput, NotFound, WrongState
from judging.extensions import db
from judging.models import Deduction, Heat
from judging.queries.deductions import NamedFacts, list_deductions, list_named
from judging.services.deductions import NewDeduction, add_deduction, waive_deduction
from judging.services.named_deductions import add_named_deduction
from tests.factories import CONVENTION, Factory, HeatBundle
from tests.services.marked import actions, problems_of

SCRIPT = {
    "key": "no-script",
    "name": {"zh": "未脱稿", "en": "Read out"},
    "points": "0.5",
    "most": 2,
}
HOST = {"key": "东道主", "name": {"zh": "东道主加分"}, "points": "1", "kind": "bonus"}
RULES: dict[str, Any] = {**CONVENTION, "deductions": {"floor": "0", "named": [SCRIPT, HOST]}}


def rows() -> list[tuple[str, str, int, str, str, str]]:
    """Kind, rule, thousandths, both reasons and evidence of everything entered."""
    db.session.rollback()
    found = db.session.scalars(select(Deduction).order_by(Deduction.id))
    return [(r.kind, r.rule, r.points_milli, r.reason_zh, r.reason_en, r.evidence) for r in found]


def catalogue(heat: HeatBundle) -> tuple[NamedFacts, ...]:
    """The catalogue as the heat's first appearance has it."""
    lines = list_deductions(heat.heat_id).get(heat.appearance_ids[0], ())
    return list_named(heat.round_id, lines)


def test_points_and_words_come_from_the_rule_sheet(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(document=RULES)
    manager = factory.actor(heat.competition_id, "stage_manager")
    add_named_deduction(manager, now, heat.appearance_ids[0], "no-script", " 场务记录 ")
    add_named_deduction(manager, now, heat.appearance_ids[0], "东道主")
    assert rows() == [
        ("deduction", "no-script", 500, "未脱稿", "Read out", "场务记录"),
        ("bonus", "东道主", 1000, "东道主加分", "东道主加分", ""),
    ]
    assert actions() == ["desk:deduction:add", "desk:deduction:add"]


def test_an_appearance_has_it_as_often_as_the_rule_sheet_says(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(document=RULES)
    chief = factory.actor(heat.competition_id, "chief_judge", "organizer")
    turn = heat.appearance_ids[0]
    first = add_named_deduction(chief, now, turn, "no-script")
    add_named_deduction(chief, now, turn, "no-script")
    with pytest.raises(WrongState) as refused:
        add_named_deduction(chief, now, turn, "no-script")
    assert (refused.value.code, refused.value.params) == (
        "named_deduction_used_up",
        {"name": "未脱稿", "most": 2},
    )
    assert [(each.points, each.used, each.most, each.is_left) for each in catalogue(heat)] == [
        ("−0.5", 2, 2, False),
        ("+1", 0, 1, True),
    ]
    add_named_deduction(chief, now, heat.appearance_ids[1], "no-script")

    waive_deduction(chief, now, first, "误记")
    add_named_deduction(chief, now, turn, "no-script")
    assert len(rows()) == 4


@pytest.mark.parametrize(
    ("key", "evidence", "problem"),
    [
        ("no-notes", "", ("unknown_choice", "named")),
        ("no-script", "长" * 501, ("too_long", "named_evidence")),
        ("no-script", "a\x00", ("text_not_usable", "named_evidence")),
    ],
)
def test_what_cannot_be_entered_is_refused(
    factory: Factory, now: datetime, key: str, evidence: str, problem: tuple[str, str]
) -> None:
    heat = factory.ready_heat(document=RULES)
    organizer = factory.actor(heat.competition_id, "organizer")
    with pytest.raises(InvalidInput) as refused:
        add_named_deduction(organizer, now, heat.appearance_ids[0], key, evidence)
    assert problems_of(refused.value) == [problem]
    assert rows() == []


def test_nobody_enters_the_catalogue_with_points_of_their_own(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(document=RULES)
    organizer = factory.actor(heat.competition_id, "organizer")
    with pytest.raises(InvalidInput) as refused:
        add_deduction(
            organizer, now, heat.appearance_ids[0], NewDeduction("9", "未脱稿", rule="no-script")
        )
    assert problems_of(refused.value) == [("rule_is_in_catalogue", "rule")]
    add_deduction(organizer, now, heat.appearance_ids[0], NewDeduction("9", "未脱稿"))
    assert [row[1] for row in rows()] == ["other"]


def test_under_a_signature_and_for_others_nothing_is_entered(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(document=RULES)
    other = factory.actor(factory.competition(), "organizer")
    with pytest.raises(NotFound):
        add_named_deduction(other, now, heat.appearance_ids[0], "no-script")
    db.session.rollback()
    db.session.get_one(Heat, heat.heat_id).state = "signed"
    db.session.commit()
    organizer = factory.actor(heat.competition_id, "organizer")
    with pytest.raises(WrongState) as refused:
        add_named_deduction(organizer, now, heat.appearance_ids[0], "no-script")
    assert refused.value.code == "heat_signed"
