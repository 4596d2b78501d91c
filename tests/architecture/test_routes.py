"""Every address says who may see it."""

from judging.permissions import PERMISSIONS
from tests.architecture.source_tree import report
from wsgi import app


def test_every_route_declares_a_permission_or_says_public():
    slips = [
        f"{rule.rule} ({rule.endpoint})"
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        and getattr(app.view_functions[rule.endpoint], "permission", None) not in PERMISSIONS
    ]
    assert not slips, report(
        "every route declares a permission or says public",
        '@permission("…") or @public from judging.web.access, right above the view',
        slips,
    )


#: What a reader may do before any competition is chosen.
_WITHOUT_COMPETITION = {"competition.create", "competition.list", "signed_in"}


def test_every_address_of_a_desk_names_its_competition():
    slips = [
        f"{rule.rule} ({rule.endpoint})"
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/desk/") and "competition" not in rule.arguments
        if getattr(app.view_functions[rule.endpoint], "permission", "") not in _WITHOUT_COMPETITION
    ]
    assert not slips, report(
        "an office is held in one competition, which the address names",
        "/desk/<competition>/…, so that the gate can check the office there",
        slips,
    )
