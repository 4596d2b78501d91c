"""From the sheets of one appearance to its score, with the working (scoring.md, steps 1 to 9)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from judging.scoring.carrying import Carried, carry_over, check_carried
from judging.scoring.deductions import Deduction
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.keys import is_key
from judging.scoring.panel import Panel, count_panel, count_totals
from judging.scoring.points import natural_order, round_ratio, shorten
from judging.scoring.rank_methods import RANK_METHODS
from judging.scoring.rank_methods.heat import rank_heat
from judging.scoring.rubric import Rubric
from judging.scoring.rule_parts import RuleSheet, TallyRules, Trim
from judging.scoring.seats import plain_seat
from judging.scoring.sheet import STATES, SeatSheet, check_length, find_mark_fault
from judging.scoring.working import JudgeLine, Working

MAX_SEATS = 99


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one appearance with its working, or the reason why there is none.

    The reasons are ``nobody_gave``, ``no_complete_sheet``, ``too_few_judges``,
    ``group_without_marks``, ``criterion_without_marks``, ``no_earlier_result``, or the
    appearance's status (``withdrawn``, ``absent``, ``disqualified``).
    """

    working: Working

    @property
    def no_result(self) -> str:
        """Return why there is no result, or ``""``."""
        return self.working.no_result

    @property
    def exact(self) -> Fraction | None:
        """Return the value before the final rounding, in points."""
        return self.working.exact

    @property
    def published(self) -> int | None:
        """Return the published score in units of the last published place."""
        return self.working.published

    @property
    def score(self) -> str | None:
        """Return the published score as text, e.g. ``"91.20"``."""
        return self.working.score

    def without(self, reason: str) -> "Outcome":
        """Return the outcome without its result, for a reason such as ``withdrawn``.

        The sheets stay in the working; the score and the steps that led to it are taken out.

        >>> from judging.scoring.rules import parse_rules
        >>> talk = {"key": "talk", "name": {"zh": "演讲"}, "max": "100"}
        >>> rules = parse_rules({"name": {"zh": "例"}, "rubric": {"criteria": [talk]}})
        >>> tally(rules, [SeatSheet("1", (90000,))]).without("withdrawn").score is None
        True
        """
        bare = Working(
            scope=self.working.scope,
            aggregate_name=self.working.aggregate_name,
            judges=tuple(line.untrimmed() for line in self.working.judges),
            total_divisor=self.working.total_divisor,
            places=self.working.places,
            factor=self.working.factor,
            deductions=self.working.deductions,
            no_result=reason,
        )
        return Outcome(bare)


def tally(
    rules: RuleSheet,
    sheets: Sequence[SeatSheet],
    deductions: Sequence[Deduction] = (),
    carried: Sequence[Carried] = (),
) -> Outcome:
    """Count one appearance.

    ``sheets`` may come in any order, one a seat at most; only ``given`` ones on seats that count
    enter, and the number of judges is theirs alone. ``deductions`` follow the aggregate, and the
    results ``carried`` over from earlier rounds follow those.

    Raises: ScoringError where a sheet does not fit the rubric or the panel:
    ``bad_key`` (a seat), ``two_sheets_of_a_seat``, ``seats_look_alike``,
    ``unknown_state``, ``marks_do_not_fit_rubric``,
    ``mark_out_of_range``, ``mark_off_step``, ``seat_without_group``, ``too_many_seats``,
    ``deduction_not_positive``; or where what is carried over does not fit the rules
    (:func:`judging.scoring.carrying.check_carried`).

    >>> from judging.scoring.rules import load_rules
    >>> rules = load_rules('''
    ... name = { zh = "示例", en = "Example" }
    ... rubric = { criteria = [
    ...     { key = "talk", name = { zh = "演讲" }, max = "100", step = "0.5" } ] }
    ... tally = { trim = { low = 1, high = 1 } }
    ... ''')
    >>> marks = (92500, 95000, 91000, 88000, 93000, 90500, 91500)
    >>> sheets = [SeatSheet(str(seat), (mark,)) for seat, mark in enumerate(marks, 1)]
    >>> tally(rules, sheets).score
    '91.70'
    """
    ordered = check_sheets(rules.rubric, sheets)
    for deduction in deductions:
        deduction.check()
    check_carried(rules.carry_over, carried)
    return count_outcome(rules, ordered, tuple(deductions), carried)


def count_outcome(
    rules: RuleSheet,
    sheets: Sequence[SeatSheet],
    deductions: tuple[Deduction, ...],
    carried: Sequence[Carried] = (),
) -> Outcome:
    """Count sheets that are checked already and stand in seat order; see :func:`tally`.

    >>> from judging.scoring.rules import load_rules
    >>> rules = load_rules('name = { zh = "例" }\\nrubric = { criteria = ['
    ...     '{ key = "a", name = { zh = "甲" }, max = "9" } ] }')
    >>> count_outcome(rules, [], ()).no_result
    'nobody_gave'
    """
    sheets = place_seats(rules.tally, sheets)
    totals = count_totals(rules.rubric, rules.tally.rounding, sheets)
    is_ranked = rules.tally.aggregate in RANK_METHODS
    how = rules.tally.everywhere(Trim(), "mean") if is_ranked else rules.tally
    panel = count_panel(rules.rubric, how, sheets, totals)
    working = Working(
        scope=rules.tally.scope,
        aggregate_name=rules.tally.aggregate,
        judges=_judge_lines(sheets, totals.units, panel),
        total_divisor=totals.divisor,
        places=rules.tally.rounding.final,
        factor=rules.tally.factor,
        deductions=deductions,
        groups=panel.groups,
        no_result=panel.no_result,
    )
    if panel.aggregate is None:
        return Outcome(working)
    if is_ranked:
        return Outcome(rank_heat(rules, [working])[0])
    finished = _finish(rules, working, panel, carried)
    if finished.no_result:
        return Outcome(working).without(finished.no_result)
    return Outcome(finished)


def place_seats(tally: TallyRules, sheets: Sequence[SeatSheet]) -> Sequence[SeatSheet]:
    """Return the sheets with those seats in their group that the rules name as practice seats.

    The same goes for tie-break seats; whoever reads a working then needs no rules to tell them.

    >>> rules = TallyRules(practice_seats=("8",))
    >>> [sheet.group for sheet in place_seats(rules, [SeatSheet("1"), SeatSheet("8")])]
    ['', 'practice']
    """
    if not (tally.practice_seats or tally.tie_break_seats):
        return sheets
    return [replace(s, group=tally.kind_of(s.seat) or s.group) for s in sheets]


def _finish(
    rules: RuleSheet, working: Working, panel: Panel, carried: Sequence[Carried]
) -> Working:
    """Take off, lift to the floor, carry over, round."""
    assert panel.aggregate is not None
    exact = panel.aggregate - working.deducted if working.deductions else panel.aggregate
    floor = rules.deductions.floor
    is_lifted = floor is not None and exact < floor
    if floor is not None and is_lifted:
        exact = floor
    brought = None
    if rules.carry_over is not None:
        brought = carry_over(rules.carry_over, exact, carried)
        if rules.carry_over.missing == "no_result" and not brought.is_complete:
            return replace(working, no_result="no_earlier_result")
        exact = brought.result
    return replace(
        working,
        combined=panel.combined,
        aggregate=panel.aggregate,
        floor=floor if is_lifted else None,
        carry_over=brought,
        exact=exact,
        published=round_ratio(exact.numerator, exact.denominator, working.places),
    )


def _judge_lines(
    sheets: Sequence[SeatSheet], units: dict[str, int], panel: Panel
) -> tuple[JudgeLine, ...]:
    lines = []
    for sheet in sheets:
        why = panel.left_out.get(sheet.seat, "")
        lines.append(JudgeLine(sheet, units.get(sheet.seat), why))
    return tuple(lines)


def check_sheets(rubric: Rubric, sheets: Sequence[SeatSheet], place: str = "") -> list[SeatSheet]:
    """Return the sheets in seat order, or refuse them with every fault at once.

    Raises: ScoringError (see :func:`tally`).

    >>> check_sheets(Rubric(()), [SeatSheet("10"), SeatSheet("2")])[0].seat
    '2'
    """
    faults: list[Fault] = []
    seen: dict[str, SeatSheet] = {}
    if len(sheets) > MAX_SEATS:
        raise ScoringError([Fault("too_many_seats", place, {"limit": MAX_SEATS})])
    for sheet in sheets:
        where = f"{place}[{shorten(sheet.seat)}]"
        if not is_key(sheet.seat):
            faults.append(Fault("bad_key", where, {"text": shorten(sheet.seat)}))
        other = seen.setdefault(plain_seat(sheet.seat), sheet)
        if other is not sheet:
            faults.append(_same_seat(sheet.seat, other.seat, where))
        if sheet.state not in STATES:
            params = {"text": shorten(sheet.state), "choices": ", ".join(STATES)}
            faults.append(Fault("unknown_state", where, params))
        elif sheet.state == "given":
            faults.extend(_mark_faults(rubric, sheet, where))
    if faults:
        raise ScoringError(faults)
    return sorted(sheets, key=lambda sheet: natural_order(sheet.seat))


def _same_seat(seat: str, other: str, where: str) -> Fault:
    if seat == other:
        return Fault("two_sheets_of_a_seat", where, {"seat": seat})
    return Fault("seats_look_alike", where, {"seat": seat, "other": other})


def _mark_faults(rubric: Rubric, sheet: SeatSheet, where: str) -> list[Fault]:
    try:
        check_length(rubric, sheet.marks)
    except ScoringError as error:
        return [replace(fault, place=where) for fault in error.faults]
    found = [
        find_mark_fault(criterion, mark, f"{where}.{criterion.key}")
        for criterion, mark in zip(rubric.criteria, sheet.marks, strict=True)
        if mark is not None
    ]
    return [fault for fault in found if fault is not None]
