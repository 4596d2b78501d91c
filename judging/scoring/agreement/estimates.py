"""One figure of a panel with its interval, or the word for why nothing can be said."""

from dataclasses import dataclass

#: Below this many entries an estimate is shown by its interval only: the figure alone misleads.
ENOUGH_ENTRIES = 10

#: Every interval here is one of 95 per cent.
LEVEL_PERCENT = 95

#: Why nothing can be said. Words are only ever added; ``judging.wording`` makes the sentences.
REASONS = (
    "no_marks",
    "one_judge",
    "one_entry",
    "too_few_entries",
    "too_many_holes",
    "no_difference",
    "entries_alike",
    "below_zero",
    "one_criterion",
    "never_both",
    "unconnected",
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval, how many entries it rests on, and its standard error.

    ``because`` is ``""``, or one of :data:`REASONS` and then there is no figure. ``low`` and
    ``high`` are None where the figure has no interval, ``error`` where it has no standard error.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    entries: int = 0
    error: float | None = None
    because: str = ""

    @property
    def is_said(self) -> bool:
        """Return whether anything can be said at all."""
        return self.value is not None

    @property
    def is_uncertain(self) -> bool:
        """Return whether it rests on so few entries that only its interval may be shown."""
        return self.entries < ENOUGH_ENTRIES

    @property
    def has_interval(self) -> bool:
        """Return whether both ends of the interval are known."""
        return self.low is not None and self.high is not None

    @property
    def point(self) -> float | None:
        """Return the figure where it may be shown by itself, else None."""
        return None if self.is_uncertain else self.value

    def as_data(self) -> dict[str, object]:
        """Return the estimate as a JSON-able mapping."""
        return {
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "entries": self.entries,
            "error": self.error,
            "because": self.because,
        }


def nothing(because: str, entries: int = 0) -> Estimate:
    """Return the estimate that says why there is no figure.

    >>> nothing("one_judge").is_said
    False
    """
    return Estimate(None, entries=entries, because=because)
