"""Rounds: added with a rule sheet, renamed, taken away while they are empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select

from judging.errors import Conflict
from judging.models import Competition, Heat, Round, RuleSheetVersion
from judging.permissions import Actor
from judging.services.bounds import bounds
from judging.services.command import Work, writing
from judging.services.divisions import check_key
from judging.services.heats import NewHeat, make_heat
from judging.services.rule_sheets import store_version
from judging.services.setup_scope import round_of_setup

MOST_ROUNDS = 20
LONGEST_NAME = 200


@dataclass(frozen=True)
class NewRound:
    """A round to be made.

    Args:
        key: its name in addresses: small letters, digits, ``-`` and ``_``; once a competition.
        name_zh: Chinese name.
        name_en: English name, may be empty.
        document: rubric and rule sheet as a plain mapping, see docs/rule-sheet.md.
        heats: heats to make with it.
    """

    key: str
    name_zh: str
    name_en: str
    document: Mapping[str, Any]
    heats: tuple[NewHeat, ...] = ()


def add_round(actor: Actor, now: datetime, competition_id: int, new: NewRound) -> int:
    """Add a round after the others, with its rule sheet and heats, and return its id.

    Raises:
        InvalidInput: key or name cannot be used, or there are too many rounds.
        judging.scoring.faults.ScoringError: the rule sheet is refused.
        NotFound: no such competition for this actor.
    """
    with writing(actor, now) as work:
        work.require("setup.edit", competition_id)
        work.get(Competition, competition_id)
        row = make_round(work, competition_id, new)
        work.record(
            "desk:round:create",
            row.id,
            competition_id=competition_id,
            details={"key": row.key, "position": row.position, "heats": len(new.heats)},
        )
        return row.id


def make_round(work: Work, competition_id: int, new: NewRound) -> Round:
    """Add a round inside another command; errors as in :func:`add_round`."""
    used = dict(
        work.session.execute(
            select(Round.key, Round.position).where(Round.competition_id == competition_id)
        ).all()
    )
    place = f"rounds.{new.key}."
    with bounds() as checked:
        check_key(checked, f"{place}key", new.key, used)
        name_zh = checked.text(f"{place}name_zh", new.name_zh, LONGEST_NAME, is_required=True)
        name_en = checked.text(f"{place}name_en", new.name_en, LONGEST_NAME)
        if len(used) >= MOST_ROUNDS:
            checked.refuse("too_many", "rounds", most=MOST_ROUNDS)
    row = Round(
        competition_id=competition_id,
        key=new.key,
        name_zh=name_zh,
        name_en=name_en,
        position=max(used.values(), default=0) + 1,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    store_version(work, row.id, new.document)
    for heat in new.heats:
        make_heat(work, row.id, heat)
    return row


def rename_round(actor: Actor, now: datetime, round_id: int, name_zh: str, name_en: str) -> None:
    """Give a round other names.

    Raises:
        InvalidInput: a name cannot be used.
        NotFound: no such round for this actor.
    """
    with writing(actor, now) as work:
        row = round_of_setup(work, round_id)
        with bounds() as checked:
            row.name_zh = checked.text("name_zh", name_zh, LONGEST_NAME, is_required=True)
            row.name_en = checked.text("name_en", name_en, LONGEST_NAME)
        _record(work, row, "rename")


def move_round(actor: Actor, now: datetime, round_id: int, *, is_earlier: bool) -> None:
    """Let a round change places with its neighbour; at the end nothing happens.

    Raises:
        NotFound: no such round for this actor.
    """
    with writing(actor, now) as work:
        row = round_of_setup(work, round_id)
        rows = list(
            work.session.scalars(
                select(Round)
                .where(Round.competition_id == row.competition_id)
                .order_by(Round.position, Round.id)
            )
        )
        here = rows.index(row)
        there = here - 1 if is_earlier else here + 1
        if not 0 <= there < len(rows):
            work.leave_unrecorded()
            return
        rows[here], rows[there] = rows[there], rows[here]
        for position, other in enumerate(rows, start=1):
            other.position = position
        _record(work, row, "move")


def remove_round(actor: Actor, now: datetime, round_id: int) -> None:
    """Take a round away while it has no heat.

    Raises:
        Conflict: it has heats (``round_has_heats``).
        NotFound: no such round for this actor.
    """
    with writing(actor, now) as work:
        row = round_of_setup(work, round_id)
        if work.session.scalar(select(exists().where(Heat.round_id == round_id))):
            raise Conflict("round_has_heats")
        work.session.execute(delete(RuleSheetVersion).where(RuleSheetVersion.round_id == row.id))
        _record(work, row, "remove")
        work.session.delete(row)


def _record(work: Work, row: Round, change: str) -> None:
    work.record(
        "desk:round:edit",
        row.id,
        competition_id=row.competition_id,
        details={"change": change, "key": row.key, "position": row.position},
    )
