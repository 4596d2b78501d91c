"""Exact numbers: text in, scaled integers and fractions between, text out. No floats anywhere.

Rounding is half up in the schoolbook sense, half away from zero, and happens only where a rule
sheet names a place for it (scoring.md, "Numbers").
"""

import re
from collections.abc import Mapping
from fractions import Fraction

from judging.scoring.faults import Fault, ScoringError

#: A stored mark is a whole number of thousandths of a point, whatever the criterion's step: a new
#: version of a rubric can then never change what a stored mark means.
MARK_PLACES = 3
MARK_UNITS = 10**MARK_PLACES

MAX_WHOLE_DIGITS = 9
MAX_PLACES = 6
_LONGEST_SHOWN = 40
_LARGEST_SHOWN_BITS = 1000
_DECIMAL = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]+))?")
_NATURAL = re.compile(r"([0-9]+)")


def parse_points(text: object, place: str = "") -> Fraction:
    """Read plain decimal text such as ``"24.5"`` exactly.

    Only ASCII digits with an optional sign and decimal point are read: no exponent, no NaN or
    infinity, no full-width digits, no thousands separator. At most 9 digits before the point and
    6 after it. ``place`` goes into the fault.

    Raises: ScoringError (``number_not_text``, ``not_a_decimal``, ``number_too_long``).

    >>> parse_points("24.50")
    Fraction(49, 2)
    >>> parse_points("1e3")
    Traceback (most recent call last):
    judging.scoring.faults.ScoringError: not_a_decimal (text=1e3)
    """
    if not isinstance(text, str):
        raise ScoringError([Fault("number_not_text", place, {"text": shorten(text)})])
    match = _DECIMAL.fullmatch(text.strip(" \t"))
    if match is None or not (match[2] or match[3]):
        raise ScoringError([Fault("not_a_decimal", place, {"text": shorten(text)})])
    sign, whole, decimals = match[1], match[2].lstrip("0"), (match[3] or "").rstrip("0")
    if len(whole) > MAX_WHOLE_DIGITS or len(decimals) > MAX_PLACES:
        raise ScoringError([Fault("number_too_long", place, {"text": shorten(text)})])
    units = int(whole + decimals or "0")
    return Fraction(-units if sign == "-" else units, 10 ** len(decimals))


def parse_scaled(text: object, places: int, place: str = "") -> int:
    """Read decimal text as a whole number of units of ``10**-places`` points.

    Raises: ScoringError (as :func:`parse_points`, and ``too_many_places``).

    >>> parse_scaled("24.5", 3)
    24500
    """
    value = parse_points(text, place) * 10**places
    if value.denominator != 1:
        params: dict[str, str | int] = {"text": shorten(text), "places": places}
        raise ScoringError([Fault("too_many_places", place, params)])
    return value.numerator


def round_ratio(numerator: int, denominator: int, places: int) -> int:
    """Round ``numerator / denominator`` half away from zero; return units of ``10**-places``.

    ``denominator`` is positive.

    >>> round_ratio(90125, 1000, 2), round_ratio(-5, 1000, 2)
    (9013, -1)
    """
    doubled = 2 * abs(numerator) * 10**places
    rounded = (doubled + denominator) // (2 * denominator)
    return rounded if numerator >= 0 else -rounded


def round_half_up(value: Fraction, places: int) -> Fraction:
    """Round a fraction half away from zero to ``places`` decimals, exactly.

    >>> round_half_up(Fraction("90.125"), 2)
    Fraction(9013, 100)
    """
    return Fraction(round_ratio(value.numerator, value.denominator, places), 10**places)


def format_scaled(units: int, places: int) -> str:
    """Write a whole number of units of ``10**-places`` points with exactly ``places`` decimals.

    >>> format_scaled(9120, 2), format_scaled(-5, 2), format_scaled(7, 0)
    ('91.20', '-0.05', '7')
    """
    digits = str(abs(units)).rjust(places + 1, "0")
    sign = "-" if units < 0 else ""
    return sign + digits if places == 0 else f"{sign}{digits[:-places]}.{digits[-places:]}"


def format_points(value: Fraction, places: int) -> str:
    """Write a value at ``places`` decimals, rounded half up.

    >>> format_points(Fraction(1, 3), 2)
    '0.33'
    """
    return format_scaled(round_ratio(value.numerator, value.denominator, places), places)


def find_places(value: Fraction) -> int | None:
    """Return how many decimals write the value exactly, or None where they never end.

    >>> find_places(Fraction("91.70")), find_places(Fraction(1, 3))
    (1, None)
    """
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def format_plain(value: Fraction) -> str:
    """Write a terminating value with as few decimals as it takes; any other as ``p/q``.

    >>> format_plain(Fraction("0.50")), format_plain(Fraction(40)), format_plain(Fraction(1, 3))
    ('0.5', '40', '1/3')
    """
    places = find_places(value)
    return fraction_text(value) if places is None else format_points(value, places)


def find_plain(value: Fraction | None) -> str | None:
    """Write a value as :func:`format_plain` does, or nothing where there is none.

    >>> find_plain(Fraction("0.50")), find_plain(None)
    ('0.5', None)
    """
    return None if value is None else format_plain(value)


def fraction_text(value: Fraction) -> str:
    """Write an exact value as ``p/q`` in lowest terms, also where q is 1.

    >>> fraction_text(Fraction("91.70")), fraction_text(Fraction(90))
    ('917/10', '90/1')
    """
    return f"{value.numerator}/{value.denominator}"


def natural_order(text: str) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """Return a sorting key that counts as people do: seat 2 before seat 10, numbers before words.

    >>> sorted(["10", "2", "B", "1", "A2"], key=natural_order)
    ['1', '2', '10', 'A2', 'B']
    """
    parts = [part for part in _NATURAL.split(text) if part]
    return tuple(_natural(part) for part in parts), text


def _natural(part: str) -> tuple[int, int, str]:
    """Order digits by their value without making a number of them: there may be thousands."""
    if part.isascii() and part.isdigit():
        digits = part.lstrip("0")
        return (0, len(digits), digits)
    return (1, 0, part)


def shorten(value: object) -> str:
    """Return a value as text, short enough to stand in a message, whatever a stranger sent.

    A table or list is never written out: it may hold itself, or a thousand others. What cannot be
    encoded becomes ``?``.

    >>> shorten("9" * 100)
    '9999999999999999999999999999999999999999…'
    >>> shorten([[1]]), shorten({"a": 1})
    ('[…]', '{…}')
    """
    if isinstance(value, str):
        text = value[: _LONGEST_SHOWN + 1].encode("utf-8", "replace").decode()
    elif isinstance(value, Mapping):
        text = "{…}"
    elif isinstance(value, list | tuple | set | frozenset):
        text = "[…]"
    elif isinstance(value, int) and value.bit_length() > _LARGEST_SHOWN_BITS:
        text = hex(value)
    else:
        text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
