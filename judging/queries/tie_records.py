"""What is tied in a tally, and what was recorded of the round's ties."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from judging.extensions import db
from judging.models import (
    TIE_RECORD_STEPS,
    Appearance,
    Entry,
    RuleSheetVersion,
    Standing,
    Tally,
    TieRecord,
)
from judging.scoring.lots import draw_lots
from judging.scoring.rules import parse_rules


@dataclass(frozen=True)
class TieRecordFacts:
    """One record: ``values`` are (entry number, score or place), empty until a draw is drawn.

    ``lots`` are (place, entry number, digest), computed again from the seed for whoever checks.
    """

    number: int
    step: str
    entries: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    reason: str
    recorded_at: datetime
    is_waiting: bool
    is_withdrawn: bool
    withdrawn_reason: str
    commitment: str
    seed: str
    lots: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True)
class TiedBlock:
    """Entries that share a place: ``number`` counts the blocks of the tally from one."""

    number: int
    group: str
    rank: int
    entries: tuple[str, ...]


@dataclass(frozen=True)
class TieDesk:
    """All that the desk needs about the ties of a tally.

    Args:
        round_id: the round.
        steps: the steps of the rule sheet's chain that rest on a record, in the chain's order.
        blocks: what is still tied, in the order of the ranking.
        records: of the whole round, the newest first.
    """

    round_id: int
    steps: tuple[str, ...]
    blocks: tuple[TiedBlock, ...]
    records: tuple[TieRecordFacts, ...]


def get_tie_desk(tally_id: int, positions: range | None = None) -> TieDesk:
    """Return the ties of a tally that reach into some lines, and the records of its round.

    Args:
        tally_id: the tally.
        positions: the lines, from 1; None for all.
    """
    session = db.session()
    tally = session.get_one(Tally, tally_id)
    rules = parse_rules(session.get_one(RuleSheetVersion, tally.rule_sheet_id).document)
    tied = (Standing.tally_id == tally_id, Standing.is_tied)
    place = (Standing.ranking_group, Standing.rank)
    here = select(*place).where(*tied).distinct()
    if positions is not None:
        here = here.where(Standing.position.between(positions.start, positions.stop - 1))
    wanted = {tuple(row) for row in session.execute(here)}
    blocks: dict[tuple[str, int], list[str]] = {}
    for group, rank, entry in session.execute(
        select(*place, Entry.number)
        .join(Appearance, Appearance.id == Standing.appearance_id)
        .join(Entry, Entry.id == Appearance.entry_id)
        .where(*tied, Standing.rank.in_({rank for _, rank in wanted}))
        .order_by(Standing.position)
    ):
        if rank is not None and (group, rank) in wanted:
            blocks.setdefault((group, rank), []).append(entry)
    return TieDesk(
        round_id=tally.round_id,
        steps=tuple(step for step in rules.ranking.ties if step in TIE_RECORD_STEPS),
        blocks=tuple(
            TiedBlock(number, group, rank, tuple(entries))
            for number, ((group, rank), entries) in enumerate(blocks.items(), start=1)
        ),
        records=_records(tally.round_id),
    )


def _records(round_id: int) -> tuple[TieRecordFacts, ...]:
    rows = db.session.scalars(
        select(TieRecord).where(TieRecord.round_id == round_id).order_by(TieRecord.number.desc())
    )
    return tuple(_facts(row) for row in rows)


def _facts(row: TieRecord) -> TieRecordFacts:
    return TieRecordFacts(
        number=row.number,
        step=row.step,
        entries=tuple(row.entries),
        values=tuple(zip(row.entries, row.values, strict=False)),
        reason=row.reason,
        recorded_at=row.recorded_at,
        is_waiting=row.settled_at is None and row.withdrawn_at is None,
        is_withdrawn=row.withdrawn_at is not None,
        withdrawn_reason=row.withdrawn_reason,
        commitment=row.commitment,
        seed=row.seed or "",
        lots=_lots(row.seed, row.entries),
    )


def _lots(seed: str | None, entries: Sequence[str]) -> tuple[tuple[int, str, str], ...]:
    if seed is None:
        return ()
    lots = enumerate(draw_lots(seed, entries), start=1)
    return tuple((place, lot.entry_number, lot.digest) for place, lot in lots)
