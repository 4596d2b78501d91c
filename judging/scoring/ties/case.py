"""What a tie-break step sees, and how a step stands in the table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from judging.scoring.bilingual import Bilingual
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.tally import Outcome


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded of an entry after a tie: in an extra round, a ruling or a draw.

    ``record`` tells one record from another; those who stand in the same one were tied then.
    ``value`` is the score of the extra round, or the place that the ruling or the draw gave.
    """

    step: str
    record: int
    value: Fraction


@dataclass(frozen=True, slots=True)
class TieFacts:
    """What a step may have to know of an entry beside its outcome."""

    heat: str = ""
    recorded: tuple[Recorded, ...] = ()


@dataclass(frozen=True, slots=True)
class TieCase:
    """What a step sees: the rules and the outcomes still tied, all with a result.

    ``argument`` is the text after the colon of the step, e.g. the criterion's key. ``facts`` stand
    in the order of the outcomes.
    """

    rules: RuleSheet
    outcomes: Sequence[Outcome]
    argument: str = ""
    facts: Sequence[TieFacts] = ()


@dataclass(frozen=True, slots=True)
class TieStep:
    """One step: how it is written in a rule sheet, its words, and its function.

    ``values`` returns one value for each outcome of the case, in the same order, or None where the
    step has nothing to compare and sets nobody apart. The higher value stands first, or the lower
    where ``is_lower_first``. A step with ``is_by_judge`` compares what the same judges thought of
    the entries, so that it decides only among entries of one heat. One with ``is_recorded`` rests
    on what people recorded after the tie; it goes on as long as there are further records.
    """

    pattern: str
    name: Bilingual
    values: Callable[[TieCase], list[Fraction] | None]
    takes_criterion: bool = False
    is_lower_first: bool = False
    is_by_judge: bool = False
    is_recorded: bool = False
