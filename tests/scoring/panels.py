"""Sheets and refusals that several tests of the core use."""

import pytest

from judging.scoring.bilingual import Bilingual
from judging.scoring.faults import ScoringError
from judging.scoring.sheet import SeatSheet

OVERTIME = Bilingual("超时 12 秒", "overtime 12 s")


def refused_codes(call):
    """Return code and place of every fault that a call is refused with."""
    with pytest.raises(ScoringError) as refused:
        call()
    return [(fault.code, fault.place) for fault in refused.value.faults]


def given(*points):
    """Return sheets of one criterion for seats 1, 2, … in thousandths of a point."""
    return [SeatSheet(str(seat), (mark,)) for seat, mark in enumerate(points, 1)]


def refused_faults(count):
    """Return code, place and params of every fault that a call is refused with."""
    with pytest.raises(ScoringError) as refused:
        count()
    return [(each.code, each.place, dict(each.params)) for each in refused.value.faults]
