"""What a key or a name in a rules document may be made of."""

from unicodedata import category

MAX_KEY = 40
_SEPARATORS = frozenset(":;,")
#: Characters that turn the direction of what stands beside them: a text would not read as typed.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_control(letter: str) -> bool:
    """Return whether a character is a control character, breaks a line, or is half of another.

    Those that override the direction of a text are control characters too: words on a certificate
    would not read as they were typed.

    >>> is_control("a"), is_control("\\n"), is_control("\\u2028"), is_control("\\ud800")
    (False, True, True, True)
    >>> is_control("\\u202e")
    True
    """
    code = ord(letter)
    is_half = 0xD800 <= code < 0xE000
    is_line = letter in "\u2028\u2029\ufeff"
    return code < 0x20 or 0x7F <= code < 0xA0 or is_half or is_line or letter in _TURNING


def is_key(value: object) -> bool:
    """Return whether a value can be the key of a criterion, group or award, or name a seat.

    Nothing invisible is in it: two keys that look alike are alike.

    >>> is_key("content"), is_key("a:b"), is_key(""), is_key("con\\u200btent")
    (True, False, False, False)
    """
    if not isinstance(value, str) or not 1 <= len(value) <= MAX_KEY or value != value.strip():
        return False
    return not any(
        letter in _SEPARATORS or is_control(letter) or category(letter) == "Cf" for letter in value
    )
