"""Checking what a command was given: every problem is collected, then raised at once."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from judging.errors import InvalidInput, Problem


class Bounds:
    """The problems found so far, in the order in which a reader meets the fields."""

    def __init__(self) -> None:
        """Start with none."""
        self.problems: list[Problem] = []

    def refuse(self, code: str, place: str, **params: str | int) -> None:
        """Note one problem."""
        self.problems.append(Problem(code, place, params))

    def text(self, place: str, value: str, most: int, *, is_required: bool = False) -> str:
        """Return a line of text without blanks at its ends.

        Args:
            place: the field.
            value: what was given.
            most: how many characters it may have.
            is_required: whether it must not be empty.
        """
        line = value.strip()
        if is_required and not line:
            self.refuse("required", place)
        elif len(line) > most:
            self.refuse("too_long", place, most=most)
        elif not line.isprintable():
            self.refuse("control_characters", place)
        return line

    def integer(self, place: str, value: int, least: int, most: int) -> int:
        """Return a whole number from ``least`` to ``most``."""
        if isinstance(value, bool) or not least <= value <= most:
            self.refuse("out_of_range", place, least=least, most=most)
            return least
        return value

    def choice(self, place: str, value: str, choices: Collection[str]) -> str:
        """Return one word of a closed list."""
        if value not in choices:
            self.refuse("unknown_choice", place)
        return value

    def raise_any(self) -> None:
        """Refuse where anything was found.

        Raises:
            InvalidInput: with every problem at once.
        """
        if self.problems:
            raise InvalidInput(self.problems)


@contextmanager
def bounds() -> Iterator[Bounds]:
    """Collect problems inside the block and refuse at its end where there are any.

    Raises:
        InvalidInput: with every problem at once.
    """
    checked = Bounds()
    yield checked
    checked.raise_any()
