"""Words in a block of bytes as small numbers, many thousand at a time.

A word of up to 40 bytes is read as up to five 64-bit numbers. They are mixed to a place in a
table, and what stands there is compared with them: a word that was never seen is always noticed.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]

LONGEST = 40
MOST_WORDS = 2000
_BITS = 18
_KEEP = np.array([(1 << 8 * length) - 1 for length in range(9)], np.uint64)
_MIXERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)


class UnusualError(Exception):
    """The file is not of the plain kind: the exact reader must read it, and name what is wrong."""


class Bytes:
    """A block of bytes in which 64-bit numbers can be read at any place."""

    def __init__(self, block: bytes) -> None:
        """Take the block, with room behind it."""
        self.block = block
        self.letters = np.frombuffer(block + bytes(LONGEST + 8), np.uint8)
        last = len(self.letters) - 7
        self.numbers: Column = np.ndarray((last,), "<u8", self.letters.data, 0, (1,))

    def windows(self, starts: Column, lengths: Column) -> list[Column]:
        """Return words as 64-bit numbers: as many columns as the longest word needs.

        Raises: UnusualError where a word is longer than :data:`LONGEST`.
        """
        longest = int(lengths.max())
        if longest > LONGEST:
            raise UnusualError
        found = [self.numbers[starts] & _KEEP.take(lengths, mode="clip")]
        for offset in range(8, longest, 8):
            rest = np.clip(lengths - offset, 0, 8)
            found.append(self.numbers[starts + offset] & _KEEP.take(rest))
        return found


class Words:
    """The words of one column of a file, numbered in the order in which they are first seen."""

    def __init__(self, learn: Callable[[bytes], None]) -> None:
        """Start with no words; ``learn`` hears every new one, and may refuse it."""
        self.learn = learn
        self.words: list[bytes] = []
        self.width = 1
        self.known = np.zeros((1, 1), np.uint64)
        self.mixers: Column = np.zeros(1, np.uint64)
        self.table = np.zeros(1 << _BITS, np.int16)

    def numbers(self, block: Bytes, starts: Column, lengths: Column) -> Column:
        """Return the number of each word.

        Raises: UnusualError, also by ``learn``.
        """
        windows = block.windows(starts, lengths)
        while True:
            found, is_known = self._find(windows)
            if is_known.all():
                return found
            strangers = np.flatnonzero(~is_known)
            mixed = sum(
                window[strangers] * np.uint64(_MIXERS[0] + 2 * at)
                for at, window in enumerate(windows)
            )
            for row in strangers[np.unique(mixed, return_index=True)[1]].tolist():
                start = int(starts[row])
                self._add(block.block[start : start + int(lengths[row])])
            self._arrange()

    def _find(self, windows: list[Column]) -> tuple[Column, Column]:
        places = self._places(windows)
        found = self.table.take(places, mode="clip")
        is_known = np.full(len(found), bool(self.words))
        if not self.words:
            return found, is_known
        for at in range(max(self.width, len(windows))):
            known = self.known[at] if at < self.width else np.zeros(len(self.words), np.uint64)
            here = known.take(found, mode="clip")
            is_known &= here == windows[at] if at < len(windows) else here == 0
        return found, is_known

    def _places(self, windows: list[Column]) -> Column:
        mixed = windows[0] * self.mixers[0]
        for window, mixer in zip(windows[1:], self.mixers[1:], strict=False):
            mixed += window * mixer
        mixed >>= np.uint64(64 - _BITS)
        return mixed.astype(np.int64)

    def _add(self, word: bytes) -> None:
        if word in self.words:
            return
        if len(self.words) == MOST_WORDS:
            raise UnusualError
        self.learn(word)
        self.words.append(word)

    def _arrange(self) -> None:
        """Find mixers under which every word has a place of its own.

        Raises: UnusualError where there are none.
        """
        self.width = max(1, -(-max(map(len, self.words)) // 8))
        padded = b"".join(word.ljust(8 * self.width, b"\0") for word in self.words)
        self.known = np.frombuffer(padded, "<u8").reshape(-1, self.width).T.copy()
        for turn in range(200):
            mixers = [
                (_MIXERS[at % 4] + 2 * (turn * 40503 + at)) % 2**64 | 1 for at in range(self.width)
            ]
            self.mixers = np.array(mixers, np.uint64)
            places = self._places(list(self.known))
            if len(np.unique(places)) == len(self.words):
                self.table[:] = 0
                self.table[places] = np.arange(len(self.words))
                return
        raise UnusualError
