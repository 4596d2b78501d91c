"""Where counting stands: rounds and heats with their tallies, and one tally with its lines."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from judging.errors import NotFound
from judging.extensions import db
from judging.models import Heat, Round, RuleSheetVersion, Tally
from judging.models.earlier_rounds import EarlierProblem, list_earlier_problems
from judging.models.rules_in_force import get_rules_in_force
from judging.models.tally_freshness import is_fresh
from judging.models.tally_inputs import HeatInputs, is_per_heat, list_heats
from judging.models.tally_lines import (
    awards_of,
    divisions_of,
    heats_of,
    honours_of,
    list_lines,
    names_of_entries,
    pairs,
)
from judging.queries.award_scheme import honour_data
from judging.queries.tally_deductions import DeductionLine, list_deduction_lines


@dataclass(frozen=True)
class ScopeFacts:
    """A heat, or a whole round, and the tally that stands for it.

    Args:
        heat_number: the heat; None for the whole round.
        name_zh: Chinese name.
        name_en: English name.
        state: the heat's state; ``""`` for a round.
        is_countable: whether it can be counted now.
        tally_number: 0 where nothing was counted yet.
        computed_at: when it was counted.
        is_outdated: whether marks, states or rules changed since.
        open_ties: how many ties cut a border and wait for a ruling.
        left_out: numbers of the heats that the tally does not hold.
    """

    heat_number: int | None
    name_zh: str
    name_en: str
    state: str
    is_countable: bool = False
    tally_number: int = 0
    computed_at: datetime | None = None
    is_outdated: bool = False
    open_ties: int = 0
    left_out: tuple[int, ...] = ()


@dataclass(frozen=True)
class RoundTallies:
    """A round with what is counted in it: heats by themselves, or the whole.

    ``earlier_problems`` says why an earlier round that is carried over holds the counting back.
    """

    key: str
    name_zh: str
    name_en: str
    scopes: tuple[ScopeFacts, ...]
    waiting: tuple[int, ...]
    is_per_heat: bool = True
    has_rules: bool = True
    earlier_problems: tuple[EarlierProblem, ...] = ()

    @property
    def may_run(self) -> bool:
        """Whether there is anything to count, and nothing holds it back."""
        return any(scope.is_countable for scope in self.scopes) and not self.earlier_problems


def list_round_tallies(competition_id: int) -> tuple[RoundTallies, ...]:
    """Return the rounds of a competition in their order, each with its tallies."""
    rounds = db.session.scalars(
        select(Round)
        .where(Round.competition_id == competition_id)
        .order_by(Round.position, Round.id)
    )
    return tuple(_round(row) for row in rounds)


def _round(row: Round) -> RoundTallies:
    """Return one round with its tallies."""
    session = db.session()
    heats = list_heats(session, row.id)
    waiting = tuple(heat.number for heat in heats if not heat.is_countable)
    current = {
        tally.heat_id: tally
        for tally in session.scalars(
            select(Tally).where(Tally.round_id == row.id, Tally.is_current)
        )
    }
    try:
        rules = get_rules_in_force(session, row.id).rules
    except NotFound:
        return RoundTallies(
            row.key, row.name_zh, row.name_en, scopes=(), waiting=waiting, has_rules=False
        )
    by_heat = is_per_heat(rules)
    if by_heat:
        scopes = tuple(_heat_scope(heat, current.get(heat.id)) for heat in heats)
    else:
        is_countable = any(heat.is_countable for heat in heats)
        whole = ScopeFacts(None, row.name_zh, row.name_en, "", is_countable)
        scopes = (_with_tally(whole, current.get(None)),)
    return RoundTallies(
        *(row.key, row.name_zh, row.name_en, scopes, waiting),
        is_per_heat=by_heat,
        earlier_problems=list_earlier_problems(session, row.id, rules),
    )


def _heat_scope(heat: HeatInputs, tally: Tally | None) -> ScopeFacts:
    """Return a heat with its tally."""
    names = db.session.execute(select(Heat.name_zh, Heat.name_en).where(Heat.id == heat.id)).one()
    scope = ScopeFacts(heat.number, names[0], names[1], heat.state, heat.is_countable)
    return _with_tally(scope, tally)


def _with_tally(scope: ScopeFacts, tally: Tally | None) -> ScopeFacts:
    """Return a scope with what its tally says."""
    if tally is None:
        return scope
    ruled = {ruling["tie"] for ruling in tally.notes.get("rulings", [])}
    return replace(
        scope,
        tally_number=tally.number,
        computed_at=tally.computed_at,
        is_outdated=not (scope.is_countable and is_fresh(db.session(), tally)),
        open_ties=len(tally.notes.get("border_ties", [])) - len(ruled),
        left_out=tuple(tally.notes.get("left_out", [])),
    )


@dataclass(frozen=True)
class TieFacts:
    """A tie that cuts a border: ``number`` is its place in the tally's list."""

    number: int
    kind: str
    group: str
    award: str
    entries: tuple[str, ...]
    is_ruled: bool
    chosen: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class TallyDetail:
    """A tally that stands, with all its lines.

    Args:
        id: primary key of the tally.
        number: its number in the round.
        scope: what was counted.
        digest: of the result.
        document: the same shape as a release's document, with full names.
        ties: ties that cut a border.
        vacancies: (award key, group, count, cause) of prizes that nobody holds.
        wild_cards: (group, how many, to whom they went) of each group with wild cards.
        deductions: what was taken off, by entry.
    """

    id: int
    number: int
    scope: ScopeFacts
    digest: str
    document: Mapping[str, Any]
    ties: tuple[TieFacts, ...]
    vacancies: tuple[tuple[str, str, int, str], ...]
    wild_cards: tuple[tuple[str, int, tuple[str, ...]], ...]
    deductions: tuple[DeductionLine, ...]


def get_tally(competition_id: int, round_key: str, heat_number: int | None) -> TallyDetail:
    """Return the tally that stands for a heat, or for a whole round where no heat is named.

    Raises:
        NotFound: no such round or heat, or nothing was counted.
    """
    session = db.session()
    round_ = session.scalar(
        select(Round).where(Round.competition_id == competition_id, Round.key == round_key)
    )
    if round_ is None or (heat_number or 0) > 9999:
        raise NotFound()
    query = select(Tally).where(Tally.round_id == round_.id, Tally.is_current)
    if heat_number is None:
        query = query.where(Tally.heat_id.is_(None))
    else:
        query = query.join(Heat, Heat.id == Tally.heat_id).where(Heat.number == heat_number)
    tally = session.scalar(query)
    if tally is None:
        raise NotFound()
    wanted = [s for s in _round(round_).scopes if s.heat_number == heat_number]
    scope = wanted[0] if wanted else ScopeFacts(heat_number, "", "", "")
    document = _document(round_, tally)
    return TallyDetail(
        id=tally.id,
        number=tally.number,
        scope=scope,
        digest=tally.digest,
        document=document,
        ties=tuple(_ties(tally)),
        vacancies=tuple(
            (v["award"], v["group"], v["count"], v.get("cause", ""))
            for v in tally.notes["vacancies"]
        ),
        wild_cards=tuple(
            (card["group"], card["count"], tuple(card["chosen"]))
            for card in tally.notes.get("wild_cards", [])
        ),
        deductions=list_deduction_lines(round_.id, [line["entry"] for line in document["lines"]]),
    )


def _document(round_: Round, tally: Tally) -> dict[str, Any]:
    """Return the tally in the shape of a release's document, with full names for the desk."""
    session = db.session()
    lines = list_lines(session, tally.id)
    numbers = [line["entry"] for line in lines]
    people = names_of_entries(session, round_.competition_id, numbers)
    for line in lines:
        members = people[line["entry"]].members
        line["name_zh"] = "、".join(name for name, _latin in members)
        line["name_en"] = ", ".join(latin or name for name, latin in members)
        line["team_name"] = people[line["entry"]].team_name
    heats = sorted({line["heat"] for line in lines})
    rules = session.get_one(RuleSheetVersion, tally.rule_sheet_id)
    divisions = {line["division"] for line in lines}
    return {
        "round": pairs(round_, "key"),
        "settings": {"is_marks_shown": True, "judges_shown": "anonymous"},
        "rules": {"version": rules.version, "digest": rules.digest, "document": rules.document},
        "per": tally.notes.get("per", "heat"),
        "heats": heats_of(session, round_.id, heats),
        "divisions": divisions_of(session, round_.competition_id, divisions),
        "judges": [],
        "awards": awards_of(session, round_.id, lines),
        "rulings": tally.notes.get("rulings", []),
        "lines": lines,
        "honours": [honour_data(row) for row in honours_of(session, [tally.id])],
    }


def _ties(tally: Tally) -> list[TieFacts]:
    """Return the ties of a tally with their rulings."""
    rulings = {ruling["tie"]: ruling for ruling in tally.notes.get("rulings", [])}
    found = []
    for place, tie in enumerate(tally.notes.get("border_ties", [])):
        ruling = rulings.get(place, {})
        found.append(
            TieFacts(
                number=place,
                kind=tie["kind"],
                group=tie["group"],
                award=tie["award"],
                entries=tuple(tie["keys"]),
                is_ruled=place in rulings,
                chosen=tuple(ruling.get("chosen", ())),
                reason=ruling.get("reason", ""),
            )
        )
    return found
