"""``flask judging serve``: the one place that knows how the server is started.

One process with many threads: SQLite knows one writer, and live viewers are told of changes inside
the process. Why granian, and with which figures: docs/decisions/0003-server.md.
"""

import errno
import os
import socket
import ssl
import sys
from pathlib import Path

import click
from click.core import ParameterSource
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _
from flask_migrate import upgrade

from judging import ROOT
from judging.cli import judging_group, refuse
from judging.cli.hall import (
    EVERYWHERE,
    HallPlace,
    find_place,
    open_door,
    settle,
    tell_door,
    tell_fingerprint,
)
from judging.cli.hall import prepare as prepare_hall
from judging.cli.organizer import explain
from judging.errors import NotReady
from judging.lan.store import HallCertificate
from judging.queries.readiness import check_database

_STOP_WITHIN_S = 5
_RESPAWN_AFTER_S = 1


@judging_group.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True)
@click.option("--certificate", type=click.Path(exists=True, dir_okay=False), help="TLS, PEM.")
@click.option("--key", type=click.Path(exists=True, dir_okay=False), help="TLS key, PKCS#8.")
@click.option("--lan", is_flag=True, help="For the tablets of a hall: TLS by an own authority.")
@click.option("--plain", is_flag=True, help="With --lan: without TLS, and with what that costs.")
@click.option("--name", "names", multiple=True, help="With --lan: a further name or address.")
@click.option("--door-port", type=click.IntRange(1, 65_535), help="With --lan: the next port.")
@click.option("--prepare", is_flag=True, help="First migrate, and make the demo where it is not.")
@click.pass_context
@with_appcontext
def serve(
    context: click.Context,
    host: str,
    port: int,
    certificate: str | None,
    key: str | None,
    lan: bool,
    plain: bool,
    names: tuple[str, ...],
    door_port: int | None,
    prepare: bool,
) -> None:
    """Serve Rostrum until it is stopped (Ctrl-C, or SIGTERM: requests under way are finished).

    What keeps it from starting is told in a sentence, with exit code 1.
    """
    _check_options(certificate, key, lan=lan, is_of_lan=bool(plain or names or door_port))
    is_chosen = context.get_parameter_source("host") is not ParameterSource.DEFAULT
    host = EVERYWHERE if lan and not is_chosen else host
    require_free(host, port)
    network, place = find_place(names, port, door_port, is_plain=plain) if lan else (None, None)
    require_database(may_migrate=prepare)
    if prepare:
        upgrade(directory=str(ROOT / "judging" / "migrations"))
        context.invoke(judging_group.commands["demo"])
    if network and place and not plain:
        hall = prepare_hall(network, names)
        place = settle(place, hall)
        certificate = key = _open_hall(place, hall)
    elif place:
        _warn_plain()
    tls = tls_options(certificate, key) if certificate and key else []
    _announce(place, f"{'https' if tls else 'http'}://{host}:{port}")
    os.execv(  # noqa: S606 (our own words only)
        sys.executable, server_command(host, port, current_app.config["THREADS"], tls)
    )


def _check_options(certificate: str | None, key: str | None, *, lan: bool, is_of_lan: bool) -> None:
    """Go on only where options fit each other, and a key its certificate.

    Raises:
        click.UsageError: they do not.
    """
    if (certificate is None) != (key is None):
        raise click.UsageError("--certificate and --key go together")
    if lan and certificate:
        raise click.UsageError("--lan brings its own certificate")
    if not lan and is_of_lan:
        raise click.UsageError("--plain, --name and --door-port go with --lan")
    if certificate and key:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, _no_password)
        except (OSError, ValueError) as error:
            raise click.UsageError(f"--certificate, --key: {error}") from None


def _no_password() -> str:
    """Give no password: nobody is there to type one where a service manager starts the server."""
    return ""


def require_database(*, may_migrate: bool) -> None:
    """Go on only where the database can be served.

    A worker that cannot use it would live all the same, and answer each request with an error.

    Args:
        may_migrate: whether it is going to be migrated.

    Raises:
        SystemExit: it cannot; says why.
    """
    try:
        check_database()
    except NotReady as error:
        if not (may_migrate and error.code == "database_not_migrated"):
            refuse(explain(error))


def _open_hall(place: HallPlace, hall: HallCertificate) -> str:
    """Open the door for tablets, say where it is, and return the file of certificate and key."""
    require_free(EVERYWHERE, place.door_port)
    open_door(place)
    tell_fingerprint(hall)
    tell_door(place)
    os.environ["ROSTRUM_TRANSPORT"] = "hall"
    return str(hall.path)


def _warn_plain() -> None:
    """Say what is lost without TLS."""
    click.echo(
        _("Without TLS: whoever is in this network can read marks, PINs and links on the way.")
    )
    click.echo(
        _(
            "The judge's page cannot be opened again while the network is away: judges must not "
            "close or reload it then. What they mark is still kept on the tablet."
        )
    )
    os.environ["ROSTRUM_TRANSPORT"] = "plain"


def _announce(place: HallPlace | None, address: str) -> None:
    """Say where Rostrum is, and let the server know."""
    if place:
        address = place.address
        os.environ.setdefault("ROSTRUM_HOSTS", ",".join(place.names))
        if current_app.config["ENVIRONMENT"] != "production":
            click.echo(
                _(
                    "This is not production: whoever is in this network can enter the desks of a "
                    "demo. Before a competition set ROSTRUM_ENV=production."
                )
            )
    os.environ.setdefault("ROSTRUM_BASE_URL", address)
    click.echo(_("Rostrum is at %(address)s (Ctrl-C stops it)", address=address))
    sys.stdout.flush()


def require_free(host: str, port: int) -> None:
    """Go on only where this program can listen and nobody else does.

    Raises:
        SystemExit: it cannot; says why.
    """
    error = find_listen_error(host, port)
    if error is None:
        return
    if error.errno == errno.EADDRINUSE:
        refuse(
            _(
                "Port %(port)s is in use. Stop what uses it, or choose another: make run PORT=8080",
                port=port,
            )
        )
    refuse(
        _(
            "Cannot listen on %(host)s, port %(port)s: %(reason)s",
            host=host,
            port=port,
            reason=error.strerror,
        )
    )


def tls_options(certificate: str, key: str) -> list[str]:
    """Return the server's options for TLS; older tablets know only TLS 1.2."""
    files = ["--ssl-certificate", certificate, "--ssl-keyfile", key]
    return [*files, "--ssl-protocol-min", "tls1.2"]


def find_listen_error(host: str, port: int) -> OSError | None:
    """Return why this program cannot listen there; None where it can and nobody does.

    granian itself does not notice: it shares a port with whoever else shares it, and two servers
    would answer in turn.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error
    return None


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
