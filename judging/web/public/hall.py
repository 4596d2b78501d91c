"""Where a tablet installs the authority of the hall's own network.

The same pages stand behind the plain-http door of ``judging serve --lan``: a tablet that does not
trust this laptop yet cannot read them here (docs/hall.md).
"""

from pathlib import Path
from urllib.parse import urlsplit

from flask import Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_locale

from judging.errors import NotFound
from judging.lan.profile import make_profile
from judging.lan.store import AuthorityFacts, find_authority
from judging.web.access import public
from judging.web.public import blueprint

#: The name that a browser keeps the certificate under.
FILE_NAME = "rostrum-hall"


@blueprint.get("/hall/")
@public
def hall_door() -> ResponseReturnValue:
    """Show how a tablet comes to trust this laptop, in the reader's language."""
    return _page(_authority(), str(get_locale()))


@blueprint.get("/hall/<any(zh_Hans, en):language>")
@public
def hall_door_in(language: str) -> ResponseReturnValue:
    """Show the same in the language of the address."""
    found = _authority()
    with force_locale(language):
        return _page(found, language)


@blueprint.get("/hall/rostrum-hall.crt")
@public
def hall_authority() -> ResponseReturnValue:
    """Give the authority as Android, HarmonyOS, Windows and macOS install it."""
    return _file(_authority().certificate, "application/x-x509-ca-cert", ".crt")


@blueprint.get("/hall/rostrum-hall.mobileconfig")
@public
def hall_profile() -> ResponseReturnValue:
    """Give the authority as an iPad installs it."""
    found = _authority()
    profile = make_profile(found.certificate, found.name)
    return _file(profile, "application/x-apple-aspen-config", ".mobileconfig")


def _authority() -> AuthorityFacts:
    """Return the authority of this installation.

    Raises:
        NotFound: none was made: Rostrum is not served in a hall.
    """
    found = find_authority(Path(current_app.config["INSTANCE"]) / "tls")
    if found is None:
        raise NotFound()
    return found


def _page(found: AuthorityFacts, language: str) -> str:
    """Render the page; it holds no token, so that the door can keep it as a finished file."""
    base = current_app.config["PUBLIC_BASE_URL"].rstrip("/")
    links = [
        (code, label, url_for("public.hall_door_in", language=code))
        for code, label in (("zh_Hans", "中文"), ("en", "English"))
    ]
    return render_template(
        "public/hall.html",
        authority=found,
        fingerprint_lines=_lines(found.fingerprint),
        address=base,
        host=urlsplit(base).hostname,
        language=language,
        html_language="en" if language == "en" else "zh-Hans",
        language_links=links,
    )


def _lines(fingerprint: str) -> list[str]:
    """Return a fingerprint in lines of eight pairs, as one compares it."""
    pairs = fingerprint.split(":")
    return [" ".join(pairs[start : start + 8]) for start in range(0, len(pairs), 8)]


def _file(content: bytes, content_type: str, ending: str) -> Response:
    """Return a file that a device installs."""
    answer = Response(content, content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}{ending}"'
    return answer
