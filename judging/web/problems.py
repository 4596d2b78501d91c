"""One handler turns every error into a page or a JSON problem detail (RFC 9457)."""

from typing import Any

from flask import Flask, Response, current_app, g, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from judging.errors import (
    InvalidInput,
    JudgingError,
    NotFound,
    NotPermitted,
    NotReady,
    NotSignedIn,
    Problem,
    TooLarge,
    TooManyTries,
)
from judging.scoring.faults import ScoringError
from judging.services.storage import is_storage_error, let_go
from judging.web.access import wants_json
from judging.wording import ErrorWords, sentence, words_for

_BY_STATUS: dict[int, type[JudgingError]] = {
    400: InvalidInput,
    401: NotSignedIn,
    403: NotPermitted,
    404: NotFound,
    405: NotFound,
    413: TooLarge,
    415: InvalidInput,
    429: TooManyTries,
    503: NotReady,
}


def register(app: Flask) -> None:
    """Register the handlers; the last one answers whatever nobody foresaw."""
    app.register_error_handler(JudgingError, answer)
    app.register_error_handler(ScoringError, _answer_scoring)
    app.register_error_handler(CSRFError, _answer_csrf)
    app.register_error_handler(SecurityError, _answer_wrong_host)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_unforeseen)


def answer(error: JudgingError, status: int | None = None) -> ResponseReturnValue:
    """Render an error as the reader wants it: a page, or a JSON problem."""
    words = words_for(error)
    code = status or error.status
    if wants_json():
        return _problem_json(error, words, code)
    page = render_template(
        "errors/error.html",
        code=code,
        title=words.title,
        what_happened=words.what_happened,
        what_is_safe=words.what_is_safe,
        what_next=words.what_next,
        details=words.details,
        request_id=g.get("request_id", ""),
    )
    return page, code


def _problem_json(error: JudgingError, words: ErrorWords, status: int) -> ResponseReturnValue:
    """Write a problem detail; ``code`` and ``errors`` are for programs."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": words.title,
        "status": status,
        "detail": words.what_happened,
        "safe": words.what_is_safe,
        "next": words.what_next,
        "code": error.code,
        "params": {key: str(value) for key, value in error.params.items()},
        "request_id": g.get("request_id", ""),
    }
    if isinstance(error, InvalidInput):
        body["errors"] = [
            {"code": p.code, "place": p.place, "detail": sentence(p.code, p.params)}
            for p in error.problems
        ]
    response: Response = jsonify(body)
    response.content_type = "application/problem+json"
    return response, status


def _answer_scoring(error: ScoringError) -> ResponseReturnValue:
    """Answer faults that the scoring core found in what was given."""
    problems = tuple(Problem(f.code, f.place, f.params) for f in error.faults)
    return answer(InvalidInput(problems))


def _answer_csrf(_error: CSRFError) -> ResponseReturnValue:
    """Answer a form without a valid token."""
    return answer(InvalidInput((Problem("csrf"),)))


def _answer_wrong_host(_error: SecurityError) -> ResponseReturnValue:
    """Answer a request under a name that is not ours: as plain text, for no link can be made."""
    words = sentence("wrong_host", {})
    return Response(words + "\n", 400, content_type="text/plain; charset=utf-8")


def _answer_http(error: HTTPException) -> ResponseReturnValue:
    """Answer what Flask and Werkzeug raise; redirects pass through."""
    status = error.code or 500
    if status < 400:
        return error.get_response()
    known = _BY_STATUS.get(status)
    shown = known(()) if known is InvalidInput else (known or JudgingError)()
    return answer(shown, status)


def _answer_unforeseen(error: Exception) -> ResponseReturnValue:
    """Answer whatever nobody foresaw; the log has the trace, the reader has its number."""
    let_go()
    if current_app.config["TESTING"] and not current_app.config.get("ANSWER_UNFORESEEN"):
        raise error
    current_app.logger.error("request %s failed", g.get("request_id", ""), exc_info=error)
    if is_storage_error(error):
        return answer(NotReady())
    return answer(JudgingError())
