"""Secrets that people hold: how they are made, hashed and compared. Pure functions.

Seat links, PINs and access codes are derived from the installation's key, the owner's pseudonym
and a version, so that a lost card can be printed again while the database holds only a hash (or
nothing at all); a new version makes the old one worthless. Session tokens are random.
"""

import base64
import hashlib
import hmac

#: Letters and digits that nobody confuses when reading aloud (Crockford's base 32).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
LINK_LENGTH = 26  # 130 bits
CODE_LENGTH = 10  # 50 bits, and every try is counted
PIN_LENGTH = 6


def hash_token(token: str) -> str:
    """Return SHA-256 of a high-entropy token, as stored; 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def derive(key: str, purpose: str, owner: str, version: int) -> bytes:
    """Return 32 bytes that only a holder of the key can make.

    Args:
        key: the installation's secret key.
        purpose: keeps uses apart, e.g. ``"seat-link"``.
        owner: pseudonym of the seat or entry.
        version: counts up when the secret is reissued.
    """
    message = f"rostrum|{purpose}|{owner}|{version}".encode()
    return hmac.new(key.encode(), message, hashlib.sha256).digest()


def as_letters(raw: bytes, length: int) -> str:
    """Return ``length`` letters of the alphabet, five bits each, from the front of ``raw``.

    >>> as_letters(bytes(4), 3)
    '000'
    """
    number = int.from_bytes(raw, "big")
    bits = len(raw) * 8
    return "".join(ALPHABET[(number >> (bits - 5 * (i + 1))) & 31] for i in range(length))


def seat_link(key: str, seat_pseudonym: str, version: int) -> str:
    """Return the secret part of a seat's link: 26 letters, 130 bits."""
    return as_letters(derive(key, "seat-link", seat_pseudonym, version), LINK_LENGTH)


def seat_pin(key: str, seat_pseudonym: str, version: int) -> str:
    """Return the PIN of a seat: six digits, good only on an enrolled device."""
    number = int.from_bytes(derive(key, "seat-pin", seat_pseudonym, version)[:8], "big")
    return f"{number % 10**PIN_LENGTH:0{PIN_LENGTH}d}"


def delivery_key(key: str, seat_pseudonym: str, version: int) -> bytes:
    """Return the key by which a tablet proves that marks were made on a seat: 32 bytes."""
    return derive(key, "delivery", seat_pseudonym, version)


def delivery_mac(key: bytes, text: str) -> str:
    """Return HMAC-SHA256 of a text under a delivery key, 64 hexadecimal digits."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def as_base64url(raw: bytes) -> str:
    """Return bytes in the alphabet of addresses, without padding.

    >>> as_base64url(bytes([255, 239]))
    '_-8'
    """
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def entry_code(key: str, entry_pseudonym: str, version: int) -> str:
    """Return the access code of an entry in two groups, e.g. ``7KQ2M-9XW4T``."""
    letters = as_letters(derive(key, "entry-code", entry_pseudonym, version), CODE_LENGTH)
    return f"{letters[:5]}-{letters[5:]}"


def normalise_letters(typed: str) -> str:
    """Return what was typed without spaces and hyphens, in capitals, look-alikes mended.

    >>> normalise_letters("7kq2m 9xwOi")
    '7KQ2M9XW01'
    """
    kept = "".join(c for c in typed.upper() if c.isascii() and c.isalnum())
    return kept.translate(_LOOKALIKES)


def is_same(given: str, expected: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(given.encode(), expected.encode())
