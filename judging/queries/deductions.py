"""Deductions and bonuses of a heat, as the desk lists them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select

from judging.errors import NotFound
from judging.extensions import db
from judging.models import Appearance, Deduction
from judging.models.rules_in_force import get_rules_in_force
from judging.scoring.points import MARK_UNITS, format_plain


@dataclass(frozen=True)
class DeductionFacts:
    """One line; ``points`` is decimal text with its sign. Waived ones stay and do not count."""

    id: int
    points: str
    kind: str
    rule: str
    reason_zh: str
    reason_en: str
    source: str
    evidence: str
    created_at: datetime
    created_by: str
    is_waived: bool
    waiver_reason: str


def list_deductions(heat_id: int) -> dict[int, tuple[DeductionFacts, ...]]:
    """Return the deductions of a heat by appearance, in the order in which they were entered."""
    rows = db.session.scalars(
        select(Deduction)
        .join(Appearance, Appearance.id == Deduction.appearance_id)
        .where(Appearance.heat_id == heat_id)
        .order_by(Deduction.id)
    )
    found: dict[int, list[DeductionFacts]] = defaultdict(list)
    for row in rows:
        found[row.appearance_id].append(_facts(row))
    return {key: tuple(lines) for key, lines in found.items()}


@dataclass(frozen=True)
class NamedFacts:
    """A deduction or bonus of the rule sheet's catalogue, and how often an appearance has it."""

    key: str
    name_zh: str
    name_en: str
    points: str
    used: int
    most: int

    @property
    def is_left(self) -> bool:
        """Whether the appearance may have it once more."""
        return self.used < self.most


def list_named(round_id: int, lines: Sequence[DeductionFacts]) -> tuple[NamedFacts, ...]:
    """Return the catalogue of a round in the order of its rule sheet; none without a rule sheet.

    Args:
        round_id: the round.
        lines: what the appearance has already.
    """
    try:
        rules = get_rules_in_force(db.session(), round_id).rules
    except NotFound:
        return ()
    return tuple(
        NamedFacts(
            key=named.key,
            name_zh=named.name.zh,
            name_en=named.name.en,
            points=_signed(named.kind, named.points),
            used=sum(line.rule == named.key and not line.is_waived for line in lines),
            most=named.most,
        )
        for named in rules.deductions.named
    )


def get_deduction(heat_id: int, deduction_id: int) -> DeductionFacts:
    """Return one deduction of a heat.

    Raises:
        NotFound: the heat has none with this number.
    """
    for lines in list_deductions(heat_id).values():
        for line in lines:
            if line.id == deduction_id:
                return line
    raise NotFound()


def _signed(kind: str, points: Fraction) -> str:
    return ("+" if kind == "bonus" else "−") + format_plain(points)


def _facts(row: Deduction) -> DeductionFacts:
    return DeductionFacts(
        id=row.id,
        points=_signed(row.kind, Fraction(row.points_milli, MARK_UNITS)),
        kind=row.kind,
        rule=row.rule,
        reason_zh=row.reason_zh,
        reason_en=row.reason_en,
        source=row.source,
        evidence=row.evidence,
        created_at=row.created_at,
        created_by=row.created_by,
        is_waived=row.waived_at is not None,
        waiver_reason=row.waiver_reason,
    )
