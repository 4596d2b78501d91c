"""How far the award schemes of a competition are: what is given, what is open, what waits."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from judging.extensions import db
from judging.models import Award, Heat, Honour, Round, RuleSheetVersion, Standing, Tally
from judging.models.tally_lines import honours_of
from judging.scoring.award_section import BY_HAND
from judging.scoring.rule_parts import AwardRule
from judging.scoring.rules import parse_rules


@dataclass(frozen=True)
class SchemeLine:
    """One prize of a round's scheme, over all tallies of the round that stand.

    Args:
        round_key: the round.
        round_zh: its Chinese name.
        round_en: its English name.
        key: the key of the prize.
        name_zh: Chinese name of the prize.
        name_en: its English name.
        kind: ``tier``, ``special``, ``unit`` or ``adviser``.
        held: how many hold it.
        open_places: how many nobody holds, by cause as in ``scoring.borders.Vacancy``.
        open_ties: the heats (None for the whole round) where a tie across its end waits.
        is_unnamed: whether people must name who gets it, and have not.
    """

    round_key: str
    round_zh: str
    round_en: str
    key: str
    name_zh: str
    name_en: str
    kind: str
    held: int
    open_places: tuple[tuple[str, int], ...]
    open_ties: tuple[int | None, ...]
    is_unnamed: bool


@dataclass
class _Sum:
    """What the tallies of a round come to for one prize, while they are read."""

    round: Round
    award: AwardRule
    held: int = 0
    open_places: Counter[str] = field(default_factory=Counter)
    open_ties: list[int | None] = field(default_factory=list)


@dataclass(frozen=True)
class HonourLine:
    """An honour of a unit or an adviser, with its working in the shape of a release's document."""

    round_zh: str
    round_en: str
    heat_number: int | None
    name_zh: str
    name_en: str
    data: Mapping[str, Any]


def list_scheme_lines(competition_id: int) -> tuple[SchemeLine, ...]:
    """Return every prize of the tallies that stand, by round and place in the scheme."""
    sums: dict[tuple[int, str], _Sum] = {}
    for round_, heat, tally, document in _tallies(competition_id):
        held = _held(tally.id)
        for award in parse_rules(document).awards:
            total = sums.setdefault((round_.id, award.key), _Sum(round_, award))
            _add(total, heat, tally, held[award.key])
    return tuple(_line(total) for total in sums.values())


def list_honours(competition_id: int) -> tuple[HonourLine, ...]:
    """Return the honours of the tallies that stand, by round, heat, prize and points."""
    return tuple(
        HonourLine(round_.name_zh, round_.name_en, heat, row.name_zh, row.name_en, honour_data(row))
        for round_, heat, tally, _document in _tallies(competition_id)
        for row in honours_of(db.session(), [tally.id])
    )


def honour_data(row: Honour) -> dict[str, Any]:
    """Return an honour with its full names, in the shape of a release's document."""
    return {
        "kind": row.kind,
        "award": row.key,
        "group": row.ranking_group,
        "name": row.recipient,
        "unit": row.recipient_unit,
        "points": row.points,
        "prizes": row.working,
    }


def _tallies(competition_id: int) -> list[tuple[Round, int | None, Tally, Mapping[str, Any]]]:
    """Return the tallies that stand with round, heat number and rules, in their order."""
    rows = db.session.execute(
        select(Round, Heat.number, Tally, RuleSheetVersion.document)
        .join(Tally, Tally.round_id == Round.id)
        .join(RuleSheetVersion, RuleSheetVersion.id == Tally.rule_sheet_id)
        .outerjoin(Heat, Heat.id == Tally.heat_id)
        .where(Round.competition_id == competition_id, Tally.is_current)
        .order_by(Round.position, Round.id, Heat.number)
    )
    return [(round_, heat, tally, document) for round_, heat, tally, document in rows]


def _held(tally_id: int) -> Counter[str]:
    """Return how many hold each prize of a tally."""
    entries = db.session.scalars(
        select(Award.key)
        .join(Standing, Standing.appearance_id == Award.appearance_id)
        .where(Standing.tally_id == tally_id)
    )
    honours = db.session.scalars(
        select(Honour.key).where(Honour.tally_id == tally_id, Honour.is_current)
    )
    return Counter(entries) + Counter(honours)


def _add(total: _Sum, heat: int | None, tally: Tally, held: int) -> None:
    """Add what one tally says about a prize."""
    key = total.award.key
    total.held += held
    for each in tally.notes.get("vacancies", []):
        if each["award"] == key:
            total.open_places[each.get("cause", "")] += each["count"]
    ruled = {ruling["tie"] for ruling in tally.notes.get("rulings", [])}
    total.open_ties += [
        heat
        for place, tie in enumerate(tally.notes.get("border_ties", []))
        if tie["award"] == key and place not in ruled
    ]


def _line(total: _Sum) -> SchemeLine:
    """Return what the tallies of a round came to for one prize."""
    round_, award = total.round, total.award
    return SchemeLine(
        round_key=round_.key,
        round_zh=round_.name_zh,
        round_en=round_.name_en,
        key=award.key,
        name_zh=award.name.zh,
        name_en=award.name.en,
        kind=award.kind,
        held=total.held,
        open_places=tuple(sorted(total.open_places.items())),
        open_ties=tuple(dict.fromkeys(total.open_ties)),
        is_unnamed=award.by == BY_HAND and not total.held,
    )
