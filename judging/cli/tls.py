"""``flask judging tls``: the hall's own authority and the server's certificate."""

import json
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import format_date
from flask_babel import gettext as _

from judging.cli import judging_group, refuse_file, require_folder_of
from judging.cli.hall import HallPlace, find_place, prepare, settle, tell_door, tell_fingerprint
from judging.lan.store import HallCertificate


@judging_group.command("tls")
@click.option("--name", "names", multiple=True, help="A further name or address; may be repeated.")
@click.option("--port", type=click.IntRange(1, 65_534), default=8000, show_default=True)
@click.option("--door-port", type=click.IntRange(1, 65_535), help="The next port where not given.")
@click.option("--new-authority", is_flag=True, help="Every tablet then has to install it anew.")
@click.option(
    "--poster",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a poster for the hall: QR code, steps, fingerprint (PDF).",
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@with_appcontext
def tls(
    names: tuple[str, ...],
    port: int,
    door_port: int | None,
    new_authority: bool,
    poster: Path | None,
    as_json: bool,
) -> None:
    """Make or renew the certificate that serves a hall without internet.

    The authority stays the same as long as it lasts, so that tablets install it once.
    """
    if poster:
        require_folder_of(poster)
    network, place = find_place(names, port, door_port, is_plain=False)
    hall = prepare(network, names, may_replace_authority=new_authority)
    place = settle(place, hall)
    if poster:
        _write_poster(poster, hall, place)
    if as_json:
        click.echo(json.dumps(_facts(hall, place), ensure_ascii=False))
        return
    made = {
        (True, True): _("A new authority and a new certificate were made."),
        (False, True): _("The certificate was renewed; tablets need nothing new."),
        (False, False): _("Authority and certificate are good; nothing was changed."),
    }
    click.echo(made[hall.is_new_authority, hall.is_new_certificate])
    day = format_date(hall.ends_at, "long")
    click.echo(_("It stands for %(names)s, until %(day)s.", names=" ".join(hall.names), day=day))
    tell_fingerprint(hall)
    tell_door(place)
    click.echo(_("The door and Rostrum open with: judging serve --lan"))


def _write_poster(path: Path, hall: HallCertificate, place: HallPlace) -> None:
    """Write the poster of the hall.

    Raises:
        SystemExit: the file cannot be written; says why.
    """
    from judging.queries.hall_posters import PosterFacts, print_hall_poster

    facts = PosterFacts(
        door=place.door,
        address=place.address,
        authority=hall.authority.name,
        fingerprint=hall.authority.fingerprint,
        ends_on=hall.authority.ends_at.date(),
    )
    try:
        path.write_bytes(print_hall_poster(facts))
    except OSError as error:
        refuse_file(path, error)
    click.echo(_("The poster is in %(path)s", path=path), err=True)


def _facts(hall: HallCertificate, place: HallPlace) -> dict[str, object]:
    """Return everything for a program."""
    return {
        "address": place.address,
        "door": place.door,
        "names": list(hall.names),
        "fingerprint": hall.authority.fingerprint,
        "authority": hall.authority.name,
        "authority_ends_at": hall.authority.ends_at.isoformat(),
        "certificate_ends_at": hall.ends_at.isoformat(),
        "certificate": str(hall.path),
        "key": str(hall.path),
        "instance": current_app.config["INSTANCE"],
        "is_new_authority": hall.is_new_authority,
        "is_new_certificate": hall.is_new_certificate,
    }
