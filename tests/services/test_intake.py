"""Sealed sheets from a file or from codes: looked at first, then stored once."""

from dataclasses import replace
from datetime import datetime

import pytest

from judging.errors import InvalidInput, NotFound
from judging.extensions import db
from judging.models import Heat
from judging.permissions import Actor
from judging.services.delivery_values import Envelope
from judging.services.heat_states import reopen_heat
from judging.services.intake import (
    MOST_ENVELOPES,
    Acceptance,
    Card,
    Fate,
    look_at_sheets,
    take_in_sheets,
)
from judging.services.review_values import Answer
from judging.services.seat_links import reissue_seat
from judging.services.sheet_values import Submission
from judging.services.sheets import submit_sheet
from tests.factories import Factory, HeatBundle
from tests.sealing import sealed
from tests.services.marked import (
    MARKS,
    actions,
    judge_at,
    problems_of,
    revisions,
    sheet_states,
    submission,
    uuid_of,
)


@pytest.fixture
def heat(factory: Factory) -> HeatBundle:
    """An open heat with two seats."""
    return factory.ready_heat(seats=2)


@pytest.fixture
def organizer(factory: Factory, heat: HeatBundle) -> Actor:
    return factory.actor(heat.competition_id, "organizer")


def whole_heat(heat: HeatBundle) -> list[Envelope]:
    """Return one sheet of each seat for each appearance, sealed."""
    return [
        sealed(submission(heat, client_id=uuid_of(10 * seat + turn), appearance_id=appearance), key)
        for seat, key in enumerate(heat.seat_ids)
        for turn, appearance in enumerate(heat.appearance_ids, start=1)
    ]


def content_of(envelope: Envelope) -> Submission:
    """Return the submission that an envelope holds."""
    assert isinstance(envelope.content, Submission)
    return envelope.content


def kinds(fates: tuple[Fate, ...]) -> list[str]:
    return [fate.kind for fate in fates]


def codes(fates: tuple[Fate, ...]) -> list[str]:
    return [fate.problem.code if fate.problem else "" for fate in fates]


def test_looking_says_what_taking_in_would_do_and_stores_nothing(
    now: datetime, heat: HeatBundle, organizer: Actor
) -> None:
    envelopes = whole_heat(heat)
    looked = look_at_sheets(organizer, now, heat.competition_id, envelopes)
    assert kinds(looked) == ["new"] * 6
    assert (revisions(), sheet_states(), actions()) == ([], {}, [])
    assert take_in_sheets(organizer, now, heat.competition_id, envelopes) == looked
    assert set(sheet_states().values()) == {"given"}
    assert sorted(actions()) == ["desk:sheets:take_in", *["seat:sheet:submit"] * 6]
    assert actions()[0] == "desk:sheets:take_in"


def test_the_same_file_twice_is_nothing_new(
    now: datetime, heat: HeatBundle, organizer: Actor
) -> None:
    envelopes = whole_heat(heat)
    take_in_sheets(organizer, now, heat.competition_id, [*envelopes, *envelopes])
    written = actions()
    again = take_in_sheets(organizer, now, heat.competition_id, envelopes)
    assert (kinds(again), len(revisions()), actions()) == (["known"] * 6, 6, written)


def test_codes_and_network_in_any_order_store_each_sheet_once(
    factory: Factory, now: datetime, heat: HeatBundle, organizer: Actor
) -> None:
    first, second = whole_heat(heat)[:2]
    by_network = submit_sheet(judge_at(factory, heat), now, content_of(first))
    fates = take_in_sheets(organizer, now, heat.competition_id, [second, first])
    assert {fate.envelope.client_id: fate.kind for fate in fates} == {
        first.client_id: "known",
        second.client_id: "new",
    }
    assert submit_sheet(judge_at(factory, heat), now, content_of(first)) == by_network
    assert submit_sheet(judge_at(factory, heat), now, content_of(second)).revision == 1
    assert len(revisions()) == 2


def test_a_correction_goes_after_what_it_replaces_in_whatever_order_it_lies(
    now: datetime, heat: HeatBundle, organizer: Actor
) -> None:
    first = sealed(submission(heat), heat.seat_ids[0])
    better = submission(heat, client_id=uuid_of(2), replaces=1, reason="看错一行")
    fates = take_in_sheets(
        organizer, now, heat.competition_id, [sealed(better, heat.seat_ids[0]), first]
    )
    assert [(fate.envelope.client_id, fate.kind) for fate in fates] == [
        (uuid_of(1), "new"),
        (uuid_of(2), "new"),
    ]
    assert [(row.number, row.is_current) for row in revisions()] == [(1, False), (2, True)]


def test_what_meets_a_newer_revision_is_kept_beside_it_and_known_the_next_time(
    factory: Factory, now: datetime, heat: HeatBundle, organizer: Actor
) -> None:
    submit_sheet(judge_at(factory, heat), now, submission(heat))
    other = submission(heat, client_id=uuid_of(2), marks={**MARKS, "overall": "1"})
    envelope = sealed(other, heat.seat_ids[0])
    for expected in ("conflict", "known"):
        assert kinds(take_in_sheets(organizer, now, heat.competition_id, [envelope])) == [expected]
    assert [row.is_conflict for row in revisions()] == [False, True]


def test_what_cannot_be_taken_in_is_named_one_by_one(
    factory: Factory, now: datetime, heat: HeatBundle, organizer: Actor
) -> None:
    stranger = factory.ready_heat()
    good = sealed(submission(heat), heat.seat_ids[0])
    faulty = submission(heat, client_id=uuid_of(4), marks={**MARKS, "content": "41"})
    envelopes = [
        replace(good, mac="0" * 64),
        replace(good, mac="0"),
        sealed(submission(stranger, client_id=uuid_of(2)), stranger.seat_ids[0]),
        sealed(
            submission(heat, client_id=uuid_of(3), appearance_id=stranger.appearance_ids[0]),
            heat.seat_ids[0],
        ),
        sealed(faulty, heat.seat_ids[0]),
        sealed(submission(heat, client_id=uuid_of(5), replaces=3), heat.seat_ids[0]),
        sealed(Answer(uuid_of(6), heat.appearance_ids[0], 1), heat.seat_ids[0]),
    ]
    for command in (look_at_sheets, take_in_sheets):
        fates = command(organizer, now, heat.competition_id, envelopes)
        assert set(kinds(fates)) == {"refused"}
        assert sorted(codes(fates)) == [
            "delivery_elsewhere",
            "delivery_not_genuine",
            "mark_out_of_range",
            "no_question",
            "not_found",
            "revision_unknown",
            "text_not_usable",
        ]
    assert (revisions(), actions()) == ([], [])


def test_what_follows_a_refused_sheet_replaces_nothing_that_came_from_elsewhere(
    factory: Factory, now: datetime, heat: HeatBundle, organizer: Actor
) -> None:
    """The tablet guessed that its first would be number 1, and another one is."""
    submit_sheet(judge_at(factory, heat), now, submission(heat, client_id=uuid_of(9)))
    faulty = submission(heat, client_id=uuid_of(1), marks={**MARKS, "content": "41"})
    second = submission(heat, client_id=uuid_of(2), replaces=1, reason="slip")
    other = submission(heat, client_id=uuid_of(3), appearance_id=heat.appearance_ids[1])
    envelopes = [sealed(each, heat.seat_ids[0]) for each in (second, faulty, other)]
    fates = take_in_sheets(organizer, now, heat.competition_id, envelopes)
    assert sorted(zip(kinds(fates), codes(fates), strict=True)) == [
        ("new", ""),
        ("refused", "mark_out_of_range"),
        ("refused", "revision_unknown"),
    ]
    assert [(row.client_id, row.is_current) for row in revisions()] == [
        (uuid_of(9), True),
        (uuid_of(3), True),
    ]
    good = sealed(submission(heat, client_id=uuid_of(4)), heat.seat_ids[0])
    forged = [replace(good, mac="0" * 64), envelopes[0]]
    looked = look_at_sheets(organizer, now, heat.competition_id, forged)
    assert codes(looked) == ["delivery_not_genuine", ""]
    reissue_seat(organizer, now, heat.seat_ids[0])
    newer = sealed(second, heat.seat_ids[0], version=2)
    looked = look_at_sheets(organizer, now, heat.competition_id, [newer, good])
    assert codes(looked) == ["delivery_needs_word", "revision_unknown"]


def test_a_closed_heat_holds_sheets_back_until_the_chief_judge_reopens_it(
    factory: Factory, now: datetime, heat: HeatBundle, organizer: Actor
) -> None:
    envelopes = whole_heat(heat)
    db.session.get_one(Heat, heat.heat_id).state = "closed"
    db.session.commit()
    held = take_in_sheets(organizer, now, heat.competition_id, envelopes)
    assert set(codes(held)) == {"heat_closed"}
    assert revisions() == []
    chief = factory.actor(heat.competition_id, "chief_judge")
    reopen_heat(chief, now, heat.heat_id, "平板断网，补收评分表")
    assert kinds(take_in_sheets(chief, now, heat.competition_id, envelopes)) == ["new"] * 6


def test_sheets_of_a_replaced_card_wait_for_somebodys_word_and_a_reason(
    now: datetime, heat: HeatBundle, organizer: Actor
) -> None:
    envelopes = whole_heat(heat)
    reissue_seat(organizer, now, heat.seat_ids[0])
    looked = look_at_sheets(organizer, now, heat.competition_id, envelopes)
    assert sorted(kinds(looked)) == ["new"] * 3 + ["old_card"] * 3
    card = Card(envelopes[0].seat, 1)
    with pytest.raises(InvalidInput) as silent:
        word = Acceptance(frozenset({card}))
        take_in_sheets(organizer, now, heat.competition_id, envelopes, word)
    assert problems_of(silent.value) == [("required", "reason")]
    word = Acceptance(frozenset({card}), "评委当面确认")
    assert (
        kinds(take_in_sheets(organizer, now, heat.competition_id, envelopes, word)) == ["new"] * 6
    )
    assert len(revisions()) == 6


def test_only_the_desk_of_the_competition_takes_sheets_in(
    factory: Factory, now: datetime, heat: HeatBundle
) -> None:
    strangers = (
        factory.actor(heat.competition_id, "stage_manager"),
        factory.actor(heat.competition_id, "auditor"),
        factory.actor(factory.competition(), "organizer"),
        judge_at(factory, heat),
    )
    for actor in strangers:
        for command in (look_at_sheets, take_in_sheets):
            with pytest.raises(NotFound):
                command(actor, now, heat.competition_id, whole_heat(heat))


def test_too_many_at_once_are_refused(now: datetime, heat: HeatBundle, organizer: Actor) -> None:
    many = whole_heat(heat)[:1] * (MOST_ENVELOPES + 1)
    with pytest.raises(InvalidInput) as refused:
        look_at_sheets(organizer, now, heat.competition_id, many)
    assert problems_of(refused.value) == [("intake_too_many", "")]
