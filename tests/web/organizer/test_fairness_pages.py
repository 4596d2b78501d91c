"""The pages of fairness at the desk: who sees them, and what they say."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from judging.extensions import db
from judging.models import Heat, JournalEntry, Round
from tests.factories import CONVENTION, Factory, HeatBundle
from tests.web.organizer.people_desk import enter_as

PAGES = ("health", "stability", "dry-run", "adjustment")
_AWARDS = [{"key": "first", "name": {"zh": "一等奖", "en": "First Prize"}, "count": 1}]
_RULES = {**CONVENTION, "awards": _AWARDS, "advancement": {"take": 1}}


@pytest.fixture
def judged(app: Flask, factory: Factory) -> HeatBundle:
    """A closed heat whose winner depends on whether the extremes are dropped."""
    with app.app_context():
        heat = factory.ready_heat(5, 2, _RULES, "closed")
        marks = (("36", "36", "36", "36", "20"), ("34", "34", "34", "34", "34"))
        for appearance_id, contents in zip(heat.appearance_ids, marks, strict=True):
            for seat_id, content in zip(heat.seat_ids, contents, strict=True):
                factory.given_sheet(seat_id, appearance_id, content, "25", "16", "8")
        return heat


def base(app: Flask, heat: HeatBundle, desk: str) -> str:
    """Return the address of a round's pages of fairness."""
    with app.app_context():
        return f"{desk}/fairness/{db.session.get_one(Round, heat.round_id).key}"


def text_of(client: FlaskClient, address: str) -> str:
    """Return a page, which must be there."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.text


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("role", "status"),
    [("organizer", 200), ("chief_judge", 200), ("auditor", 200), ("stage_manager", 404)],
)
def test_only_three_offices_see_them(app, factory, client, judged, page, role, status):
    desk = enter_as(app, factory, client, judged, role)

    assert client.get(f"{base(app, judged, desk)}/{page}").status_code == status


@pytest.mark.parametrize("page", PAGES)
def test_what_is_not_there_or_of_another_competition_is_not_found(
    app, factory, client, judged, page
):
    with app.app_context():
        other = factory.ready_heat(state="closed")
        foreign = db.session.get_one(Round, other.round_id).key
    desk = enter_as(app, factory, client, judged, "organizer")
    own = f"{base(app, judged, desk)}/{page}"
    queries = ("heat=2", "heat=99999", "heat=-1", "heat=一")

    answers = [client.get(f"{own}?{query}").status_code for query in queries]

    assert answers == [404] * len(queries)
    assert client.get(f"{desk}/fairness/{foreign}/{page}").status_code == 404
    assert client.get(f"/desk/{other.slug}/fairness/{foreign}/{page}").status_code == 404
    assert client.get(f"{own}?heat=1").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_heat_that_is_open_gives_nothing_away(app, factory, client, judged, page):
    with app.app_context():
        db.session.get_one(Heat, judged.heat_id).state = "open"
        db.session.commit()
    desk = enter_as(app, factory, client, judged, "chief_judge")

    said = text_of(client, f"{base(app, judged, desk)}/{page}?heat=1")

    assert "评分仍在进行" in said
    assert "85.00" not in said


@pytest.mark.parametrize("page", PAGES)
def test_looking_is_not_written_down(app, factory, client, judged, page):
    desk = enter_as(app, factory, client, judged, "chief_judge")
    entries = select(func.count(JournalEntry.id))
    with app.app_context():
        before = db.session.scalar(entries)

    text_of(client, f"{base(app, judged, desk)}/{page}")

    with app.app_context():
        assert db.session.scalar(entries) == before


def test_the_dry_run_says_on_top_whose_prize_changes(app, factory, client, judged):
    desk = enter_as(app, factory, client, judged, "chief_judge")
    client.post("/language", data={"language": "en"})

    said = text_of(client, f"{base(app, judged, desk)}/dry-run")

    assert "2 of 2 entries get another prize" in said
    assert "loses First Prize" in said
    assert "gains First Prize" in said
    assert "goes on to the next round" in said


def test_two_names_of_the_same_rules_change_nothing(app, factory, client, judged):
    desk = enter_as(app, factory, client, judged, "auditor")

    address = f"{base(app, judged, desk)}/dry-run?before=version:1&after=version:1"

    assert "两份规则内容相同，结果没有变化。" in text_of(client, address)


def test_rules_that_give_nobody_a_result_are_said_to(app, factory, client, judged):
    desk = enter_as(app, factory, client, judged, "organizer")

    said = text_of(client, f"{base(app, judged, desk)}/dry-run?after=preset:beijing-heat")

    assert "按后一规则，没有人有成绩。" in said


@pytest.mark.parametrize("query", ["before=version:2", "after=trim:9-9", "after=%27%22%3E"])
def test_rules_that_are_not_offered_are_not_found(app, factory, client, judged, query):
    desk = enter_as(app, factory, client, judged, "organizer")

    assert client.get(f"{base(app, judged, desk)}/dry-run?{query}").status_code == 404


def test_a_name_is_shown_as_text_and_never_as_markup(app, factory, client, judged):
    with app.app_context():
        from judging.models import Entry

        db.session.get_one(Entry, judged.entry_ids[0]).unit = "<b>示例</b>"
        db.session.commit()
    desk = enter_as(app, factory, client, judged, "organizer")

    said = text_of(client, f"{base(app, judged, desk)}/dry-run")

    assert "&lt;b&gt;示例&lt;/b&gt;" in said
    assert "<b>示例</b>" not in said


def marked_evenly(app: Flask, factory: Factory, seats: int, contents: list[str]) -> HeatBundle:
    """Return a closed heat in which all seats gave each entry the same marks."""
    with app.app_context():
        return factory.judged_heat(contents, seats)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize(
    ("seats", "contents"), [(1, ["36", "38"]), (5, ["36"]), (5, ["36", "36", "36"])]
)
def test_one_judge_one_entry_or_equal_marks_are_no_trouble(
    app, factory, client, page, language, seats, contents
):
    heat = marked_evenly(app, factory, seats, contents)
    desk = enter_as(app, factory, client, heat, "chief_judge")
    client.post("/language", data={"language": language})

    said = text_of(client, f"{base(app, heat, desk)}/{page}")

    assert ">nan<" not in said.lower()


@pytest.mark.parametrize("page", PAGES)
def test_a_heat_without_a_single_mark_is_no_trouble(app, factory, client, page):
    with app.app_context():
        heat = factory.ready_heat(3, 2, state="closed")
    desk = enter_as(app, factory, client, heat, "auditor")

    text_of(client, f"{base(app, heat, desk)}/{page}")


def test_stability_names_the_judge_on_whom_the_winner_hangs(app, factory, client):
    with app.app_context():
        heat = factory.ready_heat(3, 2, _RULES, "closed")
        marks = (("30", "30", "36"), ("31", "31", "31"))
        for appearance_id, contents in zip(heat.appearance_ids, marks, strict=True):
            for seat_id, content in zip(heat.seat_ids, contents, strict=True):
                factory.given_sheet(seat_id, appearance_id, content, "25", "16", "8")
    desk = enter_as(app, factory, client, heat, "chief_judge")
    client.post("/language", data={"language": "en"})

    said = text_of(client, f"{base(app, heat, desk)}/stability")

    assert "2 of 2 borders hang on a single judge or on the trim" in said
    assert "without judge 3" in said
    assert "500 panels drawn again" in said
    assert "seed “rostrum”" in said


def test_panels_that_share_no_judge_are_not_adjusted_together(app, factory, client, judged):
    with app.app_context():
        heat_id, seats = factory.heat(judged.round_id, 2, number=2, state="closed")
        for content in ("30", "33"):
            entry = factory.entry(judged.competition_id, judged.division_id)
            appearance = factory.appearance(heat_id, judged.round_id, entry)
            for seat_id in seats:
                factory.given_sheet(seat_id, appearance, content, "25", "16", "8")
    desk = enter_as(app, factory, client, judged, "organizer")

    whole = text_of(client, f"{base(app, judged, desk)}/adjustment")
    alone = text_of(client, f"{base(app, judged, desk)}/adjustment?heat=1")

    assert "不能跨这些评审组校正" in whole
    assert "不能跨这些评审组校正" not in alone


def test_a_heat_alone_of_a_round_ranked_across_heats_is_marked_as_such(app, factory, client):
    rules = {**CONVENTION, "ranking": {**CONVENTION["ranking"], "per": "overall"}}
    with app.app_context():
        heat = factory.judged_heat(("36", "38"), document=rules)
    desk = enter_as(app, factory, client, heat, "organizer")

    assert "此处只看本场" in text_of(client, f"{base(app, heat, desk)}/dry-run?heat=1")
    assert "此处只看本场" not in text_of(client, f"{base(app, heat, desk)}/dry-run")
