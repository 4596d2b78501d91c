"""The hash chain and the one journal entry of a command."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from judging.extensions import db
from judging.models import JournalDetail, JournalEntry
from judging.permissions import SYSTEM
from judging.services.command import writing
from judging.services.journal import GENESIS, find_head, verify_chains


def write(now, competition_id, object_id=1, **details):
    with writing(SYSTEM, now) as work:
        work.record(
            "desk:competition:edit", object_id, competition_id=competition_id, details=details
        )


@pytest.fixture
def chained(factory, now):
    competition_id = factory.competition()
    for number in range(1, 6):
        write(now, competition_id, object_id=number, value=number)
    return competition_id


def drop_guards(database_kind):
    """Do what an intruder with the database file would do."""
    on = " ON journal_entry" if database_kind == "postgresql" else ""
    for name in ("journal_entry_no_update", "journal_entry_no_delete"):
        db.session.execute(text(f"DROP TRIGGER {name}{on}"))
    db.session.commit()


def faults():
    return [(report.fault, report.fault_sequence) for report in verify_chains()]


def test_every_entry_links_to_the_one_before(chained):
    rows = db.session.scalars(select(JournalEntry).order_by(JournalEntry.sequence)).all()
    assert [row.sequence for row in rows] == [1, 2, 3, 4, 5]
    assert [row.previous_hash for row in rows] == [GENESIS, *(row.hash for row in rows[:-1])]
    assert find_head(db.session(), chained) == rows[-1].hash
    assert faults() == [("", 0)]


def test_competitions_have_chains_of_their_own(chained, factory, now):
    other = factory.competition()
    write(now, other)
    write(now, None)
    lengths = {report.chain: report.length for report in verify_chains()}
    assert lengths == {f"competition-{chained}": 5, f"competition-{other}": 1, "site": 1}


@pytest.mark.parametrize(
    "statement", ["UPDATE journal_entry SET actor = 'x'", "DELETE FROM journal_entry"]
)
def test_the_database_refuses_to_change_or_delete_a_row(chained, statement):
    with pytest.raises(DBAPIError):
        db.session.execute(text(statement))
    db.session.rollback()
    assert faults() == [("", 0)]


def test_a_changed_row_is_named(chained, database_kind):
    drop_guards(database_kind)
    db.session.execute(text("UPDATE journal_entry SET actor = 'x' WHERE sequence = 3"))
    db.session.commit()
    assert faults() == [("hash", 3)]


def test_a_row_taken_out_of_the_middle_is_named(chained, database_kind):
    drop_guards(database_kind)
    third = db.session.scalars(select(JournalEntry).where(JournalEntry.sequence == 3)).one()
    db.session.execute(text("DELETE FROM journal_detail WHERE entry_id = :id"), {"id": third.id})
    db.session.execute(text("DELETE FROM journal_entry WHERE id = :id"), {"id": third.id})
    db.session.commit()
    assert faults() == [("gap", 4)]


def test_rows_cut_off_the_end_are_noticed(chained, database_kind):
    drop_guards(database_kind)
    last = db.session.scalars(select(JournalEntry).where(JournalEntry.sequence == 5)).one()
    db.session.execute(text("DELETE FROM journal_detail WHERE entry_id = :id"), {"id": last.id})
    db.session.execute(text("DELETE FROM journal_entry WHERE id = :id"), {"id": last.id})
    db.session.commit()
    assert faults() == [("end", 4)]


def test_changed_content_is_named(chained):
    detail = db.session.scalars(select(JournalDetail).order_by(JournalDetail.entry_id)).all()[1]
    detail.content = {"value": 99}
    db.session.commit()
    assert faults() == [("content", 2)]


def test_erased_content_leaves_the_chain_whole(chained):
    db.session.execute(text("DELETE FROM journal_detail"))
    db.session.commit()
    assert faults() == [("", 0)]


def test_a_command_without_an_entry_is_rolled_back(factory, now):
    competition_id = factory.competition()
    with pytest.raises(RuntimeError), writing(SYSTEM, now) as work:
        work.session.execute(
            text("UPDATE competition SET place = 'x' WHERE id = :id"), {"id": competition_id}
        )
    assert db.session.execute(text("SELECT place FROM competition")).scalar_one() == ""


def test_a_command_that_fails_leaves_neither_change_nor_entry(factory, now):
    competition_id = factory.competition()
    with pytest.raises(ZeroDivisionError), writing(SYSTEM, now) as work:
        work.record("desk:competition:edit", 1, competition_id=competition_id)
        raise ZeroDivisionError
    assert db.session.execute(text("SELECT count(*) FROM journal_entry")).scalar_one() == 0
    assert verify_chains() == ()


def test_a_command_writes_one_entry_and_no_second(factory, now):
    competition_id = factory.competition()
    with pytest.raises(RuntimeError), writing(SYSTEM, now) as work:
        work.record("desk:competition:edit", 1, competition_id=competition_id)
        work.record("desk:competition:edit", 2, competition_id=competition_id)


def test_an_action_that_is_not_in_the_list_is_refused(now):
    with pytest.raises(KeyError), writing(SYSTEM, now) as work:
        work.record("desk:made:up", 1, competition_id=None)


def test_commands_do_not_nest(now):
    with pytest.raises(RuntimeError), writing(SYSTEM, now), writing(SYSTEM, now):
        pass


def test_points_as_floats_never_reach_the_journal(factory, now):
    with pytest.raises(TypeError):
        write(now, factory.competition(), points=0.5)


def test_writers_in_many_threads_keep_one_unbroken_chain(app, factory, now):
    import threading

    competition_id = factory.competition()

    def work_in_thread(number):
        with app.app_context():
            for turn in range(5):
                write(now, competition_id, object_id=number * 10 + turn)

    threads = [threading.Thread(target=work_in_thread, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(r.length, r.fault) for r in verify_chains()] == [(40, "")]
