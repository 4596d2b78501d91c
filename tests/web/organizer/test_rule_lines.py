"""What the form types as words and lines comes back whole; what is too long is refused by name."""

import html
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.scoring.rules import parse_rules
from judging.web.organizer.rule_document import document_of
from judging.web.organizer.rule_draft import read_draft
from judging.web.organizer.rule_lines import read_words, write_words
from judging.web.organizer.rule_rows import draft_of
from tests.factories import CONVENTION
from tests.web.organizer.rule_forms import form_of, form_on

_LETTERS = st.characters(exclude_categories=["Cc", "Cs"])
_NAMES = st.text(st.one_of(st.sampled_from(' "“”、，；1aA'), _LETTERS), min_size=1, max_size=40)


@settings(max_examples=200)
@given(st.lists(_NAMES, max_size=5))
def test_any_names_come_back_from_the_words_that_they_are_typed_as(names):
    assert read_words(write_words(names)) == names


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"Judge A', ['"Judge', "A"]),
        ('O"Neil 2', ['O"Neil', "2"]),
        ('"a"b c', ['"a"b', "c"]),
        ("“Judge A”，2", ["Judge A", "2"]),
        ('""', [""]),
        ('"' + "a" * 100 + '"', ['"' + "a" * 100 + '"']),
    ],
)
def test_quotes_count_only_around_a_whole_word(text, words):
    assert read_words(text) == words


def _with(criterion=(), **tally):
    document = deepcopy(CONVENTION)
    document["rubric"]["criteria"][0] |= dict(criterion)
    document["tally"] |= tally
    return document


_LONG = [f"Seat number {i:03d} of a long name 、乙" for i in range(99)]
_ROWS = 30
WHOLE = {
    "seats with blanks": _with(practice_seats=["Judge A"], tie_break_seats=["B、C", '"D"']),
    "seats of a group": _with(groups={"e": {"seats": ["Judge A", "2"]}, "p": {"seats": ["3"]}}),
    "99 long seats": _with(practice_seats=_LONG[:40], groups={"e": {"seats": _LONG[40:]}}),
    "long levels": _with(
        {"levels": [{"at": str(i), "zh": "好" * 2000, "en": "|" * 2000} for i in range(20)]}
    ),
    "long phrases": _with({"quick_phrases": [{"zh": "好" * 2000, "en": "g" * 2000}] * _ROWS}),
    "a long description": _with({"description": {"zh": "好" * 2000, "en": "g" * 2000}}),
}


@pytest.mark.parametrize("name", WHOLE)
def test_whatever_the_format_takes_goes_through_the_form_whole(name):
    rules = parse_rules(WHOLE[name])
    sent = form_of(draft_of(rules.document))
    assert parse_rules(document_of(read_draft(sent)).document).document == rules.document


def test_what_is_too_long_is_refused_at_its_field_and_all_of_it_stays(client, rules_url):
    typed = {
        "criteria-0-levels": "\n".join(f"{i} | {'好' * 2001} | good" for i in range(20)),
        "criteria-0-phrases": "\n".join(["很好 | good | better"] * 31),
        "practice_seats": " ".join(f"seat-{i:040d}" for i in range(120)),
        "name_en": "n" * 3000,
        "reason": "r" * 3000,
    }
    sent = form_of(draft_of(parse_rules(CONVENTION).document), typed)
    answer = client.post(rules_url, data=sent, headers={"Accept-Language": "en"})
    page = html.unescape(answer.get_data(as_text=True))
    shown = form_on(answer.get_data(as_text=True))
    assert answer.status_code == 400
    for field, text in typed.items():
        if field != "reason":
            assert (f'id="{field}-error"' in page, shown[field].strip() == text) == (True, True)
    assert "| better" in page


def test_a_large_rule_sheet_is_saved_by_the_form(client, rules_url):
    phrases = [{"zh": "好" * 2000, "en": "g" * 2000}] * _ROWS
    rules = parse_rules(_with({"quick_phrases": phrases}))
    assert client.post(rules_url, data=form_of(draft_of(rules.document))).status_code == 302
    sent = form_on(client.get(rules_url).get_data(as_text=True))
    assert parse_rules(document_of(read_draft(sent)).document).document == rules.document
