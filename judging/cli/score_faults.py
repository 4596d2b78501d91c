"""Faults found in the files that ``judging score`` reads: file, line, column and reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask_babel import ngettext

from judging.scoring.faults import Fault
from judging.wording import sentence

#: Listed one by one; the rest is counted.
MAX_LISTED = 1000


@dataclass(frozen=True, slots=True)
class FileFault:
    """One fault with its place in a file; ``line`` and ``column`` count from 1, 0 is unknown."""

    file: str
    line: int
    column: int
    fault: Fault

    def text(self) -> str:
        """Return ``file:line:column: reason`` in the language in force."""
        place = self.file
        if self.line:
            place += f":{self.line}"
        if self.column:
            place += f":{self.column}"
        reason = sentence(self.fault.code, self.fault.params)
        where = f"{self.fault.place}: " if self.fault.place else ""
        return f"{place}: {where}{reason}"


@dataclass(slots=True)
class FaultList:
    """Every fault of a run; only the first thousand are kept, so that memory stays bounded."""

    listed: list[FileFault] = field(default_factory=list)
    count: int = 0

    def add(self, file: str, line: int, column: int, fault: Fault) -> None:
        """Note one fault."""
        self.count += 1
        if len(self.listed) < MAX_LISTED:
            self.listed.append(FileFault(file, line, column, fault))

    def add_all(self, file: str, faults: Iterable[Fault]) -> None:
        """Note faults that carry their own line and column, if any, among their parameters."""
        for fault in faults:
            line, column = fault.params.get("line", 0), fault.params.get("column", 0)
            self.add(file, int(line), int(column), fault)

    def texts(self) -> list[str]:
        """Return the listing, with the count of what is not listed, in the language in force."""
        lines = [fault.text() for fault in self.listed]
        rest = self.count - len(self.listed)
        if rest:
            lines.append(ngettext("… and %(num)d more", "… and %(num)d more", rest))
        return lines
