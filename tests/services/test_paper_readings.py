"""Paper sheets typed by one person and confirmed by another, on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from judging.errors import Blocked, InvalidInput, NotFound, NotPermitted, WrongState
from judging.extensions import db
from judging.models import JournalDetail, PaperReading, SheetQuestion, SheetRevision
from judging.queries.judge_sheets import list_own_sheets
from judging.services.heat_states import close_heat
from judging.services.paper_readings import hand_in, keep_typed, reject_reading
from judging.services.paper_values import HandedIn, TypedSheet
from judging.services.review import confirm_at_desk
from judging.services.sheet_values import Submission
from tests.factories import Factory
from tests.services.marked import MARKS, actions, sheet_states
from tests.services.papers import Hall, make_hall, reading_states, revision_rows


@pytest.fixture
def hall(factory: Factory) -> Hall:
    """A heat of one seat and two turns, and three people of its desk."""
    return make_hall(factory)


def test_a_paper_sheet_counts_once_a_second_person_reads_the_same(
    hall: Hall, now: datetime
) -> None:
    assert hand_in(hall.organizer, now, hall.typed()) == HandedIn("waiting")
    assert set(sheet_states().values()) == {"not_yet"}
    assert hand_in(hall.helper, now, hall.typed(total="88.0")) == HandedIn("agreed", revision=1)
    assert revision_rows() == [("paper", "given", True, False, 88000)]
    assert reading_states() == [("agreed", 1), ("agreed", 1)]
    revision = db.session.scalars(select(SheetRevision)).one()
    assert revision.author == hall.organizer.pseudonym
    assert actions() == ["desk:paper:type", "desk:sheet:paper"]
    details = db.session.scalars(select(JournalDetail).order_by(JournalDetail.entry_id)).all()
    told = details[-1].content
    assert (told["typed_by"], told["confirmed_by"], told["outcome"]) == (
        hall.organizer.pseudonym,
        hall.helper.pseudonym,
        "agreed",
    )


def test_nobody_confirms_what_they_typed(hall: Hall, now: datetime) -> None:
    for _ in range(2):
        assert hand_in(hall.chief, now, hall.typed()) == HandedIn("waiting")
    assert (reading_states(), revision_rows()) == ([("waiting", None)], [])
    (reading,) = db.session.scalars(select(PaperReading)).all()
    with pytest.raises(WrongState) as refused:
        reject_reading(hall.chief, now, reading.id, "看错")
    assert refused.value.code == "paper_is_your_own"


def test_readings_that_differ_wait_until_two_are_the_same(hall: Hall, now: datetime) -> None:
    slipped = hall.typed(total="88!", content="36.5")
    hand_in(hall.organizer, now, slipped)
    told = hand_in(hall.helper, now, hall.typed())
    assert told == HandedIn("differs", ("marks.content",))
    assert (reading_states(), revision_rows()) == ([("waiting", None), ("waiting", None)], [])
    assert hand_in(hall.chief, now, hall.typed()) == HandedIn("agreed", revision=1)
    assert reading_states() == [("outvoted", 1), ("agreed", 1), ("agreed", 1)]


def test_comments_are_stored_as_a_tablets_once_two_people_read_the_same(
    hall: Hall, now: datetime
) -> None:
    to_contestant, to_panel = "结构清楚。\n结尾可以再慢一点。", "超时？"
    both = replace(hall.typed(), comment_contestant=to_contestant, comment_panel=to_panel)
    hand_in(hall.organizer, now, both)
    told = hand_in(hall.helper, now, replace(both, comment_panel=""))
    assert told == HandedIn("differs", ("comment_panel",))
    assert hand_in(hall.helper, now, both) == HandedIn("agreed", revision=1)
    revision = db.session.scalars(select(SheetRevision)).one()
    assert (revision.comment_contestant, revision.comment_panel) == (to_contestant, to_panel)
    sent = Submission(revision.client_id, hall.where[0], MARKS, to_contestant, to_panel)
    assert revision.payload_digest == sent.digest()
    assert actions() == ["desk:paper:type", "desk:paper:type", "desk:sheet:paper"]


def test_what_is_sent_back_waits_no_more_until_it_is_handed_in_again(
    hall: Hall, now: datetime
) -> None:
    hand_in(hall.organizer, now, hall.typed())
    (reading,) = db.session.scalars(select(PaperReading)).all()
    with pytest.raises(InvalidInput):
        reject_reading(hall.helper, now, reading.id, " ")
    reject_reading(hall.helper, now, reading.id, "这是二号评委的纸")
    with pytest.raises(WrongState) as refused:
        reject_reading(hall.helper, now, reading.id, "再退")
    assert refused.value.code == "paper_waits_no_more"
    with pytest.raises(NotPermitted):
        hand_in(hall.helper, now, hall.typed())
    assert reading_states() == [("rejected", None)]
    hand_in(hall.organizer, now, hall.typed())
    assert reading_states() == [("waiting", None)]
    assert actions() == ["desk:paper:type", "desk:paper:reject", "desk:paper:type"]


def test_a_draft_is_kept_whole_or_not_and_a_changed_sheet_waits_no_more(
    hall: Hall, now: datetime
) -> None:
    turn, seat = hall.where
    blank = TypedSheet(hall.heat.appearance_ids[1], seat)
    begun = TypedSheet(turn, seat, {"content": "3x"})
    assert keep_typed(hall.organizer, now, [begun, blank]) == 1
    assert keep_typed(hall.organizer, now, [begun, blank]) == 0
    (row,) = db.session.scalars(select(PaperReading)).all()
    assert row.typed == {"marks": {"content": "3x"}, "note": "", "state": "given", "sum": ""}
    hand_in(hall.organizer, now, hall.typed())
    keep_typed(hall.organizer, now, [begun])
    assert reading_states() == [("draft", None)]
    assert actions() == ["desk:paper:type"]


def test_a_sheet_that_is_not_whole_is_refused_with_every_fault_at_its_cell(
    hall: Hall, now: datetime
) -> None:
    with pytest.raises(InvalidInput) as refused:
        hand_in(hall.organizer, now, hall.typed(total="", content="41", overall=""))
    assert [(p.code, p.place) for p in refused.value.problems] == [
        ("mark_out_of_range", "marks.content"),
        ("mark_missing", "marks.overall"),
        ("sum_missing", "sum"),
    ]
    with pytest.raises(InvalidInput) as refused:
        hand_in(hall.organizer, now, hall.typed(total="89"))
    assert [(p.code, p.params) for p in refused.value.problems] == [
        ("sum_differs", {"sum": "88", "written": "89"})
    ]
    with pytest.raises(InvalidInput) as refused:
        hand_in(hall.organizer, now, TypedSheet(*hall.where, MARKS, "", "absent"))
    assert [(p.code, p.place) for p in refused.value.problems] == [
        ("note_missing", "note"),
        ("marks_without_sheet", "state"),
    ]
    assert (reading_states(), actions()) == ([], [])


def test_a_judge_who_added_up_otherwise_is_a_question_to_the_chief_judge(
    hall: Hall, now: datetime
) -> None:
    for actor in (hall.organizer, hall.helper):
        hand_in(actor, now, hall.typed(total="88.5!"))
    question = db.session.scalars(select(SheetQuestion)).one()
    assert (question.state, question.revision, question.flags[0]["kind"]) == ("open", 1, "sum")
    with pytest.raises(Blocked) as blocked:
        close_heat(hall.organizer, now, hall.heat.heat_id)
    assert [p.code for p in blocked.value.blockers] == ["sheet_missing", "question_open"]
    seen = list_own_sheets(hall.where[1])[hall.where[0]]
    assert (seen.current.source if seen.current else "", seen.question) == ("paper", None)
    confirm_at_desk(hall.chief, now, *hall.where, "评委确认各项无误，合计写错")
    assert db.session.scalars(select(SheetQuestion.state)).one() == "confirmed"


@pytest.mark.parametrize("state", ["recused", "absent"])
def test_a_paper_can_say_that_no_marks_come(hall: Hall, now: datetime, state: str) -> None:
    hand_in(hall.organizer, now, TypedSheet(*hall.where, state=state, note="师生关系"))
    hand_in(hall.helper, now, TypedSheet(*hall.where, state=state, note="纸上写明回避"))
    assert revision_rows() == [("paper", state, True, False, None)]
    assert db.session.scalars(select(SheetRevision.reason)).one() == "师生关系"


def test_a_heat_waits_for_paper_sheets_that_nobody_confirmed(hall: Hall, now: datetime) -> None:
    hand_in(hall.organizer, now, hall.typed())
    with pytest.raises(Blocked) as blocked:
        close_heat(hall.organizer, now, hall.heat.heat_id)
    assert [(p.code, dict(p.params)) for p in blocked.value.blockers] == [
        ("paper_waits", {"order": 1, "seat": 1}),
        ("sheet_missing", {"order": 2, "seat": 1}),
    ]
    close_heat(hall.organizer, now, hall.heat.heat_id, accept_missing=True)
    with pytest.raises(WrongState) as refused:
        hand_in(hall.helper, now, hall.typed())
    assert refused.value.code == "heat_closed"
    assert keep_typed(hall.helper, now, [hall.typed()]) == 0
    assert reading_states() == [("waiting", None)]


def test_paper_is_typed_by_an_office_of_its_own_competition(
    factory: Factory, hall: Hall, now: datetime
) -> None:
    other = factory.ready_heat()
    strangers = (
        factory.actor(other.competition_id, "organizer", "chief_judge", "stage_manager"),
        factory.actor(hall.heat.competition_id, "auditor"),
        factory.seat_actor(hall.heat.seat_ids[0], hall.heat.competition_id),
    )
    for stranger in strangers:
        with pytest.raises(NotFound):
            hand_in(stranger, now, hall.typed())
        with pytest.raises(NotFound):
            keep_typed(stranger, now, [hall.typed()])
    with pytest.raises(NotPermitted):
        hand_in(hall.helper, now, hall.typed())
    mixed = TypedSheet(hall.heat.appearance_ids[0], other.seat_ids[0], MARKS, "88")
    with pytest.raises(NotFound):
        hand_in(hall.organizer, now, mixed)
    hand_in(hall.organizer, now, hall.typed())
    reading = db.session.scalars(select(PaperReading)).one()
    for stranger in strangers:
        with pytest.raises(NotFound):
            reject_reading(stranger, now, reading.id, "退回")


def test_what_is_out_of_bounds_is_refused_before_anything_is_kept(
    hall: Hall, now: datetime
) -> None:
    for typed in (
        TypedSheet(*hall.where, {"content": "1" * 25}),
        TypedSheet(*hall.where, {str(n): "1" for n in range(31)}),
        TypedSheet(*hall.where, note="长" * 301),
        TypedSheet(*hall.where, comment_contestant="长" * 2001),
        TypedSheet(*hall.where, comment_panel="\x00"),
        TypedSheet(*hall.where, state="void"),
        TypedSheet(*hall.where, {"k" * 65: "1"}),
    ):
        with pytest.raises(InvalidInput):
            keep_typed(hall.organizer, now, [typed])
        with pytest.raises(InvalidInput):
            hand_in(hall.organizer, now, typed)
    with pytest.raises(InvalidInput):
        keep_typed(hall.organizer, now, [hall.typed()] * 501)
    assert reading_states() == []
