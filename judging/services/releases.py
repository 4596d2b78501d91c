"""Releases: prepared by one person, approved by another, then public and frozen for ever.

A draft is the finished document. At each later step it is compared with what it would be now, so
that nobody approves or publishes what marks, awards or names have overtaken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from judging.errors import Blocked, Conflict, InvalidInput, Problem, WrongState
from judging.models import Release, ReleaseState, Round
from judging.permissions import Actor, ActorKind, may
from judging.services.command import Work, writing
from judging.services.journal import find_head
from judging.services.release_check import check_release
from judging.services.release_document import build_content, digest_of
from judging.services.release_kinds import check_kind, checked_changes, current_release
from judging.services.sheet_values import check_reason

MOST_NOTICE_DAYS = 90


@dataclass(frozen=True)
class ReleaseFacts:
    """A release as plain values."""

    id: int
    round_id: int
    number: int
    kind: str
    state: str
    digest: str


def prepare_release(
    actor: Actor,
    now: datetime,
    round_id: int,
    kind: str,
    changes: str = "",
    heat_numbers: Sequence[int] | None = None,
) -> ReleaseFacts:
    """Freeze a draft of what would become public.

    Args:
        actor: an organizer.
        now: the present instant.
        round_id: the round.
        kind: ``provisional`` (with a notice period), ``final`` or ``correction``.
        changes: what changed against the release before and why; needed for a correction, and
            wherever results differ from it. Up to 1000 characters.
        heat_numbers: only these heats, where heats are ranked by themselves; None for all.

    Raises:
        Blocked: something is still open; every blocker is listed.
        Conflict: a draft is waiting already (``draft_waiting``), the kind does not follow
            (``correction_without_release``, ``release_is_final``), or two people are needed and
            nobody in particular asks (``person_needed``).
        InvalidInput: an unknown kind, a heat that is not there, or changes that are not told.
        NotFound: no such round for this actor.
    """
    with writing(actor, now) as work:
        round_ = work.get(Round, round_id)
        work.require("release.prepare", round_.competition_id)
        if round_.competition.is_second_approval and _person_id(actor) is None:
            raise Conflict("person_needed")
        release = _prepared(work, round_, kind, changes, heat_numbers)
        work.record(
            "desk:release:prepare",
            release.id,
            competition_id=round_.competition_id,
            revision=release.number,
            details={"round": round_.id, "kind": kind, "digest": release.digest},
        )
        return _facts(release)


def _prepared(
    work: Work, round_: Round, kind: str, changes: str, heat_numbers: Sequence[int] | None
) -> Release:
    """Return the draft, where its kind follows, nothing stands against it, and changes are told."""
    current = current_release(work, round_.id)
    check_kind(work, round_.id, kind, current)
    found = check_release(work.session, round_, heat_numbers)
    if found.blockers:
        raise Blocked(found.blockers)
    content = build_content(work.session, round_, found.tallies)
    return _draft(work, round_, kind, checked_changes(kind, changes, current, content), content)


def approve_release(actor: Actor, now: datetime, release_id: int) -> ReleaseFacts:
    """Approve a draft as the second person, or as its preparer where one is enough.

    Args:
        actor: an auditor or the chief judge; an organizer only where the competition was set up
            without second approval, which the release then says.
        now: the present instant.
        release_id: the draft.

    Raises:
        Blocked: something changed since the draft was made.
        Conflict: preparer and approver are the same person (``same_person``). The rule is the
            one under which the draft was prepared, or the present one where that is stricter.
        NotFound: no such release for this actor.
        WrongState: it is not a draft.
    """
    with writing(actor, now) as work:
        release = work.get(Release, release_id)
        is_single = _is_single_approval(work, release)
        _require_state(release, ReleaseState.DRAFT)
        _require_unchanged(work, release)
        release.state = ReleaseState.APPROVED
        release.is_single_approval = is_single
        release.approved_at = now
        release.approved_by_id = _person_id(actor)
        details = {"digest": release.digest, "is_single": is_single}
        _record(work, "desk:release:approve", release, details)
        return _facts(release)


def publish_release(
    actor: Actor, now: datetime, release_id: int, notice_days: int | None = None
) -> ReleaseFacts:
    """Make an approved release public; the one before stays readable under its number.

    Args:
        actor: an organizer.
        now: the present instant.
        release_id: the approved release.
        notice_days: length of the notice period of a provisional release, 0 to 90 days; None
            takes the competition's setting.

    Raises:
        Blocked: something changed since it was approved.
        Conflict: one person approved it alone, and two are needed now (``approved_alone``).
        InvalidInput: the notice period is out of bounds.
        NotFound: no such release for this actor.
        WrongState: it is not approved.
    """
    with writing(actor, now) as work:
        release = work.get(Release, release_id)
        competition = release.round.competition
        work.require("release.publish", competition.id)
        _require_state(release, ReleaseState.APPROVED)
        if release.is_single_approval and competition.is_second_approval:
            raise Conflict("approved_alone")
        _require_unchanged(work, release)
        current = current_release(work, release.round_id)
        if current is not None:
            current.is_current = False
            work.session.flush()
            release.replaces_id = current.id
        release.state = ReleaseState.PUBLIC
        release.is_current = True
        release.published_at = now
        release.journal_head = find_head(work.session, competition.id)
        if release.kind == "provisional":
            days = competition.notice_days if notice_days is None else notice_days
            release.notice_ends_at = now + timedelta(days=_bounded_days(days))
        details = {"digest": release.digest, "kind": release.kind}
        _record(work, "desk:release:publish", release, details)
        return _facts(release)


def withdraw_release(actor: Actor, now: datetime, release_id: int, reason: str) -> ReleaseFacts:
    """Drop a draft, or an approved release that is not public yet. Its number is not used again.

    Raises:
        InvalidInput: no reason.
        NotFound: no such release for this actor.
        WrongState: it is public already; correct it by a new release.
    """
    with writing(actor, now) as work:
        release = work.get(Release, release_id)
        work.require("release.prepare", release.round.competition_id)
        _require_state(release, ReleaseState.DRAFT, ReleaseState.APPROVED)
        text = check_reason(reason)
        release.state = ReleaseState.WITHDRAWN
        _record(work, "desk:release:withdraw", release, {"reason": text})
        return _facts(release)


def _is_single_approval(work: Work, release: Release) -> bool:
    """Check who approves; say whether the preparer does it alone, as the draft allows.

    A draft keeps the rule of its preparation: switching it off afterwards frees nobody.

    Raises:
        Conflict: the same person, or nobody in particular, where two people are needed.
        NotFound: the actor may not approve here.
    """
    competition = release.round.competition
    person_id = _person_id(work.actor)
    is_other = person_id is not None and person_id != release.prepared_by_id
    if is_other and may(work.actor, "release.approve", competition.id):
        return False
    if competition.is_second_approval or not release.is_single_approval:
        work.require("release.approve", competition.id)
        raise Conflict("person_needed" if person_id is None else "same_person")
    work.require("release.prepare", competition.id)
    return True


def _draft(
    work: Work, round_: Round, kind: str, changes: str, content: Mapping[str, Any]
) -> Release:
    """Store the draft with its document."""
    last = work.session.scalar(
        select(func.max(Release.number)).where(Release.round_id == round_.id)
    )
    head = find_head(work.session, round_.competition_id)
    number = (last or 0) + 1
    frame = {"number": number, "kind": kind, "changes": changes, "journal_head": head}
    document = {**content, **frame, "content_digest": digest_of(dict(content))}
    release = Release(
        round_id=round_.id,
        number=number,
        kind=kind,
        state=ReleaseState.DRAFT,
        document=document,
        digest=digest_of(document),
        inputs_digest=document["content_digest"],
        changes=changes,
        is_single_approval=not round_.competition.is_second_approval,
        journal_head=head,
        prepared_at=work.now,
        prepared_by_id=_person_id(work.actor),
    )
    work.session.add(release)
    work.session.flush()
    return release


def _require_state(release: Release, *states: ReleaseState) -> None:
    """Go on only where the release is in one of the states."""
    if release.state not in states:
        raise WrongState("release_state", state=release.state)


def _require_unchanged(work: Work, release: Release) -> None:
    """Go on only while the frozen document is still what it would be now.

    Raises:
        Blocked: it is not, or a blocker stands again.
    """
    numbers = [heat["number"] for heat in release.document["heats"]]
    found = check_release(work.session, release.round, numbers)
    if found.blockers:
        raise Blocked(found.blockers)
    content = build_content(work.session, release.round, found.tallies)
    if digest_of(content) != release.inputs_digest:
        raise Blocked((Problem("release_inputs_changed"),))


def _bounded_days(days: int) -> int:
    """Return the length of a notice period in days, or refuse it."""
    if not 0 <= days <= MOST_NOTICE_DAYS:
        bounds = {"least": 0, "most": MOST_NOTICE_DAYS}
        raise InvalidInput((Problem("out_of_range", "notice_days", bounds),))
    return days


def _person_id(actor: Actor) -> int | None:
    """Return the person who acts; None for the terminal."""
    return actor.id if actor.kind is ActorKind.PERSON else None


def _record(work: Work, action: str, release: Release, details: Mapping[str, Any]) -> None:
    """Write the journal entry of a step of a release."""
    work.record(
        action,
        release.id,
        competition_id=release.round.competition_id,
        revision=release.number,
        details={"round": release.round_id, **details},
    )


def _facts(release: Release) -> ReleaseFacts:
    """Return a release as plain values."""
    return ReleaseFacts(
        id=release.id,
        round_id=release.round_id,
        number=release.number,
        kind=release.kind,
        state=str(release.state),
        digest=release.digest,
    )
