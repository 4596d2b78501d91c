"""The rule sheet editor: what is typed stays, faults stand at their fields, examples follow."""

import html
import re
from copy import deepcopy

import pytest
from sqlalchemy import select

from judging.extensions import db
from judging.models import Round, RuleSheetVersion
from judging.queries.presets import list_rule_presets
from judging.queries.rule_examples import make_example
from judging.scoring.explain import join_segments
from judging.scoring.rules import load_rules, parse_rules
from judging.web.organizer.rule_document import document_of
from judging.web.organizer.rule_draft import RuleDraft, read_draft
from judging.web.organizer.rule_rows import draft_of
from judging.wording.rule_words import describe_rules
from tests.factories import CONVENTION, Factory, sign_in
from tests.web.organizer.rule_forms import OPENED, form_of


def _draft() -> RuleDraft:
    return draft_of(parse_rules(CONVENTION).document)


@pytest.fixture
def url(app, client):
    """Address of a rule sheet whose organizer is signed in."""
    with app.app_context():
        factory = Factory(app.config["SECRET_KEY"])
        bundle = factory.ready_heat(seats=7)
        person = factory.person(["organizer"], bundle.competition_id)
        sign_in(client, factory.session("person", person))
        return f"/desk/{bundle.slug}/rounds/{db.session.get_one(Round, bundle.round_id).key}/rules"


def _stored(app):
    with app.app_context():
        rows = db.session.scalars(select(RuleSheetVersion).order_by(RuleSheetVersion.version))
        return [(row.version, row.digest) for row in rows]


@pytest.mark.parametrize("preset", list_rule_presets(), ids=lambda preset: preset.key)
def test_every_preset_goes_through_the_form_unchanged(preset):
    draft = draft_of(preset.document)
    sent = read_draft(form_of(draft))
    made = document_of(sent)
    assert parse_rules(made.document).digest == parse_rules(preset.document).digest


@pytest.mark.parametrize("preset", list_rule_presets(), ids=lambda preset: preset.key)
@pytest.mark.parametrize(
    "groups", [("expert",) * 7, ("expert",) * 3 + ("public",) * 2, ("expert",)]
)
def test_every_preset_has_a_worked_example_and_words(preset, groups):
    example = make_example(preset.document, groups)
    assert len(example.lines) == len(groups)
    assert join_segments(example.working).endswith(example.score)
    assert all(
        line.zh and line.en for part in describe_rules(preset.document) for line in part.lines
    )


def test_an_example_repeats_itself_and_follows_the_panel():
    one = make_example(CONVENTION, ("expert",) * 5)
    assert one == make_example(CONVENTION, ("expert",) * 5)
    assert sum(line.left_out in ("low", "high") for line in one.lines) == 2


def test_seats_that_fit_no_group_are_dealt_and_said():
    grouped = deepcopy(CONVENTION)
    grouped["tally"]["groups"] = {"expert": {"weight": "1"}, "public": {"weight": "1"}}
    assert not make_example(grouped, ("expert",) * 6).groups_fit
    assert make_example(grouped, ("expert",) * 3 + ("public",) * 3).groups_fit


def test_the_form_saves_what_it_shows(app, client, url):
    draft = _draft()
    draft.fields["trim_high"] = "2"
    assert client.post(url, data=form_of(draft)).status_code == 302
    expected = deepcopy(CONVENTION)
    expected["tally"]["trim"]["high"] = 2
    assert _stored(app) == [(1, parse_rules(expected).digest)]
    assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("trim_low", "99999999999999999999"),
        ("trim_low", "one"),
        ("rounding_final", "-1"),
        ("factor", "1e5"),
        ("scope", "everything"),
        ("criteria-0-max", "-5"),
        ("criteria-1-step", "0.7"),
        ("criteria-2-key", "content"),
        ("awards-0-amount", "0"),
        ("ties-0-step", "by dice"),
        ("advance_take", "1.5"),
        ("floor", "NaN"),
    ],
)
def test_a_fault_stands_at_its_field_and_everything_typed_stays(app, client, url, field, text):
    before = _stored(app)
    sent = form_of(_draft(), {field: text, "name_en": "Typed by me"})
    answer = client.post(url, data=sent)
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 400
    control = re.search(rf'<(?:input|select)[^>]*id="{field}"[^>]*>', page)
    place = field if control and 'aria-invalid="true"' in control[0] else ""
    assert place or 'aria-invalid="true"' in page
    assert field == "scope" or f'value="{text}"' in page
    assert 'value="Typed by me"' in page
    assert _stored(app) == before


def test_rows_come_go_and_move_without_saving(app, client, url):
    before = _stored(app)
    for action, keys in (
        ("add:criteria", ["content", "language", "image", "overall", "criterion-5"]),
        ("remove:criteria:0", ["language", "image", "overall"]),
        ("up:criteria:1", ["language", "content", "image", "overall"]),
        ("down:criteria:3", ["content", "language", "image", "overall"]),
        ("remove:criteria:99", ["content", "language", "image", "overall"]),
        ("explode:criteria:0", ["content", "language", "image", "overall"]),
        ("add:nothing", ["content", "language", "image", "overall"]),
    ):
        sent = form_of(_draft(), {"act": action})
        for address in (url, f"{url}/form"):
            page = client.post(address, data=sent).get_data(as_text=True)
            found = re.findall(r'name="criteria-\d+-key" value="([^"]*)"', page)
            assert found == keys, action
    assert _stored(app) == before


def test_the_example_answers_each_change_and_names_faults(client, url):
    good = client.post(f"{url}/example", data=form_of(_draft()), headers={"Accept-Language": "en"})
    assert (good.status_code, "rule-example__score" in good.get_data(as_text=True)) == (200, True)
    sent = form_of(_draft(), {"criteria-0-max": "x"})
    bad = client.post(f"{url}/example", data=sent, headers={"Accept-Language": "en"})
    page = bad.get_data(as_text=True)
    assert (bad.status_code, 'href="#criteria-0-max"' in page) == (200, True)
    for nonsense in ({}, {"criteria-count": "9" * 40}, {"criteria-count": "999"}):
        assert client.post(f"{url}/example", data=nonsense).status_code == 200


def test_toml_is_saved_and_a_fault_names_its_line(app, client, url):
    text = client.get(f"{url}.toml").get_data(as_text=True)
    assert load_rules(text).digest == parse_rules(CONVENTION).digest
    changed = text.replace('aggregate = "mean"', 'aggregate = "median"')
    sent = {"seen": OPENED, "toml": changed}
    assert client.post(f"{url}/toml", data=sent).status_code == 302
    (saved,) = _stored(app)
    for broken in (
        text + "\n[tally]\n",
        text.replace("scope", "scoop"),
        "\x00",
        "a = " * 90_000,
        "",
    ):
        answer = client.post(f"{url}/toml", data={"seen": OPENED, "toml": broken})
        assert answer.status_code == 400
    assert _stored(app) == [saved]
    answer = client.post(
        f"{url}/toml",
        data={"seen": OPENED, "toml": text.replace("scope", "scoop")},
        headers={"Accept-Language": "en"},
    )
    line = text[: text.index("scope")].count("\n") + 1
    assert f"line {line}" in answer.get_data(as_text=True)


def test_the_rule_sheet_as_text_shows_the_warnings_of_the_form(client, url):
    english = {"Accept-Language": "en"}
    form = client.get(url, headers=english).get_data(as_text=True)
    page = client.get(f"{url}/toml", headers=english).get_data(as_text=True)
    for title in ("Please look at these choices", "Good to know"):
        assert (title in page) == (title in form)
    assert "Good to know" in page or "Please look at these choices" in page


def test_a_preset_is_loaded_into_the_form_and_saved_with_its_levels(app, client, url):
    page = client.get(f"{url}?preset=academic-speech").get_data(as_text=True)
    assert 'value="preset:academic-speech"' in page
    (preset,) = [one for one in list_rule_presets() if one.key == "academic-speech"]
    sent = form_of(draft_of(preset.document, "preset:academic-speech"))
    assert client.post(url, data=sent).status_code == 302
    assert _stored(app) == [(1, parse_rules(preset.document).digest)]
    with app.app_context():
        document = db.session.scalars(select(RuleSheetVersion)).one().document
        assert document["rubric"]["criteria"][0]["levels"]


def test_a_frozen_rule_sheet_asks_for_a_reason_at_its_field(app, client, url, now):
    with app.app_context():
        db.session.scalars(select(RuleSheetVersion)).one().frozen_at = now
        db.session.commit()
    draft = _draft()
    draft.fields["trim_high"] = "0"
    refused = client.post(url, data=form_of(draft))
    assert refused.status_code == 409
    assert 'id="reason-error"' in refused.get_data(as_text=True)
    assert client.post(url, data=form_of(draft, {"reason": "评委会决定"})).status_code == 302
    assert [version for version, _ in _stored(app)] == [1, 2]
    assert client.get(f"{url}?version=1").status_code == 200


def test_a_fault_in_the_list_is_called_by_its_field(client, url):
    sent = form_of(_draft(), {"criteria-1-max": "x"})
    answer = client.post(url, data=sent, headers={"Accept-Language": "en"})
    page = html.unescape(answer.get_data(as_text=True))
    assert 'href="#criteria-1-max">Criterion 2 · Most: ' in page
