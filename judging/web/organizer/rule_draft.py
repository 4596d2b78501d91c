"""What stands in the rule sheet editor: every field as the text that was typed.

Nothing is judged here. A draft is made from a document (rule_rows.py) or from a form that was sent,
its rows can be added, taken away and moved, and rule_document.py turns it into a document for the
core to judge.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from judging.web.organizer.rule_fields import (
    FIELDS,
    LONG,
    MOST_ROWS,
    NEW_KEYS,
    NEW_ROWS,
    ROWS,
)
from judging.web.organizer.rule_tiers import follow_tiers, points_field

Row = dict[str, str]


@dataclass
class RuleDraft:
    """The editor's content.

    Args:
        fields: single field → its text.
        rows: list → its rows.
        base: where they come from: ``stored``, ``preset:<key>`` or ``version:<number>``.
        reason: why it changes.
        seen: the rule sheet in force when the editor was opened, as rule_newer.py writes it.
    """

    fields: dict[str, str]
    rows: dict[str, list[Row]] = field(default_factory=dict)
    base: str = "stored"
    reason: str = ""
    seen: str = ""

    def act(self, action: str) -> None:
        """Change the rows as a button says: ``add:<list>`` or ``remove|up|down:<list>:<place>``.

        What makes no sense is left undone; ``show`` changes nothing and shows the form again.
        """
        verb, _, rest = action.partition(":")
        name, _, text = rest.partition(":")
        if name not in ROWS:
            return
        if verb == "add" and len(self.rows[name]) < MOST_ROWS:
            self.rows[name].append(self._new_row(name))
        if text.isascii() and text.isdigit() and len(text) < 4:
            self._move(name, verb, int(text))

    def _move(self, name: str, verb: str, here: int) -> None:
        """Take one row away, or let it change places with its neighbour."""
        order = list(range(len(self.rows[name])))
        there = here + {"up": -1, "down": 1}.get(verb, 0)
        if here not in order or there not in order:
            return
        if verb == "remove":
            del order[here]
        else:
            order[here], order[there] = order[there], order[here]
        self.rows[name] = [self.rows[name][place] for place in order]
        if name == "awards" and verb in ("remove", "up", "down"):
            follow_tiers(self.rows[name], order)

    def _new_row(self, name: str) -> Row:
        row = dict.fromkeys(ROWS[name], "") | NEW_ROWS[name]
        if name in NEW_KEYS:
            taken = {other["key"] for other in self.rows[name]}
            numbers = range(len(taken) + 1, len(taken) + MOST_ROWS + 2)
            keys = (f"{NEW_KEYS[name]}-{number}" for number in numbers)
            row["key"] = next(key for key in keys if key not in taken)
        return row


def read_draft(form: Mapping[str, str]) -> RuleDraft:
    """Return what was sent, whole: the core refuses by name what is too long for the format.

    Only the request is bounded, and a list at 60 rows, more than any list of the format may have.
    """
    fields = {name: _text(form, name) for name in FIELDS}
    rows = {name: _rows(form, name, columns) for name, columns in ROWS.items()}
    for place, row in enumerate(rows["awards"]):
        for name in map(points_field, range(len(rows["awards"]))):
            row[name] = _text(form, f"awards-{place}-{name}")
    seen = _text(form, "over") or _text(form, "seen")
    return RuleDraft(fields, rows, _text(form, "base") or "stored", _text(form, "reason"), seen)


def _rows(form: Mapping[str, str], name: str, columns: tuple[str, ...]) -> list[Row]:
    count = _text(form, f"{name}-count")
    is_count = count.isascii() and count.isdigit() and len(count) < 4
    return [
        {column: _cell(form, f"{name}-{place}-{column}", column) for column in columns}
        for place in range(min(int(count) if is_count else 0, MOST_ROWS))
    ]


def _text(form: Mapping[str, str], name: str) -> str:
    return form.get(name, "").strip()


def _cell(form: Mapping[str, str], name: str, column: str) -> str:
    """Return one cell; ticked boxes of one name become their values with blanks between."""
    if column in LONG:
        lines = (line.strip() for line in form.get(name, "").splitlines())
        return "\n".join(line for line in lines if line)
    if column == "of" and hasattr(form, "getlist"):
        return " ".join(form.getlist(name))
    return _text(form, name)
