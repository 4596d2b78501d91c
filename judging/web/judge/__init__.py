"""The judge pages; views register themselves on the blueprint below."""

from flask import Blueprint

blueprint = Blueprint("judge", __name__, url_prefix="/judge")

from judging.web.judge import answer_form, heat, sheet_form, shell
