"""Awards by hand, and rulings on ties that cut a border. Every decision carries a reason."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from judging.errors import Conflict, InvalidInput, NotFound, Problem
from judging.models import Appearance, Award, Entry, Round, Standing, Tally
from judging.permissions import Actor
from judging.scoring.rule_parts import RuleSheet
from judging.services.award_scheme import tier_of
from judging.services.command import Work, writing
from judging.services.consequences import (
    rules_of,
    settle_honours,
    settle_wild_cards,
    withdraw_wild_cards,
)
from judging.services.sheet_values import check_reason
from judging.services.tie_rulings import settle_prizes

LONGEST_NAME = 100
MOST_AWARDS = 12
_OWN_POSITION = 1000
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


@dataclass(frozen=True)
class GivenAward:
    """An award to be given by hand.

    Args:
        key: a prize of the award scheme, or the key of a special prize (letters and digits).
        name_zh: Chinese name; empty for a prize of the scheme.
        name_en: English name, may be empty.
    """

    key: str
    name_zh: str = ""
    name_en: str = ""


def give_award(
    actor: Actor, now: datetime, appearance_id: int, award: GivenAward, reason: str
) -> int:
    """Give an award by hand and return its id. Giving it twice changes nothing.

    Args:
        actor: an organizer.
        now: the present instant.
        appearance_id: whose award it is.
        award: which one.
        reason: kept with the award, 1 to 500 characters.

    Raises:
        Conflict: the appearance has not been counted yet (``award_without_tally``), or it has too
            many awards (``too_many_awards``).
        InvalidInput: no reason, or a name that cannot be used.
        NotFound: no such appearance for this actor.
    """
    with writing(actor, now) as work:
        appearance, competition_id = _appearance(work, appearance_id)
        tally = _tally_of(work, appearance)
        row = _named(rules_of(work, tally), tally, appearance_id, award, reason)
        held = work.session.scalars(select(Award).where(Award.appearance_id == appearance_id)).all()
        same = [each for each in held if each.key == row["key"]]
        if same:
            work.leave_unrecorded()
            return same[0].id
        if len(held) >= MOST_AWARDS:
            raise Conflict("too_many_awards")
        given = Award(**row)
        work.session.add(given)
        _set_taken(work, tally, appearance, row["key"], None)
        work.session.flush()
        settle_honours(work, tally)
        details = {"change": "give", "appearance": appearance_id, "award": row["key"]}
        work.record("desk:award:edit", given.id, competition_id=competition_id, details=details)
        return given.id


def take_award(actor: Actor, now: datetime, award_id: int, reason: str) -> None:
    """Take an award away; one that the scheme gave stays away when the heat is counted again.

    Raises:
        InvalidInput: no reason.
        NotFound: no such award for this actor.
    """
    with writing(actor, now) as work:
        award = work.get(Award, award_id)
        appearance, competition_id = _appearance(work, award.appearance_id)
        text = check_reason(reason)
        tally = _tally_of(work, appearance)
        if award.source == "scheme":
            _set_taken(work, tally, appearance, award.key, text)
        details = {"change": "take", "appearance": appearance.id, "award": award.key}
        work.session.delete(award)
        work.session.flush()
        settle_honours(work, tally)
        work.record("desk:award:edit", award_id, competition_id=competition_id, details=details)


def rule_on_tie(
    actor: Actor, now: datetime, tally_id: int, tie: int, chosen: Sequence[str], reason: str
) -> None:
    """Decide a tie that cuts a border: who of those tied advances, or holds the prize.

    The ruling is kept with the tally and published with the release. Choosing all lets them share.

    Args:
        actor: an organizer or the chief judge.
        now: the present instant.
        tally_id: the tally that stands.
        tie: place of the tie in the tally's list, from 0.
        chosen: entry numbers of those tied to whom it goes; may be empty.
        reason: 1 to 500 characters.

    Raises:
        Conflict: the tally does not stand any more (``tally_replaced``), or what it counted has
            changed (``tally_outdated``).
        InvalidInput: no reason, or an entry that is not in the tie.
        NotFound: no such tally or tie for this actor.
    """
    with writing(actor, now) as work:
        tally = work.get(Tally, tally_id)
        competition_id = tally.round.competition_id
        work.require("tally.run", competition_id)
        ties = tally.notes.get("border_ties", [])
        if not 0 <= tie < len(ties):
            raise NotFound()
        if not tally.is_current:
            raise Conflict("tally_replaced")
        tied, text = ties[tie]["keys"], check_reason(reason)
        if set(chosen) - set(tied):
            raise InvalidInput((Problem("not_in_this_tie", "chosen"),))
        kept = [key for key in tied if key in set(chosen)]
        apply_ruling(work, tally, tie, kept, text)
        details = {"tie": tie, "kind": ties[tie]["kind"], "chosen": kept}
        work.record("desk:tally:rule", tally.id, competition_id=competition_id, details=details)


def apply_ruling(work: Work, tally: Tally, tie: int, chosen: Sequence[str], reason: str) -> None:
    """Keep a ruling, let it take effect, and decide again what follows from it.

    Args:
        work: the command at work.
        tally: the tally that stands.
        tie: place of the tie in the tally's list, from 0.
        chosen: entry numbers, or names of units, to whom it goes.
        reason: checked already.
    """
    decided = tally.notes["border_ties"][tie]
    if decided["kind"] == "advancement":
        withdraw_wild_cards(work, tally)
    if decided["kind"] in ("advancement", "wild_card"):
        _let_advance(work, tally, decided["keys"], chosen)
    note_ruling(tally, tie, chosen, reason)
    if decided["kind"] == "advancement":
        settle_wild_cards(work, tally)
    elif decided["kind"] == "award":
        settle_prizes(work, tally)
    else:
        settle_honours(work, tally)


def note_ruling(tally: Tally, tie: int, chosen: Sequence[str], reason: str) -> None:
    """Keep a ruling with its tally; it takes the place of an earlier one on the same tie."""
    rulings = [each for each in tally.notes.get("rulings", []) if each["tie"] != tie]
    decided = tally.notes["border_ties"][tie]
    ruling = {"tie": tie, **decided, "chosen": list(chosen), "reason": reason}
    tally.notes = {**tally.notes, "rulings": [*rulings, ruling]}


def _let_advance(work: Work, tally: Tally, tied: Sequence[str], chosen: Sequence[str]) -> None:
    """Let those chosen advance, and the others of the tie not."""
    ids = _appearance_ids(work, tally, tied)
    of_tally = update(Standing).where(Standing.tally_id == tally.id)
    for numbers, is_advancing in ((tied, False), (chosen, True)):
        of_entries = Standing.appearance_id.in_([ids[number] for number in numbers])
        work.session.execute(of_tally.where(of_entries).values(is_advancing=is_advancing))


def _appearance_ids(work: Work, tally: Tally, numbers: Sequence[str]) -> dict[str, int]:
    """Return entry number → appearance id within a tally."""
    rows = work.session.execute(
        select(Entry.number, Standing.appearance_id)
        .join(Appearance, Appearance.id == Standing.appearance_id)
        .join(Entry, Entry.id == Appearance.entry_id)
        .where(Standing.tally_id == tally.id, Entry.number.in_(numbers))
    )
    return {str(number): int(key) for number, key in rows}


def _appearance(work: Work, appearance_id: int) -> tuple[Appearance, int]:
    """Return an appearance and its competition where the actor may edit awards."""
    appearance = work.get(Appearance, appearance_id)
    competition_id = work.get(Round, appearance.round_id).competition_id
    work.require("award.edit", competition_id)
    return appearance, competition_id


def _tally_of(work: Work, appearance: Appearance) -> Tally:
    """Return the tally that stands and has a line for the appearance."""
    tally = work.session.scalar(
        select(Tally)
        .join(Standing, Standing.tally_id == Tally.id)
        .where(Standing.appearance_id == appearance.id, Tally.is_current)
    )
    if tally is None:
        raise Conflict("award_without_tally")
    return tally


def _named(
    rules: RuleSheet, tally: Tally, appearance_id: int, award: GivenAward, reason: str
) -> dict[str, Any]:
    """Return the row of an award by hand, named by the scheme or by the organizer."""
    key = award.key.strip()
    row: dict[str, Any] = {"round_id": tally.round_id, "tally_id": tally.id}
    row |= {"appearance_id": appearance_id, "key": key, "source": "manual"}
    row["reason"] = check_reason(reason)
    try:
        position, name = tier_of(rules, key)
    except KeyError:
        problems = _special_problems(key, award)
        if problems:
            raise InvalidInput(problems) from None
        names = {"name_zh": award.name_zh.strip(), "name_en": award.name_en.strip()}
        return row | names | {"position": _OWN_POSITION}
    return row | {"name_zh": name.zh, "name_en": name.en, "position": position}


def _special_problems(key: str, award: GivenAward) -> list[Problem]:
    """Return what is wrong with a prize that the scheme does not know."""
    problems: list[Problem] = []
    if not _KEY.fullmatch(key):
        problems.append(Problem("bad_award_key", "key"))
    for field, text in (("name_zh", award.name_zh), ("name_en", award.name_en)):
        if len(text) > LONGEST_NAME:
            problems.append(Problem("too_long", field, {"most": LONGEST_NAME}))
        elif not text.isprintable():
            problems.append(Problem("control_characters", field))
    if not award.name_zh.strip():
        problems.append(Problem("required", "name_zh"))
    return problems


def _set_taken(
    work: Work, tally: Tally, appearance: Appearance, key: str, reason: str | None
) -> None:
    """Remember that the scheme's award is withheld, or forget it where ``reason`` is None."""
    number = work.get(Entry, appearance.entry_id).number
    others = [
        item
        for item in tally.notes.get("taken", [])
        if (item["entry"], item["award"]) != (number, key)
    ]
    if reason is not None:
        others.append({"entry": number, "award": key, "reason": reason})
    tally.notes = {**tally.notes, "taken": others}
