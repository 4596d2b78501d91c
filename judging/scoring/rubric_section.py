"""``[rubric]`` of a rules document: read within bounds, and written as canonical data.

The bounds keep every integer small: a judge total stays below 2**53, so that a browser's numbers
and a database's 64-bit integers hold it exactly.
"""

from fractions import Fraction
from typing import Any

from judging.scoring.bilingual import Bilingual
from judging.scoring.document import MAX_TEXT, Table, refuse_twice
from judging.scoring.points import MARK_PLACES, MARK_UNITS, format_plain
from judging.scoring.rubric import Criterion, Level, Rubric

MAX_CRITERIA = 30
MAX_LEVELS = 20
MAX_PHRASES = 30
MARK_LIMIT = "10000"
WEIGHT_LIMIT = "1000"
WEIGHT_PLACES = 4


def read_rubric(table: Table) -> Rubric:
    """Read ``[rubric]`` with its criteria; faults go into the table's list.

    >>> row = {"key": "talk", "name": {"zh": "演讲"}, "min": "0", "max": "10", "step": "1"}
    >>> read_rubric(Table({"criteria": [row]}, "rubric", [])).keys
    ('talk',)
    """
    combine = table.choice("combine", ("sum", "mean"), "sum")
    name = table.name("name")
    criteria = tuple(_criterion(row) for row in table.rows("criteria", MAX_CRITERIA, least=1))
    table.close()
    refuse_twice(table, "criteria", [criterion.key for criterion in criteria])
    return Rubric(criteria, combine, name)


def _criterion(table: Table) -> Criterion:
    key = table.key_text("key")
    name = table.name("name", is_required=True) or Bilingual(key, key)
    low, high, step = (_units(table, *limits) for limits in _MARK_LIMITS)
    weight = table.points("weight", ">0", WEIGHT_LIMIT, WEIGHT_PLACES, default="1")
    description = table.table("description")
    criterion = Criterion(
        key=key,
        name=name,
        min=low,
        max=high,
        step=step,
        weight=weight,
        description=None if description is None else description.pair(MAX_TEXT, is_closed=True),
        levels=tuple(_level(row) for row in table.rows("levels", MAX_LEVELS)),
        quick_phrases=tuple(
            row.pair(MAX_TEXT, is_closed=True) for row in table.rows("quick_phrases", MAX_PHRASES)
        ),
    )
    table.close()
    _check_scale(table, criterion)
    return criterion


_MARK_LIMITS = (
    ("min", f"-{MARK_LIMIT}", MARK_LIMIT, "0"),
    ("max", f"-{MARK_LIMIT}", MARK_LIMIT, None),
    ("step", ">0", MARK_LIMIT, "1"),
)


def _units(table: Table, key: str, low: str, high: str, default: str | None) -> int:
    return int(table.points(key, low, high, MARK_PLACES, default) * MARK_UNITS)


def _level(table: Table) -> Level:
    at = _units(table, "at", f"-{MARK_LIMIT}", MARK_LIMIT, None)
    text = table.pair(MAX_TEXT)
    table.close()
    return Level(at, text)


def _check_scale(table: Table, criterion: Criterion) -> None:
    if any(
        table.at(key) == fault.place for fault in table.faults for key in ("min", "max", "step")
    ):
        return
    low, high, step = (
        format_plain(Fraction(value, MARK_UNITS))
        for value in (criterion.min, criterion.max, criterion.step)
    )
    if criterion.max <= criterion.min:
        table.fault("max_not_above_min", "max", min=low, max=high)
        return
    if not criterion.is_on_step(criterion.max):
        table.fault("step_does_not_fit", "step", min=low, max=high, step=step)
    for index, level in enumerate(criterion.levels):
        if not criterion.is_in_range(level.at):
            text = format_plain(Fraction(level.at, MARK_UNITS))
            table.fault("out_of_bounds", f"levels[{index}].at", text=text, min=low, max=high)


def write_rubric(rubric: Rubric) -> dict[str, Any]:
    """Return ``[rubric]`` as canonical data, defaults written out.

    >>> write_rubric(Rubric(()))
    {'combine': 'sum', 'criteria': []}
    """
    data: dict[str, Any] = {"combine": rubric.combine}
    if rubric.name is not None:
        data["name"] = rubric.name.as_data()
    data["criteria"] = [_write_criterion(criterion) for criterion in rubric.criteria]
    return data


def _write_criterion(criterion: Criterion) -> dict[str, Any]:
    data: dict[str, Any] = {
        "key": criterion.key,
        "name": criterion.name.as_data(),
        "min": _mark(criterion.min),
        "max": _mark(criterion.max),
        "step": _mark(criterion.step),
        "weight": format_plain(criterion.weight),
    }
    if criterion.description is not None:
        data["description"] = criterion.description.as_data()
    if criterion.levels:
        data["levels"] = [{"at": _mark(x.at), **x.text.as_data()} for x in criterion.levels]
    if criterion.quick_phrases:
        data["quick_phrases"] = [phrase.as_data() for phrase in criterion.quick_phrases]
    return data


def _mark(units: int) -> str:
    return format_plain(Fraction(units, MARK_UNITS))
