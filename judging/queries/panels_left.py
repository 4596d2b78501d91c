"""What is left of a panel, contestant by contestant, once judges stand aside: told beforehand."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from judging.queries.interests import Interest
from judging.queries.marking_rules import find_rules
from judging.queries.progress import Progress, SeatFacts, TurnFacts
from judging.scoring.rule_parts import (
    PRACTICE_GROUP,
    TIE_BREAK_GROUP,
    JudgeGroup,
    TallyRules,
    Trim,
)
from judging.scoring.seats import plain_seat


@dataclass(frozen=True)
class GroupLeft:
    """The scoring seats of one judge group for one contestant; ``group`` is empty where all count.

    Args:
        group: its key.
        before: seats that gave or can still give a sheet now.
        after: the same without those that stand aside.
        least: how many the trimming of the rule sheet needs; 1 where it drops nobody.
        is_blocked: fewer than ``least`` give no result at all.
    """

    group: str
    before: int
    after: int
    least: int
    is_blocked: bool

    @property
    def has_no_result(self) -> bool:
        """Whether the contestant would have no result."""
        return self.after == 0 or (self.is_blocked and self.after < self.least)

    @property
    def is_short(self) -> bool:
        """Whether fewer are left than the rule sheet needs."""
        return self.after < self.least


@dataclass(frozen=True)
class PanelLeft:
    """One contestant, the scoring seats that would stand aside, and what is left."""

    turn: TurnFacts
    aside: tuple[SeatFacts, ...]
    groups: tuple[GroupLeft, ...]


def list_panels_left(
    progress: Progress, interests: Iterable[Interest]
) -> tuple[tuple[PanelLeft, ...], tuple[Interest, ...]]:
    """Return what is left of each panel, in running order, and the practice seats among them.

    Args:
        progress: of the heat.
        interests: whose seats would stand aside.
    """
    rules = find_rules(progress.heat.round_id)
    tally = rules.tally if rules else TallyRules()
    chosen = tuple(interests)
    panels = []
    for turn in progress.turns:
        own = [each for each in chosen if each.turn == turn and _counts(tally, each.seat)]
        if own:
            aside = {each.seat.seat_id: each.seat for each in own}
            groups = tuple(_groups(tally, progress, turn, aside))
            panels.append(PanelLeft(turn, tuple(aside.values()), groups))
    return tuple(panels), tuple(each for each in chosen if not _counts(tally, each.seat))


def _counts(tally: TallyRules, seat: SeatFacts) -> bool:
    """Whether the marks of a seat enter the result."""
    is_named = seat.group in (PRACTICE_GROUP, TIE_BREAK_GROUP)
    return not (seat.is_practice or is_named) and tally.may_count(str(seat.number))


def _groups(
    tally: TallyRules, progress: Progress, turn: TurnFacts, aside: Collection[int]
) -> Iterable[GroupLeft]:
    """Yield what is left of each judge group; of all where the rule sheet has no groups."""
    able = [
        seat
        for seat, cell in zip(progress.seats, turn.cells, strict=True)
        if _counts(tally, seat) and cell.standing in ("given", "missing")
    ]
    for group in tally.groups or (None,):
        own = [seat for seat in able if group is None or _is_member(group, seat)]
        after = [seat for seat in own if seat.seat_id not in aside]
        if group is None or len(after) < len(own):
            trim = tally.trim if group is None else tally.of_group(group).trim
            key = "" if group is None else group.key
            yield GroupLeft(key, len(own), len(after), _least(trim), trim.few == "block")


def _is_member(group: JudgeGroup, seat: SeatFacts) -> bool:
    if group.seats is None:
        return seat.group == group.key
    return plain_seat(str(seat.number)) in {plain_seat(each) for each in group.seats}


def _least(trim: Trim) -> int:
    """Return how many judges the trimming needs to drop all that it should."""
    is_trimmed = trim.low or trim.high or trim.few == "block"
    return trim.low + trim.high + trim.min_kept if is_trimmed else 1
