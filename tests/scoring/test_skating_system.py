"""The Skating System on invented marks, each rule worked by hand in the comment."""

from fractions import Fraction

from judging.scoring.explain import explain
from judging.scoring.rank_methods.majority import allocate
from judging.scoring.rank_methods.summary import Final, summarize
from judging.scoring.results import score_round
from judging.scoring.rules import parse_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.standings import Appearance


def _table(*rows):
    return [[Fraction(place) for place in row] for row in rows]


def test_rule_5_a_majority_of_first_places_wins():
    # Five judges, majority 3. ≤1: A 3, B 2. ≤2: B 4, C 2. ≤3: C 5.
    assert allocate(_table((1, 1, 1, 3, 2), (2, 2, 3, 1, 1), (3, 3, 2, 2, 3))) == [[0], [1], [2]]


def test_rules_6_and_8_the_larger_majority_of_the_next_column_stands_first():
    # ≤1: A 2, B 2, C 1: no majority of three (rule 8). ≤2: A 5, B 3, D 1: A, then B (rule 6).
    # ≤3: D 5: third. C last.
    table = _table((1, 1, 2, 2, 2), (2, 3, 1, 1, 4), (4, 4, 4, 4, 1), (3, 2, 3, 3, 3))
    assert allocate(table) == [[0], [1], [3], [2]]


def test_rule_7_the_lower_sum_of_equal_majorities_stands_first():
    # ≤2: A 3 (1 + 1 + 2 = 4), B 3 (1 + 2 + 2 = 5): A, B. ≤3: C 4. ≤4: D 5. ≤5: E.
    table = _table(
        (1, 1, 2, 3, 4), (3, 3, 1, 2, 2), (2, 4, 3, 1, 3), (4, 2, 4, 4, 1), (5, 5, 5, 5, 5)
    )
    assert allocate(table) == [[0], [1], [2], [3], [4]]


def test_rule_7_after_equal_sums_the_next_column_decides_between_those_two():
    # ≤2: A 3 (4), B 3 (4), C 3 (6). A and B before C; of them ≤3: A 4, B 3: A first.
    table = _table((1, 1, 2, 3, 4), (4, 4, 1, 1, 2), (2, 2, 3, 2, 3), (3, 3, 4, 4, 1))
    assert allocate(table) == [[0], [1], [2], [3]]


def test_what_is_equal_to_the_last_column_shares_its_place():
    # Two judges, majority 2. ≤2: A 2 (3), B 2 (3), nothing further.
    assert allocate(_table((1, 2), (2, 1), (3, 3))) == [[0, 1], [2]]


def test_rule_9_the_lowest_sum_of_places_wins():
    dances = _table((1, 2), (2, 1), (3, 3))
    # A and B 3 each, C 6; rules 10 and 11 look at one judge's marks: still equal.
    assert summarize(dances, dances) == [Final((0, 1), 9), Final((2,), 9)]


def test_rule_10_more_places_under_review_or_better_then_their_lower_sum():
    # A 1 1 4 = 6, B 2 2 2 = 6 for the first place: A two firsts, B none. C 7, D 11.
    dances = _table((1, 1, 4), (2, 2, 2), (3, 3, 1), (4, 4, 3))
    assert summarize(dances, dances) == [
        Final((0,), 10),
        Final((1,), 10),
        Final((2,), 9),
        Final((3,), 9),
    ]
    # For the second place: A 2 2 5 = 9, two of ≤2, sum 4; B 1 2 6 = 9, two of ≤2, sum 3: B.
    dances = _table((2, 2, 5), (1, 2, 6), (3, 1, 1))
    assert [final.members for final in summarize(dances, dances)] == [(2,), (1,), (0,)]


def test_rule_11_the_marks_of_all_dances_decide_as_one_dance():
    # Places 1 2 and 2 1; by rule 10 both have one first. Six marks each, majority 4: A four firsts.
    dances = _table((1, 2), (2, 1))
    marks = _table((1, 1, 1, 2, 2, 1), (2, 2, 2, 1, 1, 2))
    assert summarize(dances, marks) == [Final((0,), 11), Final((1,), 11)]


def test_those_whom_rule_10_leaves_equal_are_resolved_to_their_end_before_the_others_return():
    # A, B, C 10 each for the first place. Rule 10: A and B one first, C none. A and B go to
    # rule 11 (nine marks, majority 5; ≤4: A 6 (15), B 6 (16)): A first, B second. Only then C:
    # third, although of second places and better C has two and B one.
    # X, Y, Z 11 each for the fourth: ≤4: X 2 (5), Y 2 (5), Z 2 (6). X and Y are equal by rule 11.
    dances = _table((1, 5, 4), (4, 1, 5), (2, 2, 6), (6, 4, 1), (3, 6, 2), (5, 3, 3))
    marks = [[place for place in places for _ in range(3)] for places in dances]
    marks[1] = _table((4, 4, 4, 1, 1, 2, 5, 5, 5))[0]
    assert summarize(dances, marks) == [
        Final((0,), 11),
        Final((1,), 11),
        Final((2,), 10),
        Final((3, 4), 10),
        Final((5,), 10),
    ]


def test_whom_rule_11_leaves_behind_returns_to_rule_10_for_the_next_place():
    # A, B, C 10 each, one first each. Rule 11, twelve marks, majority 7: A seven firsts. Going
    # on by rule 11 C would be next (≤2: 7, B 4); by rule 10 it is B: of ≤2 B has three, C two.
    dances = _table((1, 3, 3, 3), (2, 1, 2, 5), (3, 2, 1, 4))
    marks = _table(
        (1,) * 7 + (5,) * 5,
        (1,) * 4 + (3,) * 8,
        (1,) * 5 + (2,) * 2 + (4,) * 5,
    )
    assert summarize(dances, marks) == [Final((0,), 11), Final((1,), 10), Final((2,), 10)]


def _turn(key, *sheets):
    """Return an appearance from each judge's marks, in whole points."""
    given = (tuple(mark * 1000 for mark in marks) for marks in sheets)
    return Appearance(
        key, "1", sheets=tuple(SeatSheet(str(n), marks) for n, marks in enumerate(given, 1))
    )


def test_each_criterion_is_a_dance_and_the_line_tells_the_way():
    # Content: A 1 1 2, B 2 2 1: A first. Delivery: A 2 2 1, B 1 1 2: B first. Voice: A 1 1 1.
    # Sums of places: A 1 + 2 + 1 = 4, B 2 + 1 + 2 = 5 (rule 9).
    criteria = [
        {"key": key, "name": {"en": key}, "max": "10"} for key in ("content", "delivery", "voice")
    ]
    rules = parse_rules(
        {
            "name": {"en": "x"},
            "rubric": {"criteria": criteria},
            "tally": {"aggregate": "majority", "scope": "criterion"},
        }
    )
    result = score_round(
        rules,
        [
            _turn("A", (9, 8, 9), (9, 8, 9), (8, 9, 9)),
            _turn("B", (8, 9, 8), (8, 9, 8), (9, 8, 8)),
        ],
    )
    seen = {line.key: explain(line.outcome.working, "en").split("; ") for line in result.standings}
    assert [(line.key, line.rank, line.score) for line in result.standings] == [
        ("A", 1, "1"),
        ("B", 2, "2"),
    ]
    assert seen == {
        "A": [
            "content: 1  1  2 → ≤1: 2 (2) → 1",
            "delivery: 2  2  1 → ≤2: 3 (5) → 2",
            "voice: 1  1  1 → ≤1: 3 (3) → 1",
            "1 + 2 + 1 = 4 (rule 9) → 1",
        ],
        "B": [
            "content: 2  2  1 → ≤2: 3 (5) → 2",
            "delivery: 1  1  2 → ≤1: 2 (2) → 1",
            "voice: 2  2  2 → ≤2: 3 (6) → 2",
            "2 + 1 + 2 = 5 (rule 9) → 2",
        ],
    }
