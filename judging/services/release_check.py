"""What stands between a round's tallies and a release: blockers first, then warnings.

A blocker refuses the release; a warning is shown and leaves the decision to people.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from judging.errors import InvalidInput, Problem
from judging.models import (
    Appearance,
    Deduction,
    Entry,
    Heat,
    Panel,
    Round,
    ScoreSheet,
    Seat,
    SheetState,
    Tally,
)
from judging.models.earlier_rounds import list_earlier_problems
from judging.models.rules_in_force import get_rules_in_force, practice_numbers
from judging.models.states import OUT_OF_COMPETITION
from judging.models.tally_freshness import is_fresh
from judging.models.tally_inputs import HeatInputs, is_per_heat, list_heats
from judging.scoring.rule_parts import PRACTICE_GROUP, RuleSheet
from judging.services.release_questions import question_problems
from judging.services.release_quotas import list_quota_problems, list_unnamed

#: A list longer than this helps nobody; the rest is counted.
MOST_LISTED = 200


@dataclass(frozen=True)
class ReleaseCheck:
    """What was found.

    Args:
        tallies: the tallies that the release would be made from, by heat.
        blockers: what must be settled first; params carry ``heat``, ``entry`` and ``seat``, so
            that a page can lead there.
        warnings: what somebody should look at.
        heat_numbers: the heats that the release would hold.
    """

    tallies: tuple[Tally, ...]
    blockers: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    heat_numbers: tuple[int, ...]


def check_release(
    session: Session, round_: Round, heat_numbers: Sequence[int] | None = None
) -> ReleaseCheck:
    """Look for everything that stands against a release.

    Args:
        session: the database session.
        round_: the round.
        heat_numbers: only these heats, where heats are ranked by themselves; None for all.

    Raises:
        InvalidInput: a heat that the round does not have, or a choice of heats in a round that is
            ranked across heats.
        NotFound: the round has no rule sheet.
    """
    heats = list_heats(session, round_.id)
    rules = get_rules_in_force(session, round_.id).rules
    chosen = _chosen([heat.number for heat in heats], heat_numbers, is_per_heat(rules))
    blockers = [
        Problem("release_heat_open", "", {"heat": heat.number})
        for heat in heats
        if heat.number in chosen and not heat.is_countable
    ]
    if not chosen:
        blockers.append(Problem("release_nothing"))
    countable = [heat.id for heat in heats if heat.number in chosen and heat.is_countable]
    closed = [heat for heat in heats if heat.id in countable] if is_per_heat(rules) else None
    tallies, tally_problems = _tallies(session, round_.id, closed) if chosen else ((), [])
    blockers += tally_problems
    blockers += [
        Problem(problem.code, "", {"round": problem.round})
        for problem in list_earlier_problems(session, round_.id, rules)
    ]
    blockers += _sheet_problems(session, countable, practice_numbers(session, round_.id))
    blockers += question_problems(session, countable, is_passed_over=False)
    for tally in tallies:
        blockers += _tie_problems(tally)
        blockers += list_quota_problems(session, tally, rules)
    warnings = _warnings(session, countable, tallies, rules)
    return ReleaseCheck(tallies, tuple(blockers[:MOST_LISTED]), warnings, chosen)


def _tallies(
    session: Session, round_id: int, closed: Sequence[HeatInputs] | None
) -> tuple[tuple[Tally, ...], list[Problem]]:
    """Return the tallies of closed heats, or the whole round's where that is what is ranked."""
    if closed is None:
        return _round_tally(session, round_id)
    return _heat_tallies(session, round_id, closed)


def _warnings(
    session: Session, countable: Sequence[int], tallies: Sequence[Tally], rules: RuleSheet
) -> tuple[Problem, ...]:
    """Return what somebody should look at, in countable heats and in their tallies."""
    return (
        *question_problems(session, countable, is_passed_over=True),
        *_without_evidence(session, countable),
        *(each for tally in tallies for each in list_unnamed(session, tally, rules)),
    )


def _chosen(
    present: Sequence[int], wanted: Sequence[int] | None, may_choose: bool
) -> tuple[int, ...]:
    """Return the numbers of the heats that the release would hold."""
    if wanted is None or (not may_choose and set(wanted) == set(present)):
        return tuple(present)
    if set(wanted) - set(present) or not wanted:
        raise InvalidInput((Problem("unknown_heat", "heats"),))
    if not may_choose:
        raise InvalidInput((Problem("heats_ranked_together", "heats"),))
    return tuple(sorted(set(wanted)))


def _round_tally(session: Session, round_id: int) -> tuple[tuple[Tally, ...], list[Problem]]:
    """Return the tally that stands for a whole round, and what is missing or out of date."""
    tally = _current(session, round_id).get(None)
    if tally is None:
        return (), [Problem("release_no_tally_round")]
    is_old = not is_fresh(session, tally)
    return (tally,), [Problem("release_tally_outdated_round")] if is_old else []


def _heat_tallies(
    session: Session, round_id: int, heats: Sequence[HeatInputs]
) -> tuple[tuple[Tally, ...], list[Problem]]:
    """Return the tallies that stand for closed heats, and what is missing or out of date."""
    current = _current(session, round_id)
    tallies, problems = [], []
    for heat in heats:
        tally = current.get(heat.id)
        if tally is None:
            problems.append(Problem("release_no_tally", "", {"heat": heat.number}))
            continue
        tallies.append(tally)
        if not is_fresh(session, tally):
            problems.append(Problem("release_tally_outdated", "", {"heat": heat.number}))
    return tuple(tallies), problems


def _current(session: Session, round_id: int) -> dict[int | None, Tally]:
    """Return the tallies that stand in a round, by heat; None is the whole round."""
    standing = select(Tally).where(Tally.round_id == round_id, Tally.is_current)
    return {tally.heat_id: tally for tally in session.scalars(standing)}


def _sheet_problems(
    session: Session, heat_ids: Sequence[int], practising: Collection[int]
) -> Iterable[Problem]:
    """Yield seats that owe a sheet, sheets reopened and not given again, and double ones."""
    rows = session.execute(
        select(Heat.number, Entry.number, Seat.number, ScoreSheet.state, ScoreSheet.has_conflict)
        .select_from(Appearance)
        .join(Heat, Heat.id == Appearance.heat_id)
        .join(Panel, Panel.heat_id == Heat.id)
        .join(Seat, Seat.panel_id == Panel.id)
        .join(Entry, Entry.id == Appearance.entry_id)
        .outerjoin(
            ScoreSheet,
            (ScoreSheet.seat_id == Seat.id) & (ScoreSheet.appearance_id == Appearance.id),
        )
        .where(
            Appearance.heat_id.in_(heat_ids),
            Appearance.state.not_in(OUT_OF_COMPETITION),
            Seat.group != PRACTICE_GROUP,
            Seat.number.not_in(practising),
            (ScoreSheet.state.is_(None))
            | (ScoreSheet.state == SheetState.NOT_YET)
            | ScoreSheet.is_reopened
            | ScoreSheet.has_conflict,
        )
        .order_by(Heat.number, Appearance.order_number, Seat.number)
        .limit(MOST_LISTED)
    )
    for heat, entry, seat, state, has_conflict in rows:
        params = {"heat": heat, "entry": entry, "seat": seat}
        if state in (None, SheetState.NOT_YET):
            yield Problem("release_sheet_missing", "", params)
        elif has_conflict:
            yield Problem("release_sheet_conflict", "", params)
        else:
            yield Problem("release_sheet_reopened", "", params)


def _tie_problems(tally: Tally) -> Iterable[Problem]:
    """Yield ties across a border that nobody has ruled on."""
    ruled = {ruling["tie"] for ruling in tally.notes.get("rulings", [])}
    for place, tie in enumerate(tally.notes.get("border_ties", [])):
        if place not in ruled:
            params = {"entries": ", ".join(tie["keys"]), "tally": tally.number, "tie": place}
            if tie["award"]:
                params |= {"award": tie["award"]}
            yield Problem(f"release_tie_{tie['kind']}", "", params)


def _without_evidence(session: Session, heat_ids: Sequence[int]) -> Iterable[Problem]:
    """Yield deductions without evidence."""
    rows = session.execute(
        select(Heat.number, Entry.number)
        .select_from(Deduction)
        .join(Appearance, Appearance.id == Deduction.appearance_id)
        .join(Heat, Heat.id == Appearance.heat_id)
        .join(Entry, Entry.id == Appearance.entry_id)
        .where(
            Appearance.heat_id.in_(heat_ids),
            Deduction.waived_at.is_(None),
            Deduction.evidence == "",
        )
        .order_by(Heat.number, Entry.number)
        .limit(MOST_LISTED)
    )
    for heat, entry in rows:
        yield Problem("release_no_evidence", "", {"heat": heat, "entry": entry})
