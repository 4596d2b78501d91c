"""TrueType faces as reportlab embeds them, with what reportlab 5.1 gets wrong put right.

- ToUnicode writes characters beyond U+FFFF as UTF-16 surrogate pairs (reportlab writes five hex
  digits, so that 𬭎 comes back as another character) and in blocks of at most 100, as the PDF
  reference demands.
- A subset is cut out of the file without copying its 14 MB glyph table, holds only the tables
  that a PDF needs, and is the same work in any thread.
- A face is registered under a name of our own: reportlab silently takes the first registered face
  of a PostScript name for all later ones, so that another module's font would replace ours.
- A subset's name carries a hash of its characters, so that a merged print file never mixes two
  subsets of one name.
"""

from __future__ import annotations

import hashlib
import io
import struct
from typing import Any, cast

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFNameBytes, TTFont

_MORE_COMPONENTS = 0x0020
_WORDS = 0x0001
_SCALE, _XY_SCALE, _TWO_BY_TWO = 0x0008, 0x0040, 0x0080
_SYMBOLIC, _NONSYMBOLIC = 1 << 2, 1 << 5
_BFCHAR_BLOCK = 100


def registered_name(name: str) -> str:
    """Return the name under which reportlab knows our face of a PostScript name."""
    return f"rostrum-{name}"


class EmbeddedFont(TTFont):
    """One face, registered once a process, embedded in each document as a subset.

    Parameters: `name`, the PostScript name; `data`, the whole TrueType file.
    """

    def __init__(self, name: str, data: bytes) -> None:
        super().__init__(
            registered_name(name), io.BytesIO(data), asciiReadable=False, shapable=False
        )
        self.postscript_name = name
        self.face.name = TTFNameBytes(self.fontName.encode("ascii"))
        self._data = data
        self._glyf_start = self.face.get_table_pos("glyf")[0]
        self.coverage = frozenset(self.face.charToGlyph)

    def addObjects(self, document: Any) -> None:  # noqa: N802 - reportlab's name
        """Write this face's subsets into `document`; reportlab calls it when it saves."""
        state = self._assignState(document)
        state.frozen = 1
        for number, subset in enumerate(state.subsets):
            internal_name = self.getSubsetInternalName(number, document)[1:]
            tag = _subset_tag(self.postscript_name, subset)
            font = pdfdoc.PDFTrueTypeFont()
            font.Name = internal_name
            font.BaseFont = f"{tag}+{self.postscript_name}"
            font.FirstChar, font.LastChar = 0, len(subset) - 1
            font.Widths = pdfdoc.PDFArray([_short(self.face.getCharWidth(c)) for c in subset])
            font.ToUnicode = document.Reference(
                _compressed(to_unicode_cmap(subset)), f"toUnicode:{tag}{self.postscript_name}"
            )
            font.FontDescriptor = self._descriptor(document, font.BaseFont, subset)
            document.Reference(font, internal_name)
            document.idToObject["BasicFonts"].dict[internal_name] = font
        del self.state[document]

    def _descriptor(self, document: Any, name: str, subset: list[int]) -> Any:
        face = self.face
        file = self.subset_file(subset)
        stream = _compressed(file)
        stream.dictionary["Length1"] = len(file)
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": pdfdoc.PDFName(name),
                "Flags": (face.flags & ~_NONSYMBOLIC) | _SYMBOLIC,
                "FontBBox": pdfdoc.PDFArray([_short(edge) for edge in face.bbox]),
                "ItalicAngle": _short(face.italicAngle),
                "Ascent": _short(face.ascent),
                "Descent": _short(face.descent),
                "CapHeight": _short(face.capHeight),
                "StemV": _short(face.stemV),
                "MissingWidth": _short(face.defaultWidth),
                "FontFile2": document.Reference(stream, f"fontFile:{name}"),
            }
        )
        return document.Reference(descriptor, f"fontDescriptor:{name}")

    def glyph_data(self, glyph: int) -> bytes:
        """Return the outline record of one glyph (TrueType `glyf` entry), empty for a blank."""
        start, end = self.face.glyphPos[glyph], self.face.glyphPos[glyph + 1]
        return self._data[self._glyf_start + start : self._glyf_start + end]

    def glyph_of(self, character: str) -> int:
        """Return the glyph number of a covered character."""
        return cast("int", self.face.charToGlyph[ord(character)])

    def subset_file(self, subset: list[int]) -> bytes:
        """Cut a TrueType file with the glyphs of `subset`, in the order of its codes."""
        glyphs, records = self._closure([self.face.charToGlyph.get(code, 0) for code in subset])
        number_of = {glyph: number for number, glyph in enumerate(glyphs)}
        outlines, offsets = bytearray(), [0]
        for record in records:
            outlines += _renumbered(record, number_of)
            outlines += bytes(-len(outlines) % 4)
            offsets.append(len(outlines))
        codes = [number_of[self.face.charToGlyph.get(code, 0)] for code in subset]
        table = self.face.get_table
        metrics = [value for glyph in glyphs for value in self.face.hmetrics[glyph]]
        return _font_file(
            {
                "cmap": _cmap_table(codes),
                "glyf": bytes(outlines),
                "head": _patched(table("head"), 50, 1),
                "hhea": _patched(table("hhea"), 34, len(glyphs)),
                "hmtx": struct.pack(f">{len(metrics)}H", *(int(v) & 0xFFFF for v in metrics)),
                "loca": struct.pack(f">{len(offsets)}L", *offsets),
                "maxp": _patched(table("maxp"), 4, len(glyphs)),
            }
        )

    def _closure(self, wanted: list[int]) -> tuple[list[int], list[bytes]]:
        """List the glyphs to embed, `.notdef` first, followed by the parts of composites."""
        glyphs = list(dict.fromkeys([0, *wanted]))
        seen = set(glyphs)
        records = []
        for glyph in glyphs:  # grows while it is walked
            record = self.glyph_data(glyph)
            records.append(record)
            for _, part in component_places(record):
                if part not in seen:
                    seen.add(part)
                    glyphs.append(part)
        return glyphs, records


def component_places(record: bytes) -> list[tuple[int, int]]:
    """List (offset of the glyph number, glyph number) of a composite glyph's parts."""
    if len(record) < 10 or struct.unpack_from(">h", record)[0] >= 0:
        return []
    places, position, flags = [], 10, _MORE_COMPONENTS
    while flags & _MORE_COMPONENTS:
        flags, glyph = struct.unpack_from(">HH", record, position)
        places.append((position + 2, glyph))
        position += 8 if flags & _WORDS else 6
        if flags & _SCALE:
            position += 2
        elif flags & _XY_SCALE:
            position += 4
        elif flags & _TWO_BY_TWO:
            position += 8
    return places


def to_unicode_cmap(subset: list[int]) -> bytes:
    """Write the ToUnicode CMap of a subset: byte code → UTF-16, in blocks of at most 100."""
    lines = [
        f"<{code:02X}> <{chr(character).encode('utf-16-be').hex().upper()}>"
        for code, character in enumerate(subset)
        if character
    ]
    blocks = [lines[at : at + _BFCHAR_BLOCK] for at in range(0, len(lines), _BFCHAR_BLOCK)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


def _subset_tag(name: str, subset: list[int]) -> str:
    digest = hashlib.sha256(repr((name, subset)).encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _compressed(content: bytes) -> Any:
    return pdfdoc.PDFStream(content=content, filters=[pdfdoc.PDFZCompress])


def _short(value: float) -> float | int:
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def _patched(table: bytes, offset: int, value: int) -> bytes:
    return table[:offset] + struct.pack(">H", value) + table[offset + 2 :]


def _renumbered(record: bytes, number_of: dict[int, int]) -> bytes:
    places = component_places(record)
    if not places:
        return record
    changed = bytearray(record)
    for offset, glyph in places:
        struct.pack_into(">H", changed, offset, number_of[glyph])
    return bytes(changed)


def _cmap_table(glyph_of_code: list[int]) -> bytes:
    count = len(glyph_of_code)
    head = struct.pack(">HHHHLHHHHH", 0, 1, 1, 0, 12, 6, 10 + 2 * count, 0, 0, count)
    return head + struct.pack(f">{count}H", *glyph_of_code)


def _checksum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    return sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF


def _font_file(tables: dict[str, bytes]) -> bytes:
    """Assemble a TrueType file (OpenType specification, “Organization of an OpenType font”)."""
    tables = {**tables, "head": tables["head"][:8] + bytes(4) + tables["head"][12:]}
    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">LHHHH", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))
    offset, directory, body = 12 + 16 * count, b"", b""
    adjustment_at = 0
    for tag in sorted(tables):
        data = tables[tag]
        start = offset + len(body)
        directory += tag.encode() + struct.pack(">LLL", _checksum(data), start, len(data))
        if tag == "head":
            adjustment_at = start + 8
        body += data + bytes(-len(data) % 4)
    file = bytearray(head + directory + body)
    struct.pack_into(">L", file, adjustment_at, (0xB1B0AFBA - _checksum(bytes(file))) & 0xFFFFFFFF)
    return bytes(file)
