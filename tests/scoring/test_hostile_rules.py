"""Rules from a stranger: whatever they hold, the answer is a fault with its place, at once."""

import json
from time import process_time

import pytest

from judging.scoring.faults import ScoringError
from judging.scoring.points import natural_order, shorten
from judging.scoring.rules import load_rules, parse_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_rules
from judging.scoring.tally import tally
from tests.scoring.documents import SHORT, changed
from tests.scoring.panels import refused_codes

#: Of the processor's time, so that a busy machine fails nothing. The hangs that this guards
#: against took minutes.
MOST_S = 10
START = """name = { zh = "例" }
[rubric]
[[rubric.criteria]]
key = "a"
name = { zh = "甲" }
max = "10"
"""
HEX = "0x" + "f" * 10_000


def _first_fault(call):
    started = process_time()
    with pytest.raises(ScoringError) as refused:
        call()
    assert process_time() - started < MOST_S
    fault = refused.value.faults[0]
    assert str(refused.value).isprintable()
    return fault.code, fault.place or fault.params.get("line")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (START + f"[advancement]\ntake = {HEX}\n", ("number_too_long", 8)),
        (START.replace('"10"', HEX), ("number_too_long", 6)),
        (START + "[advancement]\ntake = " + "9" * 10_000, ("number_too_long", 8)),
        ("format" + ".a" * 4000 + " = 1\n" + START, ("too_deep", 1)),
        (START + "[deductions]\nfloor" + " . a" * 3000 + " = 1\n", ("too_deep", 8)),
        (START + "[a" + ".a" * 3000 + "]\n", ("too_deep", 7)),
        ("".join(f"zz.{'a.' * 50}k{n} = 1\n" for n in range(1500)) + START, ("too_deep", 1)),
        ("format = " + "[" * 400 + "]" * 400 + "\n" + START, ("too_deep", 1)),
        ("format = [\n" + "[\n" * 400 + "]" * 401 + "\n" + START, ("too_deep", 21)),
        ("format = " + "{ a = " * 300 + "1" + " }" * 300 + "\n" + START, ("too_deep", 1)),
        ("format = [" + "1, " * 30_000 + "1]\n" + START, ("text_too_long", 1)),
        ("formta = [\n[" + " " * 19_000 + "1],\n]\n" + START, ("unknown_key", "formta")),
        ("formta = [\n[" + " " * 19_000 + "\n1],\n]\n" + START, ("unknown_key", "formta")),
        ('x = """' + '\\"""' * 30_000, ("toml_syntax", 1)),
        ('x = "' + '\\"' * 90_000, ("toml_syntax", 1)),
        ("x = '''" + "''" * 90_000, ("text_too_long", 1)),
        ("\n".join(["x" * 20_000] * 9), ("toml_syntax", 1)),
    ],
)
def test_a_hostile_text_is_refused_at_its_line_and_at_once(text, fault):
    assert _first_fault(lambda: load_rules(text)) == fault


def test_dots_brackets_and_digits_in_texts_and_comments_are_nothing_special():
    text = START + "# " + "a." * 50 + "[" * 50 + "9" * 90 + "\n"
    text += f'description = {{ zh = """{"1.2." * 20}\\\n{"[" * 90}""", en = "{"9" * 90}" }}\n'
    assert load_rules(text).rubric.keys == ("a",)


def _deep(levels, value=1):
    for _ in range(levels):
        value = {"a": value}
    return value


def _deep_list(levels):
    value = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize("value", [_deep(5000), _deep_list(5000)])
@pytest.mark.parametrize("key", ["format", "name", "tally", "zz"])
def test_a_deep_document_is_refused_where_it_is_too_deep(key, value):
    code, place = _first_fault(lambda: parse_rules({**SHORT, key: value}))
    assert (code, place.startswith(key)) == ("too_deep", True)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("rubric.criteria.0.max", "not_a_decimal"),
        ("rubric.criteria.0.key", "bad_key"),
        ("rubric.criteria.0.name.zh", "not_text"),
        ("tally.trim.low", "out_of_bounds"),
        ("tally.groups.expert.seats.0", "bad_key"),
        ("ranking.ties.0", "not_a_choice"),
        ("format", "unsupported_format"),
    ],
)
def test_a_huge_number_anywhere_is_refused_at_its_place(path, code):
    found = _first_fault(lambda: parse_rules(changed(path, 16**10_000)))
    assert found == (code, path.replace(".0", "[0]"))


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("name.zh", "text_has_control_characters"),
        ("rubric.criteria.0.key", "bad_key"),
        ("tally.groups.expert.seats.0", "bad_key"),
        ("ranking.ties.0", "not_a_choice"),
    ],
)
def test_half_a_character_is_refused_and_the_message_can_be_printed(path, code):
    half = json.loads('"\\ud800"')
    with pytest.raises(ScoringError) as refused:
        parse_rules(changed(path, half))
    assert refused.value.faults[0].code == code
    str(refused.value).encode()


def test_an_unknown_key_of_half_a_character_can_be_printed():
    with pytest.raises(ScoringError) as refused:
        parse_rules({**SHORT, json.loads('"\\ud800"'): 1})
    assert str(refused.value) == "?: unknown_key (key=?)"


def test_a_seat_of_thousands_of_digits_is_refused_and_can_be_ordered():
    seat = "9" * 5000
    call = lambda: tally(specimen_rules(), [SeatSheet(seat, (90000,))])  # noqa: E731
    assert refused_codes(call) == [("bad_key", f"[{shorten(seat)}]")]
    assert sorted([seat, "10", "2", "02"], key=natural_order) == ["02", "2", "10", seat]
