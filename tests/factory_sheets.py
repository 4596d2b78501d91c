"""Submitted sheets for tests."""

import uuid
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from judging.extensions import db
from judging.models import ScoreSheet, SheetRevision
from judging.models.rules_in_force import get_rules_in_force
from judging.scoring.sheet import judge_total, pack_marks
from tests.factory_people import PeopleFactory


class SheetFactory(PeopleFactory):
    """Makes sheets, all of a heat at once: one by one they cost more than what is tested."""

    def given_sheets(
        self,
        round_id: int,
        given: Sequence[tuple[int, int, Sequence[str]]],
        state: str = "given",
        **values: Any,
    ) -> list[int]:
        """Return the ids of submitted sheets, each of a seat, an appearance and its marks."""
        found = get_rules_in_force(db.session(), round_id)
        rubric, rounding = found.rules.rubric, found.rules.tally.rounding
        is_given = state == "given"
        marks = [[int(Fraction(mark) * 1000) for mark in one] for _, _, one in given]
        totals = [judge_total(rubric, one, rounding).units if is_given else None for one in marks]
        sheets = [
            ScoreSheet(
                seat_id=seat_id,
                appearance_id=appearance_id,
                state=state,
                revision=1,
                submitted_at=self.now,
                judge_total=total,
            )
            for (seat_id, appearance_id, _), total in zip(given, totals, strict=True)
        ]
        db.session.add_all(sheets)
        db.session.flush()
        db.session.add_all(
            self._revision(sheet, found.row.id, units if is_given else None, **values)
            for sheet, units in zip(sheets, marks, strict=True)
        )
        db.session.flush()
        keys = [sheet.id for sheet in sheets]
        db.session.commit()
        return keys

    def _revision(
        self, sheet: ScoreSheet, rule_sheet_id: int, units: list[int] | None, **values: Any
    ) -> SheetRevision:
        """Return the first revision of a sheet, which says the same."""
        return SheetRevision(
            sheet_id=sheet.id,
            number=1,
            client_id=str(uuid.uuid4()),
            state=sheet.state,
            rule_sheet_id=rule_sheet_id,
            marks=None if units is None else pack_marks(units),
            judge_total=sheet.judge_total,
            payload_digest="0" * 64,
            author="test",
            received_at=self.now,
            **values,
        )
