"""The api pages; views register themselves on the blueprint below."""

from flask import Blueprint

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

from judging.web.api import deliveries, final_heats, heartbeats, judge
