"""The mark of a locked tablet, which its script sets: the lock holds before the server is told.

A tablet that was locked without a network keeps its session until the server can be reached. Until
then the mark says that no page with marks is wanted (docs/tablet.md, "A shared tablet").
"""

from flask import Response, current_app, request

#: As in static/tablet/lock_mark.js; not ``__Host-``, for it is sent to the judge's pages only.
_NAME = "rostrum-locked"
_PATH = "/judge"


def is_tablet_locked() -> bool:
    """Whether the browser that asks was locked, and nobody has entered since."""
    return request.cookies.get(_NAME) == "1"


def unlock_tablet(response: Response) -> None:
    """Take the mark away: somebody has shown a card or a PIN."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.delete_cookie(_NAME, path=_PATH, secure=secure, httponly=True, samesite="Lax")
