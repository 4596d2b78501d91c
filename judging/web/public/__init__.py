"""The public pages; views register themselves on the blueprint below."""

from flask import Blueprint

blueprint = Blueprint("public", __name__)

from judging.web.public import entrance, hall, health, results
from judging.web.public import verification as verification
