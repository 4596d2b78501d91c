"""Where counting stands: rounds and heats with their tallies."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from judging.errors import NotFound
from judging.extensions import db
from judging.models import Heat, Round, Tally
from judging.models.earlier_rounds import EarlierProblem, list_earlier_problems
from judging.models.rules_in_force import get_rules_in_force
from judging.models.tally_freshness import is_fresh
from judging.models.tally_inputs import HeatInputs, is_per_heat, list_heats


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
    return tuple(read_round(row) for row in rounds)


def read_round(row: Round) -> RoundTallies:
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
