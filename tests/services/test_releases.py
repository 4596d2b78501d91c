"""From a tally to the public: blockers, two people, frozen documents."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from judging.errors import Blocked, Conflict, InvalidInput, Problem, WrongState
from judging.extensions import db
from judging.models import Competition, Contestant, Entry, Heat, Release, ScoreSheet, Tally
from judging.permissions import SYSTEM
from judging.scoring.explain import explain
from judging.scoring.working_reading import read_working
from judging.services.awards import GivenAward, give_award, rule_on_tie
from judging.services.journal import verify_chains
from judging.services.release_document import digest_of
from judging.services.releases import (
    approve_release,
    prepare_release,
    withdraw_release,
)
from judging.services.tallies import run_tally
from tests.factories import CONVENTION, Factory
from tests.services.release_staff import Staff


@pytest.fixture
def staff(factory: Factory, now: datetime) -> Staff:
    """A counted heat of three, without ties."""
    return Staff(factory, now, ("36", "38", "34"))


def test_two_people_bring_a_release_to_the_public(staff: Staff, now: datetime) -> None:
    facts = staff.publish()

    release = db.session.get_one(Release, facts.id)
    assert (facts.number, facts.kind, facts.state) == (1, "provisional", "public")
    assert release.is_current
    assert not release.is_single_approval
    assert release.notice_ends_at == now + timedelta(days=5)
    assert release.digest == digest_of(release.document)
    assert [
        (line["rank"], line["score"], line["awards"], line["is_advancing"])
        for line in release.document["lines"]
    ] == [(1, "87.00", ["first"], True), (2, "85.00", ["second"], True), (3, "83.00", [], False)]
    assert all(not report.fault for report in verify_chains())


def test_the_document_holds_masked_names_only(staff: Staff) -> None:
    names = db.session.scalars(select(Contestant.name)).all()

    document = db.session.get_one(Release, staff.prepare().id).document

    text = json.dumps(document, ensure_ascii=False)
    assert not [name for name in names if name in text]
    assert {line["name_zh"][0] for line in document["lines"]} == {"林"}


def test_a_missing_sheet_an_open_heat_and_an_old_tally_block(
    staff: Staff, factory: Factory, now: datetime
) -> None:
    sheet = db.session.scalars(
        select(ScoreSheet).where(
            ScoreSheet.appearance_id == staff.heat.appearance_ids[0],
            ScoreSheet.seat_id == staff.heat.seat_ids[2],
        )
    ).one()
    number = db.session.get_one(Entry, staff.heat.entry_ids[0]).number
    sheet.state, sheet.judge_total = "not_yet", None
    other, _seats = factory.heat(staff.heat.round_id, 1, number=2, state="open")
    entry = factory.entry(staff.heat.competition_id, staff.heat.division_id)
    factory.appearance(other, staff.heat.round_id, entry, order_number=1)
    db.session.commit()

    with pytest.raises(Blocked) as refused:
        staff.prepare()

    assert refused.value.blockers == (
        Problem("release_heat_open", "", {"heat": 2}),
        Problem("release_tally_outdated", "", {"heat": 1}),
        Problem("release_sheet_missing", "", {"heat": 1, "entry": number, "seat": 3}),
    )
    assert db.session.scalars(select(Release)).all() == []


def test_two_versions_of_a_sheet_block(staff: Staff) -> None:
    sheet = db.session.scalars(
        select(ScoreSheet).where(
            ScoreSheet.appearance_id == staff.heat.appearance_ids[0],
            ScoreSheet.seat_id == staff.heat.seat_ids[2],
        )
    ).one()
    number = db.session.get_one(Entry, staff.heat.entry_ids[0]).number
    sheet.has_conflict = True
    db.session.commit()

    with pytest.raises(Blocked) as refused:
        staff.prepare()

    assert refused.value.blockers == (
        Problem("release_sheet_conflict", "", {"heat": 1, "entry": number, "seat": 3}),
    )


def test_a_heat_that_was_not_chosen_does_not_block(staff: Staff, factory: Factory) -> None:
    other, _seats = factory.heat(staff.heat.round_id, 1, number=2, state="open")
    entry = factory.entry(staff.heat.competition_id, staff.heat.division_id)
    factory.appearance(other, staff.heat.round_id, entry, order_number=1)
    with pytest.raises(InvalidInput):
        prepare_release(staff.organizer, staff.now, staff.heat.round_id, "final", "", (9,))

    draft = prepare_release(
        staff.organizer, staff.now, staff.heat.round_id, "provisional", "", (1,)
    )

    document = db.session.get_one(Release, draft.id).document
    assert [heat["number"] for heat in document["heats"]] == [1]


def test_a_tie_on_a_border_blocks_until_somebody_rules(factory: Factory, now: datetime) -> None:
    staff = Staff(factory, now, ("38", "36", "36"))
    numbers = db.session.get_one(Tally, staff.tally.id).notes["border_ties"][0]["keys"]

    with pytest.raises(Blocked) as refused:
        staff.prepare()
    assert [p.code for p in refused.value.blockers] == [
        "release_tie_advancement",
        "release_tie_award",
    ]

    rule_on_tie(SYSTEM, now, staff.tally.id, 0, numbers[:1], "加赛")
    rule_on_tie(SYSTEM, now, staff.tally.id, 1, numbers, "并列")
    document = db.session.get_one(Release, staff.prepare().id).document
    assert [(r["kind"], r["chosen"]) for r in document["rulings"]] == [
        ("advancement", numbers[:1]),
        ("award", numbers),
    ]


def test_more_prizes_than_foreseen_block(staff: Staff, now: datetime) -> None:
    give_award(SYSTEM, now, staff.heat.appearance_ids[2], GivenAward("first"), "r")

    with pytest.raises(Blocked) as refused:
        staff.prepare()

    assert refused.value.blockers == (
        Problem(
            "release_quota",
            "",
            {"award": "first", "group": "1", "count": 2, "foreseen": 1},
        ),
    )


def test_a_correction_says_why_and_the_first_release_stays(staff: Staff, now: datetime) -> None:
    first = staff.publish("final")
    with pytest.raises(Conflict) as final:
        staff.prepare("final")
    assert final.value.code == "release_is_final"
    with pytest.raises(InvalidInput) as silent:
        staff.prepare("correction")
    assert silent.value.problems == (Problem("release_changes_required", "changes"),)

    second = staff.publish("correction", "更正题目")

    rows = {r.number: r for r in db.session.scalars(select(Release))}
    assert [(n, r.state, r.is_current) for n, r in sorted(rows.items())] == [
        (1, "public", False),
        (2, "public", True),
    ]
    assert (second.number, rows[2].replaces_id, rows[2].changes) == (2, first.id, "更正题目")


def test_a_final_release_with_other_results_must_tell_the_changes(
    staff: Staff, now: datetime
) -> None:
    staff.publish("provisional")
    give_award(SYSTEM, now, staff.heat.appearance_ids[2], GivenAward("star", "人气奖"), "r")

    with pytest.raises(InvalidInput):
        staff.prepare("final")

    assert staff.publish("final", "增设人气奖").kind == "final"


def test_only_one_draft_waits_at_a_time_and_can_be_withdrawn(staff: Staff, now: datetime) -> None:
    draft = staff.prepare()
    with pytest.raises(Conflict) as refused:
        staff.prepare()
    assert refused.value.code == "draft_waiting"

    withdraw_release(staff.organizer, now, draft.id, "错字")

    assert staff.prepare().number == 2
    with pytest.raises(WrongState):
        withdraw_release(staff.organizer, now, staff.publish_waiting().id, "x")


def test_the_settings_decide_what_the_document_holds(staff: Staff) -> None:
    competition = db.session.get_one(Competition, staff.heat.competition_id)
    competition.names_shown, competition.is_unit_shown = "number", False
    competition.is_marks_shown = False
    db.session.commit()

    document = db.session.get_one(Release, staff.prepare().id).document

    line = document["lines"][0]
    assert (line["name_zh"], line["unit"]) == ("", "")
    assert [judge["marks"] for judge in line["working"]["judges"]] == [[]] * 5
    assert [judge["total"] is not None for judge in line["working"]["judges"]] == [True] * 5


def test_marks_that_stay_inside_do_not_come_out_criterion_by_criterion(
    staff: Staff, factory: Factory, now: datetime
) -> None:
    heat = staff.heat
    document = {**CONVENTION, "tally": {"scope": "criterion", "trim": {"low": 1, "high": 1}}}
    factory.rule_version(heat.round_id, document)
    db.session.get_one(Competition, heat.competition_id).is_marks_shown = False
    db.session.commit()
    run_tally(SYSTEM, now, heat.round_id, heat.heat_id)

    line = db.session.get_one(Release, staff.prepare().id).document["lines"][0]

    parts = [part for group in line["working"]["groups"] for part in group["criteria"]]
    assert [(part["values"], part["dropped"]) for part in parts] == [([], [])] * 4
    text = explain(read_working(line["working"]))
    assert text.startswith("content: [single marks are not public] → ")
    assert text.endswith(f"= {line['score']}")


def test_the_stored_document_cannot_be_changed(staff: Staff) -> None:
    facts = staff.publish()

    from sqlalchemy.exc import DatabaseError

    with pytest.raises(DatabaseError):
        db.session.execute(update(Release).where(Release.id == facts.id).values(digest="0" * 64))
    db.session.rollback()


def test_reopening_a_heat_after_the_draft_blocks_approval(staff: Staff, now: datetime) -> None:
    draft = staff.prepare()
    db.session.get_one(Heat, staff.heat.heat_id).state = "open"
    db.session.commit()

    with pytest.raises(Blocked) as refused:
        approve_release(staff.auditor, now, draft.id)

    assert Problem("release_heat_open", "", {"heat": 1}) in refused.value.blockers
