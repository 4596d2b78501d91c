"""The addresses of the demo's pages, reader by reader, out of the application's own routes."""

import re
from collections.abc import Iterator

from werkzeug.routing import Rule

from judging.permissions import PERMISSIONS, Role

_COMPETITION = "qiming"
#: Argument → a value that the demo has; ``serial`` is added by whoever knows one.
_SAMPLES: dict[str, object] = {
    "competition": _COMPETITION,
    "slug": _COMPETITION,
    "division_key": "secondary",
    "round_key": "preliminary",
    "heat_number": 1,
    "seat_number": 1,
    "order": 1,
}
#: Heats are looked at while they are open; what is counted or published belongs to another round.
_OPEN_HEAT = {"round_key": "semifinal", "heat_number": 3}
#: What is no page: files, fragments, endpoints for machines, doors that need a secret, what a
#: competition that ranks by heats does not have, and what only a hall's own network has.
_NO_PAGES = re.compile(
    r"^static$|^api\.|\.(healthz|readyz|heat_matrix|devices_part|heat_devices_part|devices_badge|seat_door"
    r"|welcome|round_tally|hall_\w+|shell|words|worker|manifest)$"
)
_FILES = re.compile(r"\.(pdf|zip|toml|<form>)$")
#: Pages that only another address, or another state of a heat, brings up.
_MORE = {
    "visitor": ("/nothing-here", "/sign-in?as=judge", "/sign-in?as=entry", "/verify/NOSUCHSERIAL"),
    "organizer": (
        "/desk/new?template=one",
        *(
            f"/desk/{_COMPETITION}/rounds/{place}"
            for place in (
                "preliminary/heats/1/progress",
                "preliminary/heats/1/panel",
                "preliminary/heats/1/order",
                "final",
                "final/heats/1",
                "final/heats/1/order",
                "final/heats/1/progress",
            )
        ),
        *(
            f"/desk/{_COMPETITION}/fairness/{place}"
            for place in (
                "preliminary/health?heat=4",
                "preliminary/stability?heat=4",
                "preliminary/dry-run?heat=4&after=preset:plain-mean",
                "preliminary/adjustment?heat=3",
                "semifinal/health?heat=3",
            )
        ),
    ),
}
_OFFICES = {"judge": Role.JUDGE, "contestant": Role.CONTESTANT} | {
    str(role): role for role in (Role.ORGANIZER, Role.CHIEF_JUDGE, Role.STAGE_MANAGER, Role.AUDITOR)
}


def list_pages(reader: str, serial: str) -> list[str]:
    """Return the addresses of all pages that a reader of the demo may see, in their order.

    Args:
        reader: one of ``tests.browser.tour.READERS``.
        serial: the serial of a certificate of the demo.
    """
    from wsgi import app

    found = []
    for rule in sorted(app.url_map.iter_rules(), key=str):
        declared = getattr(app.view_functions[rule.endpoint], "permission", "")
        if _is_page(rule) and _sees(reader, rule, str(declared)):
            found += list(_addresses(rule, serial))
    return [*found, *_MORE.get(reader, ())]


def _is_page(rule: Rule) -> bool:
    """Say whether a rule answers with a page."""
    is_other = _NO_PAGES.search(rule.endpoint) or _FILES.search(str(rule))
    return "GET" in (rule.methods or ()) and not is_other


def _sees(reader: str, rule: Rule, declared: str) -> bool:
    """Say whether a page is part of what a reader sees; public pages are the visitor's."""
    if reader == "visitor" or declared == "public":
        return reader == "visitor" and declared == "public"
    if declared == "signed_in":
        return not str(rule).startswith("/desk/") or reader not in ("judge", "contestant")
    if declared == "competition.create":
        return reader == "organizer"
    return _OFFICES[reader] in PERMISSIONS[declared]


def _addresses(rule: Rule, serial: str) -> Iterator[str]:
    """Return the addresses of a rule under the samples."""
    samples = _SAMPLES | {"serial": serial}
    if "heat_number" in rule.arguments and ".heat_tally" not in rule.endpoint:
        samples |= _OPEN_HEAT
    samples["number"] = "A102" if "entries/number" in str(rule) else 1
    path = str(rule)
    for name in rule.arguments:
        path = re.sub(rf"<(?:[^<>:]+:)?{name}>", str(samples[name]), path)
    yield path
