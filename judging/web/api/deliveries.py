"""Deliveries without a sign-in: the seal of the envelope says whose it is, no cookie does."""

from flask.typing import ResponseReturnValue

from judging.clock import utc_now
from judging.errors import SheetConflict
from judging.extensions import csrf, limiter
from judging.services.deliveries import deliver, get_deliverer
from judging.services.review_values import AnswerReceipt
from judging.web.access import public
from judging.web.api import blueprint
from judging.web.api.deliveries_json import read_envelope
from judging.web.api.judge import answer_conflict
from judging.web.api.judge_json import write_answer_receipt, write_receipt
from judging.web.api.throttles import MOST_DELIVERIES, refused_deliveries


@blueprint.put("/deliveries/<client_id>")
@refused_deliveries
@csrf.exempt
@public
def delivery(client_id: str) -> ResponseReturnValue:
    """Take an envelope in, once; the answers are those of a signed-in submission.

    No token against forgery is asked for: no cookie counts here, and who can seal an envelope
    needs nobody's browser. A replaced card is shown no sheet: another may be marking on it.
    """
    envelope = read_envelope(client_id)
    found = get_deliverer(envelope)
    actor = found.actor
    with limiter.limit(MOST_DELIVERIES, key_func=lambda: f"seat {actor.id}"):
        try:
            receipt = deliver(actor, utc_now(), envelope)
        except SheetConflict as conflict:
            if not found.is_current:
                raise
            return answer_conflict(conflict, actor, envelope.content.appearance_id)
    if isinstance(receipt, AnswerReceipt):
        return write_answer_receipt(receipt)
    return write_receipt(receipt)
