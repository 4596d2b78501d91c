"""What ``judging tls`` and ``judging serve --lan`` share: this laptop in the network of a hall."""

import io
from dataclasses import dataclass, replace
from pathlib import Path

import click
from flask import current_app
from flask_babel import gettext as _

from judging import ROOT
from judging.cli import refuse
from judging.cli.organizer import explain
from judging.clock import utc_now
from judging.errors import JudgingError
from judging.lan.certificate import OWN_NAMES
from judging.lan.door import Answer, start_door
from judging.lan.network import HallNetwork, find_network, is_address
from judging.lan.store import HallCertificate, prepare_certificate

EVERYWHERE = "0.0.0.0"  # noqa: S104 (tablets have to reach it)
_DOOR = "/hall/"
#: All that the door serves: its pages in both languages, the authority, and what the pages show.
_PATHS = (
    "/hall/zh_Hans",
    "/hall/en",
    "/hall/rostrum-hall.crt",
    "/hall/rostrum-hall.mobileconfig",
    "/static/css/app.css",
    "/static/icons.svg",
    "/static/img/favicon.svg",
    "/static/img/mark.svg",
    "/static/js/hall-door.js",
    "/static/js/theme.js",
)


@dataclass(frozen=True)
class HallPlace:
    """Where tablets find this laptop.

    Args:
        host: the address that they are told, an IPv4 address.
        names: every name and address that it answers to.
        port: of Rostrum.
        door_port: of the plain-http door.
        is_plain: whether Rostrum itself is served without encryption.
    """

    host: str
    names: tuple[str, ...]
    port: int
    door_port: int
    is_plain: bool = False

    @property
    def address(self) -> str:
        """Rostrum's own address."""
        return f"{'http' if self.is_plain else 'https'}://{self.host}:{self.port}"

    @property
    def door(self) -> str:
        """The address where a tablet installs the authority."""
        return f"http://{self.host}:{self.door_port}/"


def find_place(
    names: tuple[str, ...], port: int, door_port: int | None, *, is_plain: bool
) -> tuple[HallNetwork, HallPlace]:
    """Return this machine's network, and where tablets find it.

    Args:
        names: further names and addresses, as typed.
        port: of Rostrum.
        door_port: of the door; the next port, or 80 beside 443, where None.
        is_plain: whether Rostrum is served without encryption.

    Raises:
        SystemExit: the machine is in no network; says so.
    """
    network = find_network()
    names = tuple(name.strip().lower() for name in names)
    addresses = [*network.addresses, *(name for name in names if is_address(name))]
    if not addresses:
        refuse(
            _(
                "This machine is in no private network. Connect it to the network of the hall, or "
                "say its address: --name 203.0.113.7"
            )
        )
    host = network.host
    own = (host, f"{host}.local") if host else ()
    found = tuple(dict.fromkeys((*own, *names, *network.addresses, *OWN_NAMES)))
    door = door_port or (80 if port == 443 else port + 1)
    return network, HallPlace(addresses[0], found, port, door, is_plain)


def prepare(
    network: HallNetwork, names: tuple[str, ...], *, may_replace_authority: bool = False
) -> HallCertificate:
    """Make or renew what is needed to serve with TLS.

    Raises:
        SystemExit: a name cannot be used, or a file is damaged; says why.
    """
    folder = Path(current_app.config["INSTANCE"]) / "tls"
    try:
        return prepare_certificate(
            folder, utc_now(), network, names, may_replace_authority=may_replace_authority
        )
    except JudgingError as error:
        refuse(explain(error))
        raise SystemExit(1) from None


def settle(place: HallPlace, hall: HallCertificate) -> HallPlace:
    """Return where tablets find this laptop: an address that its certificate stands for.

    Of an address that the authority may not vouch for, and of an old authority, it says so.
    """
    if hall.left_out:
        left_out = ", ".join(hall.left_out)
        click.echo(
            _("Not for tablets, as their authority does not know it: %(left)s", left=left_out),
            err=True,
        )
    if hall.authority.is_wide:
        click.echo(
            _(
                "This authority is of an earlier version and may vouch for other machines too. "
                "When the competition is over, make a new one: judging tls --new-authority"
            ),
            err=True,
        )
    own = (place.host, *place.names)
    return replace(
        place, host=next(each for each in own if is_address(each) and each in hall.names)
    )


def open_door(place: HallPlace) -> None:
    """Start the plain-http door; it ends with the server that this process turns into."""
    origins = " ".join(f"https://{name}:{place.port}" for name in place.names)
    answers, policy = _answers(place)
    headers = {
        "Content-Security-Policy": policy.replace("connect-src 'self'", f"connect-src {origins}"),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
    start_door(ROOT, EVERYWHERE, place.door_port, answers, headers)


def _answers(place: HallPlace) -> tuple[list[Answer], str]:
    """Return the application's own answers to the door's addresses, and their security policy."""
    current_app.config["PUBLIC_BASE_URL"] = place.address
    client = current_app.test_client(use_cookies=False)
    answers, policy = [], ""
    for path in _PATHS:
        given = client.get(path)
        if given.status_code != 200:
            raise RuntimeError(f"{path} answers {given.status}")
        name = path.rpartition("/")[2] if path.startswith("/hall/rostrum") else ""
        answers.append(Answer(path, given.headers["Content-Type"], given.data, download=name))
        policy = policy or given.headers["Content-Security-Policy"]
    pages = {each.path: each for each in answers}
    for language, name in (("", "zh_Hans"), ("en", "en")):
        page = pages[f"/hall/{name}"]
        answers += [Answer(path, page.content_type, page.body, language) for path in ("/", _DOOR)]
    return answers, policy


def tell_fingerprint(hall: HallCertificate) -> None:
    """Print what a person compares with the tablet."""
    click.echo(_("Authority “%(name)s”, SHA-256 fingerprint:", name=hall.authority.name))
    pairs = hall.authority.fingerprint.split(":")
    for start in range(0, len(pairs), 8):
        click.echo("    " + " ".join(pairs[start : start + 8]))


def tell_door(place: HallPlace) -> None:
    """Print where a tablet installs the authority, as a QR code and in letters."""
    import segno

    code = segno.make(place.door, error="m", mask=3, micro=False)
    click.echo(_("Tablets install it once, at %(address)s", address=place.door))
    drawn = io.StringIO()
    code.terminal(out=drawn, border=2, compact=True)
    click.echo(drawn.getvalue())
