"""The section ``[marking]``: read, written, refused; and whose turn is waited for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.scoring.faults import ScoringError
from judging.scoring.marking_section import (
    AHEAD,
    OUT,
    OVER,
    THERE,
    MarkingRules,
    list_awaited,
)
from judging.scoring.rule_warnings import RuleSetting
from judging.scoring.rules import load_rules, to_toml
from judging.scoring.specimen import specimen_rules
from tests.scoring.panels import refused_codes
from tests.scoring.rule_warnings import told

AFTER_NEXT = MarkingRules("after_next")
STAGES = st.lists(st.sampled_from((AHEAD, THERE, OVER, OUT)), max_size=8)
RULES = st.sampled_from((MarkingRules(), AFTER_NEXT, *(MarkingRules("first", n) for n in (2, 3))))


def stage(letters):
    """Return the states that the letters ``a t o x`` stand for."""
    return [{"a": AHEAD, "t": THERE, "o": OVER, "x": OUT}[letter] for letter in letters]


@pytest.mark.parametrize(
    ("due", "rules"),
    [
        ("at_once", MarkingRules("at_once", 0)),
        ("after_next", MarkingRules("after_next", 0)),
        ("first:2", MarkingRules("first", 2)),
        ("first:9", MarkingRules("first", 9)),
        ("first:12", MarkingRules("first", 12)),
    ],
)
def test_what_is_read_is_written_and_read_back(due, rules):
    read = specimen_rules(marking={"due": due})
    assert (read.marking, read.document["marking"]) == (rules, {"due": due})
    again = load_rules(to_toml(read.document))
    assert (again.digest, again.marking) == (read.digest, rules)


def test_rules_that_say_nothing_of_it_have_no_section():
    assert (specimen_rules().marking, "marking" in specimen_rules().document) == (None, False)
    assert specimen_rules(marking={}).marking == MarkingRules("at_once", 0)
    assert specimen_rules(marking={}).digest != specimen_rules().digest


@pytest.mark.parametrize(
    "due", ["first:1", "first:13", "first:03", "first:", "first", "first:3 ", "soon", 3, True, []]
)
def test_what_it_cannot_mean_is_refused_by_its_place(due):
    with pytest.raises(ScoringError) as refused:
        specimen_rules(marking={"due": due})
    (fault,) = refused.value.faults
    assert (fault.code, fault.place) == ("not_a_choice", "marking.due")
    assert fault.params["choices"] == "at_once, after_next, first:2 … first:12"


def test_an_unknown_key_and_what_is_no_table_are_refused():
    assert refused_codes(lambda: specimen_rules(marking={"when": "now"})) == [
        ("unknown_key", "marking.when")
    ]
    assert refused_codes(lambda: specimen_rules(marking="first:3")) == [("not_a_table", "marking")]


@pytest.mark.parametrize(
    ("letters", "awaited"),
    [
        ("", ()),
        ("aaa", (1, 2, None)),
        ("taa", (1, 2, None)),
        ("oaa", (1, 2, None)),
        ("ota", (1, 2, None)),
        ("ooa", (None, 2, None)),
        ("oot", (None, 2, None)),
        ("ooo", (None, None, None)),
        ("oxa", (2, 2, None)),
        ("oax", (1, None, None)),
        ("aat", (None, 2, None)),
        ("toa", (None, 2, None)),
        ("aox", (None, None, None)),
    ],
)
def test_after_the_next_talk_one_waits_for_who_follows_and_takes_part(letters, awaited):
    assert list_awaited(AFTER_NEXT, stage(letters)) == awaited


@pytest.mark.parametrize(
    ("letters", "awaited"),
    [
        ("", ()),
        ("a", (0,)),
        ("aaaa", (2, 2, 2, None)),
        ("otaa", (2, 2, 2, None)),
        ("oota", (2, 2, 2, None)),
        ("ooaa", (2, 2, 2, None)),
        ("oooa", (None, None, None, None)),
        ("aaat", (None, None, None, None)),
        ("ooxa", (None, None, None, None)),
        ("oaxa", (1, 1, 1, None)),
        ("xxxa", (None, None, None, None)),
        ("toaa", (2, 2, 2, None)),
        ("tooa", (0, 0, 0, None)),
    ],
)
def test_the_first_three_wait_for_the_last_of_them(letters, awaited):
    assert list_awaited(MarkingRules("first", 3), stage(letters)) == awaited


@given(RULES, STAGES)
def test_nobody_waits_for_who_is_out_or_has_spoken_nor_once_all_have(rules, states):
    awaited = list_awaited(rules, states)
    assert len(awaited) == len(states)
    assert {states[each] for each in awaited if each is not None} <= {AHEAD, THERE}
    done = [OVER if state in (AHEAD, THERE) else state for state in states]
    assert set(list_awaited(rules, done)) <= {None}


@given(STAGES)
def test_at_once_nobody_is_waited_for(states):
    assert set(list_awaited(MarkingRules(), states)) <= {None}


@pytest.mark.parametrize(
    ("due", "setting", "expected"),
    [
        ("after_next", RuleSetting(entries=1), []),
        ("first:3", None, []),
        ("first:3", RuleSetting(entries=4), []),
        (
            "first:3",
            RuleSetting(entries=3),
            [("batch_is_everybody", "marking.due", {"first": 3, "entries": 3})],
        ),
    ],
)
def test_a_first_batch_that_is_everybody_is_told(due, setting, expected):
    note = ("sheets_wait_for_stage", "marking.due", {})
    assert told({"marking": {"due": due}}, setting) == [*expected, note]
