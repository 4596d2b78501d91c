"""The contestant pages; views register themselves on the blueprint below."""

from flask import Blueprint

blueprint = Blueprint("contestant", __name__, url_prefix="/me")

from judging.web.contestant import own
