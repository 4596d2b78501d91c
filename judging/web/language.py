"""Which language a request is answered in, and filters that pick and format by language."""

import os
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from click import get_current_context
from flask import Flask, g, has_request_context, request, session
from flask_babel import format_date, format_datetime, get_locale

from judging.extensions import babel
from judging.web.access import current_actor
from judging.wording.terminal import CATALOGUES, language_of_terminal

LANGUAGES = ("zh_Hans", "en")
HTML_LANGUAGE = {"zh_Hans": "zh-Hans", "en": "en"}


def choose_language() -> str:
    """Return the catalogue for this request: chosen here, chosen before, wished, default.

    A command speaks the language of its terminal.
    """
    if not has_request_context():
        is_command = get_current_context(silent=True) is not None
        return CATALOGUES[language_of_terminal(os.environ)] if is_command else "zh_Hans"
    for wish in (session.get("language"), current_actor().language):
        if wish in LANGUAGES:
            return str(wish)
    for wished, _quality in request.accept_languages:
        if wished.lower().startswith("zh"):
            return "zh_Hans"
        if wished.lower().startswith("en"):
            return "en"
    return "zh_Hans"


def in_language(thing: Any, attribute: str = "name") -> str:
    """Return the text of a zh/en pair in the reader's language, the other where it is empty.

    Args:
        thing: an object with ``<attribute>_zh`` and ``<attribute>_en``, an object with ``zh`` and
            ``en``, or a mapping with those keys.
        attribute: which pair, e.g. ``title``.
    """
    if isinstance(thing, dict):
        chinese, english = (thing.get(f"{attribute}_{c}", thing.get(c, "")) for c in ("zh", "en"))
    elif hasattr(thing, "zh"):
        chinese, english = thing.zh, thing.en
    else:
        chinese, english = getattr(thing, f"{attribute}_zh"), getattr(thing, f"{attribute}_en")
    is_english = str(get_locale()).startswith("en")
    return str((english or chinese) if is_english else (chinese or english))


def local_time(instant: datetime | None, form: str = "medium", zone: str = "") -> str:
    """Show an instant in the competition's time zone; empty for None."""
    if instant is None:
        return ""
    competition = g.get("competition")
    name = zone or (competition.timezone if competition else "Asia/Shanghai")
    return format_datetime(instant.astimezone(ZoneInfo(name)), form, rebase=False)


def local_date(day: date | None, form: str = "long") -> str:
    """Show a calendar day in the reader's language; empty for None."""
    return "" if day is None else format_date(day, form, rebase=False)


def register(app: Flask) -> None:
    """Bind Flask-Babel, the filters and what the layouts need to know."""
    babel.init_app(app, locale_selector=choose_language)
    app.jinja_env.filters["in_language"] = in_language
    app.jinja_env.filters["local_time"] = local_time
    app.jinja_env.filters["local_date"] = local_date
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(
        lambda: {
            "language": str(get_locale()),
            "html_language": HTML_LANGUAGE.get(str(get_locale()), "zh-Hans"),
        }
    )
