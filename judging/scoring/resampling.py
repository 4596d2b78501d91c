"""Drawing again with replacement, the same for the same seed: anybody can repeat it.

Draw number i of a stream is the SHA-256 of the text ``seed|stream|i`` (UTF-8) as a whole number,
modulo how many there are to draw from. No generator of any language or version is trusted to stay
the same; the bias of the modulus is below 2⁻²⁴⁰.
"""

import hashlib
from collections.abc import Iterable
from typing import Any, TypeVar

_V = TypeVar("_V", bound=Any)


def draw_again(seed: str, stream: str, count: int) -> tuple[int, ...]:
    """Return ``count`` draws with replacement from the numbers 0 to ``count − 1``.

    Args:
        seed: any text.
        stream: what the draws are for, so that two purposes never share their draws.
        count: how many there are to draw from, and how many are drawn.

    >>> draw_again("2026", "heat 1|7", 5)
    (3, 2, 2, 2, 0)
    """
    return tuple(
        int(hashlib.sha256(f"{seed}|{stream}|{number}".encode()).hexdigest(), 16) % count
        for number in range(count)
    )


def middle_of(values: Iterable[_V]) -> tuple[_V, _V]:
    """Return the ends of the middle 95 per cent: one value in forty is cut off at each end.

    >>> middle_of([3, 1, 2]), middle_of(range(40))
    ((1, 3), (1, 38))
    """
    ordered = sorted(values)
    cut = len(ordered) // 40
    return ordered[cut], ordered[-1 - cut]
