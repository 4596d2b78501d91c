"""Everything that stands on a printed rule sheet, as frozen values."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date

from judging.scoring.bilingual import Bilingual
from judging.scoring.explain import Segment


@dataclass(frozen=True)
class CriterionFacts:
    """One row of the criteria table, in words.

    Args:
        name: what is judged.
        description: what to look at, where the rubric says it.
        range: lowest and highest mark, e.g. ``0–40``.
        step: the step between marks.
        weight: the weight; empty where every criterion counts once.
        levels: what marks stand for, each ``36``, in both languages.
    """

    name: Bilingual
    description: Bilingual | None
    range: str
    step: str
    weight: str
    levels: tuple[tuple[str, Bilingual], ...] = ()


@dataclass(frozen=True)
class SectionFacts:
    """One section of the rules in words: a title and its numbered sentences."""

    title: Bilingual
    lines: tuple[Bilingual, ...]


@dataclass(frozen=True)
class ExampleSeat:
    """One invented judge of the worked example: marks in criterion order, total, what became of it.

    ``fate`` is empty for a seat that counts.
    """

    seat: str
    group: Bilingual
    marks: tuple[str, ...]
    total: str
    fate: Bilingual


@dataclass(frozen=True)
class ExampleFacts:
    """The worked example, number by number.

    Args:
        lead: what the example is, and how long the invented talk takes; or why there is none.
        seats: the judges; none where there is no example, and then nothing of what follows.
        steps: how marks become one judge total, each a pair of sentences.
        workings: for each language the segments of the line from totals to score; several lines
            where the rules only rank several entries among each other.
        results: what comes out.
    """

    lead: tuple[Bilingual, ...]
    seats: tuple[ExampleSeat, ...]
    steps: tuple[Bilingual, ...]
    workings: tuple[tuple[Segment, ...], ...]
    results: tuple[Bilingual, ...]


@dataclass(frozen=True)
class RulePaper:
    """A rule sheet as it is printed.

    Args:
        competition: its name.
        round: the round that it rules.
        name: the rule sheet's own name.
        version: number of the version.
        digest: SHA-256 of the canonical document.
        in_force: since when, in the competition's time zone.
        is_frozen: whether marks rest on it.
        reason: why it replaced the version before; may be empty.
        criteria: the rubric.
        sections: the rules in words, in the order in which they are applied.
        example: the worked example.
        signatories: who signs.
    """

    competition: Bilingual
    round: Bilingual
    name: Bilingual
    version: int
    digest: str
    in_force: date
    is_frozen: bool
    reason: str
    criteria: tuple[CriterionFacts, ...]
    sections: tuple[SectionFacts, ...]
    example: ExampleFacts
    signatories: tuple[Bilingual, ...]

    def canonical(self) -> bytes:
        """Return the one byte form of all that is printed."""
        data = asdict(self) | {"in_force": self.in_force.isoformat()}
        return json.dumps(data, ensure_ascii=False, sort_keys=True).encode()

    @property
    def content_digest(self) -> str:
        """Return the SHA-256 of all that is printed."""
        return hashlib.sha256(self.canonical()).hexdigest()
