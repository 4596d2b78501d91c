"""How far the award schemes of a competition are: what is given, what is open, what waits."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from judging.extensions import db
from judging.models import Award, Heat, Honour, Round, RuleSheetVersion, Standing, Tally
from judging.models.tally_lines import honours_of
from judging.scoring.award_section import BY_HAND
from judging.scoring.rule_parts import AwardRule
from judging.scoring.rules import parse_rules


@dataclass(frozen=True)
class OpenPlaces:
    """Prizes of one group that nobody holds; ``cause`` as in ``scoring.borders.Vacancy``."""

    group: str
    count: int
    cause: str


@dataclass(frozen=True)
class SchemeLine:
    """One prize of a scheme in one tally.

    Args:
        round_key: the round.
        round_zh: its Chinese name.
        round_en: its English name.
        heat_number: the heat that was counted; None for the whole round.
        key: the key of the prize.
        name_zh: Chinese name of the prize.
        name_en: its English name.
        kind: ``tier``, ``special``, ``unit`` or ``adviser``.
        held: how many hold it.
        open_places: what nobody holds, by group.
        open_ties: how many ties across its end wait for a ruling.
        is_unnamed: whether people must name who gets it, and have not.
    """

    round_key: str
    round_zh: str
    round_en: str
    heat_number: int | None
    key: str
    name_zh: str
    name_en: str
    kind: str
    held: int
    open_places: tuple[OpenPlaces, ...]
    open_ties: int
    is_unnamed: bool


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
    """Return every prize of the tallies that stand, by round, heat and place in the scheme."""
    return tuple(
        _line(round_, heat, tally, award, held)
        for round_, heat, tally, document in _tallies(competition_id)
        for held in (_held(tally.id),)
        for award in parse_rules(document).awards
    )


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


def _line(
    round_: Round, heat: int | None, tally: Tally, award: AwardRule, held: Counter[str]
) -> SchemeLine:
    """Return one prize of a tally."""
    ruled = {ruling["tie"] for ruling in tally.notes.get("rulings", [])}
    open_ties = [
        place
        for place, tie in enumerate(tally.notes.get("border_ties", []))
        if tie["award"] == award.key and place not in ruled
    ]
    return SchemeLine(
        round_key=round_.key,
        round_zh=round_.name_zh,
        round_en=round_.name_en,
        heat_number=heat,
        key=award.key,
        name_zh=award.name.zh,
        name_en=award.name.en,
        kind=award.kind,
        held=held[award.key],
        open_places=tuple(
            OpenPlaces(each["group"], each["count"], each.get("cause", ""))
            for each in tally.notes.get("vacancies", [])
            if each["award"] == award.key
        ),
        open_ties=len(open_ties),
        is_unnamed=award.by == BY_HAND and not held[award.key],
    )
