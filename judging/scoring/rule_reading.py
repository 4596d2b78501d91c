"""Reading the sections after the rubric into the parts of a rule sheet, within bounds."""

from unicodedata import normalize

from judging.scoring.aggregates import AGGREGATES, LATER_AGGREGATES
from judging.scoring.bilingual import Bilingual
from judging.scoring.deductions import read_time
from judging.scoring.document import Table, is_key, refuse_twice
from judging.scoring.points import MARK_PLACES, MAX_PLACES, natural_order, shorten
from judging.scoring.rubric import Rubric
from judging.scoring.rubric_reading import MARK_LIMIT, WEIGHT_LIMIT, WEIGHT_PLACES
from judging.scoring.rule_parts import (
    PRACTICE_GROUP,
    AdvancementRules,
    AwardRule,
    DeductionRules,
    JudgeGroup,
    RankingRules,
    Rounding,
    TallyRules,
    Trim,
)
from judging.scoring.seats import plain_seat
from judging.scoring.ties import LATER_TIE_STEPS, TIE_STEPS

MAX_SEATS = 99
MAX_GROUPS = 9
MAX_TIES = 12
MAX_AWARDS = 30
MAX_TAKE = 1_000_000
SCOPES = ("judge_total", "criterion")
FEW = ("step_down", "closest_two", "block")
STYLES = ("1224", "1223", "1334")
GROUPINGS = ("heat", "division", "overall")


def read_tally(table: Table) -> TallyRules:
    """Read ``[tally]``; an empty one is the plain mean, rounded at the end to two places.

    >>> read_tally(Table({"trim": {"low": 1, "high": 1}}, "tally", [])).trim.min_kept
    3
    """
    tally = TallyRules(
        scope=table.choice("scope", SCOPES, "judge_total"),
        aggregate=table.choice("aggregate", tuple(AGGREGATES), "mean", LATER_AGGREGATES),
        factor=table.points("factor", ">0", WEIGHT_LIMIT, WEIGHT_PLACES, default="1"),
        trim=_trim(table.table("trim")),
        rounding=_rounding(table.table("rounding")),
        groups=_groups(table.table("groups")),
    )
    table.close()
    _refuse_shared_seats(table, tally.groups)
    return tally


def _trim(table: Table | None) -> Trim:
    if table is None:
        return Trim()
    trim = Trim(
        low=table.integer("low", 0, MAX_SEATS, default=0),
        high=table.integer("high", 0, MAX_SEATS, default=0),
        min_kept=table.integer("min_kept", 1, MAX_SEATS, default=3),
        few=table.choice("few", FEW, "step_down"),
    )
    table.close()
    return trim


def _rounding(table: Table | None) -> Rounding:
    if table is None:
        return Rounding()
    rounding = Rounding(
        final=table.integer("final", 0, MAX_PLACES, default=2),
        criterion=table.find_integer("criterion", 0, MAX_PLACES),
        weighted_criterion=table.find_integer("weighted_criterion", 0, MAX_PLACES),
        judge_total=table.find_integer("judge_total", 0, MAX_PLACES),
        aggregate=table.find_integer("aggregate", 0, MAX_PLACES),
    )
    table.close()
    return rounding


def _groups(table: Table | None) -> tuple[JudgeGroup, ...]:
    if table is None:
        return ()
    if len(table.content) > MAX_GROUPS:
        table.fault("too_many_items", limit=MAX_GROUPS)
        return ()
    groups = [_group(table, key) for key in table.content]
    # One order whatever the document's: the digest of the rules does not know it, so that the
    # digest of a result must not depend on it either.
    return tuple(
        sorted(
            (group for group in groups if group is not None),
            key=lambda group: natural_order(group.key),
        )
    )


def _group(groups: Table, key: str) -> JudgeGroup | None:
    if not is_key(key):
        groups.fault("bad_key", shorten(key), text=shorten(key))
        return None
    if normalize("NFKC", key).casefold() == PRACTICE_GROUP:
        groups.fault("practice_group_declared", key)
        return None
    table = groups.table(key)
    if table is None:
        return None
    weight = table.points("weight", ">0", WEIGHT_LIMIT, WEIGHT_PLACES, default="1")
    seats = _seats(table) if table.content.get("seats") is not None else table.take("seats")
    table.close()
    return JudgeGroup(key, weight, seats)


def _seats(table: Table) -> tuple[str, ...]:
    seats = []
    for index, item in enumerate(table.items("seats", MAX_SEATS, least=1)):
        is_number = isinstance(item, int) and not isinstance(item, bool)
        seat = shorten(item) if is_number else item
        if not is_key(seat):
            table.fault("bad_key", f"seats[{index}]", text=shorten(item))
        else:
            seats.append(seat)
    return tuple(seats)


def _refuse_shared_seats(table: Table, groups: tuple[JudgeGroup, ...]) -> None:
    """Note each seat that stands in two groups, or twice in one, in any spelling."""
    seen: dict[str, str] = {}
    taken: set[str] = set()
    for group in groups:
        for seat in group.seats or ():
            other = seen.setdefault(plain_seat(seat), seat)
            if other != seat:
                place = f"groups.{group.key}.seats"
                table.fault("seats_look_alike", place, seat=seat, other=other)
        listed = list(group.seats or ())
        for index, seat in enumerate(listed):
            if seat in listed[:index] or seat in taken:
                table.fault("seat_in_two_groups", f"groups.{group.key}.seats", seat=seat)
        taken.update(listed)


def read_deductions(table: Table) -> DeductionRules:
    """Read ``[deductions]``: the floor and the time rule.

    >>> read_deductions(Table({"floor": "0"}, "deductions", [])).floor
    Fraction(0, 1)
    """
    floor = table.find_points("floor", f"-{MARK_LIMIT}", MARK_LIMIT, MARK_PLACES)
    time = table.table("time")
    rules = DeductionRules(floor, None if time is None else read_time(time))
    table.close()
    return rules


def read_ranking(table: Table, rubric: Rubric) -> RankingRules:
    """Read ``[ranking]``; each tie step must exist, and name an existing criterion if any.

    >>> read_ranking(Table({"per": "division"}, "ranking", []), Rubric(())).per
    'division'
    """
    rules = RankingRules(
        on=table.choice("on", ("published", "exact"), "published"),
        style=table.choice("style", STYLES, "1224"),
        per=table.choice("per", GROUPINGS, "heat"),
        ties=_ties(table, rubric),
    )
    table.close()
    return rules


def _ties(table: Table, rubric: Rubric) -> tuple[str, ...]:
    ties: list[str] = []
    for index, item in enumerate(table.items("ties", MAX_TIES)):
        place = f"ties[{index}]"
        step, colon, argument = item.partition(":") if isinstance(item, str) else (item, "", "")
        is_known = isinstance(step, str) and step in TIE_STEPS
        if isinstance(step, str) and step in LATER_TIE_STEPS:
            table.fault("not_in_this_version", place, text=step)
        elif not is_known or bool(colon) != TIE_STEPS[step].takes_criterion:
            choices = ", ".join(step.pattern for step in TIE_STEPS.values())
            table.fault("not_a_choice", place, text=shorten(item), choices=choices)
        elif colon and argument not in rubric.keys:
            choices = ", ".join(rubric.keys)
            table.fault("unknown_criterion", place, key=shorten(argument), choices=choices)
        elif item in ties:
            table.fault("duplicate_key", place, key=item)
        else:
            ties.append(item)
    return tuple(ties)


def read_advancement(table: Table) -> AdvancementRules:
    """Read ``[advancement]``.

    >>> read_advancement(Table({"take": 3}, "advancement", [])).per
    'heat'
    """
    rules = AdvancementRules(
        take=table.integer("take", 1, MAX_TAKE), per=table.choice("per", GROUPINGS, "heat")
    )
    table.close()
    return rules


def read_awards(document: Table) -> tuple[AwardRule, ...]:
    """Read every ``[[awards]]`` table, highest prize first.

    >>> row = {"key": "first", "name": {"zh": "一等奖"}, "count": 1}
    >>> read_awards(Table({"awards": [row]}, "", []))[0].count
    1
    """
    awards = tuple(_award(row) for row in document.rows("awards", MAX_AWARDS))
    refuse_twice(document, "awards", [award.key for award in awards])
    return awards


def _award(table: Table) -> AwardRule:
    key = table.key_text("key")
    name = table.name("name", is_required=True) or Bilingual(key, key)
    count = table.find_integer("count", 1, MAX_TAKE)
    percent = table.find_points("percent", ">0", "100", 2)
    has_round = table.content.get("round") is not None
    rounding = table.choice("round", ("ceil", "floor"), "ceil")
    table.close()
    if (count is None) == (percent is None):
        table.fault("award_count_or_percent")
    elif has_round and percent is None:
        table.fault("award_round_without_percent", "round")
    return AwardRule(key, name, count, percent, rounding)
