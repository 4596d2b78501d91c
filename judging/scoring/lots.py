"""Drawing lots so that anybody can check the draw afterwards (stage.md, "Drawing lots").

1. Somebody picks a secret seed: 64 hexadecimal digits. Its SHA-256, the commitment, is published.
2. After the draw the seed itself is published. Whoever hashes it gets the commitment again.
3. The lot of an entry is the SHA-256 of the text ``seed|entry number`` (UTF-8). Entries stand in
   the order of their lots, the smallest first.

Nobody can choose the order: the seed was fixed before it was told, and the list decides the rest.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

SEED_LENGTH = 64
_SEED = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Lot:
    """One entry's lot: 64 hexadecimal digits, which alone decide its place."""

    entry_number: str
    digest: str


def is_seed(text: str) -> bool:
    """Return whether a text can be a seed: 64 small hexadecimal digits.

    >>> is_seed("0" * 64), is_seed("0" * 63), is_seed("Z" * 64)
    (True, False, False)
    """
    return _SEED.fullmatch(text) is not None


def commit(seed: str) -> str:
    """Return the commitment to a seed: its SHA-256.

    >>> commit("0" * 64)[:16]
    '60e05bd1b195af2f'
    """
    return hashlib.sha256(seed.encode("ascii")).hexdigest()


def draw_lots(seed: str, entry_numbers: Sequence[str]) -> tuple[Lot, ...]:
    """Return the lots of entries in the order drawn, whatever order the list had.

    Args:
        seed: 64 hexadecimal digits.
        entry_numbers: each entry once.

    >>> [lot.entry_number for lot in draw_lots("0" * 64, ["A1", "A2", "A3"])]
    ['A1', 'A3', 'A2']
    """
    lots = (
        Lot(number, hashlib.sha256(f"{seed}|{number}".encode()).hexdigest())
        for number in entry_numbers
    )
    return tuple(sorted(lots, key=lambda lot: (lot.digest, lot.entry_number)))
