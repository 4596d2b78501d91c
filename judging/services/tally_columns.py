"""A large round counted in columns: no line has a working of its own, the marks are kept instead.

NumPy is loaded with this module.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from judging.models import Standing, canonical_json
from judging.models.block_writing import describe_columns, store_blocks
from judging.models.bulk_rows import insert_rows
from judging.models.round_columns import NotInColumnsError, RoundColumns, load_columns
from judging.models.round_ranking import RankedRound, decide_columns, rank_columns
from judging.models.rules_in_force import RulesInForce
from judging.models.tally_inputs import HeatInputs
from judging.scoring.advancing import GoingOn
from judging.scoring.awarding import Prizes
from judging.scoring.borders import Ruling
from judging.services.tally_counting import Given, wild_card_notes

_NAMES = (
    "tally_id",
    "appearance_id",
    "position",
    "ranking_group",
    "rank",
    "is_tied",
    "tie_break",
    "score",
    "exact",
    "no_result",
    "is_advancing",
)


def find_count(
    session: Session,
    round_id: int,
    rules: RulesInForce,
    heats: tuple[HeatInputs, ...],
    left_out: tuple[int, ...],
) -> "ColumnsCount | None":
    """Return the count of a round's closed heats, ranked; None where the columns do not know it."""
    try:
        columns = load_columns(session, round_id, rules.rules)
        ranked = rank_columns(rules.rules, columns)
        going, prizes = decide_columns(ranked)
    except NotInColumnsError:
        return None
    decided = ColumnsDecided(ranked, going, prizes, columns.digest(rules.rules))
    return ColumnsCount(rules, heats, left_out, decided)


@dataclass(frozen=True)
class ColumnsCount:
    """A count in columns; it is decided when it is loaded, in a second or so."""

    rules: RulesInForce
    heats: tuple[HeatInputs, ...]
    left_out: tuple[int, ...]
    decided: "ColumnsDecided"

    @property
    def digest(self) -> str:
        """Return SHA-256 over all that is read."""
        return self.decided.inputs_digest

    @property
    def size(self) -> int:
        """Return how many appearances are counted."""
        return len(self.decided.columns.keys)

    def decide(self, rulings: Sequence[Ruling] = ()) -> "ColumnsDecided":
        """Return what was decided; once more where people have ruled on ties."""
        if not rulings:
            return self.decided
        going, earned = decide_columns(self.decided.ranked, rulings)
        return replace(self.decided, going=going, earned=earned)


@dataclass(frozen=True)
class ColumnsDecided:
    """A ranked round with who goes on and who earns what, by index of the columns."""

    ranked: RankedRound
    going: GoingOn
    earned: Prizes
    inputs_digest: str

    @property
    def columns(self) -> RoundColumns:
        """Return what was counted."""
        return self.ranked.columns

    @property
    def digest(self) -> str:
        """Return SHA-256 over what was counted, every line's place and score, and decisions."""
        awards = {str(index): keys for index, keys in sorted(self.earned.awards.items())}
        facts = {
            "inputs": self.inputs_digest,
            "lines": self.ranked.digest(),
            "going": sorted(self.going.advancing),
            "awards": awards,
            "notes": self.notes(),
        }
        return hashlib.sha256(canonical_json(facts).encode()).hexdigest()

    def notes(self) -> dict[str, Any]:
        """Return ties, vacancies and wild cards, and how the blocks are read."""
        ties = (*self.going.ties, *self.earned.ties, *self.going.wild_card_ties)
        cards = self.going.wild_cards
        on = {self.columns.keys[index] for index in self.going.advancing} if cards else set()
        return {
            "columns": describe_columns(self.columns),
            "border_ties": [tie.as_data() for tie in ties],
            "vacancies": [vacancy.as_data() for vacancy in self.earned.vacancies],
        } | wild_card_notes(self.ranked.rules, cards, on)

    def store(self, session: Session, tally_id: int) -> None:
        """Store every line, in the order that the indexes take up quickest, and the marks."""
        insert_rows(session, Standing, _NAMES, self._rows(tally_id))
        store_blocks(session, tally_id, self.ranked)

    def _rows(self, tally_id: int) -> Iterator[Sequence[Any]]:
        ranked, going = self.ranked, self.going.advancing
        ids, positions = self.columns.appearance_ids.tolist(), ranked.positions().tolist()
        groups, names = ranked.group_of.tolist(), ranked.groups
        for lines in ranked.lines_by_key():
            for line in lines:
                at = line.entry
                yield (
                    tally_id,
                    ids[at],
                    positions[at],
                    names[groups[at]],
                    line.rank,
                    line.is_tied,
                    line.tie_break,
                    line.score,
                    line.exact,
                    line.no_result,
                    at in going,
                )

    def prizes(self) -> Iterator[Given]:
        """Yield what the scheme gives, by the order of the list."""
        awards, ids, keys = self.earned.awards, self.columns.appearance_ids, self.columns.keys
        for at in self.ranked.order.tolist() if awards else ():
            for key in awards.get(at, ()):
                yield int(ids[at]), keys[at], key
