"""The versions of a rule sheet: their list, and the difference of two of them in words."""

from flask import request

from judging.queries.rounds import RoundFacts, get_rule_document, list_rule_sheets
from judging.web.access import permission
from judging.web.organizer import blueprint
from judging.web.organizer.pages import render_desk
from judging.web.organizer.rounds import current_round
from judging.wording.rule_words.changes import list_rule_changes


def asked_version(text: str) -> int:
    """Return the number of a version that an address names; 0 where it names none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


@blueprint.get("/<competition>/rounds/<round_key>/rules/versions")
@permission("desk.read")
def rule_versions(competition: str, round_key: str) -> str:
    """Show the versions of a rule sheet, and which sentences two of them do not share."""
    found = current_round(round_key)
    after = asked_version(request.args.get("to", "")) or found.version
    before = asked_version(request.args.get("from", "")) or max(after - 1, 1)
    return _page(found, before, after)


def _page(found: RoundFacts, before: int, after: int) -> str:
    versions = list_rule_sheets(found.id)
    changes = list_rule_changes(
        get_rule_document(found.id, before), get_rule_document(found.id, after)
    )
    return render_desk(
        "organizer/rule_versions.html",
        "setup",
        round=found,
        versions=versions,
        version_choices=[(str(each.version), str(each.version)) for each in versions],
        before=before,
        after=after,
        changes=changes,
    )
