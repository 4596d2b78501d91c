"""Serials: the unguessable public number of a certificate, and the pretty one for people.

The alphabet is Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O or U, so
that a serial read aloud or typed from paper survives; what people type instead is mapped back.
"""

from __future__ import annotations

import re

from judging.certificates.errors import FactsInvalid, SerialInvalid

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SERIAL_LENGTH = 26
"""26 characters of 5 bits hold 130 bits: 128 random ones after two zeros."""

RANDOM_BYTES_NEEDED = 16
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = re.compile(r"[\s\-‐-―·.]+")
_PREFIX = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_LETTERS = re.compile(r"[A-Z0-9]{1,4}")


def new_serial(random_bytes: bytes) -> str:
    """Write 128 random bits as a serial.

    Parameters: `random_bytes`, at least 16 bytes from a cryptographic source (the caller's, so
    that this layer stays pure); only the first 16 are used.
    Returns 26 characters that are safe in a URL. Raises ValueError for fewer bytes.

    >>> new_serial(bytes(range(16)))
    '00041061050R3GG28A1C60T3GF'
    """
    if len(random_bytes) < RANDOM_BYTES_NEEDED:
        raise ValueError("a serial needs 16 random bytes")
    number = int.from_bytes(random_bytes[:RANDOM_BYTES_NEEDED], "big")
    digits = []
    for _ in range(SERIAL_LENGTH):
        number, digit = divmod(number, 32)
        digits.append(ALPHABET[digit])
    return "".join(reversed(digits))


def normalised_serial(typed: str) -> str:
    """Bring a typed serial to its canonical form.

    Accepts any case, full-width characters, groups separated by blanks, dots or hyphens, O for 0,
    I and L for 1. Raises SerialInvalid where it cannot be a serial.

    >>> normalised_serial("ooo4l o6i05-0r3gg 28alc 60t3gf")
    '00041061050R3GG28A1C60T3GF'
    """
    if len(typed) > 4 * SERIAL_LENGTH:
        raise SerialInvalid("length")
    half_width = typed.translate({0xFF01 + offset: 0x21 + offset for offset in range(94)})
    serial = _SEPARATORS.sub("", half_width).upper().translate(_LOOK_ALIKES)
    if len(serial) != SERIAL_LENGTH:
        raise SerialInvalid("length")
    if any(character not in ALPHABET for character in serial) or serial[0] not in ALPHABET[:8]:
        raise SerialInvalid("alphabet")
    return serial


def is_serial(text: str) -> bool:
    """Whether `text` is a serial in canonical form."""
    try:
        return normalised_serial(text) == text
    except SerialInvalid:
        return False


def grouped_serial(serial: str) -> str:
    """Write a serial in groups for reading and typing: five, five, five, five, six.

    >>> grouped_serial("00041061050R3GG28A1C60T3GF")
    '00041 06105 0R3GG 28A1C 60T3GF'
    """
    return " ".join((serial[0:5], serial[5:10], serial[10:15], serial[15:20], serial[20:]))


def pretty_number(prefix: str, letters: str, sequence: int) -> str:
    """Compose the number that people use, such as BYASC-2026-F-0007.

    Parameters: `prefix`, capital letters and digits in groups joined by hyphens; `letters`, one
    to four capitals or digits for the division or award; `sequence`, 1 to 9,999,999, written with
    at least four digits. Raises FactsInvalid(`number`, …) otherwise.

    >>> pretty_number("BYASC-2026", "F", 7)
    'BYASC-2026-F-0007'
    """
    if not _PREFIX.fullmatch(prefix) or len(prefix) > 24:
        raise FactsInvalid("number", "prefix")
    if not _LETTERS.fullmatch(letters):
        raise FactsInvalid("number", "letters")
    if not 1 <= sequence <= 9_999_999:
        raise FactsInvalid("number", "sequence")
    return f"{prefix}-{letters}-{sequence:04d}"
