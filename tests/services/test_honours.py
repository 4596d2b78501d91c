"""Prizes of units and advisers: counted, decided again after every ruling, released, certified."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from judging.extensions import db
from judging.models import Award, Certificate, Competition, Entry, Honour, Release, Tally
from judging.permissions import SYSTEM
from judging.queries.verification import find_verification
from judging.services.awards import GivenAward, give_award, rule_on_tie, take_award
from judging.services.certificates import IssueReport, issue_certificates
from judging.services.release_preview import find_obstacles
from judging.services.tallies import TallyFacts, run_tally
from tests.factories import Factory, HeatBundle
from tests.rule_documents import CONVENTION
from tests.services.release_staff import Staff

NAME = {"zh": "奖", "en": "Prize"}
UNIT = {
    "key": "unit",
    "name": {"zh": "优秀组织奖", "en": "Best Organising Unit"},
    "kind": "unit",
    "count": 1,
    "of": ["first", "second"],
    "points": ["5", "3"],
}
ADVISER = {
    "key": "adviser",
    "name": {"zh": "指导教师奖", "en": "Adviser's Prize"},
    "kind": "adviser",
    "of": ["first"],
}


def document(*awards: dict[str, Any], **sections: Any) -> dict[str, Any]:
    """The convention with further prizes."""
    whole = {**deepcopy(CONVENTION), **sections}
    return {**whole, "awards": [*CONVENTION["awards"], *awards]}


def honours() -> list[tuple[str, str, str, str]]:
    """Prize, recipient, unit and points of every honour that stands."""
    db.session.rollback()
    rows = db.session.scalars(select(Honour).where(Honour.is_current).order_by(Honour.number))
    return [(row.key, row.recipient, row.recipient_unit, row.points) for row in rows]


def counted(
    factory: Factory,
    now: datetime,
    contents: Sequence[str],
    behind: Sequence[tuple[str, str]],
    rules: dict[str, Any],
) -> tuple[HeatBundle, TallyFacts]:
    """A counted heat whose entries have units and advisers."""
    heat = factory.judged_heat(contents, document=rules)
    for entry_id, (unit, adviser) in zip(heat.entry_ids, behind, strict=True):
        entry = db.session.get_one(Entry, entry_id)
        entry.unit, entry.adviser = unit, adviser
    db.session.commit()
    return heat, run_tally(SYSTEM, now, heat.round_id, heat.heat_id)


def test_units_and_advisers_are_honoured_with_the_count(factory: Factory, now: datetime) -> None:
    behind = [("一中", "王老师"), ("二中", "李老师、赵老师"), ("一中", "")]
    counted(factory, now, ("36", "38", "34"), behind, document(UNIT, ADVISER))

    assert honours() == [
        ("unit", "二中", "", "5"),
        ("adviser", "李老师", "二中", "1"),
        ("adviser", "赵老师", "二中", "1"),
    ]


def test_a_prize_that_is_taken_moves_the_honours_and_keeps_the_old_rows(
    factory: Factory, now: datetime
) -> None:
    behind = [("一中", "王老师"), ("二中", "李老师"), ("一中", "")]
    heat, _tally = counted(factory, now, ("36", "38", "34"), behind, document(UNIT, ADVISER))
    first = db.session.scalars(select(Award).where(Award.key == "first")).one()

    take_award(SYSTEM, now, first.id, "伪造材料")

    assert honours() == [("unit", "一中", "", "3")]
    assert len(db.session.scalars(select(Honour)).all()) == 3
    give_award(SYSTEM, now, heat.appearance_ids[0], GivenAward("first"), "递补")
    assert honours() == [("unit", "一中", "", "8"), ("adviser", "王老师", "一中", "1")]


def test_units_that_are_tied_wait_for_a_ruling(factory: Factory, now: datetime) -> None:
    rules = document({**UNIT, "of": ["first", "second"], "points": ["1", "1"]})
    behind = [("甲校", ""), ("乙校", ""), ("丙校", "")]
    _heat, tally = counted(factory, now, ("36", "38", "34"), behind, rules)
    ties = db.session.get_one(Tally, tally.id).notes["border_ties"]
    assert [(tie["kind"], tie["keys"]) for tie in ties] == [("unit", ["乙校", "甲校"])]

    rule_on_tie(SYSTEM, now, tally.id, 0, ["甲校"], "评委组表决")

    assert honours() == [("unit", "甲校", "", "1")]
    rule_on_tie(SYSTEM, now, tally.id, 0, ["甲校", "乙校"], "并列")
    assert sorted(honours()) == [("unit", "乙校", "", "1"), ("unit", "甲校", "", "1")]


def test_a_ruling_on_units_goes_when_the_tie_goes(factory: Factory, now: datetime) -> None:
    rules = document({**UNIT, "points": ["1", "1"]})
    behind = [("甲校", ""), ("乙校", ""), ("丙校", "")]
    heat, tally = counted(factory, now, ("36", "38", "34"), behind, rules)
    rule_on_tie(SYSTEM, now, tally.id, 0, ["乙校"], "评委组表决")
    assert honours() == [("unit", "乙校", "", "1")]
    second = db.session.scalars(select(Award).where(Award.key == "second")).one()

    take_award(SYSTEM, now, second.id, "放弃")

    notes = db.session.get_one(Tally, tally.id).notes
    assert (notes["border_ties"], notes["rulings"]) == ([], [])
    assert honours() == [("unit", "乙校", "", "1")]
    give_award(SYSTEM, now, heat.appearance_ids[0], GivenAward("second"), "递补")
    assert len(db.session.get_one(Tally, tally.id).notes["border_ties"]) == 1


@pytest.fixture
def staff(factory: Factory, now: datetime) -> Staff:
    """A counted heat of three with honours, whose results can be released."""
    made = Staff(factory, now, ("36", "38", "34"), document(UNIT, ADVISER))
    behind = [("一中", "王小明"), ("二中", "李建国"), ("一中", "")]
    for entry_id, (unit, adviser) in zip(made.heat.entry_ids, behind, strict=True):
        entry = db.session.get_one(Entry, entry_id)
        entry.unit, entry.adviser = unit, adviser
    db.session.commit()
    run_tally(SYSTEM, now, made.heat.round_id, made.heat.heat_id)
    return made


def released(staff: Staff) -> dict[str, Any]:
    """The document of a release made now."""
    return dict(db.session.get_one(Release, staff.publish().id).document)


def show_units(staff: Staff, *, is_shown: bool) -> None:
    """Set whether units are shown, with masked names."""
    competition = db.session.get_one(Competition, staff.heat.competition_id)
    competition.is_unit_shown, competition.names_shown = is_shown, "masked"
    db.session.commit()


def test_a_release_shows_units_and_masks_advisers(staff: Staff) -> None:
    show_units(staff, is_shown=True)
    winner = db.session.get_one(Entry, staff.heat.entry_ids[1]).number

    shown = released(staff)

    assert shown["honours"] == [
        {
            "number": 2,
            "kind": "unit",
            "award": "unit",
            "group": "1",
            "name": "二中",
            "unit": "",
            "points": "5",
            "prizes": [{"entry": winner, "award": "first", "points": "5"}],
        },
        {
            "number": 3,
            "kind": "adviser",
            "award": "adviser",
            "group": "1",
            "name": "李*国",
            "unit": "二中",
            "points": "1",
            "prizes": [{"entry": winner, "award": "first", "points": "1"}],
        },
    ]
    assert [row["key"] for row in shown["awards"]] == ["first", "second", "unit", "adviser"]


def test_a_release_without_units_tells_no_unit_and_no_entry_of_one(staff: Staff) -> None:
    show_units(staff, is_shown=False)

    shown = released(staff)

    unit, adviser = shown["honours"]
    assert (unit["name"], unit["unit"], unit["prizes"]) == ("", "", [])
    assert (adviser["name"], adviser["unit"]) == ("李*国", "")
    assert "二中" not in str(shown)


def test_units_and_advisers_get_certificates_with_their_full_names(
    staff: Staff, now: datetime
) -> None:
    show_units(staff, is_shown=False)
    release = staff.publish()

    report = issue_certificates(staff.organizer, now, release.id)

    assert report == IssueReport(issued=5)
    rows = db.session.scalars(
        select(Certificate).where(Certificate.contestant_id.is_(None)).order_by(Certificate.number)
    ).all()
    assert [(row.kind, row.recipient, row.recipient_unit, row.entry_id) for row in rows] == [
        ("unit", "二中", "", None),
        ("adviser", "李建国", "二中", None),
    ]
    assert [row.facts["award_zh"] for row in rows] == ["优秀组织奖", "指导教师奖"]
    assert issue_certificates(staff.organizer, now, release.id) == IssueReport(standing=5)
    found = [find_verification(row.serial) for row in rows]
    assert [each.name for each in found if each] == ["二中", "李*国"]


def test_a_correction_replaces_the_certificates_of_units_and_advisers(
    staff: Staff, now: datetime
) -> None:
    issue_certificates(staff.organizer, now, staff.publish().id)
    first = db.session.scalars(select(Award).where(Award.key == "first")).one()
    take_award(SYSTEM, now, first.id, "伪造材料")
    give_award(SYSTEM, now, staff.heat.appearance_ids[0], GivenAward("first"), "递补")

    issue_certificates(staff.organizer, now, staff.publish("correction", "一等奖更正").id)

    rows = db.session.scalars(
        select(Certificate).where(Certificate.contestant_id.is_(None)).order_by(Certificate.id)
    )
    assert [(row.kind, row.recipient, str(row.state)) for row in rows] == [
        ("unit", "二中", "revoked"),
        ("adviser", "李建国", "revoked"),
        ("unit", "一中", "valid"),
        ("adviser", "王小明", "valid"),
    ]


def test_a_prize_given_by_hand_is_missed_until_somebody_has_it(
    factory: Factory, now: datetime
) -> None:
    crowd = {"key": "crowd", "name": NAME, "kind": "special", "by": "hand"}
    staff = Staff(factory, now, ("36", "38", "34"), document(crowd))
    found = find_obstacles(staff.organizer, staff.heat.round_id)
    assert [problem.code for problem in found.warnings] == ["release_prize_unnamed"]

    give_award(SYSTEM, now, staff.heat.appearance_ids[2], GivenAward("crowd"), "观众投票")

    found = find_obstacles(staff.organizer, staff.heat.round_id)
    assert (found.blockers, found.warnings) == ((), ())


def test_another_unit_in_an_entry_makes_a_tally_with_honours_outdated(
    factory: Factory, now: datetime
) -> None:
    behind = [("一中", ""), ("二中", "")]
    heat, _tally = counted(factory, now, ("36", "38"), behind, document(UNIT))
    db.session.get_one(Entry, heat.entry_ids[1]).unit = "三中"
    db.session.commit()

    again = run_tally(SYSTEM, now, heat.round_id, heat.heat_id)

    assert again.is_new
    current = db.session.scalars(
        select(Honour.recipient).where(Honour.is_current, Honour.tally_id == again.id)
    ).all()
    assert current == ["三中"]
