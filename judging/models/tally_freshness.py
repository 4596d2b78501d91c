"""Whether what a tally rests on is still as it was counted."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from judging.models.block_reading import is_by_columns
from judging.models.engine import is_writing
from judging.models.journal import JournalEntry
from judging.models.rules_in_force import get_rules_in_force
from judging.models.tally import Tally
from judging.models.tally_inputs import load_inputs

#: Key of the tally → the journal's last entry when it was looked at, and what was found. Reading
#: a large round takes seconds, and a page is looked at more often than something happens.
_seen: dict[tuple[str, int], tuple[int, str, bool]] = {}
_MOST_SEEN = 200


def is_fresh(session: Session, tally: Tally) -> bool:
    """Return whether marks, states, deductions and rules are those that the tally counted."""
    if not is_by_columns(tally):
        return load_inputs(session, tally.round_id, tally.heat_id).digest == tally.inputs_digest
    if is_writing():
        return _is_as_counted(session, tally)
    head = session.scalar(select(func.max(JournalEntry.id))) or 0
    key = str(session.get_bind().engine.url), tally.id
    if _seen.get(key, ())[:2] != (head, tally.inputs_digest):
        if len(_seen) >= _MOST_SEEN:
            _seen.clear()
        _seen[key] = head, tally.inputs_digest, _is_as_counted(session, tally)
    return _seen[key][2]


def _is_as_counted(session: Session, tally: Tally) -> bool:
    from judging.models.round_columns import NotInColumnsError, load_columns  # loads NumPy

    rules = get_rules_in_force(session, tally.round_id).rules
    try:
        return load_columns(session, tally.round_id, rules).digest(rules) == tally.inputs_digest
    except NotInColumnsError:
        return False
