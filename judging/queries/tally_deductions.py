"""What was taken off or added, as a tally's page lists it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from judging.extensions import db
from judging.models import Appearance, Deduction, Entry


@dataclass(frozen=True)
class DeductionLine:
    """One deduction or bonus of a tally's entries."""

    entry: str
    kind: str
    points_milli: int
    reason_zh: str
    reason_en: str
    source: str
    evidence: str
    is_waived: bool
    waiver_reason: str


def list_deduction_lines(round_id: int, entries: Sequence[str]) -> tuple[DeductionLine, ...]:
    """Return what was taken off or added in a round, by entry number."""
    rows = db.session.execute(
        select(Entry.number, Deduction)
        .join(Appearance, Appearance.id == Deduction.appearance_id)
        .join(Entry, Entry.id == Appearance.entry_id)
        .where(Appearance.round_id == round_id, Entry.number.in_(entries))
        .order_by(Entry.number, Deduction.id)
    )
    return tuple(
        DeductionLine(
            entry=number,
            kind=row.kind,
            points_milli=row.points_milli,
            reason_zh=row.reason_zh,
            reason_en=row.reason_en,
            source=row.source,
            evidence=row.evidence,
            is_waived=row.waived_at is not None,
            waiver_reason=row.waiver_reason,
        )
        for number, row in rows
    )
