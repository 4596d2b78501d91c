"""The tablet's addresses: read the heat, keep a draft, hand in a revision, answer a question."""

import hashlib
import json
from typing import Any

from flask import Response, jsonify, make_response, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from judging.clock import utc_now
from judging.errors import SheetConflict
from judging.permissions import SYSTEM, Actor
from judging.queries.judge import JudgeHeat, get_judge_heat
from judging.services.delivery_values import get_delivery_key
from judging.services.installation import ensure_incarnation
from judging.services.review import confirm_sheet
from judging.services.sheets import save_draft, submit_sheet
from judging.web.access import current_actor, permission
from judging.web.api import blueprint
from judging.web.api.deliveries_json import write_delivery_key
from judging.web.api.judge_json import (
    read_answer,
    read_draft,
    read_submission,
    write_answer_receipt,
    write_heat,
    write_instant,
    write_receipt,
    write_sheet,
)
from judging.web.api.throttles import draft_writes, heat_reads, revision_writes
from judging.web.judge.client import client_version
from judging.web.problems import answer


@blueprint.get("/judge/heat")
@heat_reads
@permission("judge.own")
def judge_heat() -> ResponseReturnValue:
    """The heat of this seat, with a token for writes; 304 while nothing has changed."""
    heat = get_judge_heat(current_actor())
    body = write_heat(heat)
    key = get_delivery_key(current_actor().pseudonym, heat.link_version)
    body["delivery"] = write_delivery_key(key)
    body["client"] = client_version()
    body["incarnation"] = body["incarnation"] or ensure_incarnation(SYSTEM, utc_now())
    token = generate_csrf()
    etag = _etag(body)
    if request.if_none_match.contains_weak(etag):
        response = make_response("", 304)
    else:
        now = write_instant(utc_now())
        response = jsonify(body | {"csrf_token": token, "server_time": now})
    response.set_etag(etag)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.put("/judge/appearances/<int:appearance_id>/draft")
@draft_writes
@permission("judge.own")
def judge_draft(appearance_id: int) -> ResponseReturnValue:
    """Keep what has been typed so far."""
    kept_at = save_draft(current_actor(), utc_now(), read_draft(appearance_id))
    return {"saved_at": write_instant(kept_at)}


@blueprint.put("/judge/revisions/<client_id>")
@revision_writes
@permission("judge.own")
def judge_revision(client_id: str) -> ResponseReturnValue:
    """Accept a revision once; a repeat gets the first receipt, a stale one 409 with both."""
    submission = read_submission(client_id)
    try:
        return write_receipt(submit_sheet(current_actor(), utc_now(), submission))
    except SheetConflict as conflict:
        return answer_conflict(conflict, current_actor(), submission.appearance_id)


@blueprint.put("/judge/answers/<client_id>")
@revision_writes
@permission("judge.own")
def judge_answer(client_id: str) -> ResponseReturnValue:
    """Take the judge's word that a revision stands as it is; a repeat gets the first time."""
    answer_given = read_answer(client_id)
    return write_answer_receipt(confirm_sheet(current_actor(), utc_now(), answer_given))


def _etag(body: dict[str, Any]) -> str:
    """Digest of what the tablet shows; a new session has a new token, so it is part of it."""
    token = str(session.get("csrf_token", ""))
    text = json.dumps([body, token], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def answer_conflict(conflict: SheetConflict, seat: Actor, appearance_id: int) -> Response:
    """Answer a conflict with the seat's own sheet: the current revision and what is beside it."""
    response = make_response(answer(conflict))
    problem = response.get_json()
    problem["sheet"] = _own_sheet(get_judge_heat(seat), appearance_id)
    response.set_data(json.dumps(problem, ensure_ascii=False))
    return response


def _own_sheet(heat: JudgeHeat, appearance_id: int) -> dict[str, Any] | None:
    for turn in heat.turns:
        if turn.appearance_id == appearance_id:
            return write_sheet(turn.sheet)
    return None
