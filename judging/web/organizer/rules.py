"""The rule sheet editor: a form with a live worked example, the same as TOML, and versions."""

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import JudgingError
from judging.queries.presets import get_rule_preset
from judging.queries.rounds import RoundFacts, get_rule_document, list_rule_sheets
from judging.scoring.faults import ScoringError
from judging.scoring.rules import load_rules, parse_rules, to_toml
from judging.services.rule_sheets import SavedRuleSheet, save_rule_sheet
from judging.web.access import current_actor, permission
from judging.web.organizer import blueprint
from judging.web.organizer.pages import render_desk
from judging.web.organizer.rounds import current_round
from judging.web.organizer.rule_document import document_of
from judging.web.organizer.rule_draft import RuleDraft, read_draft
from judging.web.organizer.rule_faults import RuleFaults, faults_of
from judging.web.organizer.rule_newer import (
    NewerRules,
    is_stale,
    newer_rules,
    read_seen,
    seen_text,
)
from judging.web.organizer.rule_rows import draft_of
from judging.web.organizer.rule_versions import asked_version
from judging.web.organizer.rule_view import (
    editor_context,
    list_round_notes,
    preset_choices,
    show_example,
)
from judging.wording import words_for
from judging.wording.rule_words import describe_rules

_PATH = "/<competition>/rounds/<round_key>/rules"
_PRESET = "preset:"


@blueprint.get(_PATH)
@permission("desk.read")
def rules(competition: str, round_key: str) -> str:
    """Show the rule sheet in force, or a preset or an older version, in the editor."""
    found = current_round(round_key)
    base, version = request.args.get("preset", ""), asked_version(request.args.get("version", ""))
    if base:
        draft = draft_of(get_rule_preset(base).document, _PRESET + base)
    elif version:
        draft = draft_of(get_rule_document(found.id, version), f"version:{version}")
    else:
        draft = draft_of(found.document)
    draft.seen = seen_text(found)
    return render_editor(found, draft)


@blueprint.post(_PATH)
@permission("setup.edit")
def save_rules(competition: str, round_key: str) -> ResponseReturnValue:
    """Save what the form says, or change its rows and show it again."""
    found, draft = current_round(round_key), read_draft(request.form)
    if "act" in request.form:
        draft.act(request.form["act"])
        return render_editor(found, draft)
    made = document_of(draft)
    try:
        saved = _save(found, made.document, draft.reason, draft.seen)
    except ScoringError as error:
        return render_editor(found, draft, faults_of(error.faults, made)), 400
    except JudgingError as error:
        found = current_round(round_key)
        newer = newer_rules(found, made.document, draft.seen) if is_stale(error) else None
        told = RuleFaults((), {} if newer else {"reason": _told(error)})
        return render_editor(found, draft, told, newer), error.status
    _flash_saved(saved)
    return redirect(url_for("desk.rules", competition=competition, round_key=round_key))


def _save(found: RoundFacts, document: Mapping[str, Any], reason: str, seen: str) -> SavedRuleSheet:
    """Save over the rule sheet that the page was opened on, and over no other."""
    return save_rule_sheet(current_actor(), utc_now(), found.id, document, reason, read_seen(seen))


@blueprint.post(_PATH + "/form")
@permission("setup.edit")
def change_rows(competition: str, round_key: str) -> str:
    """Answer a row button with the changed form alone, for a browser with scripts."""
    found, draft = current_round(round_key), read_draft(request.form)
    draft.act(request.form.get("act", ""))
    return render_template("organizer/rules_form.html", **editor_context(found, draft))


@blueprint.post(_PATH + "/example")
@permission("setup.edit")
def preview_rules(competition: str, round_key: str) -> str:
    """Answer a change of any field with the worked example of what stands there now."""
    found, draft = current_round(round_key), read_draft(request.form)
    made = document_of(draft)
    return render_template("organizer/rules_example.html", **show_example(found, made))


def render_editor(
    found: RoundFacts,
    draft: RuleDraft,
    faults: RuleFaults | None = None,
    newer: NewerRules | None = None,
) -> str:
    """Return the whole page of the editor."""
    return render_desk(
        "organizer/rules.html",
        "setup",
        newer=newer,
        newest=seen_text(found),
        version_count=len(list_rule_sheets(found.id)),
        preset_choices=preset_choices(),
        preset_key=draft.base.removeprefix(_PRESET),
        sections=describe_rules(found.document) if found.document else (),
        **editor_context(found, draft, faults),
    )


def _told(error: JudgingError) -> str:
    words = words_for(error)
    return " ".join((words.what_happened, *words.details, words.what_next))


def _flash_saved(saved: SavedRuleSheet) -> None:
    if not saved.is_changed:
        flash(_("The rule sheet says what it said before; nothing was changed."), "info")
    elif saved.is_new_version:
        flash(_("Saved as version %(number)s. Tally again.", number=saved.version), "warning")
    else:
        flash(_("Saved."), "success")


@blueprint.get(_PATH + "/toml")
@permission("desk.read")
def rules_toml(competition: str, round_key: str) -> str:
    """Show the rule sheet as text for experts."""
    found = current_round(round_key)
    text = to_toml(parse_rules(found.document).document)
    return _toml_page(found, text, seen=seen_text(found), notes=list_round_notes(found))


def _toml_page(found: RoundFacts, text: str, **shown: Any) -> str:
    """Return the page of the text; ``shown`` says what else stands on it, as its template names."""
    return render_desk(
        "organizer/rules_toml.html",
        "setup",
        round=found,
        text=text,
        newest=seen_text(found),
        **{"faults": (), "reason": "", "newer": None, "notes": (), **shown},
    )


@blueprint.post(_PATH + "/toml")
@permission("setup.edit")
def save_rules_toml(competition: str, round_key: str) -> ResponseReturnValue:
    """Save a rule sheet that was typed as text."""
    found = current_round(round_key)
    text, reason = request.form.get("toml", ""), request.form.get("reason", "")
    typed = {"reason": reason, "seen": request.form.get("over") or request.form.get("seen", "")}
    document: Mapping[str, Any] = {}
    try:
        document = load_rules(text).document
        saved = _save(found, document, **typed)
    except ScoringError as error:
        return _toml_page(found, text, faults=faults_of(error.faults).sentences, **typed), 400
    except JudgingError as error:
        found = current_round(round_key)
        newer = newer_rules(found, document, typed["seen"]) if is_stale(error) else None
        told = () if newer else (_told(error),)
        return _toml_page(found, text, faults=told, newer=newer, **typed), error.status
    _flash_saved(saved)
    return redirect(url_for("desk.rules_toml", competition=competition, round_key=round_key))


@blueprint.get(_PATH + ".toml")
@permission("desk.read")
def download_rules(competition: str, round_key: str) -> Response:
    """Send the rule sheet as a file that ``judging score`` reads."""
    text = to_toml(parse_rules(current_round(round_key).document).document)
    name = f"{competition}-{round_key}-rules.toml"
    return Response(
        text,
        mimetype="application/toml",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
