"""Two people edit one rule sheet: whoever saves second is told, and overwrites nothing unseen."""

import html
import re

import pytest
from sqlalchemy import select

from judging.clock import utc_now
from judging.extensions import db
from judging.models import RuleSheetVersion
from judging.web.organizer.rule_newer import read_seen
from tests.web.organizer.rule_forms import OPENED, form_on

_ENGLISH = {"Accept-Language": "en"}
_TOLD = "Somebody has saved another version since you opened this page"


def _open(client, url):
    """Return the form of the editor as it stands on its page."""
    return form_on(client.get(url).get_data(as_text=True))


def _stored(app):
    with app.app_context():
        rows = db.session.scalars(select(RuleSheetVersion).order_by(RuleSheetVersion.version))
        return [
            (row.version, row.document["tally"]["trim"]["high"], row.document["name"]["en"])
            for row in rows
        ]


def _freeze(app):
    with app.app_context():
        db.session.scalars(select(RuleSheetVersion)).one().frozen_at = utc_now()
        db.session.commit()


def _post(client, url, sent, **typed):
    for name, text in typed.items():
        sent[name] = text
    answer = client.post(url, data=sent, headers=_ENGLISH)
    return answer.status_code, html.unescape(answer.get_data(as_text=True))


@pytest.fixture
def stale(app, client, rules_url):
    """Return a form that was opened before somebody else let two highest be dropped."""
    mine = _open(client, rules_url)
    assert _post(client, rules_url, _open(client, rules_url), trim_high="2")[0] == 302
    return mine


def test_an_older_form_overwrites_nothing_and_loses_nothing(app, client, rules_url, stale):
    before = _stored(app)
    code, page = _post(client, rules_url, stale, name_en="Mine")
    assert (code, _TOLD in page, 'value="Mine"' in page) == (409, True, True)
    assert "1 highest and 1 lowest are dropped" in page
    assert "2 highest and 1 lowest are dropped" in page
    assert _stored(app) == before == [(1, 2, before[0][2])]


def test_sending_the_older_form_again_or_changing_its_rows_does_not_help(
    app, client, rules_url, stale
):
    _post(client, rules_url, stale, name_en="Mine")
    _code, page = _post(client, rules_url, stale.copy(), act="down:criteria:0")
    assert form_on(page)["seen"] == stale["seen"]
    assert _post(client, rules_url, form_on(page))[0] == 409
    assert _stored(app)[0][1] == 2


def test_after_seeing_the_difference_mine_may_be_saved_in_its_place(app, client, rules_url, stale):
    _code, page = _post(client, rules_url, stale, name_en="Mine")
    over = re.search(r'name="over" value="([^"]*)"', page)[1]
    assert _post(client, rules_url, form_on(page), over=over)[0] == 302
    assert _stored(app) == [(1, 1, "Mine")]


def test_what_would_change_is_compared_with_what_is_in_force_and_says_so(client, rules_url, stale):
    _code, page = _post(client, f"{rules_url}/effect", stale, name_en="Mine")
    in_force = _open(client, rules_url)["seen"]
    assert (_TOLD in page, f'name="seen" value="{in_force}"' in page) == (True, True)
    _code, page = _post(client, f"{rules_url}/effect", _open(client, rules_url), name_en="Mine")
    assert _TOLD not in page


def test_after_freezing_two_new_versions_do_not_pass_each_other(app, client, rules_url):
    _freeze(app)
    mine = _open(client, rules_url)
    other = _open(client, rules_url)
    assert _post(client, rules_url, other, trim_high="2", reason="first")[0] == 302
    code, page = _post(client, rules_url, mine, name_en="Mine", reason="second")
    assert (code, "· first" in page, "/rules/versions?from=1&to=2" in page) == (409, True, True)
    assert [version for version, *_rest in _stored(app)] == [1, 2]


def test_the_same_form_sent_twice_is_no_conflict(app, client, rules_url):
    mine = _open(client, rules_url)
    assert _post(client, rules_url, mine, trim_high="2")[0] == 302
    assert _post(client, rules_url, mine)[0] == 302
    assert _stored(app)[0][1] == 2


def test_an_older_preset_page_is_stale_too(app, client, rules_url):
    mine = _open(client, f"{rules_url}?preset=academic-speech")
    assert _post(client, rules_url, _open(client, rules_url), trim_high="2")[0] == 302
    assert _post(client, rules_url, mine)[0] == 409
    assert _stored(app)[0][1] == 2


def test_older_text_overwrites_nothing_and_loses_nothing(app, client, rules_url, stale):
    text = client.get(f"{rules_url}.toml").get_data(as_text=True).replace("high = 2", "high = 3")
    url = f"{rules_url}/toml"
    for seen in ({"seen": stale["seen"]}, {"seen": "x"}, {}):
        code, page = _post(client, url, {"toml": text, **seen})
        assert (code, _TOLD in page, "high = 3" in page) == (409, True, True)
    assert _stored(app)[0][1] == 2
    over = re.search(r'name="over" value="([^"]*)"', page)[1]
    assert _post(client, url, {"toml": text, "over": over})[0] == 302
    assert _stored(app)[0][1] == 3


@pytest.mark.parametrize("text", ["", "x", "１:a", "999999999:a", ":a", "-1:a"])
def test_what_an_editor_cannot_have_carried_is_never_in_force(text):
    assert read_seen(text).version == 0


def test_an_editor_carries_version_and_digest_in_force(client, rules_url):
    assert _open(client, rules_url)["seen"] == OPENED
    page = client.get(f"{rules_url}/toml").get_data(as_text=True)
    assert f'name="seen" value="{OPENED}"' in page
