"""A large round tallied in columns, beside the same round tallied entry by entry."""

import copy
from datetime import datetime
from typing import Any

import pytest
from flask import current_app
from sqlalchemy import func, select, update

from judging.extensions import db
from judging.models import (
    Appearance,
    Award,
    Deduction,
    Entry,
    Heat,
    ScoreSheet,
    SheetRevision,
    Standing,
    Tally,
    TallyBlock,
)
from judging.models.tally_freshness import is_fresh
from judging.models.tally_lines import list_lines
from judging.permissions import SYSTEM
from judging.scoring.sheet import pack_marks
from judging.services.awards import GivenAward, give_award, take_award
from judging.services.command import writing
from judging.services.tallies import TallyFacts, run_tally
from tests.factories import CONVENTION, Factory
from tests.stored_rounds import Size, fill_round

OFTEN: list[dict[str, Any]] = [
    {"key": "first", "name": {"zh": "一等奖"}, "percent": "10", "round": "ceil"},
    {"key": "second", "name": {"zh": "二等奖"}, "percent": "20", "minimum": "60"},
    {"key": "rest", "name": {"zh": "优秀奖"}, "rest": True, "per": "heat"},
    {
        "key": "content",
        "name": {"zh": "最佳内容"},
        "kind": "special",
        "count": 3,
        "by": "criterion:content",
    },
]
VARIANTS: dict[str, dict[str, Any]] = {
    "overall": {
        "ranking": {"per": "overall", "ties": ["criterion:content", "median"]},
        "advancement": {"take": 20, "per": "heat", "wild_cards": 9, "wild_cards_per": "division"},
        "awards": OFTEN,
    },
    "division": {
        "ranking": {"per": "division", "ties": [], "on": "exact"},
        "advancement": {"take": 7, "per": "overall", "border": "all", "score_line": "70"},
        "awards": [{**OFTEN[0], "per": "overall", "ties": "push_down"}, OFTEN[2]],
    },
    "heat": {
        "ranking": {"per": "heat", "ties": ["untrimmed_mean"]},
        "advancement": {"take": 5, "per": "division", "border": "chain"},
        "awards": [{"key": "first", "name": {"zh": "一等奖"}, "count": 4, "ties": "extend"}],
        "tally": {"scope": "criterion", "trim": {"low": 1, "high": 1}},
    },
}


def stored(factory: Factory, variant: str, size: Size) -> int:
    """Return the id of a filled round with special cases of every kind."""
    document = copy.deepcopy(CONVENTION)
    for name, values in VARIANTS[variant].items():
        is_table = isinstance(values, dict) and name != "advancement"
        document[name] = document.get(name, {}) | values if is_table else values
    competition_id = factory.competition()
    divisions = [factory.division(competition_id) for _ in range(2)]
    round_id = factory.round(competition_id, document)
    fill_round(db.session(), round_id, divisions, size)
    return round_id


def spoil(factory: Factory, size: Size) -> None:
    """Let some not compete, take points off, and let sheets be recused, void or missing."""
    ids = list(db.session.scalars(select(Appearance.id).order_by(Appearance.id)))
    for at, state in {3: "withdrawn", 50: "disqualified", 51: "absent"}.items():
        turn = update(Appearance).where(Appearance.id == ids[at])
        db.session.execute(turn.values(state=state, state_reason="left"))
    for at, milli, kind in ((7, 1500, "deduction"), (7, 250, "bonus"), (8, 500, "deduction")):
        db.session.add(
            Deduction(
                appearance_id=ids[at],
                points_milli=milli,
                kind=kind,
                rule="overtime",
                reason_zh="超时",
                reason_en="overtime",
                created_at=factory.now,
                created_by="test",
            )
        )
    sheets = list(db.session.scalars(select(ScoreSheet).order_by(ScoreSheet.id).limit(30)))
    for sheet, state in zip(sheets[::5], ("recused", "void", "absent", "recused"), strict=False):
        sheet.state, sheet.judge_total = state, None
    last = db.session.scalars(select(ScoreSheet).order_by(ScoreSheet.id.desc()).limit(1)).one()
    last.state, last.judge_total = "not_yet", None
    db.session.commit()


def by_columns(monkeypatch: pytest.MonkeyPatch, entries: int) -> None:
    """Let rounds of so many entries be tallied in columns."""
    monkeypatch.setitem(current_app.config, "COLUMNS_FROM", entries)


def outcome(facts: TallyFacts) -> dict[str, Any]:
    """All that pages and releases read of a tally, without what only one way keeps."""
    tally = db.session.get_one(Tally, facts.id)
    notes = {key: value for key, value in tally.notes.items() if key != "columns"}
    lines = [line | {"compared": []} for line in list_lines(db.session(), facts.id)]
    rows = select(Award.appearance_id, Award.key, Award.name_zh, Award.position, Award.source)
    awards = sorted(map(tuple, db.session.execute(rows)))
    return {"notes": notes, "lines": lines, "awards": awards, "count": facts.count}


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_round_is_tallied_in_columns_as_entry_by_entry(
    now: datetime, factory: Factory, monkeypatch: pytest.MonkeyPatch, variant: str
) -> None:
    size = Size(120, 40, seats=5, absent=4)
    round_id = stored(factory, variant, size)
    spoil(factory, size)
    readable = outcome(run_tally(SYSTEM, now, round_id))
    by_columns(monkeypatch, 120)

    facts = run_tally(SYSTEM, now, round_id)

    assert (facts.number, facts.is_new) == (2, True)
    assert outcome(facts) == readable
    assert db.session.scalars(select(func.count(TallyBlock.id))).one() == 1
    kept = select(func.count(Standing.id)).where(Standing.working.is_not(None))
    assert db.session.scalars(kept.where(Standing.tally_id == facts.id)).one() == 0
    assert set(db.session.scalars(select(Heat.state))) == {"tallied"}


def test_some_lines_are_read_by_their_positions(
    now: datetime, factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = Size(60, 30, seats=3)
    round_id = stored(factory, "overall", size)
    by_columns(monkeypatch, 1)
    facts = run_tally(SYSTEM, now, round_id)

    some = list_lines(db.session(), facts.id, range(11, 21))

    assert some == list_lines(db.session(), facts.id)[10:20]
    assert [line["working"]["score"] for line in some] == [line["score"] for line in some]


def test_counting_again_without_a_change_stores_nothing(
    now: datetime, factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_id = stored(factory, "overall", Size(60, 30, seats=3))
    by_columns(monkeypatch, 1)
    first = run_tally(SYSTEM, now, round_id)

    again = run_tally(SYSTEM, now, round_id)

    assert (again.id, again.is_new, again.digest) == (first.id, False, first.digest)


def changed_mark() -> None:
    """Give the first sheet another revision."""
    sheet_id = db.session.scalars(select(ScoreSheet.id).order_by(ScoreSheet.id)).first()
    old = db.session.scalars(select(SheetRevision).where(SheetRevision.sheet_id == sheet_id)).one()
    old.is_current = False
    db.session.flush()
    values = {c.name: getattr(old, c.name) for c in SheetRevision.__table__.columns}
    values |= {"number": 2, "client_id": "again", "is_current": True}
    values["marks"] = pack_marks((10_000, 10_000, 10_000, 10_000))
    values.pop("id")
    db.session.add(SheetRevision(**values))


def changed_state() -> None:
    """Let an absent judge be recused."""
    sheet = db.session.scalars(select(ScoreSheet).where(ScoreSheet.state == "absent")).first()
    assert sheet is not None
    sheet.state = "recused"


def changed_status() -> None:
    """Let an entry be withdrawn."""
    turn = db.session.scalars(select(Appearance)).first()
    assert turn is not None
    turn.state, turn.state_reason = "withdrawn", "left"


def changed_number() -> None:
    """Let an entry have another number."""
    entry = db.session.scalars(select(Entry)).first()
    assert entry is not None
    entry.number = "Z1"


@pytest.mark.parametrize("change", [changed_mark, changed_state, changed_status, changed_number])
def test_a_change_is_seen_and_counted(
    now: datetime, factory: Factory, monkeypatch: pytest.MonkeyPatch, change: Any
) -> None:
    round_id = stored(factory, "overall", Size(40, 20, seats=3, absent=10))
    by_columns(monkeypatch, 1)
    first = run_tally(SYSTEM, now, round_id)
    assert is_fresh(db.session(), db.session.get_one(Tally, first.id))
    with writing(SYSTEM, now) as work:
        change()
        work.record("desk:heat:close", 1, competition_id=1)
    was_fresh = is_fresh(db.session(), db.session.get_one(Tally, first.id))

    again = run_tally(SYSTEM, now, round_id)

    assert (was_fresh, again.is_new) == (False, True)
    assert again.digest != first.digest
    assert is_fresh(db.session(), db.session.get_one(Tally, again.id))


def test_what_the_columns_do_not_know_is_tallied_entry_by_entry(
    now: datetime, factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_id = stored(factory, "overall", Size(20, 20, seats=3))
    document = copy.deepcopy(CONVENTION)
    document["ranking"] = {"per": "overall", "ties": ["extra_round"]}
    document["advancement"] = {"take": 2, "per": "overall"}
    factory.rule_version(round_id, document)
    by_columns(monkeypatch, 1)

    facts = run_tally(SYSTEM, now, round_id)

    assert "columns" not in db.session.get_one(Tally, facts.id).notes
    assert db.session.scalars(select(func.count(TallyBlock.id))).one() == 0
    assert all(line["working"]["judges"] for line in list_lines(db.session(), facts.id))


def test_decisions_of_people_go_on_with_a_tally_in_columns(
    now: datetime, factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_id = stored(factory, "overall", Size(60, 30, seats=3))
    by_columns(monkeypatch, 1)
    first = run_tally(SYSTEM, now, round_id)
    lines = list_lines(db.session(), first.id)
    holder = next(line["entry"] for line in lines if "first" in line["awards"])
    other = next(line["entry"] for line in lines if "first" not in line["awards"])
    pairs = select(Entry.number, Appearance.id).join(Appearance.entry)
    ids = {row.number: row.id for row in db.session.execute(pairs)}
    given = select(Award.id).where(Award.appearance_id == ids[holder], Award.key == "first")
    take_award(SYSTEM, now, db.session.scalars(given).one(), "wrong division")
    give_award(SYSTEM, now, ids[other], GivenAward("first"), "the better talk")
    changed_mark()
    db.session.commit()

    again = run_tally(SYSTEM, now, round_id)

    held = {line["entry"]: line["awards"] for line in list_lines(db.session(), again.id)}
    assert "first" not in held[holder]
    assert "first" in held[other]
