"""Prepare the vendored typefaces from the npm packages they come from.

Run by hand when a package is renewed, never at run time (fontTools is a development dependency):

    npm install @expo-google-fonts/noto-serif-sc @expo-google-fonts/noto-sans-sc \\
        @expo-google-fonts/eb-garamond
    python judging/typesetting/typefaces/prepare.py node_modules/@expo-google-fonts

Keeps every encoded character; drops layout tables, vertical metrics and hinting, which a PDF
does not use. Writes each file's line of `MANIFEST` in `judging/typesetting/typeface_store.py`.
"""

from __future__ import annotations

import hashlib
import io
import lzma
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

SOURCES = {
    "NotoSerifSC-Regular": "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
    "NotoSerifSC-SemiBold": "noto-serif-sc/600SemiBold/NotoSerifSC_600SemiBold.ttf",
    "NotoSansSC-Regular": "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    "EBGaramond-Medium": "eb-garamond/500Medium/EBGaramond_500Medium.ttf",
    "EBGaramond-Italic": "eb-garamond/400Regular_Italic/EBGaramond_400Regular_Italic.ttf",
}
UNUSED_TABLES = ("GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "gasp", "kern")
KEPT_NAMES = (0, 1, 2, 3, 4, 5, 6, 13, 14)
"""Name records: copyright, family, style, version, PostScript name, licence and its address."""


def prepared(source: Path) -> bytes:
    """Return the font file at `source` with all its characters and no unused table."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = list(KEPT_NAMES)
    options.drop_tables += list(UNUSED_TABLES)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=list(font.getBestCmap()))
    subsetter.subset(font)
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def main(packages: Path, target: Path) -> None:
    """Write each prepared font of `packages` to `target` as .ttf.xz and show its manifest line."""
    for name, source in SOURCES.items():
        data = prepared(packages / source)
        packed = lzma.compress(data, preset=9 | lzma.PRESET_EXTREME)
        (target / f"{name}.ttf.xz").write_bytes(packed)
        sys.stdout.write(f'    "{name}": "{hashlib.sha256(data).hexdigest()}",\n')


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parent)
