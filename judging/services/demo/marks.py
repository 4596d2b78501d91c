"""Marks for the demo: plausible, and the same in every demo, since they follow from the names.

Each is drawn from SHA-256 of who is judged by whom on what: an ability of the speaker, a taste of
the subject, a severity of the judge, and a little of the day.
"""

import hashlib

from judging.scoring.rubric import Criterion


def _draw(width: int, *words: object) -> int:
    """Return an integer from 0 to ``width - 1`` that follows from the words."""
    text = "|".join(str(word) for word in words).encode()
    return int.from_bytes(hashlib.sha256(text).digest()[:6], "big") % width


def invent_permille(entry: str, judge: str, criterion: str) -> int:
    """Return how much of a criterion's range a judge gives, in thousandths (620–1000)."""
    ability = 790 + _draw(170, "ability", entry)
    taste = _draw(41, "taste", entry, criterion) - 20
    severity = _draw(31, "severity", judge) - 16
    day = _draw(61, "day", entry, judge, criterion) - 30
    return max(620, min(1000, ability + taste + severity + day))


def invent_mark(criterion: Criterion, entry: str, judge: str) -> str:
    """Return a mark as decimal text, on the criterion's step and within its range."""
    steps = (criterion.max - criterion.min) // criterion.step
    given = steps * invent_permille(entry, judge, criterion.key) // 1000
    return criterion.format_mark(criterion.min + given * criterion.step)
