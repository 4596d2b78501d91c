"""Finding what a setup command changes, only inside competitions that the actor may set up."""

from judging.models import Heat, Round
from judging.services.command import Work


def round_of_setup(work: Work, round_id: int) -> Round:
    """Return a round where the actor may set it up.

    Raises:
        NotFound: no such round, or it is in a competition that is not the actor's.
    """
    row = work.get(Round, round_id)
    work.require("setup.edit", row.competition_id)
    return row


def heat_of_setup(work: Work, heat_id: int) -> Heat:
    """Return a heat where the actor may set it up.

    Raises:
        NotFound: no such heat, or it is in a competition that is not the actor's.
    """
    row = work.get(Heat, heat_id)
    work.require("setup.edit", row.round.competition_id)
    return row


def heat_of_order(work: Work, heat_id: int) -> Heat:
    """Return a heat where the actor may set the running order.

    Raises:
        NotFound: no such heat, or it is in a competition that is not the actor's.
    """
    row = work.get(Heat, heat_id)
    work.require("order.edit", row.round.competition_id)
    return row
