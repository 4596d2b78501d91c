"""Reading a JSON body strictly: declared as JSON, bounded, an object, known keys, exact types."""

from collections.abc import Mapping
from typing import Any

from flask import request
from werkzeug.exceptions import BadRequest

from judging.errors import InvalidInput, Problem, TooLarge

#: The largest body of a score sheet: thirty marks and two comments, with room to spare.
MAX_BODY = 64 * 1024


def read_object(keys: frozenset[str]) -> Mapping[str, Any]:
    """Return the request's body as a JSON object with exactly known keys.

    A body that a plain form could send is refused: only ``application/json`` is read.

    Args:
        keys: the keys that may appear.

    Raises:
        InvalidInput: not JSON, not an object, or an unknown key; 415 for another content type.
        TooLarge: more than 64 KiB.
    """
    if request.mimetype != "application/json":
        raise InvalidInput((Problem("body_not_json"),), "body_not_json")
    if (request.content_length or 0) > MAX_BODY:
        raise TooLarge()
    request.max_content_length = MAX_BODY
    try:
        body = request.get_json()
    except (BadRequest, RecursionError, UnicodeError):
        raise InvalidInput((Problem("body_not_json"),), "body_not_json") from None
    if not isinstance(body, dict):
        raise InvalidInput((Problem("body_not_object"),))
    refuse_unknown(body, keys)
    return body


def refuse_unknown(body: Mapping[str, Any], keys: frozenset[str], inside: str = "") -> None:
    """Go on only where an object holds known keys and nothing else.

    Args:
        body: the object.
        keys: the keys that may appear.
        inside: the field that holds the object, with its dot; empty for the body itself.

    Raises:
        InvalidInput: it holds others; the first twenty are named.
    """
    unknown = [Problem("unknown_field", f"{inside}{key[:64]}") for key in body if key not in keys]
    if unknown:
        raise InvalidInput(unknown[:20])


def text_of(body: Mapping[str, Any], key: str, problems: list[Problem]) -> str:
    """Return a text field, empty where it is missing; a wrong type becomes a problem."""
    value = body.get(key, "")
    if isinstance(value, str):
        return value
    problems.append(Problem("field_not_text", key))
    return ""


def integer_of(body: Mapping[str, Any], key: str, problems: list[Problem]) -> int:
    """Return a whole number, 0 where it is missing; a wrong type becomes a problem."""
    value = body.get(key, 0)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    problems.append(Problem("field_not_integer", key))
    return 0


def boolean_of(body: Mapping[str, Any], key: str, problems: list[Problem]) -> bool:
    """Return true or false, false where it is missing; a wrong type becomes a problem."""
    value = body.get(key, False)
    if isinstance(value, bool):
        return value
    problems.append(Problem("field_not_boolean", key))
    return False


def marks_of(body: Mapping[str, Any], problems: list[Problem]) -> dict[str, str]:
    """Return the marks as decimal texts by criterion; anything else becomes a problem."""
    value = body.get("marks", {})
    if not isinstance(value, dict):
        problems.append(Problem("field_not_object", "marks"))
        return {}
    wrong = [key for key, mark in value.items() if not isinstance(mark, str)]
    problems += [Problem("field_not_text", f"marks.{key[:64]}") for key in wrong[:20]]
    return {key: mark for key, mark in value.items() if isinstance(mark, str)}
