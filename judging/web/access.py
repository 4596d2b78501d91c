"""The gate before every view: who is asking, what the view declares, whether that fits.

A view declares :func:`permission` or :func:`public`; one that declares nothing is never reached.
Where the address names a competition, the office must be held in that competition; what one may
not know of is answered with 404.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf

from judging.clock import utc_now
from judging.errors import InvalidInput, NotFound, NotSignedIn, Problem
from judging.extensions import login_manager
from judging.permissions import ANONYMOUS, PERMISSIONS, Actor, may
from judging.queries.competitions import CompetitionFacts, find_competition
from judging.queries.seat_doors import is_taken_over
from judging.queries.sessions import find_actor

_LARGEST_NUMBER = 2**31 - 1

View = TypeVar("View", bound=Callable[..., Any])


def permission(name: str) -> Callable[[View], View]:
    """Declare the permission that a view needs.

    Args:
        name: a key of ``judging.permissions.PERMISSIONS``.

    Raises:
        KeyError: there is no such permission (at import, not at the first request).
    """
    if name not in PERMISSIONS:
        raise KeyError(name)

    def mark(view: View) -> View:
        view.permission = name  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Declare that anybody may see a view."""
    return permission("public")(view)


class SignedInUser(UserMixin):
    """What Flask-Login keeps: the actor, found by the session's token."""

    def __init__(self, actor: Actor, token: str) -> None:
        """Keep both; only the token goes into the cookie."""
        self.actor = actor
        self.token = token

    def get_id(self) -> str:
        """Return the session token; the database holds only its hash."""
        return self.token


def current_actor() -> Actor:
    """Return who is asking; nobody in particular where no one is signed in."""
    user = current_user
    return user.actor if isinstance(user, SignedInUser) else ANONYMOUS


def current_competition() -> CompetitionFacts:
    """Return the competition that the address names.

    Raises:
        NotFound: it names none.
    """
    found: CompetitionFacts | None = g.get("competition")
    if found is None:
        raise NotFound()
    return found


def begin_session(token: str) -> None:
    """Sign in with a fresh session: nothing of the old cookie lives on but the language.

    It gets its token for forms at once: no later answer needs to set the cookie again.
    """
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    actor = find_actor(token, utc_now())
    if actor is None:
        raise NotSignedIn()
    login_user(SignedInUser(actor, token))
    g.pop("csrf_token", None)
    generate_csrf()


def end_session() -> None:
    """Forget who was signed in on this browser."""
    language = session.get("language")
    logout_user()
    session.clear()
    if language:
        session["language"] = language


def register(app: Flask) -> None:
    """Bind Flask-Login and put the gate before every view."""
    login_manager.init_app(app)
    # Its mark of a session as no longer fresh is asked for nowhere, and would set the cookie again.
    login_manager.session_protection = None
    login_manager.user_loader(_load_user)
    app.before_request(_check)
    app.context_processor(lambda: {"current_actor": current_actor(), "may": may})


def _load_user(token: str) -> SignedInUser | None:
    """Find the actor of a session token; None where it ended or was revoked."""
    actor = find_actor(token, utc_now())
    return None if actor is None else SignedInUser(actor, token)


def _check() -> ResponseReturnValue | None:
    """Let the request through, send to sign-in, or answer 404."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    _refuse_absurd()
    view = app_view(request.endpoint)
    name = getattr(view, "permission", None)
    if name is None:
        abort(404)
    competition_id = _bind_competition()
    if name == "public":
        return None
    actor = current_actor()
    if may(actor, name, competition_id):
        return None
    if actor.is_authenticated:
        raise NotFound()
    if wants_json():
        raise NotSignedIn(_why_signed_out())
    return redirect(url_for("auth.sign_in", next=own_path()))


def _why_signed_out() -> str | None:
    """Return the code that tells a tablet that its seat was opened elsewhere; None otherwise."""
    token = session.get("_user_id")
    return "seat_taken_over" if token and is_taken_over(str(token)) else None


def _refuse_absurd() -> None:
    """Refuse what no honest client sends and no database takes: NUL characters, endless numbers.

    Raises:
        NotFound: it stands in the address.
        InvalidInput: it stands in the query or in the form.
    """
    for value in (request.view_args or {}).values():
        if (isinstance(value, int) and value > _LARGEST_NUMBER) or "\0" in str(value):
            raise NotFound()
    for given in (request.args, request.form):
        for name, value in given.items(multi=True):
            if "\0" in name or "\0" in value:
                raise InvalidInput((Problem("control_characters", name.replace("\0", "")),))


def app_view(endpoint: str) -> Callable[..., Any] | None:
    """Return the view function of an endpoint."""
    from flask import current_app

    return current_app.view_functions.get(endpoint)


def _bind_competition() -> int | None:
    """Find the competition that the address names, and keep it for the request."""
    slug = (request.view_args or {}).get("competition")
    if slug is None:
        return None
    found = find_competition(slug)
    if found is None:
        raise NotFound()
    g.competition = found
    return found.id


def wants_json() -> bool:
    """Whether the answer should be a JSON problem rather than a page."""
    return request.path.startswith("/api/") or request.is_json


def own_path() -> str:
    """Return path and query of this request, for coming back after sign-in (GET only)."""
    if request.method != "GET":
        return ""
    return request.full_path.rstrip("?")


def safe_next(target: str | None) -> str:
    """Return a target only where it is a path of our own, else an empty text.

    Args:
        target: what ``next=`` holds; anything with a host, a scheme, a backslash or a control
            character is refused.
    """
    text = target or ""
    is_own = text.startswith("/") and not text.startswith(("//", "/\\"))
    is_clean = "\\" not in text and all(ord(c) >= 32 for c in text) and len(text) <= 500
    return text if is_own and is_clean else ""
