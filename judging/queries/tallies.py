"""One tally that stands, with its lines."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select

from judging.errors import NotFound
from judging.extensions import db
from judging.models import Heat, Round, RuleSheetVersion, Standing, Tally
from judging.models.tally_lines import (
    awards_of,
    divisions_of,
    heats_of,
    honours_of,
    list_lines,
    names_of_entries,
    pairs,
)
from judging.queries.award_scheme import honour_data
from judging.queries.tally_deductions import DeductionLine, list_deduction_lines
from judging.queries.tally_overview import ScopeFacts, read_round

#: A tally of more lines is shown by pages of so many.
MOST_LINES, LINES_A_PAGE = 1000, 200


@dataclass(frozen=True)
class TieFacts:
    """A tie that cuts a border: ``number`` is its place in the tally's list.

    ``places`` is how many are left for those tied.
    """

    number: int
    kind: str
    group: str
    award: str
    entries: tuple[str, ...]
    is_ruled: bool
    chosen: tuple[str, ...]
    reason: str
    places: int = 1


@dataclass(frozen=True)
class TallyDetail:
    """A tally that stands, with all its lines.

    Args:
        id: primary key of the tally.
        number: its number in the round.
        scope: what was counted.
        digest: of the result.
        document: the same shape as a release's document, with full names.
        ties: ties that cut a border.
        vacancies: (award key, group, count, cause) of prizes that nobody holds.
        wild_cards: (group, how many, to whom they went) of each group with wild cards.
        deductions: what was taken off, by entry.
        count: how many lines the tally has; ``document`` and ``deductions`` are of one page.
        page: which page, from 1.
        page_count: how many pages there are; most tallies have one.
    """

    id: int
    number: int
    scope: ScopeFacts
    digest: str
    document: Mapping[str, Any]
    ties: tuple[TieFacts, ...]
    vacancies: tuple[tuple[str, str, int, str], ...]
    wild_cards: tuple[tuple[str, int, tuple[str, ...]], ...]
    deductions: tuple[DeductionLine, ...]
    count: int
    page: int = 1
    page_count: int = 1

    @property
    def positions(self) -> range:
        """Return the positions of the lines of the page."""
        if self.page_count == 1:
            return range(1, self.count + 1)
        first = (self.page - 1) * LINES_A_PAGE + 1
        return range(first, min(first + LINES_A_PAGE, self.count + 1))


def get_tally(
    competition_id: int, round_key: str, heat_number: int | None, page: int = 1
) -> TallyDetail:
    """Return the tally that stands for a heat, or for a whole round where no heat is named.

    A tally of more lines than anybody reads at once comes by pages; a page beyond the last is the
    last.

    Raises:
        NotFound: no such round or heat, or nothing was counted.
    """
    session = db.session()
    round_ = session.scalar(
        select(Round).where(Round.competition_id == competition_id, Round.key == round_key)
    )
    if round_ is None or (heat_number or 0) > 9999:
        raise NotFound()
    tally = _standing_tally(round_, heat_number)
    wanted = [s for s in read_round(round_).scopes if s.heat_number == heat_number]
    scope = wanted[0] if wanted else ScopeFacts(heat_number, "", "", "")
    count = _count_lines(tally)
    pages = -(-count // LINES_A_PAGE) if count > MOST_LINES else 1
    facts = _facts(tally, scope)
    detail = replace(facts, count=count, page=min(max(page, 1), pages), page_count=pages)
    document = _document(round_, tally, detail.positions)
    entries = [line["entry"] for line in document["lines"]]
    deductions = list_deduction_lines(round_.id, entries)
    return replace(detail, document=document, deductions=deductions)


def _facts(tally: Tally, scope: ScopeFacts) -> TallyDetail:
    """Return what a tally says of itself, without its lines."""
    return TallyDetail(
        id=tally.id,
        number=tally.number,
        scope=scope,
        digest=tally.digest,
        document={},
        ties=tuple(_ties(tally)),
        vacancies=tuple(
            (v["award"], v["group"], v["count"], v.get("cause", ""))
            for v in tally.notes["vacancies"]
        ),
        wild_cards=tuple(
            (card["group"], card["count"], tuple(card["chosen"]))
            for card in tally.notes.get("wild_cards", [])
        ),
        deductions=(),
        count=0,
        page=1,
        page_count=1,
    )


def _standing_tally(round_: Round, heat_number: int | None) -> Tally:
    query = select(Tally).where(Tally.round_id == round_.id, Tally.is_current)
    if heat_number is None:
        query = query.where(Tally.heat_id.is_(None))
    else:
        query = query.join(Heat, Heat.id == Tally.heat_id).where(Heat.number == heat_number)
    tally = db.session.scalar(query)
    if tally is None:
        raise NotFound()
    return tally


def _count_lines(tally: Tally) -> int:
    lines = select(func.count(Standing.id)).where(Standing.tally_id == tally.id)
    return db.session.scalars(lines).one()


def _document(round_: Round, tally: Tally, positions: range) -> dict[str, Any]:
    """Return lines of the tally in the shape of a release's document, with full names."""
    session = db.session()
    lines = list_lines(session, tally.id, positions)
    numbers = [line["entry"] for line in lines]
    people = names_of_entries(session, round_.competition_id, numbers)
    for line in lines:
        members = people[line["entry"]].members
        line["name_zh"] = "、".join(name for name, _latin in members)
        line["name_en"] = ", ".join(latin or name for name, latin in members)
        line["team_name"] = people[line["entry"]].team_name
    heats = sorted({line["heat"] for line in lines})
    rules = session.get_one(RuleSheetVersion, tally.rule_sheet_id)
    divisions = {line["division"] for line in lines}
    return {
        "round": pairs(round_, "key"),
        "settings": {"is_marks_shown": True, "judges_shown": "anonymous"},
        "rules": {"version": rules.version, "digest": rules.digest, "document": rules.document},
        "per": tally.notes.get("per", "heat"),
        "heats": heats_of(session, round_.id, heats),
        "divisions": divisions_of(session, round_.competition_id, divisions),
        "judges": [],
        "awards": awards_of(session, round_.id, lines),
        "rulings": tally.notes.get("rulings", []),
        "lines": lines,
        "honours": [honour_data(row) for row in honours_of(session, [tally.id])],
    }


def _ties(tally: Tally) -> list[TieFacts]:
    """Return the ties of a tally with their rulings."""
    rulings = {ruling["tie"]: ruling for ruling in tally.notes.get("rulings", [])}
    found = []
    for place, tie in enumerate(tally.notes.get("border_ties", [])):
        ruling = rulings.get(place, {})
        found.append(
            TieFacts(
                number=place,
                kind=tie["kind"],
                group=tie["group"],
                award=tie["award"],
                entries=tuple(tie["keys"]),
                is_ruled=place in rulings,
                chosen=tuple(ruling.get("chosen", ())),
                reason=ruling.get("reason", ""),
                places=tie.get("places", 1),
            )
        )
    return found
