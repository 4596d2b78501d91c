"""What makes the judge's page open without a network: its shell, its worker, its manifest.

They belong to nobody and hold nothing of any heat; the tablet's own storage has that.
"""

from typing import Any

from flask import Response, jsonify, make_response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _

from judging.web.access import public
from judging.web.compressed_files import compress_public
from judging.web.judge import blueprint
from judging.web.judge.client import VERSION_HEADER, client_version, get_client, worker_script
from judging.web.language import HTML_LANGUAGE, LANGUAGES

_ICONS = (
    ("img/icon-192.png", "192x192", "any"),
    ("img/icon-512.png", "512x512", "any"),
    ("img/icon-maskable-512.png", "512x512", "maskable"),
    ("img/favicon.svg", "any", "any"),
)
_COLOUR = "#12263f"
#: Where the worker stands between page and network.
_BELOW = "/judge/"


@blueprint.get("/shell")
@public
def shell() -> ResponseReturnValue:
    """The page without a heat: the modules find the last one on the tablet."""
    response = make_response(get_client().shells[_wished_language()])
    response.headers["Cache-Control"] = "no-cache"
    return compress_public(response)


@blueprint.get("/words")
@public
def words() -> ResponseReturnValue:
    """The sentences of the modules in one language."""
    response = make_response(get_client().words[_wished_language()])
    response.mimetype = "application/json"
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return compress_public(response)


@blueprint.get("/worker.js")
@public
def worker() -> ResponseReturnValue:
    """The service worker; never kept by the browser, so that a new client is noticed."""
    response = make_response(worker_script())
    response.mimetype = "text/javascript"
    response.headers["Cache-Control"] = "no-cache"
    return compress_public(response)


@blueprint.get("/manifest.webmanifest")
@public
def manifest() -> ResponseReturnValue:
    """What the tablet's home screen shows of the page."""
    with force_locale(_wished_language()):
        response = jsonify(_facts())
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _facts() -> dict[str, Any]:
    return {
        "id": url_for("judge.heat"),
        "start_url": url_for("judge.heat"),
        "scope": url_for("judge.heat"),
        "name": _("Rostrum: marking"),
        "short_name": _("Marking"),
        "description": _("The judge's score sheets. They open and are kept without a network."),
        "lang": HTML_LANGUAGE[str(get_locale())],
        "dir": "ltr",
        "display": "standalone",
        "orientation": "any",
        "background_color": _COLOUR,
        "theme_color": _COLOUR,
        "icons": [
            {"src": url_for("static", filename=name), "sizes": sizes, "purpose": purpose}
            for name, sizes, purpose in _ICONS
        ],
    }


@blueprint.after_app_request
def name_client(response: Response) -> Response:
    """Let the worker tell our answers to its pages from a gateway's."""
    if request.path.startswith(_BELOW):
        response.headers[VERSION_HEADER] = client_version()
    return response


def _wished_language() -> str:
    """Return the language that the address names, else the reader's."""
    wished = request.args.get("language", "")
    return wished if wished in LANGUAGES else str(get_locale())
