"""A document in the making that knows into which field each of its paths was typed."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class DraftDocument:
    """A document, and the field that each of its paths was typed into."""

    document: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def put(self, path: str, value: Any, place: str) -> None:
        """Set a value at a dotted path and remember its field; blank text sets nothing."""
        self.places[path] = place
        if value in ("", []):
            return
        *above, last = path.split(".")
        self.table(*above)[last] = value

    def table(self, *path: str) -> dict[str, Any]:
        """Return the table at a path, made where it was missing."""
        table = self.document
        for part in path:
            table = table.setdefault(part, {})
        return table

    def find_field(self, path: str) -> str:
        """Return the field of a path, or of the nearest path around it; empty for none."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return ""


def whole(text: str) -> int | str:
    """Return a whole number that was typed; anything else stays text, for the core to refuse."""
    body = text[1:] if text[:1] == "-" else text
    return int(text) if body.isascii() and body.isdigit() and len(body) < 13 else text
