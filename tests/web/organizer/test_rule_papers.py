"""The rule sheet as a living document: everything through the form, versions, effect, paper."""

import html
from copy import deepcopy

import pypdfium2
import pytest
from sqlalchemy import select

from judging.extensions import db
from judging.models import Appearance, Entry, Round, RuleSheetVersion
from judging.queries.presets import list_rule_presets
from judging.scoring.rules import parse_rules
from judging.web.organizer.rule_document import document_of
from judging.web.organizer.rule_draft import read_draft
from judging.web.organizer.rule_rows import draft_of
from tests.factories import CONVENTION, Factory, sign_in
from tests.web.organizer.rule_forms import form_of

#: Says something by every key of the format.
_NAME = {"zh": "名称", "en": "Name"}
EVERYTHING = {
    "name": _NAME,
    "rubric": {
        "combine": "mean",
        "name": _NAME,
        "criteria": [
            {
                "key": "talk", "name": _NAME, "min": "1", "max": "10", "step": "0.5",
                "weight": "2.5", "description": {"zh": "说明", "en": "What to look at"},
                "levels": [{"at": "9", "zh": "很好 | 极好", "en": "very good"}],
                "quick_phrases": [{"zh": "清楚", "en": "clear"}],
            },
            {"key": "slides", "name": _NAME, "max": "10"},
        ],
    },
    "tally": {
        "scope": "criterion", "aggregate": "winsorised", "factor": "2",
        "trim": {"low": 1, "high": 2, "min_kept": 2, "few": "block"},
        "rounding": {"criterion": 3, "weighted_criterion": 3, "judge_total": 2, "aggregate": 4,
                     "final": 1},
        "groups": {
            "expert": {"weight": "70", "seats": ["1", "2", "3"], "aggregate": "median",
                       "trim": {"low": 0, "high": 0, "min_kept": 1}},
            "public": {"weight": "30"},
        },
        "practice_seats": ["8"], "tie_break_seats": ["9", "10"], "chief_seat": "1",
    },
    "carry_over": {
        "weight": "0.6", "missing": "nothing",
        "earlier": [{"round": "semi", "weight": "0.4", "value": "exact"},
                    {"round": "part", "points_by_rank": ["1", "0.5"]}],
    },
    "deductions": {
        "floor": "0",
        "named": [{"key": "no-script", "name": _NAME, "points": "1", "kind": "bonus", "most": 3}],
        "time": {
            "limit_s": 360, "minimum_s": 60, "disqualify_over_s": 0, "disqualify_under_s": 30,
            "bands": [{"over_s": 0, "points": "1", "per_s": 15, "cap": "5"},
                      {"under_s": 1, "points": "0.5"}],
        },
    },
    "review": {"gap_percent": "7", "mad": "3.5", "grubbs": "0.05", "offset": "2", "slip": True,
               "ask": False},
    "marking": {"due": "first:3"},
    "ranking": {
        "on": "exact", "style": "1334", "per": "division", "after_step": "restart",
        "ties": ["criterion:talk", "head_to_head", "chief_judge", "draw"],
    },
    "advancement": {"take": 3, "per": "division", "score_line": "15", "wild_cards": 2,
                    "wild_cards_per": "division", "border": "extra_round"},
    "awards": [
        {"key": "first", "name": _NAME, "count": 1, "minimum": "18", "ties": "push_down"},
        {"key": "second", "name": _NAME, "percent": "20", "round": "floor", "ties": "extend",
         "per": "overall"},
        {"key": "rest", "name": _NAME, "rest": True},
        {"key": "voice", "name": _NAME, "kind": "special", "by": "criterion:talk", "count": 2},
        {"key": "hand", "name": _NAME, "kind": "special", "by": "hand"},
        {"key": "unit", "name": _NAME, "kind": "unit", "count": 2, "of": ["first", "second"],
         "points": ["5", "3"]},
        {"key": "adviser", "name": _NAME, "kind": "adviser", "of": ["first"]},
    ],
}  # fmt: skip


def _rank_method(aggregate, **more):
    document = deepcopy(CONVENTION)
    document["tally"] = {"aggregate": aggregate, **more}
    document.pop("deductions", None)
    return document


DOCUMENTS = {
    "everything": EVERYTHING,
    "truncated ranks": _rank_method("truncated_ranks", truncate_at=5),
    "points by place": _rank_method("positional_weights", positions=["10", "8.5"]),
    **{preset.key: preset.document for preset in list_rule_presets()},
}


@pytest.fixture
def desk(app, client):
    """Address of a round whose organizer is signed in."""
    with app.app_context():
        factory = Factory(app.config["SECRET_KEY"])
        bundle = factory.ready_heat(seats=7)
        person = factory.person(["organizer"], bundle.competition_id)
        sign_in(client, factory.session("person", person))
        key = db.session.get_one(Round, bundle.round_id).key
        return f"/desk/{bundle.slug}/rounds/{key}"


def _freeze(app, now):
    with app.app_context():
        db.session.scalars(select(RuleSheetVersion)).one().frozen_at = now
        db.session.commit()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_whatever_the_format_says_goes_through_the_form_unchanged(name):
    rules = parse_rules(DOCUMENTS[name])
    sent = read_draft(form_of(draft_of(rules.document)))
    assert parse_rules(document_of(sent).document).document == rules.document


def test_whatever_the_format_says_is_saved_and_shown_by_the_page(app, client, desk):
    rules = parse_rules({k: v for k, v in EVERYTHING.items() if k != "carry_over"})
    assert client.post(f"{desk}/rules", data=form_of(draft_of(rules.document))).status_code == 302
    with app.app_context():
        stored = db.session.scalars(select(RuleSheetVersion)).one()
        assert stored.digest == rules.digest
    assert client.get(f"{desk}/rules").status_code == 200
    assert client.get(f"{desk}/rules.pdf").status_code == 200


def test_a_fault_of_a_folded_field_unfolds_it(client, desk):
    sent = form_of(draft_of(parse_rules(CONVENTION).document))
    for field, value in (
        ("factor", "x"), ("practice_seats", ":"), ("limit_s", "x"), ("review_mad", "x"),
        ("advance_wild_cards", "x"), ("rubric_zh", "长" * 101),
    ):  # fmt: skip
        answer = client.post(f"{desk}/rules", data={**sent.to_dict(), field: value})
        page = answer.get_data(as_text=True)
        assert answer.status_code == 400
        before = page[: page.index(f'id="{field}"')]
        assert before.rindex("<details") > before.rfind("</details>"), field
        assert " open" in before[before.rindex("<details") :].split(">")[0], field


def test_warnings_stand_beside_the_example_at_their_field_and_at_the_setup(client, desk):
    document = deepcopy(CONVENTION)
    document["tally"] = {"trim": {"low": 3, "high": 3, "min_kept": 1}}
    sent = form_of(draft_of(parse_rules(document).document))
    english = {"Accept-Language": "en"}
    shown = client.post(f"{desk}/rules/example", data=sent, headers=english).get_data(as_text=True)
    sentence = "Of 7 judges 3 highest and 3 lowest are dropped: a single judge decides every score."
    assert sentence in shown
    assert client.post(f"{desk}/rules", data=sent).status_code == 302
    page = client.get(f"{desk}/rules", headers=english).get_data(as_text=True)
    assert page.count(sentence) == 2
    setup = client.get(f"{desk.partition('/rounds')[0]}/setup", headers=english)
    assert "1 point to look at" in setup.get_data(as_text=True)


def test_the_paper_is_a_pdf_of_the_version_asked_for(client, desk):
    answer = client.get(f"{desk}/rules.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"].endswith('-rules-1.pdf"')
    with pypdfium2.PdfDocument(answer.data) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert parse_rules(CONVENTION).digest in text
    assert client.get(f"{desk}/rules.pdf?version=2").status_code == 404
    assert client.get(f"{desk}/rules.pdf?version=1").data == answer.data


def test_the_paper_of_rules_that_the_panel_does_not_fit_says_so_instead_of_an_example(client, desk):
    document = deepcopy(CONVENTION)
    document["tally"] |= {"trim": {"low": 0, "high": 0}}
    document["tally"]["groups"] = {"a": {"seats": ["1", "2"]}, "b": {"seats": ["Judge X"]}}
    draft = draft_of(parse_rules(document).document)
    assert client.post(f"{desk}/rules", data=form_of(draft)).status_code == 302
    answer = client.get(f"{desk}/rules.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    with pypdfium2.PdfDocument(answer.data) as paper:
        text = "".join(page.get_textpage().get_text_range() for page in paper)
    assert "do not fit these rules, so there is no worked example" in " ".join(text.split())
    assert "Chief judge" in text


def test_versions_say_which_sentences_changed(app, client, desk, now):
    _freeze(app, now)
    draft = draft_of(parse_rules(CONVENTION).document)
    draft.fields["rounding_final"] = "3"
    sent = form_of(draft)
    sent["reason"] = "评委会决定"
    assert client.post(f"{desk}/rules", data=sent).status_code == 302
    page = client.get(f"{desk}/rules/versions", headers={"Accept-Language": "en"})
    text = html.unescape(page.get_data(as_text=True))
    assert "评委会决定" in text
    assert "From version 1 to version 2" in text
    assert "The final score is rounded half up to 2 places." in text
    assert "The final score is rounded half up to 3 places." in text
    assert client.get(f"{desk}/rules/versions?from=9&to=1").status_code == 404
    assert client.get(f"{desk}/rules/versions?from=x&to=1").status_code == 200


def test_what_would_change_is_shown_and_nothing_is_saved(app, client, desk, now):
    _freeze(app, now)
    draft = draft_of(parse_rules(CONVENTION).document)
    draft.fields["trim_high"] = "2"
    sent = form_of(draft)
    sent["reason"] = "试算"
    english = {"Accept-Language": "en"}
    page = client.post(f"{desk}/rules/effect", data=sent, headers=english).get_data(as_text=True)
    assert "Nothing is saved yet." in page
    assert "2 highest and 1 lowest are dropped" in page
    assert 'name="trim_high" value="2"' in page
    assert 'value="试算"' in page
    with app.app_context():
        assert db.session.scalars(select(RuleSheetVersion)).one().version == 1
    sent["trim_high"] = "x"
    assert client.post(f"{desk}/rules/effect", data=sent).status_code == 400


def test_what_would_change_names_whose_prize_the_draft_changes(app, client):
    with app.app_context():
        factory = Factory(app.config["SECRET_KEY"])
        award = {"key": "first", "name": {"zh": "一等奖", "en": "First Prize"}, "count": 1}
        heat = factory.judged_heat(("36", "34"), document={**CONVENTION, "awards": [award]})
        for at, turn in enumerate(heat.appearance_ids):
            entry = db.session.get_one(Appearance, turn).entry_id
            db.session.get_one(Entry, entry).number = f"X{at}"
        db.session.commit()
        person = factory.person(["organizer"], heat.competition_id)
        sign_in(client, factory.session("person", person))
        url = f"/desk/{heat.slug}/rounds/{db.session.get_one(Round, heat.round_id).key}/rules"
        document = parse_rules({**CONVENTION, "awards": [{**award, "count": 2}]}).document
    sent, english = form_of(draft_of(document)), {"Accept-Language": "en"}
    page = client.post(f"{url}/effect", data=sent, headers=english).get_data(as_text=True)
    swaps = page.split('<ol class="swaps">')[1].split("</ol>")[0]
    assert "Your draft: one and one dropped" in swaps
    assert "In force: one and one dropped" in swaps
    assert ("X1" in swaps, "X0" in swaps, "gains First Prize" in swaps) == (True, False, True)
