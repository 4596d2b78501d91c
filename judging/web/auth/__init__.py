"""Getting in and out; views register themselves on the blueprint below."""

from flask import Blueprint

blueprint = Blueprint("auth", __name__)

from judging.web.auth import account, invitations, seats, sign_in
