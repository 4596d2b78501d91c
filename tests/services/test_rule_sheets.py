"""Saving rule sheets: amended until marks rest on them, then only as a new version."""

from copy import deepcopy

import pytest
from sqlalchemy import select

from judging.errors import Conflict, Frozen, InvalidInput, NotFound, Problem
from judging.extensions import db
from judging.models import JournalEntry, RuleSheetVersion, ScoreSheet, SheetRevision
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.rules import parse_rules
from judging.scoring.sheet import pack_marks
from judging.services.rule_sheets import SavedRuleSheet, SeenRules, save_rule_sheet
from tests.factories import CONVENTION


def _with(**changes):
    return deepcopy(CONVENTION) | changes


MEDIAN = _with(tally={"aggregate": "median"})


def _versions(round_id):
    rows = db.session.scalars(
        select(RuleSheetVersion)
        .where(RuleSheetVersion.round_id == round_id)
        .order_by(RuleSheetVersion.version)
    )
    return [(row.version, row.document["tally"]["aggregate"], row.reason) for row in rows]


def _submit(bundle, now, *marks):
    """Store one given sheet of the first seat for the first appearance."""
    sheet = ScoreSheet(
        seat_id=bundle.seat_ids[0],
        appearance_id=bundle.appearance_ids[0],
        state="given",
        revision=1,
        submitted_at=now,
        judge_total=sum(marks),
    )
    db.session.add(sheet)
    db.session.flush()
    rules = db.session.scalars(
        select(RuleSheetVersion.id).where(RuleSheetVersion.round_id == bundle.round_id)
    ).one()
    revision = SheetRevision(
        sheet_id=sheet.id,
        number=1,
        client_id="a",
        state="given",
        rule_sheet_id=rules,
        marks=pack_marks(marks),
        judge_total=sum(marks),
        payload_digest="0" * 64,
        author="S1",
        received_at=now,
    )
    db.session.add(revision)
    db.session.commit()
    return sheet.id


def test_before_any_sheet_saving_changes_the_version_in_force(now, factory):
    bundle = factory.ready_heat()
    actor = factory.actor(bundle.competition_id, "organizer")
    saved = save_rule_sheet(actor, now, bundle.round_id, MEDIAN)
    digest = parse_rules(MEDIAN).digest
    assert saved == SavedRuleSheet(1, digest, is_new_version=False, is_changed=True)
    assert save_rule_sheet(actor, now, bundle.round_id, MEDIAN) == SavedRuleSheet(1, digest)
    assert _versions(bundle.round_id) == [(1, "median", "")]
    assert list(db.session.scalars(select(JournalEntry.action))) == ["desk:rules:edit"]


def test_after_a_sheet_a_change_needs_a_reason_and_counts_again(now, factory):
    bundle = factory.ready_heat()
    actor = factory.actor(bundle.competition_id, "organizer")
    sheet_id = _submit(bundle, now, 24500, 20000, 15000, 8000)
    doubled = deepcopy(CONVENTION)
    doubled["rubric"]["criteria"][0]["weight"] = "2"
    with pytest.raises(Frozen) as refused:
        save_rule_sheet(actor, now, bundle.round_id, doubled)
    assert refused.value.code == "frozen"
    saved = save_rule_sheet(actor, now, bundle.round_id, doubled, "评委会决定")
    assert (saved.version, saved.is_new_version) == (2, True)
    assert _versions(bundle.round_id) == [(1, "mean", ""), (2, "mean", "评委会决定")]
    assert db.session.get_one(ScoreSheet, sheet_id).judge_total == 92000
    frozen = db.session.scalars(
        select(RuleSheetVersion.frozen_at).where(RuleSheetVersion.version == 2)
    ).one()
    assert frozen == now


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.pop(),
        lambda rows: rows.reverse(),
        lambda rows: rows[0].update(max="50"),
        lambda rows: rows[0].update(step="1"),
        lambda rows: rows[0].update(key="other"),
    ],
)
def test_marks_keep_their_meaning_whatever_the_reason(now, factory, change):
    bundle = factory.ready_heat()
    actor = factory.actor(bundle.competition_id, "organizer")
    _submit(bundle, now, 24500, 20000, 15000, 8000)
    document = deepcopy(CONVENTION)
    document["ranking"]["ties"] = ["more_decimals"]
    change(document["rubric"]["criteria"])
    with pytest.raises(Frozen) as refused:
        save_rule_sheet(actor, now, bundle.round_id, document, "理由")
    assert refused.value.code == "rubric_is_frozen"
    assert len(_versions(bundle.round_id)) == 1


def test_a_faulty_document_and_an_endless_reason_change_nothing(now, factory):
    bundle = factory.ready_heat()
    actor = factory.actor(bundle.competition_id, "organizer")
    with pytest.raises(ScoringError) as refused:
        save_rule_sheet(actor, now, bundle.round_id, _with(tally={"trimm": 1}))
    assert refused.value.faults == (Fault("unknown_key", "tally.trimm", {"key": "trimm"}),)
    with pytest.raises(InvalidInput) as long:
        save_rule_sheet(actor, now, bundle.round_id, MEDIAN, "因" * 501)
    assert long.value.problems == (Problem("too_long", "reason", {"most": 500}),)
    assert _versions(bundle.round_id) == [(1, "mean", "")]


def test_other_offices_and_strangers_change_no_rules(now, factory):
    bundle = factory.ready_heat()
    for actor in (
        factory.actor(factory.competition(), "organizer"),
        factory.actor(bundle.competition_id, "chief_judge", "auditor", "stage_manager"),
    ):
        with pytest.raises(NotFound):
            save_rule_sheet(actor, now, bundle.round_id, MEDIAN)
    assert _versions(bundle.round_id) == [(1, "mean", "")]


def test_who_saw_another_rule_sheet_overwrites_none_whoever_says_none_replaces_any(now, factory):
    bundle = factory.ready_heat()
    actor = factory.actor(bundle.competition_id, "organizer")
    opened = SeenRules(1, _digest(bundle.round_id))
    saved = save_rule_sheet(actor, now, bundle.round_id, MEDIAN, seen=opened)
    for seen in (opened, SeenRules(2, saved.digest), SeenRules(0, "")):
        with pytest.raises(Conflict) as refused:
            save_rule_sheet(actor, now, bundle.round_id, CONVENTION, seen=seen)
        assert (refused.value.code, refused.value.params) == (
            "rule_sheet_saved_since",
            {"version": 1},
        )
    assert save_rule_sheet(actor, now, bundle.round_id, MEDIAN, seen=opened).is_changed is False
    assert _versions(bundle.round_id) == [(1, "median", "")]
    assert save_rule_sheet(actor, now, bundle.round_id, CONVENTION).is_changed


def _digest(round_id):
    return db.session.scalars(
        select(RuleSheetVersion.digest).where(RuleSheetVersion.round_id == round_id)
    ).one()
