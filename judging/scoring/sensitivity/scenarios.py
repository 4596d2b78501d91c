"""What could have been otherwise: a judge left out, another trim, a panel drawn again."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from judging.scoring.faults import ScoringError
from judging.scoring.points import natural_order
from judging.scoring.resampling import draw_again
from judging.scoring.rule_parts import PRACTICE_GROUP, RuleSheet
from judging.scoring.rules import parse_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.standings import Appearance


@dataclass(frozen=True, slots=True)
class Scenario:
    """One way in which the round could have been counted.

    ``kind`` is ``seat`` (that seat of that heat is left out) or ``trim`` (so many of each end).
    """

    kind: str
    heat: str = ""
    seat: str = ""
    trim: int = 0


def list_seats(appearances: Sequence[Appearance]) -> list[Scenario]:
    """Return a scenario for each seat that gave marks and counts, by heat and seat number.

    >>> turn = Appearance("A", "1", sheets=(SeatSheet("10", (1,)), SeatSheet("2", (1,))))
    >>> [scenario.seat for scenario in list_seats([turn])]
    ['2', '10']
    """
    seats = {
        (appearance.heat, sheet.seat)
        for appearance in appearances
        for sheet in appearance.sheets
        if sheet.state == "given" and sheet.group != PRACTICE_GROUP
    }
    ordered = sorted(seats, key=lambda at: tuple(map(natural_order, at)))
    return [Scenario("seat", heat, seat) for heat, seat in ordered]


def without_seat(appearances: Sequence[Appearance], scenario: Scenario) -> list[Appearance]:
    """Return the appearances without the sheets of a scenario's seat.

    >>> turn = Appearance("A", "1", sheets=(SeatSheet("1", (1,)), SeatSheet("2", (1,))))
    >>> [sheet.seat for sheet in without_seat([turn], Scenario("seat", "1", "2"))[0].sheets]
    ['1']
    """
    return [
        replace(appearance, sheets=tuple(s for s in appearance.sheets if s.seat != scenario.seat))
        if appearance.heat == scenario.heat
        else appearance
        for appearance in appearances
    ]


def list_trims(
    rules: RuleSheet, appearances: Sequence[Appearance]
) -> list[tuple[Scenario, RuleSheet]]:
    """Return every other even trim that the largest panel allows, by how many it drops.

    A trim is legal where at least ``min_kept`` of the largest panel stay. What the rule sheet does
    not allow (a rank method has no trim) is left out.

    >>> from judging.scoring.specimen import specimen_rules
    >>> sheets = tuple(SeatSheet(str(seat), (90000,)) for seat in range(1, 8))
    >>> trims = list_trims(specimen_rules(), [Appearance("A", "1", sheets=sheets)])
    >>> [(scenario.trim, rules.tally.trim.low) for scenario, rules in trims]
    [(1, 1), (2, 2)]
    """
    most = _largest_panel(rules, appearances)
    trim = rules.tally.trim
    found = []
    for each in range((most - max(trim.min_kept, 1)) // 2 + 1):
        if (trim.low, trim.high) == (each, each):
            continue
        try:
            found.append((Scenario("trim", trim=each), with_trim(rules, each)))
        except ScoringError:
            continue
    return found


def with_trim(rules: RuleSheet, each: int) -> RuleSheet:
    """Return the rule sheet with so many dropped at each end, in every judge group alike.

    Raises: ScoringError where the rules allow no such trim.

    >>> from judging.scoring.specimen import specimen_rules
    >>> with_trim(specimen_rules(), 2).tally.trim.high
    2
    """
    tally: dict[str, Any] = dict(rules.document.get("tally", {}))
    tally["trim"] = {**tally.get("trim", {}), "low": each, "high": each}
    if "groups" in tally:
        tally["groups"] = {key: _trimmed(group, each) for key, group in tally["groups"].items()}
    return parse_rules({**rules.document, "tally": tally})


def _trimmed(group: Mapping[str, Any], each: int) -> dict[str, Any]:
    """Let a group that has a trim of its own follow the scenario too."""
    own = group.get("trim")
    return dict(group) if own is None else {**group, "trim": {**own, "low": each, "high": each}}


def draw_panels(
    rules: RuleSheet, appearances: Sequence[Appearance], seed: str, resamples: int
) -> Iterator[list[Appearance]]:
    """Yield the appearances as panels drawn again would have marked them, one list a resample.

    In each heat every seat takes the sheets of a seat drawn with replacement from its own judge
    group, the same one in all appearances of the heat: a judge may count twice, another not at all.
    Seats keep their names, so that no rule of groups is touched. Practice seats stay as they are.

    >>> from judging.scoring.specimen import specimen_rules
    >>> turn = Appearance("A", "1", sheets=(SeatSheet("1", (1000,)), SeatSheet("2", (2000,))))
    >>> for (drawn,) in draw_panels(specimen_rules(), [turn], "a", 2):
    ...     print([(sheet.seat, sheet.marks) for sheet in drawn.sheets])
    [('1', (2000,)), ('2', (1000,))]
    [('1', (1000,)), ('2', (1000,))]
    """
    benches = _list_benches(rules, appearances)
    by_seat = [{sheet.seat: sheet for sheet in a.sheets} for a in appearances]
    for number in range(resamples):
        givers: dict[str, dict[str, str]] = {}
        for (heat, group), seats in benches.items():
            drawn = draw_again(seed, f"{heat}|{group}|{number}", len(seats))
            pairs = zip(seats, drawn, strict=True)
            givers.setdefault(heat, {}).update((seat, seats[place]) for seat, place in pairs)
        yield [
            replace(appearance, sheets=_seated(sheets, givers.get(appearance.heat, {})))
            for appearance, sheets in zip(appearances, by_seat, strict=True)
        ]


def _seated(sheets: Mapping[str, SeatSheet], giver: Mapping[str, str]) -> tuple[SeatSheet, ...]:
    """Return the sheets of one appearance with every seat's judge drawn again.

    Where the drawn judge has no sheet for this appearance, neither has the seat.
    """
    drawn = [
        replace(sheets[source], seat=seat) for seat, source in giver.items() if source in sheets
    ]
    return tuple(drawn + [sheet for seat, sheet in sheets.items() if seat not in giver])


def _list_benches(
    rules: RuleSheet, appearances: Sequence[Appearance]
) -> dict[tuple[str, str], list[str]]:
    """Return the seats that gave marks that count, by heat and judge group, in natural order."""
    benches: dict[tuple[str, str], set[str]] = {}
    for appearance in appearances:
        for group, seat in _counted(rules, appearance):
            benches.setdefault((appearance.heat, group), set()).add(seat)
    ordered = sorted(benches.items(), key=lambda item: tuple(map(natural_order, item[0])))
    return {bench: sorted(seats, key=natural_order) for bench, seats in ordered}


def _counted(rules: RuleSheet, appearance: Appearance) -> list[tuple[str, str]]:
    """Return judge group and seat of the given sheets that count."""
    named = {seat: group.key for group in rules.tally.groups for seat in group.seats or ()}
    return [
        (named.get(sheet.seat, sheet.group), sheet.seat)
        for sheet in appearance.sheets
        if sheet.state == "given" and sheet.group != PRACTICE_GROUP
    ]


def _largest_panel(rules: RuleSheet, appearances: Sequence[Appearance]) -> int:
    """Return the most sheets that are trimmed together: of one appearance and judge group."""
    counts = (
        Counter(group if rules.tally.groups else "" for group, _ in _counted(rules, appearance))
        for appearance in appearances
    )
    return max((size for count in counts for size in count.values()), default=0)
