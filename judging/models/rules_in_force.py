"""The rule sheet in force of a round: its newest version, stored row and parsed rules together."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from judging.errors import NotFound
from judging.models.round import RuleSheetVersion
from judging.scoring.faults import ScoringError
from judging.scoring.rules import RuleSheet, parse_rules
from judging.scoring.seats import plain_seat


@dataclass(frozen=True)
class RulesInForce:
    """A stored version and what it says."""

    row: RuleSheetVersion
    rules: RuleSheet


def get_rules_in_force(session: Session, round_id: int) -> RulesInForce:
    """Return the newest rule sheet of a round.

    Raises:
        NotFound: the round has none.
        judging.scoring.faults.ScoringError: the stored document does not parse.
    """
    row = session.scalar(
        select(RuleSheetVersion)
        .where(RuleSheetVersion.round_id == round_id)
        .order_by(RuleSheetVersion.version.desc())
        .limit(1)
    )
    if row is None:
        raise NotFound()
    return RulesInForce(row, parse_rules(row.document))


def practice_numbers(session: Session, round_id: int) -> frozenset[int]:
    """Return the numbers of the seats that the rule sheet in force makes practice seats.

    None where the round has no rule sheet that can be read: its own pages tell that.
    """
    try:
        return practice_seats(get_rules_in_force(session, round_id).rules)
    except (NotFound, ScoringError):
        return frozenset()


def practice_seats(rules: RuleSheet) -> frozenset[int]:
    """Return the numbers of the seats that a rule sheet makes practice seats."""
    named = map(plain_seat, rules.tally.practice_seats)
    return frozenset(int(seat) for seat in named if seat.isdecimal())
