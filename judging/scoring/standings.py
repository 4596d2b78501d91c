"""The lines of a ranking and the result of a round, as frozen values."""

from dataclasses import dataclass, field
from functools import cached_property

from judging.scoring.advancement import WildCards
from judging.scoring.borders import BorderTie, Vacancy
from judging.scoring.carrying import Carried
from judging.scoring.deductions import Deduction
from judging.scoring.honours import Honour
from judging.scoring.points import fraction_text
from judging.scoring.ranking import Place
from judging.scoring.rule_writing import digest_of
from judging.scoring.sheet import SeatSheet
from judging.scoring.tally import Outcome
from judging.scoring.ties import Recorded

#: ``competing`` is scored; the others stand in the ranking without a rank, for this reason.
STATUSES = ("competing", "withdrawn", "absent", "disqualified")


@dataclass(frozen=True, slots=True)
class Appearance:
    """One entry's turn as the core sees it. ``order`` only orders the listing of true ties.

    ``carried`` holds its results in earlier rounds, where the rules carry any over; ``recorded``
    what was recorded of it after a tie: extra rounds, rulings, draws.
    """

    key: str
    heat: str
    division: str = ""
    order: int = 0
    sheets: tuple[SeatSheet, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    status: str = "competing"
    carried: tuple[Carried, ...] = ()
    recorded: tuple[Recorded, ...] = ()
    unit: str = ""
    adviser: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """One appearance's line in the ranking, complete: nobody ranks or adds again.

    ``group`` is the heat, the division or ``""``, whatever the rules rank within.
    """

    appearance: Appearance
    group: str
    outcome: Outcome
    place: Place
    is_advancing: bool = False
    awards: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return the appearance's key."""
        return self.appearance.key

    @property
    def rank(self) -> int | None:
        """Return the rank in the group, or None without a result."""
        return self.place.rank

    @property
    def is_tied(self) -> bool:
        """Return whether another entry has the same rank."""
        return self.place.is_tied

    @property
    def tie_break(self) -> str:
        """Return the tie-break step that set this entry apart, or ``""``."""
        return self.place.tie_break

    @property
    def score(self) -> str | None:
        """Return the published score as text, or None without a result."""
        return self.outcome.score

    @property
    def no_result(self) -> str:
        """Return why there is no result, or ``""``."""
        return self.outcome.no_result

    def as_data(self) -> dict[str, object]:
        """Return the standing as a JSON-able mapping, its working included."""
        exact = self.outcome.exact
        compared = [list(one) for one in self.place.compared]
        return ({"compared": compared} if compared else {}) | {
            "key": self.key,
            "heat": self.appearance.heat,
            "division": self.appearance.division,
            "group": self.group,
            "rank": self.rank,
            "is_tied": self.is_tied,
            "tie_break": self.tie_break,
            "score": self.score,
            "exact": None if exact is None else fraction_text(exact),
            "no_result": self.no_result,
            "is_advancing": self.is_advancing,
            "awards": list(self.awards),
            "working": self.outcome.working.as_data(),
        }


@dataclass(frozen=True)
class RoundResult:
    """The ranking of a round: standings by group and rank, and what a person must still resolve."""

    rules_digest: str
    standings: tuple[Standing, ...]
    border_ties: tuple[BorderTie, ...] = field(default=())
    vacancies: tuple[Vacancy, ...] = field(default=())
    wild_cards: tuple[WildCards, ...] = field(default=())
    honours: tuple[Honour, ...] = field(default=())

    @property
    def border_tie(self) -> bool:
        """Return whether a tie cuts a border, so that a release must wait."""
        return bool(self.border_ties)

    def as_data(self) -> dict[str, object]:
        """Return the result as a JSON-able mapping, the same for the same input every time."""
        return {
            "rules": self.rules_digest,
            "standings": [standing.as_data() for standing in self.standings],
            "border_ties": [tie.as_data() for tie in self.border_ties],
            "vacancies": [vacancy.as_data() for vacancy in self.vacancies],
        } | self._further_data()

    def _further_data(self) -> dict[str, object]:
        """Return what only some rule sheets have; others keep the digests that they had."""
        data: dict[str, object] = {}
        if self.wild_cards:
            data["wild_cards"] = [each.as_data() for each in self.wild_cards]
        if self.honours:
            data["honours"] = [each.as_data() for each in self.honours]
        return data

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the canonical JSON of :meth:`as_data`."""
        return digest_of(self.as_data())
