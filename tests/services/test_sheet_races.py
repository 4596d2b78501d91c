"""Submissions that meet, on SQLite and PostgreSQL."""

import threading
from datetime import datetime

from flask import Flask

from judging.errors import SheetConflict
from judging.extensions import db
from judging.services.sheet_values import Receipt
from judging.services.sheets import submit_sheet
from tests.factories import Factory
from tests.services.marked import (
    actions,
    judge_at,
    revisions,
    submission,
    uuid_of,
)


def test_identical_submissions_in_parallel_make_one_revision(
    factory: Factory, now: datetime, in_app: Flask
) -> None:
    heat = factory.ready_heat()
    judge = judge_at(factory, heat)
    db.session.rollback()
    start = threading.Barrier(6)
    receipts: list[Receipt] = []

    def send() -> None:
        with in_app.app_context():
            start.wait()
            receipts.append(submit_sheet(judge, now, submission(heat)))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert receipts == [receipts[0]] * 6
    assert [(r.number, r.is_current) for r in revisions()] == [(1, True)]
    assert actions() == ["seat:sheet:submit"]


def test_two_devices_at_once_keep_both_texts_and_count_one(
    factory: Factory, now: datetime, in_app: Flask
) -> None:
    heat = factory.ready_heat()
    judge = judge_at(factory, heat)
    db.session.rollback()
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def send(number: int) -> None:
        with in_app.app_context():
            start.wait()
            try:
                submit_sheet(judge, now, submission(heat, client_id=uuid_of(number)))
                outcomes.append("received")
            except SheetConflict as error:
                outcomes.append(error.code)

    threads = [threading.Thread(target=send, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["received", "sheet_conflict"]
    rows = [(r.number, r.is_current, r.is_conflict) for r in revisions()]
    assert rows == [(1, True, False), (2, False, True)]
