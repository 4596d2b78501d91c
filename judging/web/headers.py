"""Security headers on every answer, and a number for every request."""

import secrets

from flask import Flask, Response, g, request

from judging.web.access import current_actor

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


def register(app: Flask) -> None:
    """Number each request and set the headers on each answer."""

    @app.before_request
    def number_request() -> None:
        g.request_id = secrets.token_hex(6)

    @app.after_request
    def set_headers(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["X-Request-Id"] = g.get("request_id", "")
        # A hall's door stays plain HTTP on the same name: a browser must not be told to refuse it.
        if app.config["TRANSPORT"] == "tls":
            headers["Strict-Transport-Security"] = "max-age=31536000"
        if request.endpoint != "static" and "Cache-Control" not in headers:
            signed_in = current_actor().is_authenticated
            headers["Cache-Control"] = "no-store" if signed_in else "no-cache"
        headers["X-Robots-Tag"] = "noindex"
        return response
