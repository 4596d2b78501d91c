"""New pseudonyms: what the journal and the seats' secrets are bound to, instead of names."""

import secrets

PERSON, SEAT, ENTRY = "P", "S", "E"
_RANDOM_BYTES = 6


def new_pseudonym(kind: str) -> str:
    """Return a fresh pseudonym of 13 letters, e.g. ``S3f9a0c1b2d4e``.

    Args:
        kind: one of :data:`PERSON`, :data:`SEAT`, :data:`ENTRY`; the first letter.
    """
    return f"{kind}{secrets.token_hex(_RANDOM_BYTES)}"
