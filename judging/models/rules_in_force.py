"""The rule sheet in force of a round: its newest version, stored row and parsed rules together."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from judging.errors import NotFound
from judging.models.round import RuleSheetVersion
from judging.scoring.faults import ScoringError
from judging.scoring.rules import RuleSheet, parse_rules
from judging.scoring.seats import plain_seat

_NEWEST = (
    select(RuleSheetVersion)
    .where(RuleSheetVersion.round_id == bindparam("round_id"))
    .order_by(RuleSheetVersion.version.desc())
    .limit(1)
)


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
    row = session.scalar(_NEWEST, {"round_id": round_id})
    if row is None:
        raise NotFound()
    return RulesInForce(row, read_stored_rules(row.document))


def read_stored_rules(document: Any) -> RuleSheet:
    """Return what a stored document says; the same document is read once.

    Every score sheet needs its rules, and to read them costs as much as to store the sheet.

    Raises:
        judging.scoring.faults.ScoringError: the stored document does not parse.
    """
    return _read(json.dumps(document))


@lru_cache(maxsize=256)
def _read(text: str) -> RuleSheet:
    """Return what a document says, by its JSON text; rule sheets are frozen values."""
    return parse_rules(json.loads(text))


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
