"""Every code of the core has its sentence, with exactly its parameters, in both languages."""

import re

import pytest
from flask_babel import force_locale

from judging.scoring.faults import CODES, Fault
from judging.wording import areas, sentence
from judging.wording.scoring import LEFT_OUT, NO_RESULT, PROBLEMS


def test_every_code_has_a_sentence_and_no_sentence_is_left_over():
    assert set(PROBLEMS) == set(CODES)


def test_no_other_area_uses_a_code_of_the_core():
    others = [area for area in areas.AREAS if area.PROBLEMS is not PROBLEMS]
    assert {code for area in others for code in area.PROBLEMS} & set(CODES) == set()


@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
@pytest.mark.parametrize("code", sorted(CODES))
def test_a_sentence_names_the_figures_of_its_fault(in_app, code, locale):
    with force_locale(locale):
        named = set(re.findall(r"%\((\w+)\)s", str(PROBLEMS[code])))
        assert named == set(CODES[code])
        fault = Fault(code, "", dict.fromkeys(CODES[code], "7"))
        assert "%" not in sentence(fault.code, fault.params)


def test_reasons_are_said_in_chinese(in_app):
    with force_locale("zh_Hans"):
        assert str(NO_RESULT["too_few_judges"]) == "评委人数少于评分细则的要求"
        assert str(LEFT_OUT["recused"]) == "回避"
