"""The first page, and the choice of language."""

from flask import current_app, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from judging.queries.demo_desks import list_demos
from judging.queries.results import list_public_competitions
from judging.web.access import public, safe_next
from judging.web.language import LANGUAGES
from judging.web.public import blueprint


@blueprint.get("/")
@public
def home() -> str:
    """Explain what this is and for whom, with the published results and the demo's doors."""
    is_production = current_app.config["ENVIRONMENT"] == "production"
    return render_template(
        "public/home.html",
        competitions=list_public_competitions(),
        demos=() if is_production else list_demos(),
    )


@blueprint.post("/language")
@public
def set_language() -> ResponseReturnValue:
    """Keep the language that was chosen, and go back to where the reader was."""
    wished = request.form.get("language", "")
    if wished in LANGUAGES:
        session["language"] = wished
    return redirect(safe_next(request.form.get("next")) or "/", 303)
