"""One sheet with everything that was ever handed in for it, for those who may read marks."""

from dataclasses import dataclass

from sqlalchemy import select

from judging.errors import NotFound
from judging.extensions import db
from judging.models import RuleSheetVersion, ScoreSheet, SheetRevision
from judging.queries.judge_sheets import OwnRevision, revision_facts
from judging.queries.marking_rules import RubricFacts, rubric_facts
from judging.queries.progress import Cell, Progress, SeatFacts, TurnFacts
from judging.scoring.rules import parse_rules


@dataclass(frozen=True)
class RevisionDetail:
    """A revision with the rubric that it was given under and who handed it in."""

    revision: OwnRevision
    rubric: RubricFacts
    author: str
    replaces: int


@dataclass(frozen=True)
class SheetDetail:
    """A cell of the matrix with its revisions, newest first."""

    turn: TurnFacts
    seat: SeatFacts
    cell: Cell
    revisions: tuple[RevisionDetail, ...]

    @property
    def is_desk_recusal(self) -> bool:
        """Whether the desk recused the seat beforehand."""
        current = (each.revision for each in self.revisions if each.revision.is_current)
        return any(each.state == "recused" and each.source == "desk" for each in current)


def get_sheet_detail(progress: Progress, order: int, seat_number: int) -> SheetDetail:
    """Return one cell of a matrix in full.

    Raises:
        NotFound: the heat has no such order number or seat.
    """
    for turn in progress.turns:
        for seat, cell in zip(progress.seats, turn.cells, strict=True):
            if (turn.order, seat.number) == (order, seat_number):
                return SheetDetail(turn, seat, cell, _revisions(turn.appearance_id, seat.seat_id))
    raise NotFound()


def _revisions(appearance_id: int, seat_id: int) -> tuple[RevisionDetail, ...]:
    rows = db.session.execute(
        select(SheetRevision, RuleSheetVersion)
        .join(ScoreSheet, ScoreSheet.id == SheetRevision.sheet_id)
        .join(RuleSheetVersion, RuleSheetVersion.id == SheetRevision.rule_sheet_id)
        .where(ScoreSheet.appearance_id == appearance_id, ScoreSheet.seat_id == seat_id)
        .order_by(SheetRevision.number.desc())
    )
    details = []
    for row, version in rows:
        rules = parse_rules(version.document)
        details.append(
            RevisionDetail(
                revision=revision_facts(row, rules),
                rubric=rubric_facts(rules, version.version),
                author=row.author,
                replaces=row.replaces,
            )
        )
    return tuple(details)
