"""What a tally counts, and what the core decides of it: by entry, or a large round in columns.

Both ways decide the same to the last bit (docs/decisions/0004); a tally says which one it went. A
tally by columns keeps marks instead of workings (docs/decisions/0006).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask import current_app
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from judging.errors import WrongState
from judging.models import Appearance, Standing
from judging.models.rules_in_force import RulesInForce, get_rules_in_force
from judging.models.tally_inputs import (
    HeatInputs,
    TallyInputs,
    closed_heats,
    is_per_heat,
    list_heats,
    load_inputs,
)
from judging.scoring.advancement import WildCards
from judging.scoring.borders import Ruling, named_per
from judging.scoring.points import fraction_text
from judging.scoring.results import score_round
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.standings import RoundResult
from judging.scoring.standings import Standing as Line

#: Appearance, entry number and prize that the scheme gives.
Given = tuple[int, str, str]


class Decided(Protocol):
    """What the core decided of a count."""

    @property
    def digest(self) -> str:
        """Return SHA-256 of the result."""

    def notes(self) -> dict[str, Any]:
        """Return what belongs to the tally as a whole."""

    def store(self, session: Session, tally_id: int) -> None:
        """Store every line of the tally."""

    def prizes(self) -> Iterator[Given]:
        """Yield what the scheme gives."""


class Count(Protocol):
    """What is counted."""

    @property
    def rules(self) -> RulesInForce:
        """Return the rule sheet in force."""

    @property
    def heats(self) -> tuple[HeatInputs, ...]:
        """Return the heats that are counted."""

    @property
    def left_out(self) -> tuple[int, ...]:
        """Return the numbers of the heats that are not closed."""

    @property
    def digest(self) -> str:
        """Return SHA-256 over all that is read."""

    @property
    def size(self) -> int:
        """Return how many appearances are counted."""

    def decide(self, rulings: Sequence[Ruling] = ()) -> Decided:
        """Let the core count and decide.

        Args:
            rulings: what people decided of ties across the end of a prize.

        Raises:
            judging.scoring.faults.ScoringError: sheets do not fit the rule sheet.
        """


def load_count(session: Session, round_id: int, heat_id: int | None) -> Count:
    """Load what is to be counted, in the scope that the rule sheet says.

    Args:
        session: the database session.
        round_id: the round.
        heat_id: the heat, where heats are ranked by themselves.

    Raises:
        NotFound: the round has no rule sheet.
        WrongState: nothing is closed, or heats are ranked by themselves and none was named.
    """
    rules = get_rules_in_force(session, round_id)
    by_heat = is_per_heat(rules.rules)
    if by_heat and heat_id is None:
        raise WrongState("tally_needs_a_heat")
    wanted = [h for h in list_heats(session, round_id) if not by_heat or h.id == heat_id]
    heats = tuple(heat for heat in wanted if heat.is_countable)
    if not heats:
        raise WrongState("nothing_closed")
    left_out = tuple(heat.number for heat in wanted if not heat.is_countable)
    if not by_heat and _count_entries(session, round_id) >= current_app.config["COLUMNS_FROM"]:
        from judging.services.tally_columns import find_count  # loads NumPy

        found = find_count(session, round_id, rules, heats, left_out)
        if found is not None:
            return found
    return ReadableCount(load_inputs(session, round_id, heat_id if by_heat else None))


def _count_entries(session: Session, round_id: int) -> int:
    heats = closed_heats(round_id)
    counted = select(func.count(Appearance.id)).where(Appearance.heat_id.in_(heats))
    return session.scalar(counted) or 0


@dataclass(frozen=True)
class ReadableCount:
    """A count entry by entry, with every line's working."""

    inputs: TallyInputs

    @property
    def rules(self) -> RulesInForce:
        """Return the rule sheet in force."""
        return self.inputs.rules

    @property
    def heats(self) -> tuple[HeatInputs, ...]:
        """Return the heats that are counted."""
        return self.inputs.heats

    @property
    def left_out(self) -> tuple[int, ...]:
        """Return the numbers of the heats that are not closed."""
        return self.inputs.left_out

    @property
    def digest(self) -> str:
        """Return SHA-256 over all that is read."""
        return self.inputs.digest

    @property
    def size(self) -> int:
        """Return how many appearances are counted."""
        return len(self.inputs.appearances)

    def decide(self, rulings: Sequence[Ruling] = ()) -> "ReadableDecided":
        """Count and decide."""
        result = score_round(self.rules.rules, self.inputs.appearances, rulings)
        return ReadableDecided(self.inputs, result)


@dataclass(frozen=True)
class ReadableDecided:
    """A round's result with every line's working."""

    inputs: TallyInputs
    result: RoundResult

    @property
    def digest(self) -> str:
        """Return SHA-256 of the result with its working."""
        return self.result.digest

    def notes(self) -> dict[str, Any]:
        """Return ties, vacancies and wild cards."""
        data = self.result.as_data()
        on = {line.key for line in self.result.standings if line.is_advancing}
        return {
            "border_ties": data["border_ties"],
            "vacancies": data["vacancies"],
        } | wild_card_notes(self.inputs.rules.rules, self.result.wild_cards, on)

    def store(self, session: Session, tally_id: int) -> None:
        """Store every line."""
        rows = [
            _standing_row(tally_id, position, line, self.inputs.appearance_ids[line.key])
            for position, line in enumerate(self.result.standings, start=1)
        ]
        if rows:
            session.execute(insert(Standing), rows)

    def prizes(self) -> Iterator[Given]:
        """Yield what the scheme gives, by the order of the list."""
        for line in self.result.standings:
            for key in line.awards:
                yield self.inputs.appearance_ids[line.key], line.key, key


def wild_card_notes(
    rules: RuleSheet, wild_cards: Sequence[WildCards], on: set[str]
) -> dict[str, Any]:
    """Return the wild cards with whom they went to, so that a ruling elsewhere can move them."""
    if rules.advancement is None or not wild_cards:
        return {}
    return {
        "wild_cards": [
            each.as_data() | {"chosen": [k for block in each.line for k in block if k in on]}
            for each in wild_cards
        ],
        "wild_cards_per": named_per(rules, rules.advancement.wild_cards_per),
    }


def _standing_row(tally_id: int, position: int, line: Line, appearance_id: int) -> dict[str, Any]:
    """Return one line as a row."""
    exact = line.outcome.exact
    return {
        "tally_id": tally_id,
        "appearance_id": appearance_id,
        "position": position,
        "ranking_group": line.group,
        "rank": line.rank,
        "is_tied": line.is_tied,
        "tie_break": line.tie_break,
        "score": line.score,
        "exact": None if exact is None else fraction_text(exact),
        "no_result": line.no_result,
        "is_advancing": line.is_advancing,
        "working": line.outcome.working.as_data(),
        "compared": [list(one) for one in line.place.compared] or None,
    }
