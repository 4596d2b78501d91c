"""The files that a tablet writes: JSON with sealed envelopes; codes read by a camera say the same.

The format is a contract with ``static/tablet/escape.js``, described in docs/tablet.md.
"""

import codecs
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from judging.errors import InvalidInput, Problem, TooLarge
from judging.services.delivery_values import Envelope
from judging.services.intake import MOST_ENVELOPES
from judging.web.api.deliveries_json import envelope_from

FORMAT, VERSION = "rostrum-sheets", 1
MOST_BYTES = 8 * 1024 * 1024
MOST_FILES = 40


@dataclass(frozen=True)
class SheetsFile:
    """What files hold together.

    Args:
        content: the same as one file, to be kept until somebody says "take in".
        envelopes: in the order of the files.
        faults: what of an envelope could not even be read.
    """

    content: bytes
    envelopes: tuple[Envelope, ...]
    faults: tuple[Problem, ...] = ()


def read_sheets(parts: Iterable[tuple[str, bytes]]) -> SheetsFile:
    """Read files, or codes, into envelopes.

    Args:
        parts: name and bytes of each.

    Raises:
        InvalidInput: one is no such file, or is of a newer version; or all hold nothing.
        TooLarge: together they are over 8 MiB.
    """
    bodies: list[Any] = []
    size = 0
    for name, content in parts:
        size += len(content)
        if size > MOST_BYTES:
            raise TooLarge("file_too_large", most_mib=MOST_BYTES // 2**20)
        bodies += _bodies(name[:80], content)
    if not bodies:
        raise InvalidInput((Problem("intake_empty"),))
    if len(bodies) > MOST_ENVELOPES:
        raise InvalidInput((Problem("intake_too_many", "", {"most": MOST_ENVELOPES}),))
    envelopes, faults = _parsed(bodies)
    whole = {"format": FORMAT, "version": VERSION, "envelopes": bodies}
    return SheetsFile(json.dumps(whole).encode(), tuple(envelopes), tuple(faults))


def _bodies(name: str, content: bytes) -> list[Any]:
    """Return the envelopes of one file as plain JSON values."""
    try:
        whole = json.loads(content.removeprefix(codecs.BOM_UTF8))
    except (ValueError, RecursionError):
        raise InvalidInput((Problem("intake_not_ours", name),)) from None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise InvalidInput((Problem("intake_not_ours", name),))
    if whole.get("version") != VERSION:
        raise InvalidInput((Problem("intake_newer", name),))
    envelopes = whole.get("envelopes")
    if not isinstance(envelopes, list):
        raise InvalidInput((Problem("intake_not_ours", name),))
    return envelopes


def _parsed(bodies: list[Any]) -> tuple[list[Envelope], list[Problem]]:
    """Parse what can be parsed; one damaged envelope keeps no other back."""
    envelopes: list[Envelope] = []
    faults: list[Problem] = []
    for body in bodies:
        if not isinstance(body, dict):
            faults.append(Problem("body_not_object"))
            continue
        try:
            envelopes.append(envelope_from(body))
        except InvalidInput as error:
            faults.append(error.problems[0])
    return envelopes, faults
