"""The outlier review of one heat, for those who may read marks: flags, questions, voided sheets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select

from judging.extensions import db
from judging.models import Appearance, Person, QuestionState, ScoreSheet, SheetQuestion
from judging.models.review_inputs import ReviewTurn, find_turn_flags, list_totals, load_turns
from judging.models.voided_sheets import SheetResults, find_results, list_voided
from judging.queries.marking_rules import find_rules
from judging.queries.progress import Progress, SeatFacts, TurnFacts
from judging.scoring.bilingual import Bilingual
from judging.scoring.review import review_rules_of
from judging.scoring.review_section import ReviewRules
from judging.scoring.review_statistics import mean_of
from judging.scoring.rule_parts import RuleSheet


@dataclass(frozen=True)
class QuestionFacts:
    """What was asked about a revision and what became of it.

    ``asked_by`` and ``answered_by`` are names of the desk's people; empty for the review itself and
    for the judge's own answer. ``slips`` are two sums on a paper sheet that differ.
    """

    revision: int
    state: str
    asked_at: datetime
    asked_by: str
    answered_at: datetime | None
    answered_by: str
    reason: str
    passed_over_reason: str
    slips: tuple[Mapping[str, str], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether an answer can still be given."""
        return self.state == QuestionState.OPEN


@dataclass(frozen=True)
class ReviewLine:
    """One seat that stands apart, or was asked, in one appearance; flags as plain texts.

    ``source`` is how the sheet came in: ``tablet``, ``paper`` or ``desk``.
    """

    seat: SeatFacts
    state: str
    judge_total: str
    flags: tuple[Mapping[str, str], ...]
    question: QuestionFacts | None
    earlier: tuple[QuestionFacts, ...]
    source: str = "tablet"

    @property
    def may_be_asked(self) -> bool:
        """Whether there are marks that nobody has asked about."""
        is_asked = self.question is not None and self.question.state != QuestionState.WITHDRAWN
        return self.state == "given" and not is_asked


@dataclass(frozen=True)
class ReviewedTurn:
    """One appearance: the panel's totals in points by seat, their mean, and who stands apart."""

    turn: TurnFacts
    is_complete: bool
    totals: Mapping[str, Fraction]
    mean: Fraction | None
    lines: tuple[ReviewLine, ...]

    @property
    def flagged_seats(self) -> frozenset[str]:
        """The seats that stand apart now."""
        return frozenset(str(line.seat.number) for line in self.lines if line.flags)


@dataclass(frozen=True)
class Review:
    """The review of a heat; ``criteria`` are the names of criteria by key."""

    rules: ReviewRules
    turns: tuple[ReviewedTurn, ...]
    voided: tuple[SheetResults, ...]
    criteria: Mapping[str, Bilingual]

    def count(self, state: str) -> int:
        """Return how many questions are in a state."""
        lines = [line for turn in self.turns for line in turn.lines]
        asked = [each for line in lines for each in (line.question, *line.earlier)]
        return sum(question is not None and question.state == state for question in asked)

    @property
    def flagged(self) -> int:
        """How many sheets stand apart now."""
        return sum(bool(line.flags) for turn in self.turns for line in turn.lines)


def find_review(progress: Progress) -> Review | None:
    """Return the review of the heat of a matrix; None where its round has no rule sheet.

    Flags are computed from what stands now; nothing of them is stored but what was asked.
    """
    rules = find_rules(progress.heat.round_id)
    if rules is None:
        return None
    loaded = load_turns(db.session(), progress.heat.id)
    by_id = {turn.appearance_id: turn for turn in loaded}
    questions = _questions(progress.heat.id)
    return Review(
        rules=review_rules_of(rules),
        turns=tuple(
            _turn(rules, loaded, by_id[facts.appearance_id], progress.seats, facts, questions)
            for facts in progress.turns
        ),
        voided=list_voided(db.session(), progress.heat.id, rules),
        criteria={c.key: c.name for c in rules.rubric.criteria},
    )


def find_sheet_results(progress: Progress, turn: TurnFacts, seat: SeatFacts) -> SheetResults | None:
    """Return the result with one sheet and without it; None where there are no marks to count."""
    rules = find_rules(progress.heat.round_id)
    if rules is None or seat.is_practice:
        return None
    where = progress.heat.id, rules, seat.seat_id, turn.appearance_id
    return find_results(db.session(), *where)


def _turn(
    rules: RuleSheet,
    loaded: Sequence[ReviewTurn],
    turn: ReviewTurn,
    seats: Sequence[SeatFacts],
    facts: TurnFacts,
    questions: Mapping[tuple[int, int], tuple[QuestionFacts, ...]],
) -> ReviewedTurn:
    """Join one appearance with its flags and questions."""
    flags = find_turn_flags(rules, loaded, turn) if turn.is_complete else ()
    totals = list_totals(rules, turn)
    lines = []
    for seat, cell, held in zip(seats, facts.cells, turn.cells, strict=True):
        own = tuple(flag.as_data() for flag in flags if flag.seat == str(seat.number))
        asked = questions.get((turn.appearance_id, seat.seat_id), ())
        current = next((each for each in asked if each.revision == held.revision), None)
        slips = current.slips if current else ()
        if own or asked:
            earlier = tuple(each for each in asked if each is not current)
            flagged = (*own, *slips)
            lines.append(
                ReviewLine(
                    seat, cell.state, cell.judge_total, flagged, current, earlier, held.source
                )
            )
    mean = mean_of(list(totals.values())) if totals else None
    return ReviewedTurn(facts, turn.is_complete, totals, mean, tuple(lines))


def _questions(heat_id: int) -> dict[tuple[int, int], tuple[QuestionFacts, ...]]:
    """Return what was asked by appearance and seat, in order of revision."""
    rows = db.session.execute(
        select(SheetQuestion, ScoreSheet.appearance_id, ScoreSheet.seat_id)
        .join(ScoreSheet, ScoreSheet.id == SheetQuestion.sheet_id)
        .join(Appearance, Appearance.id == ScoreSheet.appearance_id)
        .where(Appearance.heat_id == heat_id)
        .order_by(SheetQuestion.sheet_id, SheetQuestion.revision)
    ).all()
    names = _names({row.asked_by for row, *_ in rows} | {row.answered_by for row, *_ in rows})
    found: dict[tuple[int, int], tuple[QuestionFacts, ...]] = {}
    for row, appearance_id, seat_id in rows:
        key = appearance_id, seat_id
        found[key] = (*found.get(key, ()), _question(row, names))
    return found


def _question(row: SheetQuestion, names: Mapping[str, str]) -> QuestionFacts:
    return QuestionFacts(
        revision=row.revision,
        state=row.state,
        asked_at=row.asked_at,
        asked_by=names.get(row.asked_by, ""),
        answered_at=row.answered_at,
        answered_by=names.get(row.answered_by, ""),
        reason=row.reason,
        passed_over_reason=row.passed_over_reason,
        slips=tuple(flag for flag in row.flags if flag["kind"] == "sum"),
    )


def _names(pseudonyms: set[str]) -> dict[str, str]:
    """Return the names of the desk's people by pseudonym; judges' seats are none of them."""
    query = select(Person.pseudonym, Person.name).where(Person.pseudonym.in_(pseudonyms))
    return {row.pseudonym: row.name for row in db.session.execute(query)}
