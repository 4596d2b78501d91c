"""The organizer's desk; views register themselves on the blueprint below."""

from flask import Blueprint

blueprint = Blueprint("desk", __name__, url_prefix="/desk")

from judging.web.organizer import (
    creation,
    entries,
    entry_editing,
    entry_uploads,
    heats,
    home,
    order,
    panel_uploads,
    panels,
    people,
    rounds,
    rules,
    setup,
)
