"""Rule sheets: saved as versions of one document, frozen by the first submitted sheet.

Until then saving changes the newest version; afterwards it makes a new one, with a reason, and
every judge total is counted again under it. Whoever edits says which version was seen, so that a
page that was opened before somebody else saved overwrites nothing.
Source: scoring.md of the specification, at its head.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select

from judging.errors import Conflict, Frozen
from judging.models import (
    Appearance,
    Round,
    RuleSheetVersion,
    ScoreSheet,
    SheetRevision,
    SheetState,
)
from judging.models.carried_results import find_earlier_round
from judging.models.rules_in_force import RulesInForce, get_rules_in_force
from judging.permissions import Actor, ActorKind
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.rubric import Rubric
from judging.scoring.rules import RuleSheet, parse_rules
from judging.scoring.sheet import judge_total, unpack_marks
from judging.services.bounds import bounds
from judging.services.command import Work, writing
from judging.services.setup_scope import round_of_setup

LONGEST_REASON = 500


@dataclass(frozen=True)
class SavedRuleSheet:
    """What was saved.

    Args:
        version: number of the version that now is in force.
        digest: SHA-256 of its canonical document.
        is_new_version: whether the version before was frozen and stays beside it.
        is_changed: False where the document says just what it said before.
    """

    version: int
    digest: str
    is_new_version: bool = False
    is_changed: bool = False


@dataclass(frozen=True)
class SeenRules:
    """The rule sheet in force that an editor was opened on: its version and its digest."""

    version: int
    digest: str


def save_rule_sheet(
    actor: Actor,
    now: datetime,
    round_id: int,
    document: Mapping[str, Any],
    reason: str = "",
    seen: SeenRules | None = None,
) -> SavedRuleSheet:
    """Save the rubric and rule sheet of a round.

    Args:
        actor: an organizer.
        now: the present instant.
        round_id: the round.
        document: a plain mapping as docs/rule-sheet.md states it.
        reason: why it changes, at most 500 characters; required once it is frozen.
        seen: the rule sheet that was in force when the editor was opened; None only for a program
            that means to replace whatever is there.

    Raises:
        Conflict: another one is in force than was seen (``rule_sheet_saved_since``).
        Frozen: marks rest on the rule sheet and no reason was given, or the change would take
            from those marks what they mean (``rubric_is_frozen``).
        InvalidInput: the reason is too long.
        judging.scoring.faults.ScoringError: the document is refused, with every fault.
        NotFound: no such round for this actor.
    """
    with writing(actor, now) as work:
        row = round_of_setup(work, round_id)
        rules = parse_rules(document)
        _refuse_unknown_rounds(work, row.id, rules)
        newest = get_rules_in_force(work.session, round_id)
        with bounds() as checked:
            reason = checked.text("reason", reason, LONGEST_REASON)
        if rules.digest == newest.rules.digest:
            work.leave_unrecorded()
            return SavedRuleSheet(newest.row.version, rules.digest)
        _refuse_stale(newest.row, seen)
        is_frozen = newest.row.frozen_at is not None or has_submitted_sheet(work, round_id)
        saved = _save(work, row, newest, rules, reason, is_frozen=is_frozen)
        return SavedRuleSheet(
            saved.version, rules.digest, is_new_version=is_frozen, is_changed=True
        )


def _refuse_stale(row: RuleSheetVersion, seen: SeenRules | None) -> None:
    """Go on only where the version in force is the one that was seen, or nobody looked.

    Raises:
        Conflict: ``rule_sheet_saved_since``, with the version in force.
    """
    if seen is not None and seen != SeenRules(row.version, row.digest):
        raise Conflict("rule_sheet_saved_since", version=row.version)


def _save(
    work: Work,
    row: Round,
    newest: RulesInForce,
    rules: RuleSheet,
    reason: str,
    *,
    is_frozen: bool,
) -> RuleSheetVersion:
    """Change the newest version, or put a new one beside a frozen one; write the journal."""
    recounted = 0
    if is_frozen:
        if not reason:
            raise Frozen("frozen")
        _refuse_other_marks(newest.rules.rubric, rules.rubric)
        version = store_version(work, row.id, rules.document, reason)
        version.frozen_at = work.now
        recounted = _recount(work, row.id, rules)
    else:
        version = newest.row
        version.document, version.digest, version.reason = (
            dict(rules.document),
            rules.digest,
            reason,
        )
        version.created_at, version.created_by_id = work.now, _person_id(work.actor)
    work.record(
        "desk:rules:edit",
        row.id,
        competition_id=row.competition_id,
        revision=version.version,
        details={"digest": rules.digest, "before": newest.rules.digest, "recounted": recounted},
    )
    return version


def _refuse_unknown_rounds(work: Work, round_id: int, rules: RuleSheet) -> None:
    """Go on only where the rounds that are carried over exist and come earlier.

    Raises:
        ScoringError: ``unknown_earlier_round``, at the path of each.
    """
    carried = rules.carry_over.earlier if rules.carry_over is not None else ()
    faults = [
        Fault("unknown_earlier_round", f"carry_over.earlier[{place}].round", {"key": each.round})
        for place, each in enumerate(carried)
        if find_earlier_round(work.session, round_id, each.round) is None
    ]
    if faults:
        raise ScoringError(faults)


def store_version(
    work: Work, round_id: int, document: Mapping[str, Any], reason: str = ""
) -> RuleSheetVersion:
    """Store a document as the next version of a round, inside another command.

    Raises:
        judging.scoring.faults.ScoringError: the document is refused, with every fault.
    """
    rules = parse_rules(document)
    newest = work.session.scalar(
        select(func.max(RuleSheetVersion.version)).where(RuleSheetVersion.round_id == round_id)
    )
    version = RuleSheetVersion(
        round_id=round_id,
        version=(newest or 0) + 1,
        document=dict(rules.document),
        digest=rules.digest,
        reason=reason,
        created_at=work.now,
        created_by_id=_person_id(work.actor),
    )
    work.session.add(version)
    work.session.flush()
    return version


def has_submitted_sheet(work: Work, round_id: int) -> bool:
    """Return whether any score sheet of a round has been submitted, whatever became of it."""
    submitted = exists().where(
        ScoreSheet.appearance_id == Appearance.id,
        Appearance.round_id == round_id,
        ScoreSheet.revision > 0,
    )
    return bool(work.session.scalar(select(submitted)))


def _refuse_other_marks(before: Rubric, after: Rubric) -> None:
    """Go on only where every mark that was given means what it meant.

    Raises:
        Frozen: a criterion went, came, moved, or has another range or step.
    """

    def scale(rubric: Rubric) -> list[tuple[str, int, int, int]]:
        return [(c.key, c.min, c.max, c.step) for c in rubric.criteria]

    if scale(before) != scale(after):
        raise Frozen("rubric_is_frozen")


def _recount(work: Work, round_id: int, rules: RuleSheet) -> int:
    """Count every given sheet's judge total again; return how many there are."""
    rows = work.session.execute(
        select(ScoreSheet, SheetRevision.marks)
        .join(Appearance, Appearance.id == ScoreSheet.appearance_id)
        .join(SheetRevision, SheetRevision.sheet_id == ScoreSheet.id)
        .where(
            Appearance.round_id == round_id,
            ScoreSheet.state == SheetState.GIVEN,
            SheetRevision.is_current,
            SheetRevision.marks.is_not(None),
        )
    ).all()
    for sheet, packed in rows:
        total = judge_total(rules.rubric, unpack_marks(packed or b""), rules.tally.rounding)
        sheet.judge_total = total.units
    return len(rows)


def _person_id(actor: Actor) -> int | None:
    return actor.id if actor.kind is ActorKind.PERSON else None
