"""What people decided of ties at the end of a prize, and marks that a release keeps back."""

from dataclasses import replace

import pytest

from judging.scoring.awarding import give_prizes
from judging.scoring.borders import BorderTie, Ruling
from judging.scoring.explain import explain
from judging.scoring.groups import Field
from judging.scoring.specimen import specimen_outcome, specimen_rules
from judging.scoring.standings import Appearance

NAME = {"zh": "奖"}
SCHEME = [
    {"key": "first", "name": NAME, "count": 1},
    {"key": "second", "name": NAME, "count": 2},
    {"key": "voice", "name": NAME, "kind": "special", "by": "criterion:talk", "count": 1},
]
TIE = BorderTie("award", "1", ("A", "B"), "first")
VOICE = replace(TIE, award="voice")


def field(*marks):
    rules = specimen_rules(awards=SCHEME)
    turns = [Appearance(key, "1") for key, _ in zip("ABCDE", marks, strict=False)]
    return Field(rules, turns, [specimen_outcome(rules, mark) for mark in marks])


@pytest.mark.parametrize(
    ("chosen", "awards", "vacancies"),
    [
        (("B",), {1: ["first"], 0: ["second"], 2: ["second"]}, []),
        (("A", "B"), {0: ["first"], 1: ["first"], 2: ["second"]}, []),
        ((), {0: ["second"], 1: ["second"]}, [("first", 1, "tie")]),
    ],
)
def test_who_is_not_chosen_stands_first_for_the_next_prize(chosen, awards, vacancies):
    found = give_prizes(field(90, 90, 80, 70), [Ruling(TIE, chosen), Ruling(VOICE, ("A",))])
    tiers = {i: [key for key in keys if key != "voice"] for i, keys in found.awards.items()}
    assert {index: keys for index, keys in tiers.items() if keys} == awards
    assert [(each.award, each.count, each.cause) for each in found.vacancies] == vacancies
    assert [(tie.award, tie.keys, tie.places) for tie in found.ties] == [
        ("first", ("A", "B"), 1),
        ("voice", ("A", "B"), 1),
    ]


@pytest.mark.parametrize(("chosen", "holders"), [(("B",), [1]), ((), []), (("A", "B"), [0, 1])])
def test_a_ruling_says_who_holds_a_special_prize(chosen, holders):
    found = give_prizes(field(90, 90, 80), [Ruling(VOICE, chosen)])
    assert [i for i, keys in sorted(found.awards.items()) if "voice" in keys] == holders
    open_places = [each.cause for each in found.vacancies if each.award == "voice"]
    assert open_places == ([] if chosen else ["tie"])


@pytest.mark.parametrize(
    "other",
    [
        replace(TIE, places=2),
        replace(TIE, group="2"),
        replace(TIE, award="second"),
        replace(TIE, per="overall"),
        replace(TIE, kind="unit"),
        replace(TIE, keys=("A", "C")),
    ],
)
def test_a_ruling_on_another_tie_decides_nothing(other):
    without, with_it = (
        give_prizes(field(90, 90, 80), given) for given in ((), [Ruling(other, ())])
    )
    assert with_it == without


def test_marks_that_are_kept_back_are_not_written():
    rules = specimen_rules(tally={"scope": "criterion", "trim": {"low": 1, "high": 1}})
    working = specimen_outcome(rules, 80, 85, 90, 95, 99).working
    (group,) = working.groups
    parts = tuple(
        replace(part, reduction=replace(part.reduction, values=(), left_out=()))
        for part in group.criteria
    )
    hidden = replace(working, groups=(replace(group, criteria=parts),))
    assert explain(hidden) == "talk: [single marks are not public] → 270.00 / 3 = 90.00; 90.00"
    assert explain(hidden, "zh") == "talk: ［分项分不公开］ → 270.00 / 3 = 90.00; 90.00"
