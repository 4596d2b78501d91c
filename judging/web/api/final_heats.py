"""Of which heats a tablet may let go, also one on which nobody is signed in any more."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from judging.queries.final_heats import find_incarnation, list_final_heats_of_device
from judging.web.access import public
from judging.web.api import blueprint
from judging.web.api.throttles import heat_reads
from judging.web.auth.devices import this_device


@blueprint.get("/final-heats")
@heat_reads
@public
def final_heats() -> ResponseReturnValue:
    """The heats that are final among those of the seats that this browser is bound to.

    Nothing but their numbers, and which database says so: another one has other heats.
    """
    found = list_final_heats_of_device(this_device().id)
    incarnation = find_incarnation() if found else None
    response = jsonify({"final_heats": found, "incarnation": incarnation})
    response.headers["Cache-Control"] = "no-store"
    return response
