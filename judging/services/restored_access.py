"""Who may come in after a backup was put back: nothing that was taken away since comes back.

A backup holds sign-ins, seat cards and access codes as they were. Staff and contestants sign in
again, all of them. Judges go on marking: their tablets keep their sign-ins, and where the replaced
database is of the same installation and can be read, what it says of cards, codes and devices is
carried over. Only later states win (a higher version, a revocation, a later device), so that
nothing is undone where an old database is replaced by a newer backup.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from judging.models import (
    Competition,
    Entry,
    Heat,
    Panel,
    Person,
    Round,
    Seat,
    SignInSession,
)
from judging.permissions import Actor, ActorKind
from judging.services.access_states import CARD_COLUMNS, Access, read_access
from judging.services.command import Work, writing


@dataclass(frozen=True)
class SeatName:
    """A seat for people: ``competition`` is its slug, ``round`` its key."""

    competition: str
    round: str
    heat: int
    number: int


@dataclass(frozen=True)
class AccessReport:
    """What became of the ways in.

    Args:
        is_compared: whether the replaced database could say what was taken away since.
        is_ancestor: whether the backup is an earlier state of it: only then could it say all.
        sessions_ended: sign-ins of staff and contestants.
        seats: seats whose card was made anew or revoked since, and stays so.
        removed: seats that were taken away since and are on their panels again; nobody gets in.
        codes: how many access codes of entries were made anew since, and stay so.
        accounts: pseudonym → e-mail or name of those whose password or offices differ: those of
            the backup are in force.
    """

    is_compared: bool
    sessions_ended: int
    is_ancestor: bool = False
    seats: tuple[SeatName, ...] = ()
    removed: tuple[SeatName, ...] = ()
    codes: int = 0
    accounts: Mapping[str, str] | None = None

    def as_details(self) -> dict[str, Any]:
        """Return what the journal says of it: no names."""
        return {
            "is_compared": self.is_compared,
            "is_ancestor": self.is_ancestor,
            "sessions_ended": self.sessions_ended,
            "cards_kept_void": len(self.seats),
            "seats_back_on_panels": len(self.removed),
            "codes_kept_void": self.codes,
            "accounts_to_check": sorted(self.accounts or ()),
        }


def settle_access(actor: Actor, now: datetime, replaced: Access | None) -> AccessReport:
    """Let nobody in by what was taken away since the backup, inside the restored database.

    Args:
        actor: who restores.
        now: the instant.
        replaced: what the replaced database says; None where there was none that could be read.
    """
    with writing(actor, now) as work:
        work.leave_unrecorded()
        ended = _end_all_but_seats(work)
        own = read_access(work.session)
        if replaced is None or not own.origin or replaced.origin != own.origin:
            return AccessReport(is_compared=False, sessions_ended=ended)
        changed = _carry_cards(work, replaced)
        is_ancestor = own.journal <= replaced.journal
        removed = _void_removed(work, replaced) if is_ancestor else []
        _end_sessions(work, replaced, None if is_ancestor else changed)
        _carry_sessions(work, replaced)
        codes = _carry_codes(work, replaced)
        return AccessReport(
            is_compared=True,
            is_ancestor=is_ancestor,
            sessions_ended=ended,
            seats=_named(work, changed),
            removed=_named(work, removed),
            codes=codes,
            accounts=_other_accounts(work, replaced),
        )


def _end_all_but_seats(work: Work) -> int:
    """End the sign-ins of staff and contestants; return how many ended."""
    ended = work.session.execute(
        update(SignInSession)
        .where(
            SignInSession.kind != ActorKind.SEAT,
            SignInSession.revoked_at.is_(None),
            SignInSession.expires_at > work.now,
        )
        .values(revoked_at=work.now)
        .execution_options(synchronize_session=False)
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]


def _carry_cards(work: Work, replaced: Access) -> list[int]:
    """Give seats the card and the device that came later; return those with another card."""
    changed = []
    for seat in work.session.scalars(select(Seat)):
        later = replaced.seats.get(seat.pseudonym)
        if later is None or later["link_version"] < seat.link_version:
            continue
        is_newer = later["link_version"] > seat.link_version
        is_revoked = seat.link_revoked_at is None and later["link_revoked_at"] is not None
        if is_newer or is_revoked:
            changed.append(seat.id)
            for name in CARD_COLUMNS:
                setattr(seat, name, later[name])
        if is_newer or is_revoked or _is_later(later["enrolled_at"], seat.enrolled_at):
            seat.device_hash, seat.enrolled_at = later["device_hash"], later["enrolled_at"]
    return changed


def _void_removed(work: Work, replaced: Access) -> list[int]:
    """Let nobody in at seats that were taken away since; return them.

    Only where the replaced database went on from the backup: elsewhere they may be newer than it.
    """
    removed = work.session.scalars(
        select(Seat).where(Seat.pseudonym.not_in(list(replaced.seats)))
    ).all()
    for seat in removed:
        seat.link_revoked_at = seat.link_revoked_at or work.now
        seat.device_hash, seat.enrolled_at = None, None
    work.session.execute(
        update(SignInSession)
        .where(SignInSession.seat_id.in_([seat.id for seat in removed]))
        .where(SignInSession.revoked_at.is_(None))
        .values(revoked_at=work.now)
        .execution_options(synchronize_session=False)
    )
    return [seat.id for seat in removed]


def _is_later(at: datetime | None, than: datetime | None) -> bool:
    """Say whether something happened after something else; what never happened is earliest."""
    return at is not None and (than is None or at > than)


def _end_sessions(work: Work, replaced: Access, changed: list[int] | None) -> None:
    """End the seats' sign-ins that the replaced database lacks and would not have kept.

    Args:
        work: the command at work.
        replaced: what the replaced database says.
        changed: seats with another card: what came in by the earlier one ended with it. None where
            the replaced database went on from the backup: as no command deletes a sign-in while
            its seat stays, somebody took away by hand whatever it lacks. Elsewhere that may only
            be newer than it.
    """
    owned = select(SignInSession, Seat).join(Seat, Seat.id == SignInSession.seat_id)
    for row, seat in work.session.execute(owned):
        if row.token_hash in replaced.seat_sessions:
            continue
        is_taken_over = _is_later(seat.enrolled_at, row.created_at)
        if changed is None or seat.id in changed or is_taken_over:
            row.revoked_at = row.revoked_at or work.now


def _carry_sessions(work: Work, replaced: Access) -> None:
    """Let the seats' sign-ins be ended that had ended, and keep those that were opened since."""
    held = work.session.scalars(select(SignInSession).where(SignInSession.kind == ActorKind.SEAT))
    known = {row.token_hash: row for row in held}
    seats = {seat.pseudonym: seat for seat in work.session.scalars(select(Seat))}
    for token_hash, (pseudonym, columns) in replaced.seat_sessions.items():
        row, seat = known.get(token_hash), seats.get(pseudonym)
        if row is not None:
            row.revoked_at = row.revoked_at or columns["revoked_at"]
        elif seat is not None and _is_card_of(replaced, seat) and columns["revoked_at"] is None:
            kind = ActorKind.SEAT
            work.session.add(SignInSession(kind=kind, seat_id=seat.id, **columns))


def _is_card_of(replaced: Access, seat: Seat) -> bool:
    """Say whether a seat has the card that it had in the replaced database."""
    card = replaced.seats[seat.pseudonym]
    return all(card[name] == getattr(seat, name) for name in CARD_COLUMNS)


def _carry_codes(work: Work, replaced: Access) -> int:
    """Give entries the access code that was made later; return how many."""
    count = 0
    for entry in work.session.scalars(select(Entry)):
        later = replaced.code_versions.get(entry.pseudonym, 0)
        if later > entry.code_version:
            entry.code_version = later
            count += 1
    return count


def _named(work: Work, seat_ids: list[int]) -> tuple[SeatName, ...]:
    """Return seats for people, in the order of competition, round, heat and number."""
    rows = work.session.execute(
        select(Competition.slug, Round.key, Heat.number, Seat.number)
        .join(Panel, Panel.id == Seat.panel_id)
        .join(Heat, Heat.id == Panel.heat_id)
        .join(Round, Round.id == Heat.round_id)
        .join(Competition, Competition.id == Round.competition_id)
        .where(Seat.id.in_(seat_ids))
        .order_by(Competition.slug, Round.id, Heat.number, Seat.number)
    )
    return tuple(SeatName(*row) for row in rows)


def _other_accounts(work: Work, replaced: Access) -> dict[str, str]:
    """Return the people whose password or offices are other than in the replaced database."""
    now = read_access(work.session).accounts
    other = [key for key, account in now.items() if replaced.accounts.get(key, account) != account]
    rows = work.session.scalars(select(Person).where(Person.pseudonym.in_(other)))
    return {row.pseudonym: row.email or row.name for row in rows}
