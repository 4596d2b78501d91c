"""After signing in: a fresh session, the browser's cookies, and where to go."""

from flask import Response, make_response, redirect, session

from judging.permissions import ActorKind
from judging.services.sessions import Device
from judging.web.access import begin_session, current_actor, safe_next
from judging.web.auth.devices import remember_device
from judging.web.auth.tablet_lock import unlock_tablet

#: Where each kind of reader begins; contracts.md, "Addresses".
HOMES = {ActorKind.PERSON: "/desk/", ActorKind.SEAT: "/judge/", ActorKind.ENTRY: "/me/"}


def home_of(kind: ActorKind) -> str:
    """Return the first page of a kind of reader."""
    return HOMES.get(kind, "/")


def arrive(token: str, device: Device, target: str | None = "") -> Response:
    """Begin the session of a token and lead to the reader's first page, or where they came from.

    Args:
        token: from a sign-in command.
        device: the browser.
        target: what ``next`` held; followed only inside the reader's own part of the site.
    """
    begin_session(token)
    actor = current_actor()
    session.permanent = actor.kind is ActorKind.SEAT  # a tablet may lose its power
    wished = safe_next(target)
    strange = tuple(home for kind, home in HOMES.items() if kind is not actor.kind)
    if not wished or wished.startswith((*strange, "/sign-", "/j/", "/welcome/")):
        wished = home_of(actor.kind)
    pseudonym = "" if actor.kind is ActorKind.SEAT else actor.pseudonym
    response = make_response(redirect(wished, 303))
    if actor.kind is ActorKind.SEAT:
        unlock_tablet(response)
    return remember_device(response, device, pseudonym)
