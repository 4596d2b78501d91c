"""Whose forwarded headers are believed."""

import pytest
from flask import Flask, request, request_started

FORGED = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7", "X-Forwarded-Host": "evil.example"}


def _seen(app: Flask) -> tuple[str | None, str]:
    """Return the address and host that the application sees behind a proxy."""
    seen = []

    def look(_app: Flask) -> None:
        seen.append((request.remote_addr, request.host))

    with request_started.connected_to(look, app):
        app.test_client().get("/sign-in", headers=FORGED)
    return seen[0]


def test_nobodys_headers_are_believed_by_default(app: Flask) -> None:
    assert _seen(app) == ("127.0.0.1", "localhost")


@pytest.mark.parametrize("app_settings", [{"PROXY_COUNT": 1}])
def test_one_proxy_tells_the_address_but_not_the_host(app: Flask) -> None:
    assert _seen(app) == ("198.51.100.7", "localhost")
