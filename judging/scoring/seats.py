"""When two names of a seat are one to the eye."""

import re
from unicodedata import normalize

_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")


def plain_seat(seat: str) -> str:
    """Return the spelling that names of one seat share: no full-width digits, no leading zeros.

    Two sheets under spellings of one seat are most likely one judge counted twice, so that whoever
    reads sheets refuses them together.

    >>> [plain_seat(seat) for seat in ("\uff11", "01", "A007", "0", "10")]
    ['1', '1', 'A7', '0', '10']
    """
    return _LEADING_ZEROS.sub("", normalize("NFKC", seat))
