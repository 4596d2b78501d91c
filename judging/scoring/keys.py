"""What a key or a name in a rules document may be made of."""

MAX_KEY = 40
_SEPARATORS = frozenset(":;,")


def is_control(letter: str) -> bool:
    """Return whether a character is a control character, breaks a line, or is half of another.

    >>> is_control("a"), is_control("\\n"), is_control("\\u2028"), is_control("\\ud800")
    (False, True, True, True)
    """
    code = ord(letter)
    is_half = 0xD800 <= code < 0xE000
    return code < 0x20 or 0x7F <= code < 0xA0 or is_half or letter in "\u2028\u2029\ufeff"


def is_key(value: object) -> bool:
    """Return whether a value can be the key of a criterion, group or award, or name a seat.

    >>> is_key("content"), is_key("a:b"), is_key("")
    (True, False, False)
    """
    if not isinstance(value, str) or not 1 <= len(value) <= MAX_KEY or value != value.strip():
        return False
    return not any(letter in _SEPARATORS or is_control(letter) for letter in value)
