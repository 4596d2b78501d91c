"""The marks of one heat, held compactly: four bytes a mark, whatever the number of entries."""

from array import array
from dataclasses import dataclass, field

from judging.scoring.points import natural_order
from judging.scoring.seats import plain_seat
from judging.scoring.sheet import SeatSheet

#: Marks lie between -10,000,000 and 10,000,000 thousandths, so this stands for no mark.
EMPTY = -(2**31)
_FIRST_SEATS = 8


@dataclass(slots=True)
class HeatMarks:
    """One heat while it is read. A mark stands at ``entry · stride + seat · criteria + criterion``.

    ``states`` holds only what is not simply given: (entry, seat) → (state, line). ``blanks`` are
    the single criteria that a row calls absent: (entry, seat, criterion) → line.
    """

    heat: str
    criteria: int
    names: list[str] = field(default_factory=list)
    entries: dict[str, int] = field(default_factory=dict)
    seats: dict[str, int] = field(default_factory=dict)
    seat_names: list[str] = field(default_factory=list)
    capacity: int = _FIRST_SEATS
    marks: "array[int]" = field(default_factory=lambda: array("i"))
    states: dict[tuple[int, int], tuple[str, int]] = field(default_factory=dict)
    blanks: dict[tuple[int, int, int], int] = field(default_factory=dict)

    @property
    def stride(self) -> int:
        """Return how many marks one entry has room for."""
        return self.capacity * self.criteria

    def add_entry(self, name: str) -> int:
        """Return the number of a new entry, all its marks empty."""
        number = len(self.names)
        self.names.append(name)
        self.entries[name] = number
        self.marks.extend(array("i", [EMPTY]) * self.stride)
        return number

    def add_seat(self, name: str) -> int:
        """Return the number of a new seat; the room doubles where it is used up."""
        number = len(self.seat_names)
        if number == self.capacity:
            self._widen()
        self.seat_names.append(name)
        self.seats[name] = number
        return number

    def find_look_alike(self, name: str) -> str | None:
        """Return the seat that another spelling of this name already stands for, or None."""
        plain = plain_seat(name)
        return next((seat for seat in self.seat_names if plain_seat(seat) == plain), None)

    def _widen(self) -> None:
        old, stride = self.marks, self.stride
        room = array("i", [EMPTY]) * stride
        self.capacity *= 2
        self.marks = array("i")
        for start in range(0, len(old), stride):
            self.marks.extend(old[start : start + stride])
            self.marks.extend(room)

    def seat_order(self) -> list[int]:
        """Return the seats' numbers in the natural order of their names."""
        return sorted(
            range(len(self.seat_names)), key=lambda seat: natural_order(self.seat_names[seat])
        )

    def marks_of(self, entry: int, seat: int) -> "array[int]":
        """Return the marks of one sheet in criterion order; :data:`EMPTY` where there is none."""
        start = entry * self.stride + seat * self.criteria
        return self.marks[start : start + self.criteria]

    def sheets(self, entry: int, order: list[int]) -> list[SeatSheet]:
        """Return one entry's sheets in seat order. A seat of the heat without a row is absent."""
        return [self._sheet(entry, seat) for seat in order]

    def _sheet(self, entry: int, seat: int) -> SeatSheet:
        name = self.seat_names[seat]
        state = self.states.get((entry, seat))
        if state is not None:
            return SeatSheet(name, (), state[0])
        marks = self.marks_of(entry, seat)
        if EMPTY not in marks:
            return SeatSheet(name, tuple(marks))
        given = tuple(None if mark == EMPTY else mark for mark in marks)
        if all(mark is None for mark in given):
            return SeatSheet(name, (), "absent")
        return SeatSheet(name, given)
