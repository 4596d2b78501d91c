"""What a process remembers of tablets, and when it hands it out to be stored. Pure."""

from datetime import timedelta
from typing import Any

from judging.models.heartbeat_memory import Beat, HeartbeatMemory, most_telling
from tests.instants import NOW

EVERY = timedelta(seconds=60)


def _beat(seat_id: int = 1, tablet: str = "a", after_s: int = 0, **values: Any) -> Beat:
    return Beat(seat_id, tablet, NOW + timedelta(seconds=after_s), **values)


def test_the_newest_report_of_each_tablet_is_kept_by_seat_and_newest_first():
    memory = HeartbeatMemory(NOW)
    for beat in (_beat(2), _beat(1, "a"), _beat(1, "b", 5), _beat(1, "a", 9, waiting=2)):
        memory.note(beat)
    assert memory.list_of([1, 2, 3]) == [_beat(1, "a", 9, waiting=2), _beat(1, "b", 5), _beat(2)]


def test_a_batch_is_due_once_in_a_while_and_holds_each_tablet_once():
    memory = HeartbeatMemory(NOW)
    for after_s in range(0, 60, 5):
        memory.note(_beat(after_s=after_s))
        memory.note(_beat(2, after_s=after_s))
        assert memory.take_due(NOW + timedelta(seconds=after_s), EVERY) == []
    due = memory.take_due(NOW + EVERY, EVERY)
    assert due == [_beat(1, after_s=55), _beat(2, after_s=55)]
    assert memory.take_due(NOW + 2 * EVERY, EVERY) == []


def test_what_could_not_be_stored_goes_with_the_next_batch():
    memory = HeartbeatMemory(NOW)
    memory.note(_beat())
    memory.give_back(memory.take_due(NOW + EVERY, EVERY))
    assert memory.take_due(NOW + 2 * EVERY, EVERY) == [_beat()]


def test_reports_of_yesterday_are_forgotten():
    memory = HeartbeatMemory(NOW)
    memory.note(_beat())
    memory.note(_beat(2, after_s=1))
    memory.take_due(NOW + timedelta(days=1, seconds=1), EVERY)
    assert memory.list_of([1, 2]) == [_beat(2, after_s=1)]


def test_of_too_many_tablets_those_with_nothing_to_send_are_forgotten_first():
    beats = [_beat(tablet=name, after_s=at) for at, name in enumerate("abcd")]
    holding = _beat(tablet="z", after_s=-9, drafts=1)
    assert most_telling([holding, *beats], 3) == [beats[3], holding, beats[2]]
    memory = HeartbeatMemory(NOW)
    memory.note(holding)
    for number in range(20):
        memory.note(_beat(tablet=str(number), after_s=number))
    assert [beat.tablet for beat in memory.list_of([1])] == [
        *("19", "18", "17", "16", "15", "14", "13"),
        "z",
    ]
