"""The judge's client as one thing with a version: what the worker keeps, and the pages it may show.

The version is a digest of all that the client is made of, the shells in both languages included:
whatever changes, tablets fetch the whole anew, and never mix two versions.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import current_app, render_template, url_for
from flask_babel import force_locale

from judging.web.judge.client_files import WORKER, ClientFiles, find_client_files
from judging.web.judge.words import words_for_page
from judging.web.language import HTML_LANGUAGE, LANGUAGES

#: The header by which the worker knows an answer of ours, and of which client it speaks.
VERSION_HEADER = "X-Rostrum-Client"
_VERSION_DIGITS = 16


@dataclass(frozen=True)
class Client:
    """The client as it is served now.

    Args:
        version: names it; another one means that something of it changed.
        files: what it is made of.
        shells: language → the page without a heat, as HTML.
        words: language → the sentences of the modules, as JSON.
    """

    version: str
    files: ClientFiles
    shells: Mapping[str, str]
    words: Mapping[str, str]


def get_client() -> Client:
    """Return the client; read anew only where a developer changes files under it."""
    folder = Path(current_app.static_folder or "")
    is_developing = current_app.config["ENVIRONMENT"] == "development"
    return _read(folder, _newest_change(folder) if is_developing else 0)


def client_version() -> str:
    """Return the version of the client that this server hands out."""
    return get_client().version


def worker_script() -> str:
    """Return the service worker: what it is to keep, and then the code that keeps it."""
    client = get_client()
    kept = (*client.files.first, *client.files.later, *client.files.plain)
    facts = {
        "files": {address(name): client.files.digests[name] for name in kept},
        "header": VERSION_HEADER,
        "pages": {
            url_for("judge.shell", language=language): _digest(client.shells[language])
            for language in LANGUAGES
        },
        "words": {
            url_for("judge.words", language=language): _digest(client.words[language])
            for language in LANGUAGES
        },
        "store": client.files.store_version,
        "version": client.version,
    }
    source = (Path(current_app.static_folder or "") / WORKER).read_text(encoding="utf-8")
    return f"const CLIENT = {json.dumps(facts, sort_keys=True)};\n{source}"


def address(name: str) -> str:
    """Return the address of a static file as modules import it: without a version."""
    return f"{current_app.static_url_path}/{name}"


def _newest_change(folder: Path) -> int:
    """Return when anything under ``static/`` was changed last, in nanoseconds."""
    return max(path.stat().st_mtime_ns for path in folder.rglob("*.*"))


@lru_cache(maxsize=2)
def _read(folder: Path, _changed_ns: int) -> Client:
    files = find_client_files(folder)
    drafts = [_render_shell(language, "", files) for language in LANGUAGES]
    words = {language: _write_words(language) for language in LANGUAGES}
    named = json.dumps([files.digests, drafts, words], sort_keys=True)
    version = _digest(named)[:_VERSION_DIGITS]
    shells = {language: _render_shell(language, version, files) for language in LANGUAGES}
    return Client(version, files, shells, words)


def _render_shell(language: str, version: str, files: ClientFiles) -> str:
    """Render the page that belongs to nobody: no token, no name, no flash of anybody's session."""
    names = {"zh_Hans": "中文", "en": "English"}
    with force_locale(language):
        return render_template(
            "judge/shell.html",
            client_version=version,
            client_modules=[address(name) for name in files.first],
            html_language=HTML_LANGUAGE[language],
            language=language,
            language_links=[
                (code, names[code], url_for("judge.shell", language=code)) for code in LANGUAGES
            ],
        )


def _write_words(language: str) -> str:
    with force_locale(language):
        return json.dumps(words_for_page(), ensure_ascii=False, separators=(",", ":"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
