"""Results of earlier rounds in ENTRIES.csv: a column for each round that the rules carry over."""

import re
from collections.abc import Mapping
from fractions import Fraction

from judging.scoring.carrying import Carried
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.points import parse_points, shorten
from judging.scoring.rule_parts import EarlierRound, RuleSheet

_FRACTION = re.compile(r"(-?[0-9]{1,60})/([1-9][0-9]{0,59})")
_RANK = re.compile(r"[1-9][0-9]{0,8}")


def column_of(earlier: EarlierRound) -> str:
    """Return the column that an earlier round's results stand in.

    ``carried_rank:<round>`` where the rank there brings points, else ``carried:<round>``.
    """
    return f"carried{'_rank' if earlier.points_by_rank else ''}:{earlier.round}"


def carried_columns(rules: RuleSheet) -> dict[str, EarlierRound]:
    """Return the columns that these rules need, each with the round that it stands for."""
    earlier = rules.carry_over.earlier if rules.carry_over is not None else ()
    return {column_of(each): each for each in earlier}


def read_carried(
    columns: Mapping[str, EarlierRound], cells: Mapping[str, str]
) -> tuple[tuple[Carried, ...], list[tuple[str, Fault]]]:
    """Return the earlier results of one row, and every fault with its column.

    An empty cell is no earlier result. Where the exact value is carried over, ``p/q`` may stand as
    RESULTS writes it in its column ``exact``.
    """
    found: list[Carried] = []
    faults: list[tuple[str, Fault]] = []
    for column, earlier in columns.items():
        text = cells.get(column, "")
        if not text:
            continue
        try:
            found.append(_carried(earlier, text))
        except ScoringError as error:
            faults.append((column, error.faults[0]))
    return tuple(found), faults


def _carried(earlier: EarlierRound, text: str) -> Carried:
    if earlier.points_by_rank:
        if not _RANK.fullmatch(text):
            raise ScoringError([Fault("carried_rank_not_positive", "", {"text": shorten(text)})])
        return Carried(earlier.round, rank=int(text))
    if earlier.value == "published":
        return Carried(earlier.round, published=parse_points(text))
    parts = _FRACTION.fullmatch(text)
    exact = Fraction(int(parts[1]), int(parts[2])) if parts else parse_points(text)
    return Carried(earlier.round, exact=exact)
