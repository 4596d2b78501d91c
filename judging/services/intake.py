"""Taking in what tablets without a network handed over: from a file, or read off their codes.

Each envelope goes through the same command as if its tablet had delivered it, so that it is stored
exactly once in whatever order it comes: by file, by codes, by the network. What would happen is
found out by letting it happen and undoing it, seat by seat, so that the writers' turn stays short.
Source: the specification's tablet.md, "Losing nothing".
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from judging.errors import InvalidInput, JudgingError, NotFound, Problem, SheetConflict
from judging.permissions import Actor, may
from judging.services.command import rehearsing, writing
from judging.services.deliveries import deliver, find_deliverer, is_stored
from judging.services.delivery_values import Envelope
from judging.services.review_values import Answer
from judging.services.sheet_values import Submission, check_reason

PERMISSION = "sheets.take_in"
MOST_ENVELOPES = 1000

NEW, KNOWN, CONFLICT, REFUSED, OLD_CARD = "new", "known", "conflict", "refused", "old_card"
#: What stands first where a reader must do something.
FATES = (OLD_CARD, REFUSED, CONFLICT, NEW, KNOWN)


@dataclass(frozen=True)
class Card:
    """A seat's card as an envelope names it."""

    seat: str
    version: int


@dataclass(frozen=True)
class Fate:
    """What becomes of one envelope.

    Args:
        envelope: what was handed over.
        kind: ``new`` (stored), ``known`` (stored before), ``conflict`` (kept beside a newer one),
            ``refused`` (why stands in ``problem``), or ``old_card`` (asks for somebody's word).
        problem: the first reason of a refusal; None where there is none.
    """

    envelope: Envelope
    kind: str
    problem: Problem | None = None

    @property
    def card(self) -> Card:
        """The card that the envelope names."""
        return Card(self.envelope.seat, self.envelope.version)

    @property
    def is_left(self) -> bool:
        """Whether a seat's own envelope was not taken in, for now or for ever."""
        is_forged = self.problem is not None and self.problem.code == "delivery_not_genuine"
        return self.kind in (REFUSED, OLD_CARD) and not is_forged


@dataclass(frozen=True)
class Acceptance:
    """Somebody's word that sheets of replaced cards are genuine all the same.

    Args:
        cards: which.
        reason: why; up to 500 characters.
    """

    cards: frozenset[Card] = frozenset()
    reason: str = ""


def look_at_sheets(
    actor: Actor,
    now: datetime,
    competition_id: int,
    envelopes: Sequence[Envelope],
    accepted: Acceptance | None = None,
) -> tuple[Fate, ...]:
    """Return what would become of each envelope, and store nothing.

    Args:
        actor: who asks.
        now: the present instant.
        competition_id: the competition whose page it is.
        envelopes: at most :data:`MOST_ENVELOPES`.
        accepted: as if this word were given.

    Raises:
        NotFound: not for this actor.
        InvalidInput: too many envelopes.
    """
    _require(actor, competition_id, envelopes)
    cards = accepted.cards if accepted else frozenset()
    return tuple(_fates(now, competition_id, envelopes, cards, rehearsing))


def take_in_sheets(
    actor: Actor,
    now: datetime,
    competition_id: int,
    envelopes: Sequence[Envelope],
    accepted: Acceptance | None = None,
) -> tuple[Fate, ...]:
    """Store what is new among envelopes, each once, and return what became of each.

    The journal says who took them in, and whose word replaced cards rest on, before any is stored.
    What was refused changes nothing and can be taken in later: nothing of it is lost.

    Raises:
        NotFound: not for this actor.
        InvalidInput: too many envelopes, or replaced cards were accepted without a reason; or
            nothing could be stored without somebody's word about a replaced card
            (``intake_needs_word``, at ``card``).
    """
    given = accepted or Acceptance()
    reason = check_reason(given.reason) if given.cards else ""
    expected = look_at_sheets(actor, now, competition_id, envelopes, given)
    counts = {kind: sum(1 for fate in expected if fate.kind == kind) for kind in FATES}
    if not counts[NEW] and not counts[CONFLICT]:
        if counts[OLD_CARD]:
            raise InvalidInput((Problem("intake_needs_word", "card"),))
        return expected
    with writing(actor, now) as work:
        work.require(PERMISSION, competition_id)
        cards = sorted((card.seat, card.version) for card in given.cards)
        details = {**counts, "old_cards": [list(card) for card in cards], "reason": reason}
        work.record(
            "desk:sheets:take_in", competition_id, competition_id=competition_id, details=details
        )
    return tuple(_fates(now, competition_id, envelopes, given.cards, nullcontext))


def _require(actor: Actor, competition_id: int, envelopes: Sequence[Envelope]) -> None:
    """Go on only for who may take sheets in, and only with so many."""
    if not may(actor, PERMISSION, competition_id):
        raise NotFound()
    if len(envelopes) > MOST_ENVELOPES:
        raise InvalidInput((Problem("intake_too_many", "", {"most": MOST_ENVELOPES}),))


def _fates(
    now: datetime,
    competition_id: int,
    envelopes: Iterable[Envelope],
    accepted: frozenset[Card],
    around: Callable[[], AbstractContextManager[None]],
) -> Iterator[Fate]:
    """Hand over the envelopes seat by seat, each seat's in the order in which they replace."""
    for _seat, own in groupby(sorted(_once(envelopes), key=_turn), key=lambda one: one.seat):
        with around():
            fates = _fates_of_seat(now, competition_id, own, accepted)
        yield from fates


def _fates_of_seat(
    now: datetime, competition_id: int, own: Iterable[Envelope], accepted: frozenset[Card]
) -> list[Fate]:
    """Hand over one seat's envelopes; what may rest on one that was not taken in waits for it.

    A tablet without a network guesses which number its own sheet before will get. Where that one
    does not get in, something else may have the number, and would be replaced unseen.
    """
    fates: list[Fate] = []
    left: dict[int, int] = {}
    for envelope in own:
        content = envelope.content
        number = content.replaces if isinstance(content, Submission) else 0
        is_waiting = number > left.get(content.appearance_id, number)
        fate = _fate(now, competition_id, envelope, accepted, is_waiting=is_waiting)
        if isinstance(content, Submission) and fate.is_left:
            left.setdefault(content.appearance_id, number)
        fates.append(fate)
    return fates


def _once(envelopes: Iterable[Envelope]) -> list[Envelope]:
    """Return envelopes without those that are there twice, byte for byte."""
    return list({(one.mac, one.client_id): one for one in envelopes}.values())


def _turn(envelope: Envelope) -> tuple[str, int]:
    """Sort by seat; a revision after the one that it replaces, an answer after its revision."""
    content = envelope.content
    if isinstance(content, Answer):
        return envelope.seat, 2 * content.revision - 1
    return envelope.seat, 2 * content.replaces


def _fate(
    now: datetime,
    competition_id: int,
    envelope: Envelope,
    accepted: frozenset[Card],
    *,
    is_waiting: bool,
) -> Fate:
    """Hand over one envelope and say what became of it; ``is_waiting``: only what is known."""
    try:
        found = find_deliverer(envelope)
    except InvalidInput as error:
        return Fate(envelope, REFUSED, error.problems[0])
    if found is None:
        return Fate(envelope, REFUSED, Problem("delivery_not_genuine"))
    if found.actor.competition_id != competition_id:
        return Fate(envelope, REFUSED, Problem("delivery_elsewhere"))
    was_stored = is_stored(envelope)
    is_accepted = found.is_current or Card(envelope.seat, envelope.version) in accepted
    if not is_accepted and not was_stored:
        return Fate(envelope, OLD_CARD, Problem("delivery_needs_word"))
    if is_waiting and not was_stored:
        return Fate(envelope, REFUSED, Problem("revision_unknown"))
    try:
        deliver(found.actor, now, envelope)
    except SheetConflict as conflict:
        if conflict.code == SheetConflict.code:
            return Fate(envelope, KNOWN if was_stored else CONFLICT)
        return Fate(envelope, REFUSED, Problem(conflict.code, "", conflict.params))
    except InvalidInput as error:
        return Fate(envelope, REFUSED, error.problems[0])
    except JudgingError as error:
        return Fate(envelope, REFUSED, Problem(error.code, "", error.params))
    return Fate(envelope, KNOWN if was_stored else NEW)
