"""What the page "Take in sheets" shows: seat by seat, line by line, and what asks for a word."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from judging.queries.intake import SealedSeat, get_sealed_turns, list_sealed_seats
from judging.services.intake import CONFLICT, FATES, OLD_CARD, Card, Fate
from judging.services.review_values import Answer
from judging.web.language import in_language
from judging.wording import sentence

_WHAT: dict[str, LazyString] = {
    "given": _l("score sheet"),
    "correction": _l("correction"),
    "recused": _l("stepped aside"),
    "answer": _l("answer: it stands"),
}


@dataclass(frozen=True)
class IntakeLine:
    """One envelope as the page shows it. No marks: the page may stand on a projector."""

    order: int
    entry_number: str
    what: str
    fate: str
    why: str


@dataclass(frozen=True)
class IntakeSeat:
    """The envelopes of one seat; ``seat`` is None for what no seat of this competition sealed."""

    seat: SealedSeat | None
    lines: tuple[IntakeLine, ...]
    counts: dict[str, int]
    old_cards: tuple[Card, ...]


@dataclass(frozen=True)
class IntakeView:
    """All that was handed over, with how often each fate occurs."""

    seats: tuple[IntakeSeat, ...]
    counts: dict[str, int]
    faults: tuple[str, ...]
    forged: int = 0
    elsewhere: int = 0

    @property
    def is_ready(self) -> bool:
        """Whether taking in would store something, or could after somebody's word."""
        return bool(self.counts["new"] or self.counts["conflict"] or self.counts[OLD_CARD])

    @property
    def is_forged(self) -> bool:
        """Whether there is something that no seat of this installation sealed."""
        return self.forged > 0

    @property
    def is_hopeless(self) -> bool:
        """Whether none of it can ever be taken in here as it is."""
        return self.forged + self.elsewhere == sum(self.counts.values()) > 0

    @property
    def is_done(self) -> bool:
        """Whether everything is stored already."""
        return self.counts["known"] == sum(self.counts.values()) and not self.faults


def make_intake(
    competition_id: int, fates: Sequence[Fate], faults: Sequence[str] = ()
) -> IntakeView:
    """Group fates by seat, with names and sentences in the reader's language."""
    seats = list_sealed_seats(competition_id, (fate.envelope.seat for fate in fates))
    turns = get_sealed_turns(
        competition_id, (fate.envelope.content.appearance_id for fate in fates)
    )
    known = {seat.pseudonym for seat in seats}
    groups: list[tuple[SealedSeat | None, list[Fate]]] = [
        (seat, [fate for fate in fates if fate.envelope.seat == seat.pseudonym]) for seat in seats
    ]
    groups.append((None, [fate for fate in fates if fate.envelope.seat not in known]))
    shown = []
    for seat, own in groups:
        lines = []
        for fate in own:
            turn = turns.get(fate.envelope.content.appearance_id) if seat else None
            order, entry = (turn.order, turn.entry_number) if turn else (0, "")
            lines.append(IntakeLine(order, entry, _what(fate), fate.kind, _why(fate)))
        if own:
            lines.sort(key=lambda line: (line.order, line.fate))
            shown.append(IntakeSeat(seat, tuple(lines), _count(own), _old_cards(own)))
    codes = Counter(fate.problem.code for fate in fates if fate.problem)
    forged, elsewhere = codes["delivery_not_genuine"], codes["delivery_elsewhere"]
    return IntakeView(tuple(shown), _count(fates), tuple(faults), forged, elsewhere)


def _count(fates: Sequence[Fate]) -> dict[str, int]:
    found = Counter(fate.kind for fate in fates)
    return {kind: found[kind] for kind in FATES}


def _old_cards(fates: Sequence[Fate]) -> tuple[Card, ...]:
    """Return the replaced cards that wait for a word, the oldest first."""
    cards = {fate.card for fate in fates if fate.kind == OLD_CARD}
    return tuple(sorted(cards, key=lambda card: card.version))


def _what(fate: Fate) -> str:
    content = fate.envelope.content
    if isinstance(content, Answer):
        return str(_WHAT["answer"])
    if content.state == "given" and content.replaces:
        return str(_WHAT["correction"])
    return str(_WHAT.get(content.state, content.state))


def _why(fate: Fate) -> str:
    if fate.kind == CONFLICT:
        return _("Both are kept; the chief judge chooses.")
    if fate.problem is None:
        return ""
    return sentence(fate.problem.code, fate.problem.params)


def name_of(seat: SealedSeat) -> str:
    """Return a heat's name with its round's, in the reader's language."""
    return f"{in_language(seat, 'round_name')} · {in_language(seat, 'heat_name')}"
