"""What the page of the dry run says, from a comparison to sentences."""

from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from judging.queries.dry_runs import DryRun
from judging.queries.fairness_scope import EntryFace
from judging.queries.rule_choices import RuleChoice
from judging.scoring.bilingual import Bilingual
from judging.scoring.dry_run import compare_rules
from judging.scoring.rules import RuleSheet, parse_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.standings import Appearance
from judging.web.organizer.dry_run_view import DryRunView, LineView, SideView
from judging.web.organizer.fairness_words import Verdict
from judging.web.organizer.rule_choice_names import choice_name, short_name, trim_words

_TALK = {"key": "talk", "name": {"zh": "演讲", "en": "Talk"}, "max": "100"}
_FIRST = {"key": "first", "name": {"zh": "一等奖", "en": "First Prize"}, "count": 1}
_SECOND = {"key": "second", "name": {"zh": "二等奖", "en": "Second Prize"}, "count": 1}
#: Under one and one A, B, C; under the plain mean B, A, C.
_CLOSE = {"A": (90, 90, 90, 90, 60), "B": (89, 89, 89, 89, 89), "C": (70, 70, 70, 70, 70)}


def rules(low: int = 0, high: int = 0, **parts: Any) -> RuleSheet:
    """Return a rule sheet that drops so many."""
    trim = {"low": low, "high": high, "min_kept": parts.pop("min_kept", 1)}
    tally = {"trim": trim, "aggregate": parts.pop("aggregate", "mean")}
    rubric = {"criteria": [_TALK]}
    return parse_rules({"name": {"zh": "例"}, "rubric": rubric, "tally": tally, **parts})


def choice(found: RuleSheet, **values: Any) -> RuleChoice:
    """Return a rule sheet as something to choose."""
    facts: dict[str, Any] = {"key": "trim:0-0", "kind": "trim", "name": found.name}
    return RuleChoice(**(facts | {"rules": found} | values))


def view(before: RuleSheet, after: RuleSheet, marks: Any = None) -> DryRunView:
    """Return the words of a dry run of one heat."""
    turns = [
        Appearance(
            key,
            "1",
            sheets=tuple(
                SeatSheet(str(seat), (mark * 1000,)) for seat, mark in enumerate(given, 1)
            ),
        )
        for key, given in (marks or _CLOSE).items()
    ]
    return DryRunView(
        DryRun(
            choices=(),
            before=choice(before),
            after=choice(after),
            comparison=compare_rules(before, after, turns),
            faces={"A": EntryFace("A", "林知遥", "Lin Zhiyao", "一中")},
            groups={("heat", "1"): Bilingual("第一场", "Heat 1")},
            awards_before={award.key: award.name for award in before.awards},
            awards_after={award.key: award.name for award in after.awards},
            fewer_dropped=(0, 0),
        )
    )


@pytest.fixture(autouse=True)
def _in_english(app: Flask) -> Any:
    """Read the words in English."""
    with app.test_request_context(), force_locale("en"):
        yield


def test_prizes_that_change_hands_are_counted_and_the_winner_is_named():
    parts = {"awards": [_FIRST, _SECOND], "advancement": {"take": 1}}
    said = view(rules(1, 1, **parts), rules(**parts)).verdict

    assert said.title == "2 of 3 entries get another prize"
    assert said.lines == (
        "Heat 1: first is B instead of A Lin Zhiyao.",
        "B would go on to the next round, A Lin Zhiyao would not.",
        "Of 3 entries, 1 get another score and 2 another rank.",
    )
    assert not said.is_calm


def _prizes(found: DryRunView) -> list[tuple[str, str, tuple[str, ...]]]:
    lines = [*found.changed, *found.unchanged]
    return [
        (each.before.prize, each.after.prize, tuple(effect[0] for effect in each.effects))
        for each in lines
    ]


def test_prizes_whose_keys_are_swapped_are_called_as_each_rule_sheet_calls_them():
    swapped = [{**_FIRST, "key": "second"}, {**_SECOND, "key": "first"}]
    found = view(rules(awards=[_FIRST, _SECOND]), rules(awards=swapped))
    assert _prizes(found) == [
        ("First Prize", "First Prize", ()),
        ("Second Prize", "Second Prize", ()),
        ("", "", ()),
    ]


def test_prizes_whose_names_are_swapped_change_though_their_keys_stay():
    swapped = [{**_FIRST, "name": _SECOND["name"]}, {**_SECOND, "name": _FIRST["name"]}]
    found = view(rules(awards=[_FIRST, _SECOND]), rules(awards=swapped))
    assert _prizes(found) == [
        ("First Prize", "Second Prize", ("First Prize becomes Second Prize",)),
        ("Second Prize", "First Prize", ("Second Prize becomes First Prize",)),
        ("", "", ()),
    ]


def test_a_prize_that_is_only_called_otherwise_stays_and_shows_both_names():
    gold = {**_FIRST, "name": {"zh": "金奖", "en": "Gold"}}
    found = view(rules(awards=[_FIRST]), rules(awards=[gold]))
    assert _prizes(found)[0] == ("First Prize", "Gold", ())


def test_each_entry_stands_with_both_sides_and_what_becomes_of_it():
    parts = {"awards": [_FIRST, _SECOND], "advancement": {"take": 1}}
    found = view(rules(1, 1, **parts), rules(**parts))

    first, second = found.changed

    assert first == LineView(
        number="A",
        name="Lin Zhiyao",
        sub="Heat 1 · 一中",
        before=SideView("1", "90.00", "First Prize", is_advancing=True, is_tied=False),
        after=SideView("2", "84.00", "Second Prize", is_advancing=False, is_tied=False),
        effects=(
            ("First Prize becomes Second Prize", "waiting", "arrow-down"),
            ("does not go on", "danger", "circle-slash"),
        ),
    )
    assert second.effects == (
        ("Second Prize becomes First Prize", "award", "arrow-up"),
        ("goes on to the next round", "received", "arrow-right"),
    )
    assert [line.number for line in found.unchanged] == ["C"]


def test_a_prize_may_be_gained_or_lost():
    lines = view(rules(1, 1, awards=[_FIRST]), rules(awards=[_FIRST])).changed

    assert [line.effects for line in lines] == [
        (("loses First Prize", "danger", "minus"),),
        (("gains First Prize", "award", "award"),),
    ]


def test_where_only_the_next_round_changes_the_title_says_so():
    advancement = {"take": 1}
    said = view(rules(1, 1, advancement=advancement), rules(advancement=advancement)).verdict

    assert said.title == "No prize changes, but the next round does"


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [(1, 2, "B would go on to the next round."), (2, 1, "B would not go on to the next round.")],
)
def test_more_or_fewer_who_go_on_are_named(before, after, line):
    found = view(
        rules(1, 1, advancement={"take": before}), rules(1, 1, advancement={"take": after})
    )

    assert line in found.verdict.lines


def test_rules_that_give_nobody_a_result_say_why():
    blocked = {"trim": {"low": 2, "high": 2, "min_kept": 3, "few": "block"}}
    found = view(rules(1, 1), parse_rules({**rules().document, "tally": blocked}))

    assert found.is_without_result
    assert found.verdict == Verdict(
        "Under the second rule sheet nobody has a result.",
        ("too few judges for the rule sheet",),
    )


def test_where_nothing_that_matters_changes_the_page_is_calm():
    said = view(rules(1, 1), rules()).verdict

    assert (said.title, said.is_calm) == ("No prize and no place in the next round changes", True)


def test_all_entries_together_have_no_group_to_name():
    ranking = {"per": "overall"}
    said = view(rules(1, 1, ranking=ranking), rules(ranking=ranking)).verdict

    assert said.lines[0] == "First is B instead of A Lin Zhiyao."


def test_ties_across_a_border_and_trims_that_did_not_fit_are_noted():
    even = {"A": (90, 90, 90), "B": (90, 90, 90)}
    found = view(rules(awards=[_FIRST]), rules(1, 1, awards=[_FIRST]), even)

    assert [note[:27] for note in found.notes] == ["Ties across a border that s"]


def test_names_say_what_is_dropped():
    none, two = rules(), rules(2, 2)

    assert trim_words(none) == "plain mean"
    assert trim_words(rules(aggregate="median")) == "nobody dropped"
    assert trim_words(rules(1, 1)) == "one and one dropped"
    assert trim_words(two) == "two and two dropped"
    assert trim_words(rules(1, 2)) == "2 highest, 1 lowest dropped"
    assert choice_name(choice(two)) == "This round’s rules, but two and two dropped"
    assert short_name(choice(two)) == "Two and two dropped"
    assert short_name(choice(two, kind="draft")) == "Your draft: two and two dropped"
    assert trim_words(rules(aggregate="rank_sum")) == "sum of ranks, the lower first"
    version = choice(two, kind="version", version=3)
    assert choice_name(version) == "Version 3: two and two dropped"
    assert short_name(version) == "Version 3"
    in_force = choice(none, kind="version", version=4, is_in_force=True)
    assert choice_name(in_force) == "In force (version 4): plain mean"
    assert short_name(in_force) == "In force: plain mean"
    preset = choice(none, kind="preset", name=Bilingual("跳水式", "As in diving"))
    assert choice_name(preset) == "Preset “As in diving”: plain mean"
    assert short_name(preset) == "As in diving"
