"""What must hold between the sections of a rules document, once each is read by itself."""

from collections.abc import Iterator, Sequence

from judging.scoring.document import Table
from judging.scoring.rank_methods import RANK_METHODS, RankMethod
from judging.scoring.rule_parts import (
    AdvancementRules,
    AwardRule,
    CarryOverRules,
    DeductionRules,
    RankingRules,
    TallyRules,
)


def check_sections(
    top: Table,
    tally: TallyRules,
    deductions: DeductionRules,
    ranking: RankingRules,
    advancement: AdvancementRules | None,
    awards: Sequence[AwardRule] = (),
    carry_over: CarryOverRules | None = None,
) -> None:
    """Note where one section asks for what another one rules out.

    >>> faults = []
    >>> tally, ranking = TallyRules(aggregate="rank_sum"), RankingRules(per="overall")
    >>> check_sections(Table({}, "", faults), tally, DeductionRules(), ranking, None)
    >>> [(fault.code, fault.place) for fault in faults]
    [('rank_method_within_heat', 'ranking.per')]
    """
    _check_seats(top, tally, ranking)
    method = RANK_METHODS.get(tally.aggregate)
    if method is None:
        return
    for place in (*_tally_places(tally, method), *_deduction_places(deductions, method)):
        top.fault("not_with_rank_method", place, key=place, method=tally.aggregate)
    if carry_over is not None:
        top.fault("not_with_rank_method", "carry_over", key="carry_over", method=tally.aggregate)
    for place in (*_advancement_places(advancement), *_award_places(awards)):
        top.fault("not_with_rank_method", place, key=place, method=tally.aggregate)
    for place, per in _groupings(ranking, advancement, awards):
        if per != "heat":
            top.fault("rank_method_within_heat", place, method=tally.aggregate)


def _check_seats(top: Table, tally: TallyRules, ranking: RankingRules) -> None:
    if "chief_judge" in ranking.ties and not tally.chief_seat:
        place = f"ranking.ties[{ranking.ties.index('chief_judge')}]"
        top.fault("tie_step_without_chief_seat", place)


def _tally_places(tally: TallyRules, method: RankMethod) -> Iterator[str]:
    """Yield what of ``[tally]`` the method has no use for."""
    if tally.scope == "criterion" and not method.takes_criteria:
        yield "tally.scope"
    if (tally.trim.low or tally.trim.high) and not method.is_sum:
        yield "tally.trim"
    if tally.factor != 1:
        yield "tally.factor"
    if tally.rounding.aggregate is not None:
        yield "tally.rounding.aggregate"
    if tally.groups:
        yield "tally.groups"


def _advancement_places(advancement: AdvancementRules | None) -> Iterator[str]:
    """Yield what of ``[advancement]`` asks for points, or compares across panels."""
    if advancement is not None and advancement.score_line is not None:
        yield "advancement.score_line"
    if advancement is not None and advancement.wild_cards:
        yield "advancement.wild_cards"


def _award_places(awards: Sequence[AwardRule]) -> Iterator[str]:
    """Yield each prize's minimum: a rank method gives no points to compare it with."""
    for index, award in enumerate(awards):
        if award.minimum is not None:
            yield f"awards[{index}].minimum"


def _groupings(
    ranking: RankingRules, advancement: AdvancementRules | None, awards: Sequence[AwardRule]
) -> Iterator[tuple[str, str]]:
    """Yield each place that says within what to compare, and what it says."""
    yield "ranking.per", ranking.per
    if advancement is not None:
        yield "advancement.per", advancement.per
    for index, award in enumerate(awards):
        yield f"awards[{index}].per", award.per or "heat"


def _deduction_places(deductions: DeductionRules, method: RankMethod) -> Iterator[str]:
    """Yield what of ``[deductions]`` the method has no use for."""
    if deductions.time is not None and deductions.time.bands and not method.takes_deductions:
        yield "deductions.time.bands"
    if deductions.named and not method.takes_deductions:
        yield "deductions.named"
    if deductions.floor is not None and (method.is_lower_better or not method.takes_deductions):
        yield "deductions.floor"
