"""What ``flask judging restore`` says of who may come in, in the order in which the desk acts."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

import click
from flask_babel import gettext as _

from judging.services.restored_access import AccessReport, SeatName

_HEAT = attrgetter("competition", "round", "heat")


def tell_access(access: AccessReport) -> None:
    """Say what the desk has to do first, then who signs in again, and what else to look at."""
    _tell_unknown(access)
    _tell_removed(access.removed)
    _say(
        _(
            "Staff and contestants have to sign in again (sign-ins ended: %(count)s). Judges' "
            "tablets that were signed in go on.",
            count=access.sessions_ended,
        )
    )
    if access.seats:
        _say(
            _(
                "Cards of these seats were made anew or revoked after the backup. It stays so: the "
                "newest card opens the seat, a revoked one opens nothing."
            )
        )
        _list(_by_heat(access.seats))
    if access.codes:
        _say(
            _(
                "Access codes were made anew after the backup. It stays so, the earlier codes open "
                "nothing; entries: %(count)s",
                count=access.codes,
            )
        )
    if access.accounts:
        _say(
            _(
                "Password or offices of these accounts are those of the backup again. Set the "
                "password anew (judging organizer password), or take the office away (page "
                "People), wherever that is not right:"
            )
        )
        _list(sorted(access.accounts.values()))


def _tell_unknown(access: AccessReport) -> None:
    """Say so where the replaced database does not tell all that was taken away since."""
    if access.is_ancestor:
        return
    if access.is_compared:
        _say(
            _(
                "Not all that was taken away after this backup is known here: the replaced "
                "database did not go on from it (another backup was put back before this one, or "
                "this one is newer)."
            )
        )
    else:
        _say(
            _(
                "What was taken away after this backup is not known here: no earlier database of "
                "this installation could be read."
            )
        )
    _say(
        _(
            "Check by hand before judges mark on: take seats away again that had left their panel; "
            "make seat cards and access codes anew that were lost, renewed or revoked since; check "
            "passwords and offices."
        )
    )


def _tell_removed(seats: tuple[SeatName, ...]) -> None:
    """Say which seats are on their panels again, and what to do before sheets come in."""
    if not seats:
        return
    _say(
        _(
            "These seats were taken away after the backup and are on their panels again. Nobody "
            "can enter there: card, PIN and sign-ins are void."
        )
    )
    _list(_by_heat(seats))
    _say(
        _(
            "Take each of them away again on the page Panel (or make it a new card, if it is to "
            "judge after all) before tablets send their sheets: start first without --lan, so "
            "that no tablet reaches it. Once a panel has score sheets its seats stay, and the heat "
            "waits for each of these until it is entered as absent."
        )
    )


def _by_heat(seats: Iterable[SeatName]) -> Iterable[str]:
    """Yield one line for each heat with its seats, in the order given."""
    for (competition, round_key, heat), group in groupby(seats, _HEAT):
        yield _(
            "%(competition)s, heat %(round)s/%(heat)s, seats: %(numbers)s",
            competition=competition,
            round=round_key,
            heat=heat,
            numbers=_(", ").join(str(seat.number) for seat in group),
        )


def _list(lines: Iterable[str]) -> None:
    """Show things one a line."""
    for line in lines:
        click.echo(f"  - {line}")


def _say(sentences: str) -> None:
    """Show a paragraph."""
    click.echo(f"\n{sentences}")
