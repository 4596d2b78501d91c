"""Prizes against their number: more than the scheme foresees, or fewer than people must name."""

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from judging.errors import Problem
from judging.models import Appearance, Award, Division, Entry, Heat, Standing, Tally
from judging.scoring.award_section import BY_HAND
from judging.scoring.awards import count_places
from judging.scoring.rule_parts import RuleSheet


def list_quota_problems(session: Session, tally: Tally, rules: RuleSheet) -> Iterator[Problem]:
    """Yield prizes of which a group holds more than the scheme foresees, in the scheme's order.

    What the scheme itself gave is foreseen: equals may share a prize beyond its number. Ties wait
    for a ruling by themselves.

    Args:
        session: the database session.
        tally: the tally that stands.
        rules: the rule sheet that it was counted under.
    """
    held, ranked_lines = _held(session, tally), _ranked(session, tally)
    tied = {(tie["group"], tie["award"]) for tie in tally.notes.get("border_ties", [])}
    for award in rules.awards:
        if award.kind not in ("tier", "special") or award.is_rest:
            continue
        per = award.per or rules.ranking.per
        ranked = Counter(_group(per, heat, division) for heat, division in ranked_lines)
        mine = [
            (source, _group(per, heat, division))
            for key, source, heat, division in held
            if key == award.key
        ]
        everybody = Counter(group for _source, group in mine)
        by_scheme = Counter(group for source, group in mine if source == "scheme")
        for group in sorted(ranked):
            foreseen = max(count_places(award, ranked[group]), by_scheme[group])
            if everybody[group] > foreseen and (group, award.key) not in tied:
                params = {"award": award.key, "group": group, "count": everybody[group]}
                yield Problem("release_quota", "", params | {"foreseen": foreseen})


def list_unnamed(session: Session, tally: Tally, rules: RuleSheet) -> Iterator[Problem]:
    """Yield special prizes that people name, and have not named yet, in the scheme's order."""
    held = Counter(line[0] for line in _held(session, tally))
    for award in rules.awards:
        if award.by == BY_HAND and held[award.key] == 0:
            yield Problem("release_prize_unnamed", "", {"award": award.name.zh})


def _group(per: str, heat: int, division: str) -> str:
    """Return the name of a group as the core writes it."""
    return {"heat": str(heat), "division": division, "overall": ""}[per]


def _held(session: Session, tally: Tally) -> Sequence[Row[str, str, int, str]]:
    """Return key and source of each prize that an entry of the tally holds, with its groups."""
    return session.execute(
        select(Award.key, Award.source, Heat.number, Division.key)
        .join(Standing, Standing.appearance_id == Award.appearance_id)
        .join(Appearance, Appearance.id == Award.appearance_id)
        .join(Heat, Heat.id == Appearance.heat_id)
        .join(Entry, Entry.id == Appearance.entry_id)
        .join(Division, Division.id == Entry.division_id)
        .where(Standing.tally_id == tally.id)
    ).all()


def _ranked(session: Session, tally: Tally) -> Sequence[Row[int, str]]:
    """Return heat and division of each entry of the tally with a result."""
    return session.execute(
        select(Heat.number, Division.key)
        .select_from(Standing)
        .join(Appearance, Appearance.id == Standing.appearance_id)
        .join(Heat, Heat.id == Appearance.heat_id)
        .join(Entry, Entry.id == Appearance.entry_id)
        .join(Division, Division.id == Entry.division_id)
        .where(Standing.tally_id == tally.id, Standing.rank.is_not(None))
    ).all()
