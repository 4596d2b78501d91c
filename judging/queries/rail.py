"""The nine steps of a competition, each with its true state, counted from the database."""

from dataclasses import dataclass

from judging.queries.counts import RailCounts, count_progress

#: The steps in the order of the rail (design.md of the specification, "Layout").
STEPS = (
    "setup",
    "people",
    "draw",
    "stage",
    "tally",
    "release",
    "awards",
    "certificates",
    "archive",
)


@dataclass(frozen=True)
class RailStep:
    """One step.

    Args:
        key: one of :data:`STEPS`.
        state: ``todo``, ``current`` (begun), ``done``, ``blocked`` or ``later``.
        note: a stable word for the line below the step, ``""`` for none.
        done: how many of ``total`` the note counts.
        total: how many there are in all.
    """

    key: str
    state: str
    note: str = ""
    done: int = 0
    total: int = 0


def get_rail(competition_id: int) -> tuple[RailStep, ...]:
    """Return the nine steps of a competition in their order."""
    counts = count_progress(competition_id)
    return (
        _setup(counts),
        _people(counts),
        _draw(counts),
        _stage(counts),
        _tally(counts),
        _release(counts),
        _awards(counts),
        _certificates(counts),
        _archive(counts),
    )


def _progress(done: int, total: int) -> str:
    """Return todo, current or done by how many are done."""
    if total and done >= total:
        return "done"
    return "current" if done else "todo"


def _setup(counts: RailCounts) -> RailStep:
    if not counts.rounds:
        return RailStep("setup", "todo", "no_rounds")
    if not counts.divisions:
        return RailStep("setup", "current", "no_divisions")
    if counts.rounds_without_heat:
        total = counts.rounds
        done = total - counts.rounds_without_heat
        return RailStep("setup", "current", "rounds_with_heats", done, total)
    if counts.heats_without_seat:
        return RailStep("setup", "blocked", "heats_without_seat", counts.heats_without_seat)
    return RailStep("setup", "done", "heats", counts.heats, counts.heats)


def _people(counts: RailCounts) -> RailStep:
    if not counts.entries:
        state = "current" if counts.seats_filled else "todo"
        return RailStep("people", state, "no_entries")
    placed, entries = counts.entries_placed, counts.entries
    if placed < entries:
        return RailStep("people", "current", "entries_placed", placed, entries)
    if counts.seats_filled < counts.seats:
        filled = counts.seats_filled
        return RailStep("people", "current", "seats_filled", filled, counts.seats)
    return RailStep("people", "done" if counts.seats else "current", "entries", entries, entries)


def _draw(counts: RailCounts) -> RailStep:
    if not counts.heats_with_entries:
        return RailStep("draw", "later")
    state = _progress(counts.heats_drawn, counts.heats)
    return RailStep("draw", state, "heats_drawn", counts.heats_drawn, counts.heats)


def _stage(counts: RailCounts) -> RailStep:
    if not counts.heats_drawn:
        return RailStep("stage", "later")
    if counts.heats_open:
        return RailStep("stage", "current", "heats_open", counts.heats_open, counts.heats)
    state = _progress(counts.heats_closed, counts.heats)
    return RailStep("stage", state, "heats_closed", counts.heats_closed, counts.heats)


def _tally(counts: RailCounts) -> RailStep:
    if not counts.heats_closed:
        return RailStep("tally", "later")
    state = _progress(counts.heats_tallied, counts.heats)
    return RailStep("tally", state, "heats_tallied", counts.heats_tallied, counts.heats)


def _release(counts: RailCounts) -> RailStep:
    if counts.releases_waiting:
        return RailStep("release", "current", "releases_waiting", counts.releases_waiting)
    if not counts.heats_tallied and not counts.rounds_public:
        return RailStep("release", "later")
    state = _progress(counts.rounds_public, counts.rounds)
    return RailStep("release", state, "rounds_public", counts.rounds_public, counts.rounds)


def _awards(counts: RailCounts) -> RailStep:
    if not counts.heats_tallied and not counts.awards:
        return RailStep("awards", "later")
    if not counts.awards:
        return RailStep("awards", "todo")
    is_done = counts.rounds_public >= counts.rounds
    return RailStep("awards", "done" if is_done else "current", "awards", counts.awards)


def _certificates(counts: RailCounts) -> RailStep:
    if not counts.rounds_public and not counts.certificates:
        return RailStep("certificates", "later")
    if not counts.certificates:
        return RailStep("certificates", "todo")
    is_done = counts.rounds_with_certificates >= counts.rounds
    state = "done" if is_done else "current"
    return RailStep("certificates", state, "certificates", counts.certificates)


def _archive(counts: RailCounts) -> RailStep:
    if counts.archived:
        return RailStep("archive", "done")
    is_ready = bool(counts.rounds) and counts.rounds_public >= counts.rounds
    return RailStep("archive", "todo" if is_ready else "later")
