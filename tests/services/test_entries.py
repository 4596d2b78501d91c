"""Entries by hand, and their access codes."""

from datetime import datetime

import pytest
from flask import current_app

from judging.errors import Conflict, InvalidInput, NotFound
from judging.extensions import db
from judging.models import Entry, JournalDetail
from judging.permissions import SYSTEM
from judging.queries.entries import (
    EntrySearch,
    MemberFacts,
    get_entry,
    get_entry_page,
    list_access_codes,
)
from judging.queries.sessions import find_actor
from judging.services.entries import (
    NewEntry,
    NewMember,
    add_entry,
    edit_entry,
    renew_code,
    set_withdrawn,
)
from tests.factories import Factory


@pytest.fixture
def competition_id(factory: Factory) -> int:
    """A competition with one division."""
    made = factory.competition()
    factory.division(made, key="youth", name_zh="青年组")
    return made


def _new(number: str = "A1", **values: str) -> NewEntry:
    return NewEntry(number, "youth", (NewMember("林见微", "Lin"),), **values)


def test_an_entry_is_added_edited_and_found(competition_id: int, now: datetime) -> None:
    entry_id = add_entry(SYSTEM, now, competition_id, _new(unit="示例中学", guardian_contact="1"))
    team = NewEntry("A1", "youth", (NewMember("林见微"), NewMember("顾晚晴")), "微光队")
    edit_entry(SYSTEM, now, entry_id, team)
    edit_entry(SYSTEM, now, entry_id, team)
    found = get_entry(competition_id, "A1")
    assert (found.kind, found.team_name, found.unit, found.members) == (
        "team",
        "微光队",
        "",
        (MemberFacts("林见微", "", ""), MemberFacts("顾晚晴", "", "")),
    )
    details = db.session.query(JournalDetail).all()
    assert [row.content["change"] for row in details] == ["add", "edit"]
    assert "林" not in str([row.content for row in details])


def test_a_number_is_used_once_and_kept(competition_id: int, now: datetime) -> None:
    entry_id = add_entry(SYSTEM, now, competition_id, _new())
    with pytest.raises(InvalidInput) as refused:
        add_entry(SYSTEM, now, competition_id, _new())
    assert [(p.code, p.place) for p in refused.value.problems] == [("taken", "number")]
    with pytest.raises(InvalidInput) as refused:
        edit_entry(SYSTEM, now, entry_id, _new("A2"))
    assert [(p.code, p.place) for p in refused.value.problems] == [("entry_number_fixed", "number")]


def test_withdrawing_is_undone_and_harmless_twice(competition_id: int, now: datetime) -> None:
    entry_id = add_entry(SYSTEM, now, competition_id, _new())
    for is_withdrawn in (True, True, False, False):
        set_withdrawn(SYSTEM, now, entry_id, is_withdrawn)
        found = get_entry(competition_id, "A1").withdrawn_at
        assert (found is not None) == is_withdrawn
        assert len(list_access_codes(competition_id)) == (0 if is_withdrawn else 1)
    assert db.session.query(JournalDetail).count() == 3


def test_an_entry_in_an_open_heat_is_not_withdrawn_here(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(entries=1)
    with pytest.raises(Conflict) as refused:
        set_withdrawn(SYSTEM, now, heat.entry_ids[0], is_withdrawn=True)
    assert refused.value.code == "entry_in_marked_heat"


def test_a_new_code_ends_the_old_one_and_its_sessions(
    factory: Factory, competition_id: int, now: datetime
) -> None:
    entry_id = add_entry(SYSTEM, now, competition_id, _new())
    (old,) = list_access_codes(competition_id)
    token = factory.session("entry", entry_id)
    renew_code(SYSTEM, now, entry_id)
    (new,) = list_access_codes(competition_id)
    assert old.code != new.code
    assert find_actor(token, now) is None
    assert old.code not in str([row.content for row in db.session.query(JournalDetail)])
    assert current_app.config["SECRET_KEY"]


@pytest.mark.parametrize(
    ("search", "numbers"),
    [
        (EntrySearch(), ["A1", "A2", "A10"]),
        (EntrySearch(is_descending=True), ["A10", "A2", "A1"]),
        (EntrySearch("a1"), ["A1", "A10"]),
        (EntrySearch("星 一中"), ["A2"]),
        (EntrySearch("%"), []),
        (EntrySearch("_"), []),
        (EntrySearch(division="other"), ["A10"]),
        (EntrySearch(sort="unit"), ["A10", "A2", "A1"]),
        (EntrySearch(sort="; DROP TABLE entry", page=10**6), ["A1", "A2", "A10"]),
    ],
)
def test_the_list_is_searched_and_sorted(
    factory: Factory, competition_id: int, search: EntrySearch, numbers: list[str]
) -> None:
    youth = factory.division(competition_id)
    other = factory.division(competition_id, key="other")
    factory.entry(competition_id, youth, ["林见微"], number="A1", unit="三中")
    factory.entry(competition_id, youth, ["陆星野", "顾晚晴"], number="A2", unit="一中")
    factory.entry(competition_id, other, ["周行"], number="A10", unit="A 校")
    factory.entry(factory.competition(), other, number="A3")
    found = get_entry_page(competition_id, search)
    expected = ["A10", "A2", "A1"] if search.sort == "unit" else numbers
    shown = [row.number for row in found.rows]
    if search.sort == "unit":  # the two databases may order Chinese differently
        assert sorted(shown) == sorted(expected)
    else:
        assert shown == expected
    assert (found.total, found.everything) == (len(numbers), 3)


@pytest.mark.parametrize("role", ["chief_judge", "stage_manager", "auditor"])
def test_nobody_but_an_organizer_of_this_competition_edits_entries(
    factory: Factory, competition_id: int, now: datetime, role: str
) -> None:
    entry_id = add_entry(SYSTEM, now, competition_id, _new())
    for actor in (
        factory.actor(competition_id, role),
        factory.actor(factory.competition(), "organizer"),
    ):
        with pytest.raises(NotFound):
            add_entry(actor, now, competition_id, _new("A2"))
        with pytest.raises(NotFound):
            edit_entry(actor, now, entry_id, _new(unit="x"))
        with pytest.raises(NotFound):
            set_withdrawn(actor, now, entry_id, is_withdrawn=True)
        with pytest.raises(NotFound):
            renew_code(actor, now, entry_id)
    row = db.session.query(Entry).one()
    assert (row.unit, row.withdrawn_at, row.code_version) == ("", None, 1)
