"""Passwords: hashed with argon2, at least twelve characters, none that lists know.

Sources: OWASP Password Storage Cheat Sheet (argon2id, m=19456 KiB, t=2, p=1); ASVS 5.0 6.2.4
(check against known passwords; zxcvbn carries the lists and knows keyboard walks and dates).
"""

from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from judging.errors import InvalidInput, Problem

SHORTEST = 12
LONGEST = 128
_WEAKEST_SCORE = 3
_JUDGED_LENGTH = 72  # zxcvbn's time grows with the square of the length

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
#: What a name without a password is checked against, so that the answer takes as long.
_DUMMY_HASH = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password, with its salt and parameters."""
    return _hasher.hash(password)


def is_right_password(stored: str | None, given: str) -> bool:
    """Whether a password fits a hash; takes as long where there is no hash."""
    if len(given) > LONGEST:
        given = ""
    try:
        _hasher.verify(stored or _DUMMY_HASH, given)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def refuse_weak(password: str, about: Iterable[str] = (), place: str = "password") -> None:
    """Go on only with a password that is long enough and hard to guess.

    Args:
        password: as typed; every character counts, spaces too.
        about: words that a guesser tries first: name, e-mail, unit.
        place: the form field.

    Raises:
        InvalidInput: too short, too long, or easy to guess.
    """
    if len(password) < SHORTEST:
        raise InvalidInput((Problem("password_too_short", place, {"least": SHORTEST}),))
    if len(password) > LONGEST:
        raise InvalidInput((Problem("too_long", place, {"most": LONGEST}),))
    if not _is_hard_to_guess(password, about):
        raise InvalidInput((Problem("password_easy_to_guess", place),))


def _is_hard_to_guess(password: str, about: Iterable[str]) -> bool:
    """Ask zxcvbn, whose lists are loaded at the first question."""
    from zxcvbn import zxcvbn  # type: ignore[import-untyped]

    words = ["rostrum", *(word.lower() for text in about for word in text.split() if word)]
    return bool(zxcvbn(password[:_JUDGED_LENGTH], words)["score"] >= _WEAKEST_SCORE)
