"""What the grid of paper sheets says in its cells: short, for the script and the page alike."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from judging.scoring.faults import Fault
from judging.wording import sentence

#: kind of fault → words with places for figures; the grid's script fills in the same ones.
CELL_WORDS: Mapping[str, LazyString] = {
    "range": _l("only {min} to {max}"),
    "step": _l("steps of {step}"),
    "number": _l("not a number"),
    "sum": _l("the marks make {sum}; add ! if the paper says so"),
    "note": _l("say why"),
    "marks": _l("then no marks or comments"),
    "differs": _l("differs: look again"),
}
_KINDS = {
    "mark_out_of_range": "range",
    "mark_off_step": "step",
    "not_a_decimal": "number",
    "number_too_long": "number",
    "too_many_places": "number",
    "sum_differs": "sum",
    "note_missing": "note",
    "marks_without_sheet": "marks",
}


def cell_words(fault: Fault) -> str:
    """Return a fault in the few words that a cell holds."""
    kind = _KINDS.get(fault.code)
    if kind is None:
        return sentence(fault.code, fault.params)
    return str(CELL_WORDS[kind]).format_map(fault.params)
