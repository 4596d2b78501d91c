"""What a browser keeps between sign-ins: a random id, and proofs of accounts it has used."""

import re
import secrets

from flask import Response, current_app, request

from judging.services.sessions import Device, known_device_proof

_ID = re.compile(r"[A-Za-z0-9_-]{43}")
_PROOF = re.compile(r"[0-9A-Z]{26}")
#: What tells a browser or a system by its own words, the special before the general.
_BROWSERS = {
    "MicroMessenger": "WeChat",
    "QQBrowser": "QQ Browser",
    "HuaweiBrowser": "Huawei Browser",
    "Edg": "Edge",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "iPad": "iPad",
    "iPhone": "iPhone",
    "HarmonyOS": "HarmonyOS",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}
_MOST_PROOFS = 5
_LASTS_S = 400 * 24 * 3600  # as long as browsers keep a cookie at most
_ID_BYTES = 32


def _cookie(name: str) -> str:
    """Return a cookie's name; ``__Host-`` ties it to this host where there is HTTPS."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    return f"__Host-rostrum-{name}" if secure else f"rostrum-{name}"


def describe(label: str) -> str:
    """Return in a few words what a browser says about itself.

    >>> describe("Mozilla/5.0 (iPad; CPU OS 18_1) AppleWebKit/605.1 Version/18.1 Safari/604.1")
    'Safari · iPad'
    """
    known = (_BROWSERS, _SYSTEMS)
    words = (next((name for mark, name in table.items() if mark in label), "") for table in known)
    return " · ".join(word for word in words if word) or label[:40]


def this_device() -> Device:
    """Return the browser that asks; without an id where it has kept none."""
    found = request.cookies.get(_cookie("device"), "")
    device_id = found if _ID.fullmatch(found) else ""
    kept = request.cookies.get(_cookie("known"), "")[:200].split(".")
    proofs = tuple(proof for proof in kept if _PROOF.fullmatch(proof))[:_MOST_PROOFS]
    return Device(device_id, request.user_agent.string, proofs)


def device_for_writing() -> Device:
    """Return the browser that asks, with a new id where it has none yet."""
    device = this_device()
    return device if device.id else Device(secrets.token_urlsafe(_ID_BYTES), device.label)


def remember_device(response: Response, device: Device, pseudonym: str = "") -> Response:
    """Let the browser keep its id, and a proof where an account has just signed in.

    Args:
        response: the answer that sets the cookies.
        device: from :func:`device_for_writing`.
        pseudonym: of the account that signed in; empty adds no proof.
    """
    _set(response, "device", device.id)
    if pseudonym:
        proof = known_device_proof(pseudonym, device.id)
        others = [kept for kept in device.proofs if kept != proof]
        _set(response, "known", ".".join([proof, *others][:_MOST_PROOFS]))
    return response


def _set(response: Response, name: str, value: str) -> None:
    """Set a cookie that scripts cannot read and other sites do not send."""
    response.set_cookie(
        _cookie(name),
        value,
        max_age=_LASTS_S,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
