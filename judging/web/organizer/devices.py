"""The device board: every seat's tablet, of one heat or of all open ones; it fills by itself."""

import hashlib

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from judging.clock import utc_now
from judging.queries.devices import get_heat_devices, list_devices
from judging.web.access import current_competition, permission
from judging.web.judge.client import client_version
from judging.web.organizer import blueprint
from judging.web.organizer.devices_view import HeatBoard, make_board, ways_in
from judging.web.organizer.pages import render_desk

_SEATS_IN_FULL = 24
_HEAT = "/<competition>/rounds/<round_key>/heats/<int:heat_number>/devices"


@blueprint.get("/<competition>/devices")
@permission("progress.read")
def devices(competition: str) -> str:
    """Show the tablets of all open heats."""
    context = _context(_all(competition), url_for("desk.devices_part", competition=competition))
    context |= {"heat": None, "ways": ways_in(competition)}
    return render_desk("organizer/devices.html", "stage", **context)


@blueprint.get("/<competition>/devices/board")
@permission("progress.read")
def devices_part(competition: str) -> ResponseReturnValue:
    """Answer the part that refreshes by itself; nothing (204) where it has not changed."""
    return _part(_context(_all(competition), request.path))


@blueprint.get(_HEAT)
@permission("progress.read")
def heat_devices(competition: str, round_key: str, heat_number: int) -> str:
    """Show the tablets of one heat."""
    board = get_board(round_key, heat_number)
    refresh_url = url_for("desk.heat_devices_part", **board.path)  # type: ignore[arg-type]
    context = _context([board], refresh_url, is_alone=True)
    context |= {"heat": board.heat, "ways": ways_in(competition, board)}
    return render_desk("organizer/devices.html", "stage", **context)


@blueprint.get(_HEAT + "/board")
@permission("progress.read")
def heat_devices_part(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Answer the part of one heat that refreshes by itself; 204 where it has not changed."""
    return _part(_context([get_board(round_key, heat_number)], request.path, is_alone=True))


@blueprint.get(_HEAT + "/badge")
@permission("progress.read")
def devices_badge(competition: str, round_key: str, heat_number: int) -> str:
    """Answer the badge in a heat's head: how many tablets are in contact, and who is silent."""
    board = get_board(round_key, heat_number)
    return render_template("organizer/devices_badge.html", board=board)


def get_board(round_key: str, heat_number: int) -> HeatBoard:
    """Return the board of a heat.

    Raises:
        NotFound: the competition has no such heat.
    """
    found = current_competition()
    devices = get_heat_devices(found.id, round_key, heat_number, utc_now(), client_version())
    return make_board(devices, found.slug)


def _all(slug: str) -> list[HeatBoard]:
    """Return the boards of all open heats; of many seats only those that need somebody."""
    found = list_devices(current_competition().id, utc_now(), client_version())
    is_short = sum(len(one.seats) for one in found) > _SEATS_IN_FULL
    return [make_board(one, slug, is_short=is_short) for one in found]


def _context(
    boards: list[HeatBoard], refresh_url: str, *, is_alone: bool = False
) -> dict[str, object]:
    """Return what the refreshed part shows; its address names what has been seen."""
    seen = hashlib.sha256(f"{get_locale()} {boards!r}".encode()).hexdigest()[:16]
    return {
        "boards": boards,
        "is_alone": is_alone,
        "refresh_url": f"{refresh_url}?seen={seen}",
        "seen": seen,
    }


def _part(context: dict[str, object]) -> ResponseReturnValue:
    if request.args.get("seen") == context["seen"]:
        return "", 204
    return render_template("organizer/devices_board.html", **context)
