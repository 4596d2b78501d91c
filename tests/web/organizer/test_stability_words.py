"""What the page of stability says, from scenarios to yes and no."""

from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from judging.queries.fairness_scope import EntryFace
from judging.queries.stability import StabilityFacts
from judging.scoring.bilingual import Bilingual
from judging.scoring.rules import RuleSheet, parse_rules
from judging.scoring.sensitivity.stability import assess_stability
from judging.scoring.sheet import SeatSheet
from judging.scoring.standings import Appearance
from judging.web.organizer.fairness_words import Verdict
from judging.web.organizer.stability_view import StabilityView

_TALK = {"key": "talk", "name": {"zh": "演讲", "en": "Talk"}, "max": "100"}
_AWARDS = [
    {"key": "first", "name": {"zh": "一等奖", "en": "First Prize"}, "count": 1},
    {"key": "second", "name": {"zh": "二等奖", "en": "Second Prize"}, "count": 1},
]
#: C wins by the third judge alone, whom the other two outvote where he is missing.
_SHAKY = {"A": (70, 71, 72), "B": (81, 81, 81), "C": (80, 80, 95)}
_FIRM = {"D": (90, 91, 92), "E": (80, 81, 82), "F": (70, 71, 72)}


def rules(**parts: Any) -> RuleSheet:
    """Return a rule sheet with two prizes and two who go on."""
    facts = {"name": {"zh": "例"}, "rubric": {"criteria": [_TALK]}, "awards": _AWARDS}
    return parse_rules(facts | {"advancement": {"take": 2}} | parts)


def turns(heat: str, marks: dict[str, tuple[int, ...]]) -> list[Appearance]:
    """Return the appearances of one heat."""
    return [
        Appearance(
            key,
            heat,
            sheets=tuple(
                SeatSheet(str(seat), (mark * 1000,)) for seat, mark in enumerate(given, 1)
            ),
        )
        for key, given in marks.items()
    ]


def view(*heats: dict[str, tuple[int, ...]], resamples: int = 20, **parts: Any) -> StabilityView:
    """Return the words of heats that are counted by themselves."""
    found = rules(**parts)
    return StabilityView(
        StabilityFacts(
            rules=found,
            parts=tuple(
                assess_stability(found, turns(str(number), marks), "seed", resamples)
                for number, marks in enumerate(heats, 1)
            ),
            resamples=resamples,
            faces={"B": EntryFace("B", "陈堃", "Chen Kun", "")},
            judges={("1", "3"): "叶知秋"},
            groups={("heat", str(n)): Bilingual(f"第 {n} 场", f"Heat {n}") for n in (1, 2)},
        )
    )


@pytest.fixture(autouse=True)
def _in_english(app: Flask) -> Any:
    """Read the words in English."""
    with app.test_request_context(), force_locale("en"):
        yield


def test_a_result_that_holds_says_so_plainly():
    said = view(_FIRM).verdict

    assert said == Verdict(
        "Every border holds without any one judge and under every other trim",
        ("Winner: holds", "Prizes: holds", "Next round: holds"),
        is_calm=True,
    )


def test_what_hangs_on_one_judge_is_counted_and_its_heat_named():
    found = view(_SHAKY, _FIRM)

    assert found.verdict == Verdict(
        "1 of 6 borders hangs on a single judge or on the trim",
        (
            "Winner: 1 of 2 hold, not in: Heat 1",
            "Prizes: 2 of 2 hold",
            "Next round: 2 of 2 hold",
        ),
    )
    assert [(part.title, part.holds) for part in found.parts] == [
        ("Heat 1", False),
        ("Heat 2", True),
    ]


def test_who_takes_whose_place_is_said_once_with_all_that_brings_it_about():
    winner, prizes, advancement = view(_SHAKY).parts[0].borders

    assert winner.name == "Winner"
    assert winner.who == "C"
    assert winner.changes == ("B Chen Kun instead of C: without judge 3 叶知秋",)
    assert (winner.without_a_seat, winner.other_trims) == (False, True)
    assert prizes.name == "Second Prize or better"
    assert (advancement.name, advancement.holds, advancement.changes) == ("Next round", True, ())


def test_a_prize_that_everybody_has_or_the_winner_alone_is_no_border_of_its_own():
    names = [border.name for border in view({"D": (90, 91), "E": (80, 81)}).parts[0].borders]

    assert names == ["Winner", "Next round"]


def test_ranks_stand_as_intervals_on_one_scale():
    part = view(_SHAKY).parts[0]
    first, second, third = part.entries

    assert (first.number, first.rank, first.without_a_seat) == ("C", "1", "1–2")
    assert (second.number, second.name, second.without_a_seat) == ("B", "Chen Kun", "1–2")
    assert third.without_a_seat == third.drawn == "3"
    assert [tick.text for tick in part.scale.ticks] == ["1", "2", "3"]
    assert first.row is not None
    assert first.row.text == "Rank 1, otherwise 1 to 2"


def test_without_drawn_panels_nothing_is_said_of_them():
    found = view(_FIRM, resamples=0)

    assert {border.drawn for border in found.parts[0].borders} == {"—"}
    assert {entry.wins for entry in found.parts[0].entries} == {"—"}
    assert "too many entries" in found.counted


def test_a_change_under_another_trim_is_named_by_the_trim():
    marks = {"A": (80, 80, 80, 80, 80), "B": (81, 81, 81, 81, 60)}
    plain = view(marks).parts[0].borders[0]
    trimmed = view(marks, tally={"trim": {"low": 1, "high": 1}}).parts[0].borders[0]

    assert plain.changes[-1].endswith("without judge 5; with 1 and 1 dropped")
    # Four judges are too few for one and one with three kept, so that nobody is dropped then.
    (change,) = trimmed.changes
    assert change.startswith("A instead of B Chen Kun: without judge 1 or 2 or 3 叶知秋 or 4;")
    assert change.endswith("; with nobody dropped")


def test_an_entry_without_a_result_has_no_drawing():
    entry = view({"A": (80, 81), "B": ()}).parts[0].entries[-1]

    assert (entry.rank, entry.row, entry.wins) == ("—", None, "—")
