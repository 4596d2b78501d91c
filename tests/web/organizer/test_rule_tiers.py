"""Prizes of units and advisers in the editor: each tier keeps its own points, whatever is done."""

from copy import deepcopy

import pytest
from sqlalchemy import select

from judging.extensions import db
from judging.models import RuleSheetVersion
from judging.scoring.rules import parse_rules
from judging.web.organizer.rule_document import document_of
from judging.web.organizer.rule_draft import read_draft
from judging.web.organizer.rule_rows import draft_of
from tests.factories import CONVENTION
from tests.web.organizer.rule_forms import form_of, form_on


def _award(key, **more):
    return {"key": key, "name": {"zh": key, "en": key}, **more}


def _rules(of, points=None):
    unit = {"kind": "unit", "count": 1, "of": of} | ({"points": points} if points else {})
    awards = [_award("first", count=1), _award("second", count=2), _award("unit", **unit)]
    return parse_rules({**deepcopy(CONVENTION), "awards": awards})


def _saved(sent):
    """Return prizes and points of the unit's prize in the document that a form says."""
    awards = parse_rules(document_of(read_draft(sent)).document).document["awards"]
    unit = next(award for award in awards if award.get("kind") == "unit")
    return dict(zip(unit["of"], unit.get("points", ["1"] * len(unit["of"])), strict=True))


def _draft(of=("second", "first"), points=("2", "5")):
    return draft_of(_rules(list(of), list(points)).document)


@pytest.mark.parametrize(
    ("of", "points"),
    [
        (["second", "first"], ["2", "5"]),
        (["first", "second"], ["5", "2"]),
        (["second"], ["0.5"]),
        (["second", "first"], None),
    ],
)
def test_any_order_of_prizes_goes_through_the_form_unchanged(of, points):
    rules = _rules(of, points)
    sent = form_of(draft_of(rules.document))
    assert parse_rules(document_of(read_draft(sent)).document).document == rules.document


def test_saving_another_title_leaves_the_points_beside_their_prizes(app, client, rules_url):
    rules = _rules(["second", "first"], ["2", "5"])
    with app.app_context():
        stored = db.session.scalars(select(RuleSheetVersion)).one()
        stored.document, stored.digest = dict(rules.document), rules.digest
        db.session.commit()
    sent = form_on(client.get(rules_url).get_data(as_text=True))
    sent["name_zh"] = "新的名称"
    assert client.post(rules_url, data=sent).status_code == 302
    expected = {**rules.document, "name": {**rules.document["name"], "zh": "新的名称"}}
    with app.app_context():
        assert db.session.scalars(select(RuleSheetVersion)).one().document == expected


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("up:awards:1", {"second": "2", "first": "5"}),
        ("down:awards:1", {"second": "2", "first": "5"}),
        ("up:awards:2", {"second": "2", "first": "5"}),
        ("remove:awards:0", {"second": "2"}),
        ("remove:awards:1", {"first": "5"}),
    ],
)
def test_rows_that_move_or_go_take_their_points_with_them(action, expected):
    draft = read_draft(form_of(_draft()))
    draft.act(action)
    assert _saved(form_of(draft)) == expected


def test_a_renamed_prize_still_counts_with_its_points():
    sent = form_of(_draft())
    sent["awards-1-key"] = "first prize、又"
    assert _saved(sent) == {"first prize、又": "2", "first": "5"}


def test_a_prize_without_points_beside_one_that_has_some_counts_one():
    sent = form_of(_draft())
    sent["awards-2-points-1"] = ""
    assert _saved(sent) == {"second": "1", "first": "5"}


def test_points_beside_a_prize_that_is_not_ticked_are_refused_and_stay(client, rules_url):
    sent = form_of(_draft())
    sent.setlist("awards-2-of", ["0"])
    answer = client.post(rules_url, data=sent, headers={"Accept-Language": "en"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "points stand beside 2 prizes, but 1 count" in page
    assert 'name="awards-2-points-1" value="2"' in page


def test_bad_points_are_told_beside_their_prize(client, rules_url):
    sent = form_of(_draft())
    sent["awards-2-points-0"] = "x"
    page = client.post(rules_url, data=sent).get_data(as_text=True)
    assert 'id="awards-2-points-0-error"' in page


def test_an_adviser_prize_keeps_what_was_typed_for_a_unit():
    sent = form_of(_draft())
    sent["awards-2-kind"] = "adviser"
    adviser = document_of(read_draft(sent)).document["awards"][2]
    assert (adviser["of"], "points" in adviser) == (["second", "first"], False)
    sent["awards-2-kind"] = "unit"
    assert _saved(sent) == {"second": "2", "first": "5"}
