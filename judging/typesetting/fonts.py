"""The typefaces of papers: which face draws which character, how wide, and what is missing.

A text is set in a role (`display`, `text`, `latin` …). Each role is a chain of faces; a word is
drawn by the first face that has all of it, else each character by the first that has it. Nothing
is ever drawn as a silent box: what no face of the chain has is reported first.
"""

from __future__ import annotations

import threading
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from judging.typesetting.typeface_store import default_cache_directory, typeface_bytes

if TYPE_CHECKING:
    from judging.typesetting.embedding import EmbeddedFont

CHAINS: dict[str, tuple[str, ...]] = {
    "display": ("NotoSerifSC-SemiBold", "EBGaramond-Medium", "NotoSansSC-Regular"),
    "text": ("NotoSerifSC-Regular", "EBGaramond-Medium", "NotoSansSC-Regular"),
    "sans": ("NotoSansSC-Regular", "NotoSerifSC-Regular", "EBGaramond-Medium"),
    "latin": ("EBGaramond-Medium", "NotoSerifSC-Regular", "NotoSansSC-Regular"),
    "latin_italic": (
        "EBGaramond-Italic",
        "EBGaramond-Medium",
        "NotoSerifSC-Regular",
        "NotoSansSC-Regular",
    ),
}
"""Role → faces, first choice first."""

_MARKS = ("Mn", "Mc", "Me")
_drawing_lock = threading.RLock()


class Fonts:
    """The faces of this process, each unpacked, parsed and registered on first use.

    Get one from `open_fonts`. `lock` is held while a document is drawn, because reportlab keeps
    the subsets of open documents on the shared face.
    """

    def __init__(self, cache_directory: Path) -> None:
        self._cache_directory = cache_directory
        self._faces: dict[str, EmbeddedFont] = {}
        self.lock = _drawing_lock

    def face(self, name: str) -> EmbeddedFont:
        """Return one face by PostScript name. Raises TypefaceUnavailable."""
        found = self._faces.get(name)
        return found if found is not None else self._opened(name)

    def _opened(self, name: str) -> EmbeddedFont:
        from reportlab.pdfbase import pdfmetrics

        from judging.typesetting.embedding import EmbeddedFont

        with self.lock:
            if name not in self._faces:
                font = EmbeddedFont(name, typeface_bytes(name, self._cache_directory))
                pdfmetrics.registerFont(font)
                self._faces[name] = font
            return self._faces[name]

    def missing_characters(self, text: str, role: str = "display") -> tuple[str, ...]:
        """List the characters of `text`, each once in order, that the role cannot draw.

        Combining marks count as missing even where a face has a glyph for them: nothing here
        places them on their base letter. Texts are expected in NFC.
        """
        return tuple(
            character
            for character in dict.fromkeys(text)
            if self._face_for(character, role) is None
        )

    def runs(self, text: str, role: str) -> tuple[tuple[str, str], ...]:
        """Split `text` into (face name, piece) in order. Raises KeyError for a missing character.

        Callers check `missing_characters` first.
        """
        pieces: list[tuple[str, str]] = []
        for word in words_of(text):
            for face, piece in self._runs_of_word(word, role):
                if pieces and pieces[-1][0] == face:
                    pieces[-1] = (face, pieces[-1][1] + piece)
                else:
                    pieces.append((face, piece))
        return tuple(pieces)

    def _runs_of_word(self, word: str, role: str) -> list[tuple[str, str]]:
        for name in CHAINS[role]:
            if self.face(name).coverage.issuperset(map(ord, word)):
                return [(name, word)]
        runs = []
        for character in word:
            name_or_none = self._face_for(character, role)
            if name_or_none is None:
                raise KeyError(character)
            runs.append((name_or_none, character))
        return runs

    def _face_for(self, character: str, role: str) -> str | None:
        if unicodedata.category(character) in _MARKS:
            return None
        code = ord(character)
        return next((name for name in CHAINS[role] if code in self.face(name).coverage), None)

    def width_pt(self, text: str, role: str, size_pt: float, tracking_pt: float = 0.0) -> float:
        """Return the width of `text` in points, with `tracking_pt` between its characters."""
        thousandths = 0.0
        for name, piece in self.runs(text, role):
            width_of = self.face(name).face.getCharWidth
            thousandths += sum(width_of(ord(character)) for character in piece)
        return thousandths * size_pt / 1000 + tracking_pt * max(len(text) - 1, 0)


def is_wide(character: str) -> bool:
    """Whether a line may break on either side of the character: Chinese, kana, full width."""
    return unicodedata.east_asian_width(character) in "WF"


def words_of(text: str) -> list[str]:
    """Split into pieces that one face should draw: single wide characters, and all between them.

    >>> words_of("张Şahin明 A")
    ['张', 'Şahin', '明', ' ', 'A']
    """
    words: list[str] = []
    joins = False
    for character in text:
        if is_wide(character) or character == " ":
            words.append(character)
            joins = False
        elif joins:
            words[-1] += character
        else:
            words.append(character)
            joins = True
    return words


@lru_cache(maxsize=4)
def _opened_fonts(cache_directory: Path) -> Fonts:
    return Fonts(cache_directory)


def open_fonts(cache_directory: Path | None = None) -> Fonts:
    """Return the fonts of this process.

    Parameters: `cache_directory`, where the vendored files are unpacked once (some 40 MB); this
    user's temporary directory when None. The same directory gives the same object.
    """
    with _drawing_lock:
        return _opened_fonts(cache_directory or default_cache_directory())
