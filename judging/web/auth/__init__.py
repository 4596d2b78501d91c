"""The auth pages; views register themselves on the blueprint below."""

from flask import Blueprint

blueprint = Blueprint("auth", __name__)
