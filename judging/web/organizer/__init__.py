"""The organizer's desk; views register themselves on the blueprint below."""

from flask import Blueprint

blueprint = Blueprint("desk", __name__, url_prefix="/desk")

from judging.web.organizer import (
    awards,
    certificates,
    creation,
    deductions,
    devices,
    entries,
    entry_editing,
    entry_uploads,
    exports,
    fairness,
    heat_control,
    heats,
    home,
    intake,
    interests,
    journal,
    order,
    panel_uploads,
    panels,
    paper,
    paper_prints,
    people,
    progress,
    releases,
    review,
    rounds,
    rule_effect,
    rule_paper,
    rule_versions,
    rules,
    seat_card_papers,
    setup,
    sheets,
    tally,
    tie_records,
    turns,
)
