"""Paper sheets at the desk through the test client: who sees what, and what a form can do."""

from collections.abc import Callable

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from judging.extensions import db
from judging.models import PaperReading, Round, ScoreSheet, SheetRevision
from tests.factories import Factory, HeatBundle, sign_in
from tests.services.marked import MARKS

Enter = Callable[[str], FlaskClient]
EN = {"Accept-Language": "en"}


@pytest.fixture
def heat(app: Flask, factory: Factory) -> HeatBundle:
    """An open heat of two seats and two entries."""
    with app.app_context():
        return factory.ready_heat(seats=2, entries=2)


@pytest.fixture
def enter(app: Flask, client: FlaskClient, factory: Factory, heat: HeatBundle) -> Enter:
    tokens: dict[str, str] = {}

    def as_office(role: str) -> FlaskClient:
        with app.app_context():
            if role not in tokens:
                person = factory.person([role], heat.competition_id, name=f"name of {role}")
                tokens[role] = factory.session("person", person)
        sign_in(client, tokens[role])
        return client

    return as_office


@pytest.fixture
def base(app: Flask, heat: HeatBundle) -> str:
    with app.app_context():
        key = db.session.get_one(Round, heat.round_id).key
    return f"/desk/{heat.slug}/rounds/{key}/heats/1/progress"


def _form(
    *rows: tuple[int, int], total: str = "88", state: str = "given", **marks: str
) -> dict[str, str]:
    """Return the fields of the grid for rows named by order and seat."""
    form: dict[str, str] = {}
    for order, seat in rows:
        typed = MARKS | marks if state == "given" else {}
        form |= {f"{order}-{seat}-mark-{key}": mark for key, mark in typed.items()}
        form |= {f"{order}-{seat}-sum": total, f"{order}-{seat}-state": state}
    return form


def _states(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(PaperReading.state).order_by(PaperReading.id)))


def _sheets(app: Flask) -> list[tuple[str, int | None]]:
    with app.app_context():
        rows = db.session.scalars(select(ScoreSheet).order_by(ScoreSheet.id))
        return [(row.state, row.judge_total) for row in rows]


def test_two_offices_bring_a_sheet_in_and_every_page_says_paper(
    app: Flask, enter: Enter, base: str
) -> None:
    told = enter("organizer").post(
        f"{base}/paper/seats/1", data=_form((1, 1)), follow_redirects=True, headers=EN
    )
    assert "1 sheet is typed and waits for a second person." in told.get_data(as_text=True)
    second = enter("stage_manager")
    page = second.get(f"{base}/paper/turns/1", headers=EN).get_data(as_text=True)
    assert ("35.5" in page, "name of organizer" in page, "type it again" in page) == (
        False,
        True,
        True,
    )
    told = second.post(
        f"{base}/paper/turns/1", data=_form((1, 1)), follow_redirects=True, headers=EN
    )
    page = told.get_data(as_text=True)
    assert "1 sheet was read the same by two people and counts." in page
    assert "88.0" not in page
    assert _sheets(app) == [("given", 88000)]
    chief = enter("chief_judge")
    assert "from paper" in chief.get(base, headers=EN).get_data(as_text=True)
    sheet = chief.get(f"{base}/1/seats/1", headers=EN).get_data(as_text=True)
    assert "the same by both: name of organizer, name of stage_manager." in sheet


def test_a_reader_is_told_where_another_read_otherwise_and_not_what(
    enter: Enter, base: str
) -> None:
    enter("organizer").post(f"{base}/paper/seats/1", data=_form((1, 1)))
    second = enter("chief_judge")
    form = _form((1, 1), total="89", language="27")
    told = second.post(f"{base}/paper/seats/1", data=form, follow_redirects=True, headers=EN)
    page = told.get_data(as_text=True)
    assert "1 sheet differs from what another person typed." in page
    assert page.count('<small class="paper-grid__fault" id="1-1-mark-language-fault">differs') == 1
    assert page.count(">differs: look again<") == 2
    assert 'value="26"' not in page


def test_the_second_person_sees_the_comments_that_the_first_typed_and_confirms_them(
    app: Flask, enter: Enter, base: str
) -> None:
    said = {"1-1-comment_contestant": "结构清楚。\r\n<慢>一点", "1-1-comment_panel": "超时？"}
    enter("organizer").post(f"{base}/paper/seats/1", data=_form((1, 1)) | said)
    second = enter("stage_manager")
    page = second.get(f"{base}/paper/turns/1", headers=EN).get_data(as_text=True)
    assert ("35.5" in page, "结构清楚。\n&lt;慢&gt;一点</textarea>" in page) == (False, True)
    assert page.count("As name of organizer typed it.") == 2
    begun = said | {"1-1-state": "given", "1-1-sum": ""}
    assert second.post(f"{base}/paper/draft", data=begun).status_code == 204
    assert _states(app) == ["waiting"]
    other = _form((1, 1)) | said | {"1-1-comment_panel": ""}
    told = second.post(f"{base}/paper/turns/1", data=other, follow_redirects=True, headers=EN)
    assert "1 sheet differs from what another person typed." in told.text
    assert ("name of organizer typed:" in told.text, told.text.count(">differs: look again<")) == (
        True,
        1,
    )
    told = second.post(
        f"{base}/paper/turns/1", data=_form((1, 1)) | said, follow_redirects=True, headers=EN
    )
    assert "1 sheet was read the same by two people and counts." in told.text
    with app.app_context():
        row = db.session.scalars(select(SheetRevision)).one()
        kept = (row.comment_contestant, row.comment_panel)
    assert kept == ("结构清楚。\n<慢>一点", "超时？")


def test_comments_that_another_typed_are_none_of_a_sheet_that_did_not_come(
    app: Flask, enter: Enter, base: str
) -> None:
    said = {"1-1-comment_panel": "超时？"}
    enter("organizer").post(f"{base}/paper/seats/1", data=_form((1, 1)) | said)
    none = said | {"1-1-state": "absent", "1-1-note": "没有纸"}
    told = enter("chief_judge").post(
        f"{base}/paper/seats/1", data=none, follow_redirects=True, headers=EN
    )
    assert "1 sheet differs from what another person typed." in told.text
    own = none | {"1-1-comment_panel": "好"}
    told = enter("chief_judge").post(
        f"{base}/paper/seats/1", data=own, follow_redirects=True, headers=EN
    )
    assert ">then no marks or comments<" in told.text
    assert _states(app) == ["waiting", "draft"]


def test_a_fault_stays_a_draft_with_words_in_its_cell(app: Flask, enter: Enter, base: str) -> None:
    form = _form((1, 1), content="41") | _form((2, 1), state="absent", total="")
    told = enter("organizer").post(
        f"{base}/paper/seats/1", data=form, follow_redirects=True, headers=EN
    )
    page = told.get_data(as_text=True)
    assert "2 sheets have faults; see their cells." in page
    assert ('value="41"' in page, ">only 0 to 40<" in page, ">say why<" in page) == (
        True,
        True,
        True,
    )
    assert _states(app) == ["draft", "draft"]


def test_a_draft_is_kept_and_only_of_lines_that_the_form_holds(
    app: Flask, enter: Enter, base: str
) -> None:
    client = enter("organizer")
    form = {"1-2-mark-content": "３５。５", "1-2-sum": "", "1-2-state": "given", "9-9-state": "x"}
    assert client.post(f"{base}/paper/draft", data=form).status_code == 204
    assert 'data-zone="Asia/Shanghai"' in client.get(f"{base}/paper/seats/1").text
    with app.app_context():
        (row,) = db.session.scalars(select(PaperReading))
        assert (row.typed["marks"], row.state) == ({"content": "35.5"}, "draft")
    bad = {"1-1-state": "given", "1-1-mark-content": "9" * 30}
    assert client.post(f"{base}/paper/draft", data=bad).status_code == 400
    assert len(_states(app)) == 1


def test_what_another_typed_is_sent_back_with_a_reason(app: Flask, enter: Enter, base: str) -> None:
    enter("organizer").post(f"{base}/paper/seats/1", data=_form((1, 1)))
    with app.app_context():
        reading = str(db.session.scalars(select(PaperReading.id)).one())
    own = enter("organizer").post(
        f"{base}/1/seats/1/send-back", data={"reading": reading, "reason": "x"}
    )
    assert own.status_code == 404
    second = enter("chief_judge")
    elsewhere = {"reading": reading, "reason": "x"}
    assert second.post(f"{base}/1/seats/2/send-back", data=elsewhere).status_code == 404
    assert second.post(f"{base}/1/seats/1/send-back", data={"reading": reading}).status_code == 303
    assert _states(app) == ["waiting"]
    data = {"reading": reading, "reason": "二号评委的纸", "back": "turn"}
    answer = second.post(f"{base}/1/seats/1/send-back", data=data)
    assert answer.location.endswith("/paper/turns/1")
    assert _states(app) == ["rejected"]
    page = enter("organizer").get(f"{base}/paper/seats/1", headers=EN).get_data(as_text=True)
    assert "name of chief_judge: 二号评委的纸" in page


def test_the_chief_judge_chooses_between_tablet_and_paper_on_the_sheets_page(
    app: Flask, factory: Factory, enter: Enter, heat: HeatBundle, base: str
) -> None:
    with app.app_context():
        factory.given_sheet(heat.seat_ids[0], heat.appearance_ids[0], "30", "26", "17.5", "9")
    for role in ("organizer", "chief_judge"):
        enter(role).post(f"{base}/paper/seats/1", data=_form((1, 1)))
    assert _sheets(app) == [("given", 82500)]
    address = f"{base}/1/seats/1"
    page = enter("organizer").get(address, headers=EN).get_data(as_text=True)
    assert ("two versions" in page, "This version counts" in page) == (True, False)
    chief = enter("chief_judge")
    assert chief.get(address, headers=EN).get_data(as_text=True).count("This version counts") == 2
    assert chief.post(f"{address}/settle", data={"revision": "2"}).status_code == 400
    assert chief.post(f"{address}/settle", data={"revision": "²", "reason": "x"}).status_code == 404
    data = {"revision": "2", "reason": "评委确认以纸为准"}
    assert chief.post(f"{address}/settle", data=data).status_code == 303
    with app.app_context():
        current = db.session.scalars(select(SheetRevision).where(SheetRevision.is_current)).one()
        assert (current.number, current.source, current.judge_total) == (3, "paper", 88000)


def test_a_stage_manager_is_second_only_and_an_auditor_does_not_type(
    app: Flask, enter: Enter, base: str
) -> None:
    helper = enter("stage_manager")
    page = helper.get(f"{base}/paper/seats/1").get_data(as_text=True)
    assert "1-1-mark-content" not in page
    forged = helper.post(
        f"{base}/paper/seats/1", data=_form((1, 1)), follow_redirects=True, headers=EN
    )
    assert "types a paper sheet first" in forged.get_data(as_text=True)
    auditor = enter("auditor")
    for address in ("paper", "paper/seats/1", "paper/turns/1"):
        assert auditor.get(f"{base}/{address}").status_code == 404
    assert auditor.post(f"{base}/paper/seats/1", data=_form((1, 1))).status_code == 404
    assert auditor.post(f"{base}/paper/draft", data=_form((1, 1))).status_code == 404
    assert _states(app) == ["draft"]


@pytest.mark.parametrize("app_settings", [{"WTF_CSRF_ENABLED": True}])
def test_nothing_is_kept_without_a_token(app: Flask, enter: Enter, base: str) -> None:
    client = enter("organizer")
    for address in ("paper/seats/1", "paper/turns/1", "paper/draft", "1/seats/1/send-back"):
        assert client.post(f"{base}/{address}", data=_form((1, 1))).status_code == 400
    assert _states(app) == []


def test_piles_that_are_not_there_are_not_found(enter: Enter, base: str) -> None:
    client = enter("organizer")
    for address in ("paper/seats/3", "paper/turns/3", "paper/seats/0"):
        assert client.get(f"{base}/{address}").status_code == 404
        assert client.post(f"{base}/{address}").status_code == 404


def test_blank_sheets_are_printed_for_a_heat_a_seat_or_a_contestant(
    enter: Enter, base: str
) -> None:
    client = enter("stage_manager")
    for query, pages in (("", 2), ("?seat=2", 1), ("?order=1", 1)):
        answer = client.get(f"{base}/paper/sheets.pdf{query}")
        assert answer.mimetype == "application/pdf"
        with pypdfium2.PdfDocument(answer.data) as document:
            assert len(document) == pages
            text = document[0].get_textpage().get_text_range()
        assert "林小舟" not in text
    for query in ("?seat=3", "?order=x", "?seat=1&order=9"):
        assert client.get(f"{base}/paper/sheets.pdf{query}").status_code == 404
    assert enter("auditor").get(f"{base}/paper/sheets.pdf").status_code == 404


def test_a_judge_who_added_up_otherwise_is_the_chief_judges_question(
    enter: Enter, base: str
) -> None:
    for role in ("organizer", "chief_judge"):
        enter(role).post(f"{base}/paper/seats/1", data=_form((1, 1), total="89!"))
    for role, may_answer in (("organizer", False), ("chief_judge", True)):
        page = enter(role).get(f"{base}/review", headers=EN).get_data(as_text=True)
        assert "On the paper the judge wrote a total of 89; the marks make 88." in page
        assert (f"{base}/1/seats/1/answer" in page) is may_answer
    answer = enter("chief_judge").post(f"{base}/1/seats/1/answer", data={"reason": "问过评委"})
    assert answer.status_code == 303
