"""The vendored font files: where they are, what they must contain, how they are unpacked.

The files stand as `.ttf.xz` in `typefaces/`, 17 MB in all, next to their licences. They are
unpacked once into a directory that the caller names; a damaged copy there is noticed by its
checksum and replaced.
"""

from __future__ import annotations

import hashlib
import lzma
import os
import tempfile
from pathlib import Path

from judging.typesetting.errors import TypefaceUnavailable

TYPEFACE_DIRECTORY = Path(__file__).parent / "typefaces"

MANIFEST = {
    "NotoSerifSC-Regular": "5ff6498065cb26a1f6e45562c8c833ab1a4eec91fce03289f289aad947dc65e1",
    "NotoSerifSC-SemiBold": "564c1b7032801a86e9f879f0e55a24fa7f1ceceab14f2c2dd4f6f804b714b50a",
    "NotoSansSC-Regular": "6ff4d2a1a9a4682773504bb84bd797c979910d40b54eaf45eda338f9a56d7c45",
    "EBGaramond-Medium": "6ef55ad7d14ea501ce859c8dd0234ce20d79ba20c12b9eaf3d02e2b8cda3562d",
    "EBGaramond-Italic": "90fac49a168c850ac6681bb600a4a5c56fba86241b6092f232955911a49535d9",
}
"""SHA-256 of each unpacked file, as `typefaces/prepare.py` printed it."""


def default_cache_directory() -> Path:
    """Return the place for unpacked fonts when the caller names none: this user's temporary one."""
    return Path(tempfile.gettempdir()) / f"rostrum-typefaces-{os.getuid()}"


def typeface_bytes(name: str, cache_directory: Path) -> bytes:
    """Return the TrueType file of one typeface, unpacking it on first use.

    Parameters: `name`, a key of MANIFEST; `cache_directory`, created when absent. A cache that
    cannot be written costs time, not correctness: the unpacked bytes are used all the same.
    Raises TypefaceUnavailable where the vendored file is absent or damaged.
    """
    cached = cache_directory / f"{name}-{MANIFEST[name][:12]}.ttf"
    try:
        data = cached.read_bytes()
        if _is_genuine(name, data):
            return data
    except OSError:
        pass
    data = _unpacked(name)
    _keep(cached, data)
    return data


def _is_genuine(name: str, data: bytes) -> bool:
    return hashlib.sha256(data).hexdigest() == MANIFEST[name]


def _unpacked(name: str) -> bytes:
    packed = TYPEFACE_DIRECTORY / f"{name}.ttf.xz"
    try:
        data = lzma.decompress(packed.read_bytes())
    except FileNotFoundError:
        raise TypefaceUnavailable(packed.name, "absent") from None
    except lzma.LZMAError:
        raise TypefaceUnavailable(packed.name, "damaged") from None
    if not _is_genuine(name, data):
        raise TypefaceUnavailable(packed.name, "damaged")
    return data


def _keep(path: Path, data: bytes) -> None:
    """Write through a temporary name, so that two processes never see half a font."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
            part.write(data)
        os.replace(part.name, path)
    except OSError:
        return
