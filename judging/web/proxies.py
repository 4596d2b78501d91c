"""Forwarded headers are believed from as many proxies as configured, and from nobody by default.

Without this, everybody behind a reverse proxy has the proxy's address, and one throttle; with too
much of it, anybody could claim any address.
"""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix


def register(app: Flask) -> None:
    """Believe the last ``PROXY_COUNT`` entries of ``X-Forwarded-For`` and ``X-Forwarded-Proto``."""
    count = app.config["PROXY_COUNT"]
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]
