"""What earlier rounds bring into a final value (scoring.md, step 8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from judging.scoring.faults import Fault, ScoringError
from judging.scoring.points import format_plain, fraction_text, shorten
from judging.scoring.rule_parts import CarryOverRules, EarlierRound


@dataclass(frozen=True, slots=True)
class Carried:
    """An entry's result in an earlier round: the published score, the exact one, the rank.

    What the rule sheet does not ask for may be left out; None is no result there.
    """

    round: str
    published: Fraction | None = None
    exact: Fraction | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class CarriedPart:
    """What one earlier round brings in: ``value`` times ``weight``, in points.

    ``rank`` is set where the value are the points of a rank. A value of None is an earlier result
    that is missing.
    """

    round: str
    weight: Fraction
    value: Fraction | None
    rank: int | None = None

    def as_data(self) -> dict[str, object]:
        """Return the part as a JSON-able mapping."""
        return {
            "round": self.round,
            "weight": format_plain(self.weight),
            "value": None if self.value is None else fraction_text(self.value),
            "rank": self.rank,
        }


@dataclass(frozen=True, slots=True)
class CarryOver:
    """This round's ``own`` value with its weight, and what each earlier round brings in."""

    own: Fraction
    weight: Fraction
    earlier: tuple[CarriedPart, ...]

    @property
    def is_complete(self) -> bool:
        """Return whether no earlier result is missing.

        >>> CarryOver(Fraction(90), Fraction(1), ()).is_complete
        True
        """
        return all(part.value is not None for part in self.earlier)

    @property
    def result(self) -> Fraction:
        """Return the final value in points; what is missing brings nothing.

        >>> semi = CarriedPart("semi", Fraction("0.4"), Fraction(88))
        >>> CarryOver(Fraction("91.2"), Fraction("0.6"), (semi,)).result
        Fraction(2248, 25)
        """
        brought = [part.weight * part.value for part in self.earlier if part.value is not None]
        return sum(brought, self.weight * self.own)

    def as_data(self) -> dict[str, object]:
        """Return the carry-over as a JSON-able mapping."""
        return {
            "own": fraction_text(self.own),
            "weight": format_plain(self.weight),
            "earlier": [part.as_data() for part in self.earlier],
        }


def carry_over(rules: CarryOverRules, own: Fraction, carried: Sequence[Carried]) -> CarryOver:
    """Return this round's own value with what the earlier rounds bring in.

    ``carried`` may stand in any order; a round that is not among them is a missing result.

    >>> rules = CarryOverRules((EarlierRound("semi", points_by_rank=(Fraction(1),)),))
    >>> [carry_over(rules, Fraction(90), [Carried("semi", rank=r)]).result for r in (1, 2)]
    [Fraction(91, 1), Fraction(90, 1)]
    """
    by_round = {each.round: each for each in carried}
    parts = [_part(earlier, by_round.get(earlier.round)) for earlier in rules.earlier]
    return CarryOver(own, rules.weight, tuple(parts))


def _part(earlier: EarlierRound, carried: Carried | None) -> CarriedPart:
    if carried is None:
        return CarriedPart(earlier.round, earlier.weight, None)
    if not earlier.points_by_rank:
        value = carried.exact if earlier.value == "exact" else carried.published
        return CarriedPart(earlier.round, earlier.weight, value)
    if carried.rank is None:
        return CarriedPart(earlier.round, earlier.weight, None)
    points = earlier.points_by_rank
    value = points[carried.rank - 1] if carried.rank <= len(points) else Fraction(0)
    return CarriedPart(earlier.round, earlier.weight, value, carried.rank)


def check_carried(rules: CarryOverRules | None, carried: Sequence[Carried]) -> None:
    """Refuse results of rounds that the rules do not carry over, twice one, or an impossible rank.

    Raises: ScoringError (``carried_round_unknown``, ``carried_round_twice``,
    ``carried_rank_not_positive``).

    >>> check_carried(CarryOverRules((EarlierRound("semi"),)), [Carried("semi", Fraction(90))])
    """
    known = {earlier.round for earlier in rules.earlier} if rules is not None else set()
    faults = []
    seen: set[str] = set()
    for each in carried:
        params = {"round": shorten(each.round)}
        if each.round not in known:
            faults.append(Fault("carried_round_unknown", "", params))
        elif each.round in seen:
            faults.append(Fault("carried_round_twice", "", params))
        elif each.rank is not None and each.rank < 1:
            faults.append(Fault("carried_rank_not_positive", "", {"text": shorten(each.rank)}))
        seen.add(each.round)
    if faults:
        raise ScoringError(faults)
