"""Which kind of release may follow which, and when the changes must be told."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from judging.errors import Conflict, InvalidInput, Problem
from judging.models import Release, ReleaseState
from judging.services.command import Work

KINDS = ("provisional", "final", "correction")
LONGEST_CHANGES = 1000
_RESULT_FIELDS = ("entry", "rank", "score", "no_result", "is_advancing", "awards")


def current_release(work: Work, round_id: int) -> Release | None:
    """Return the release that the public reads now."""
    return work.session.scalar(
        select(Release).where(Release.round_id == round_id, Release.is_current)
    )


def check_kind(work: Work, round_id: int, kind: str, current: Release | None) -> None:
    """Refuse a kind that does not follow from what is public, and a second draft."""
    if kind not in KINDS:
        raise InvalidInput((Problem("unknown_choice", "kind"),))
    waiting = work.session.scalar(
        select(Release.number).where(
            Release.round_id == round_id,
            Release.state.in_((ReleaseState.DRAFT, ReleaseState.APPROVED)),
        )
    )
    if waiting is not None:
        raise Conflict("draft_waiting", number=waiting)
    if kind == "correction" and current is None:
        raise Conflict("correction_without_release")
    if kind != "correction" and current is not None and current.kind != "provisional":
        raise Conflict("release_is_final")


def checked_changes(
    kind: str, changes: str, current: Release | None, content: Mapping[str, Any]
) -> str:
    """Return the text that says what changed, and insist on it where something did."""
    text = changes.strip()
    if len(text) > LONGEST_CHANGES:
        raise InvalidInput((Problem("too_long", "changes", {"most": LONGEST_CHANGES}),))
    is_needed = kind == "correction" or (
        current is not None and _has_changed(current.document, content)
    )
    if is_needed and not text:
        raise InvalidInput((Problem("release_changes_required", "changes"),))
    return text


def _has_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a result differs, or an honour of a unit or an adviser."""
    return bool(_changed_entries(before, after)) or _honours(before) != _honours(after)


def _honours(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the honours of a document without the numbers of their rows."""
    rows = document.get("honours", [])
    return [{name: row[name] for name in row if name != "number"} for row in rows]


def _changed_entries(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the entries of both documents whose result differs, and those that are gone."""
    old = {line["entry"]: [line[name] for name in _RESULT_FIELDS] for line in before["lines"]}
    new = {line["entry"]: [line[name] for name in _RESULT_FIELDS] for line in after["lines"]}
    return [entry for entry, result in old.items() if new.get(entry) != result]
