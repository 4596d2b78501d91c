"""Designs: what stands where, in which face and size, and in which words, as data.

A design is a TOML preset of `judging/presets/certificates/`, read into frozen values. Lengths
are in millimetres from the page's lower left corner, sizes in points.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from judging.certificates.errors import DesignInvalid, DesignUnknown
from judging.certificates.facts import CertificateKind
from judging.certificates.wording import Sentence
from judging.typesetting.fonts import CHAINS

PRESET_DIRECTORY = Path(__file__).parent.parent / "presets" / "certificates"
_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSlot:
    """A place for one sentence.

    `x_mm` is the left edge, centre or right edge by `align`; `baseline_mm` the first baseline,
    absent for a slot of a stack, which stands `gap_above_mm` under what is above it. The text
    shrinks from `size_pt` to `floor_pt`; `lines` is the most it may take. `prefers = "lines"`
    takes another line before it shrinks, `"size"` shrinks first. `leading_em` is the distance of
    baselines; `tracking_em` stands between characters, `short_tracking_em` instead of it in a
    text of three or fewer. `is_capitals` writes the text in capital letters.
    """

    sentence: str
    role: str
    colour: str
    size_pt: float
    floor_pt: float
    width_mm: float
    x_mm: float
    baseline_mm: float | None = None
    gap_above_mm: float = 0.0
    align: Literal["left", "centre", "right"] = "centre"
    lines: int = 1
    prefers: Literal["size", "lines"] = "size"
    leading_em: float = 1.5
    tracking_em: float = 0.0
    short_tracking_em: float = 0.0
    is_capitals: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """Slots that share a height: absent texts leave no hole, and what is left over opens the gaps.

    The gaps grow up to `loosest_gaps` times; then the stack stands in the middle.
    """

    top_mm: float
    bottom_mm: float
    slots: tuple[TextSlot, ...]
    loosest_gaps: float = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A square or a band: `x_mm`, `y_mm` its lower left corner (a seal's: its centre)."""

    x_mm: float
    y_mm: float
    size_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureRow:
    """Where signature lines stand: columns of `column_mm` or less, in `width_mm` altogether."""

    centre_mm: float
    width_mm: float
    column_mm: float
    gap_mm: float
    line_mm: float
    colour: str
    name_size_pt: float
    title_size_pt: float
    floor_pt: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Design:
    """One finished design; `ornament` names the drawing behind the words.

    Compared and hashed by identity, so that what is drawn once can be kept with it.
    """

    key: str
    name_zh: str
    name_en: str
    ornament: str
    width_mm: float
    height_mm: float
    colours: dict[str, str]
    stacks: tuple[Stack, ...]
    fixed: tuple[TextSlot, ...]
    signatures: SignatureRow
    qr: Area
    seal: Area
    seal_caption: str
    sentences: dict[CertificateKind, dict[str, Sentence]]

    def colour(self, name: str) -> tuple[float, float, float]:
        """Return a named colour as red, green and blue from 0 to 1."""
        value = self.colours[name]
        red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return red, green, blue


def list_design_keys(directory: Path = PRESET_DIRECTORY) -> tuple[str, ...]:
    """List the keys of the presets, in alphabetical order."""
    return tuple(sorted(path.stem for path in directory.glob("*.toml")))


@lru_cache(maxsize=32)
def get_design(key: str, directory: Path = PRESET_DIRECTORY) -> Design:
    """Return the design of a preset. Raises DesignUnknown, DesignInvalid."""
    if key not in list_design_keys(directory):
        raise DesignUnknown(key, list_design_keys(directory))
    return design_from_text((directory / f"{key}.toml").read_text("utf-8"), key)


def design_from_text(text: str, key: str) -> Design:
    """Read a design from TOML `text`. Raises DesignInvalid naming the place."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DesignInvalid(key, str(error), "syntax") from None
    try:
        design = _design(data, key)
    except KeyError as error:
        raise DesignInvalid(key, str(error.args[0]), "absent") from None
    except (TypeError, AttributeError, ValueError) as error:
        raise DesignInvalid(key, str(error), "malformed") from None
    _check(design)
    return design


def _design(data: dict[str, Any], key: str) -> Design:
    page, seal = data["page"], dict(data["seal"])
    caption = seal.pop("caption")
    return Design(
        key=key,
        name_zh=data["name_zh"],
        name_en=data["name_en"],
        ornament=data["ornament"],
        width_mm=page["width_mm"],
        height_mm=page["height_mm"],
        colours=dict(data["colours"]),
        stacks=tuple(_stack(row) for row in data["stack"]),
        fixed=tuple(TextSlot(**slot) for slot in data["fixed"]["slot"]),
        signatures=SignatureRow(**data["signatures"]),
        qr=Area(**data["qr"]),
        seal=Area(**seal),
        seal_caption=caption,
        sentences=_sentences(data["wording"]),
    )


def _stack(row: dict[str, Any]) -> Stack:
    slots = tuple(TextSlot(**slot) for slot in row["slot"])
    return Stack(slots=slots, **{name: value for name, value in row.items() if name != "slot"})


def _sentences(wording: dict[str, Any]) -> dict[CertificateKind, dict[str, Sentence]]:
    common = wording["common"]
    return {
        kind: {
            name: Sentence(tuple(row["segments"]), row.get("join", ""))
            for name, row in {**common, **wording[kind.value]}.items()
        }
        for kind in CertificateKind
    }


def _check(design: Design) -> None:
    from judging.certificates.ornaments import ORNAMENTS

    if design.ornament not in ORNAMENTS:
        raise DesignInvalid(design.key, "ornament", "unknown")
    for name, value in design.colours.items():
        if not _COLOUR.fullmatch(value):
            raise DesignInvalid(design.key, f"colours.{name}", "malformed")
    stacked = (slot for stack in design.stacks for slot in stack.slots)
    for slot in (*design.fixed, *stacked):
        if slot.role not in CHAINS:
            raise DesignInvalid(design.key, f"{slot.sentence}.role", "unknown")
        if slot.colour not in design.colours:
            raise DesignInvalid(design.key, f"{slot.sentence}.colour", "unknown")
        if not 4 <= slot.floor_pt <= slot.size_pt or not 1 <= slot.lines <= 4:
            raise DesignInvalid(design.key, f"{slot.sentence}.floor_pt", "range")
    _check_sentences(design)


def _check_sentences(design: Design) -> None:
    from judging.certificates.facts import CertificateFacts

    derived = {"competition_full_zh", "competition_full_en", "date_zh", "date_en", "serial_grouped"}
    known = {each.name for each in fields(CertificateFacts)} | derived
    for kind, sentences in design.sentences.items():
        for name, sentence in sentences.items():
            for placeholder in sentence.placeholders():
                if placeholder not in known:
                    raise DesignInvalid(design.key, f"wording.{kind}.{name}", "unknown_placeholder")
