"""Judges who all submit within two seconds: everybody gets a receipt, and pages are still served.

How long that takes is measured by ``make bench``; here a limit stands only in the whole proof.
"""

import pytest
from flask import Flask

from tests.faults.background import Background
from tests.faults.conftest import IS_FULL, Tell
from tests.faults.crowd import expected_of, make_crowd
from tests.faults.mortal_server import MortalServer
from tests.faults.rush import percentile, rush

pytestmark = [pytest.mark.xdist_group("faults")]
HEATS, SEATS, OVER_S, READERS = (60, 5, 2.0, 5) if IS_FULL else (12, 5, 0.4, 2)
RECEIPTS_WITHIN_S, OTHERS_WITHIN_S = 15, 1


def test_judges_who_submit_at_once_all_get_receipts_and_nobody_gets_an_error(
    server: MortalServer, beside: Flask, background: Background, tell: Tell
) -> None:
    crowd = make_crowd(beside, HEATS, SEATS, entries=1)
    tablets = crowd.tablets(server.port, seed=7, patience_s=60)
    seen = background.run(rush(crowd, tablets, OVER_S, READERS), 120)
    others_s = percentile(seen.others_s, 99)
    tell(
        f"{HEATS * SEATS} judges in {OVER_S:g} s: last receipt after {seen.last_s:.2f} s, "
        f"longest {seen.receipts_s[-1]:.2f} s; others p99 {others_s:.3f} s of {len(seen.others_s)}"
    )
    assert (seen.repeats, seen.wrong) == (0, ())
    assert crowd.stored() == expected_of(tablets)
    assert crowd.journal() == {"seat:sheet:submit": HEATS * SEATS}
    if IS_FULL:
        assert seen.receipts_s[-1] < RECEIPTS_WITHIN_S
        assert others_s < OTHERS_WITHIN_S
