"""``flask judging serve``: the one place that knows how the server is started.

One process with many threads: SQLite knows one writer, and live viewers are told of changes inside
the process. Why granian, and with which figures: docs/decisions/0003-server.md.
"""

import os
import socket
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _
from flask_migrate import upgrade

from judging import ROOT
from judging.cli import judging_group, refuse

_STOP_WITHIN_S = 5
_RESPAWN_AFTER_S = 1


@judging_group.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True)
@click.option("--certificate", type=click.Path(exists=True, dir_okay=False), help="TLS, PEM.")
@click.option("--key", type=click.Path(exists=True, dir_okay=False), help="TLS key, PKCS#8.")
@click.option("--prepare", is_flag=True, help="First migrate, and make the demo where it is not.")
@click.pass_context
@with_appcontext
def serve(
    context: click.Context,
    host: str,
    port: int,
    certificate: str | None,
    key: str | None,
    prepare: bool,
) -> None:
    """Serve Rostrum until it is stopped (Ctrl-C, or SIGTERM: requests under way are finished)."""
    if (certificate is None) != (key is None):
        raise click.UsageError("--certificate and --key go together")
    if not is_free(host, port):
        refuse(
            _(
                "Port %(port)s is in use. Stop what uses it, or choose another: make run PORT=8080",
                port=port,
            )
        )
    if prepare:
        upgrade(directory=str(ROOT / "judging" / "migrations"))
        context.invoke(judging_group.commands["demo"])
    scheme = "https" if certificate else "http"
    address = f"{scheme}://{host}:{port}"
    os.environ.setdefault("ROSTRUM_BASE_URL", address)
    click.echo(_("Rostrum is at %(address)s (Ctrl-C stops it)", address=address))
    sys.stdout.flush()
    tls = ["--ssl-certificate", certificate, "--ssl-keyfile", key] if certificate and key else []
    os.execv(  # noqa: S606 (our own words only)
        sys.executable, server_command(host, port, current_app.config["THREADS"], tls)
    )


def is_free(host: str, port: int) -> bool:
    """Say whether nobody listens on a port.

    granian itself does not notice: it shares a port with whoever else shares it, and two servers
    would answer in turn.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def server_command(host: str, port: int, threads: int, tls: list[str]) -> list[str]:
    """Return the server's command line.

    Args:
        host: address to listen on.
        port: port to listen on, 1 to 65535.
        threads: requests answered at the same time.
        tls: granian's options for certificate and key; empty for plain HTTP.
    """
    options = {
        "--interface": "wsgi",
        "--working-dir": str(ROOT),
        "--host": host,
        "--port": str(port),
        "--workers": "1",
        "--blocking-threads": str(threads),
        "--workers-kill-timeout": str(_STOP_WITHIN_S),
        "--respawn-interval": str(_RESPAWN_AFTER_S),
        "--log-level": "error",
    }
    words = [word for pair in options.items() for word in pair]
    granian = Path(sys.executable).with_name("granian")
    return [
        sys.executable,
        str(granian),
        *words,
        "--respawn-failed-workers",
        "--no-ws",
        *tls,
        "wsgi:app",
    ]
