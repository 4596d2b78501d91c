"""Drawings of lots as plain values, with every lot computed again for whoever checks."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from judging.extensions import db
from judging.models import Draw
from judging.scoring.lots import draw_lots


@dataclass(frozen=True)
class DrawFacts:
    """One drawing of lots; ``seed`` and ``lots`` are empty until it was drawn."""

    number: int
    commitment: str
    seed: str
    reason: str
    committed_at: datetime
    drawn_at: datetime | None
    lots: tuple[tuple[int, str, str], ...]

    @property
    def seed_command(self) -> str:
        """Return a shell line that makes the commitment from the seed."""
        return f"printf '%s' '{self.seed}' | sha256sum"

    @property
    def lot_command(self) -> str:
        """Return a shell line that makes the first lot; for the others change the number."""
        number = self.lots[0][1].replace("'", "'\\''") if self.lots else ""
        return f"printf '%s' '{self.seed}|{number}' | sha256sum"


def list_draws(heat_id: int) -> tuple[DrawFacts, ...]:
    """Return every drawing of lots of a heat, newest first, each lot as place, entry and digest."""
    rows = db.session.scalars(
        select(Draw).where(Draw.heat_id == heat_id).order_by(Draw.number.desc())
    )
    return tuple(
        DrawFacts(
            number=row.number,
            commitment=row.commitment,
            seed=row.seed or "",
            reason=row.reason,
            committed_at=row.committed_at,
            drawn_at=row.drawn_at,
            lots=_lots(row),
        )
        for row in rows
    )


def _lots(row: Draw) -> tuple[tuple[int, str, str], ...]:
    """Return the lots of a draw, computed again from its seed and the list that it was for."""
    if row.seed is None or row.order is None:
        return ()
    lots = draw_lots(row.seed, row.order)
    return tuple((place, lot.entry_number, lot.digest) for place, lot in enumerate(lots, start=1))
