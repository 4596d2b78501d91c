import pytest

from judging.certificates.wording import Sentence, text_values
from judging.typesetting.lines import broken, set_line
from tests.certificates.samples import make_facts


def test_segments_without_their_fact_fall_away():
    sentence = Sentence(("在{round}中，", "发表《{title}》，", "荣获"))
    assert sentence.filled({"round": "决赛", "title": "光"}) == "在决赛中，发表《光》，荣获"
    assert sentence.filled({"round": "决赛", "title": ""}) == "在决赛中，荣获"


def test_what_remains_is_joined():
    sentence = Sentence(("{unit}", "{team}", "指导教师 {adviser}"), " · ")
    assert sentence.filled({"unit": "", "team": "星队", "adviser": "李"}) == "星队 · 指导教师 李"


def test_braces_in_a_fact_are_only_text():
    sentence = Sentence(("《{title}》{name}",))
    assert sentence.filled({"title": "{name} %(x)s {{", "name": "张"}) == "《{name} %(x)s {{》张"


@pytest.mark.parametrize(
    ("edition", "chinese", "english"),
    [
        ("13", "第十三届科学演讲", "The 13th Science Talks"),
        ("1", "第一届科学演讲", "The 1st Science Talks"),
        ("2026", "2026科学演讲", "2026 Science Talks"),
        ("", "科学演讲", "Science Talks"),
        ("春季", "春季科学演讲", "Science Talks"),
    ],
)
def test_an_edition_is_written_in_both_languages(edition, chinese, english):
    facts = make_facts(edition=edition, competition_zh="科学演讲", competition_en="Science Talks")
    values = text_values(facts)
    assert (values["competition_full_zh"], values["competition_full_en"]) == (chinese, english)


def test_an_edition_that_the_name_already_says_is_not_said_twice():
    facts = make_facts(competition_zh="第十三届演讲", competition_en="The 13th Talks")
    values = text_values(facts)
    assert values["competition_full_zh"] == "第十三届演讲"
    assert values["competition_full_en"] == "The 13th Talks"


def test_chinese_punctuation_is_squeezed_and_hangs(fonts):
    plain, squeezed = (set_line(text, "text", fonts) for text in ("获奖，光", "获》，光"))
    assert (plain.width_em, squeezed.width_em) == (4.0, 3.5)
    hanging = set_line("《光》", "text", fonts)
    assert (hanging.width_em, hanging.ink_em) == (3.0, 2.0)


def test_chinese_and_latin_stand_apart_without_changing_the_text(fonts):
    line = set_line("第13届", "text", fonts)
    assert line.text == "第13届"
    assert [piece.text for piece in line.pieces] == ["第", "13", "届"]


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_broken_lines_hold_every_character_and_keep_punctuation_in_place(fonts, lines):
    text = "从深空探测器的自主导航，到《人工智能》辅助的（行星际）轨道设计：更远的地方。"
    broken_lines = [line.text for line in broken(text, lines, "text", fonts, 0.0)]
    assert "".join(broken_lines) == text
    assert len(broken_lines) == lines
    assert not any(line[0] in "，。：》）" or line[-1] in "《（" for line in broken_lines)


def test_english_is_broken_between_words_into_even_lines(fonts):
    text = "From autonomous navigation to interplanetary trajectories and back"
    first, second = (line.text for line in broken(text, 2, "latin", fonts, 0.0))
    assert f"{first} {second}" == text
    assert abs(len(first) - len(second)) < 14
