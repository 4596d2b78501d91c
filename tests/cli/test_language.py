"""Which language the commands speak."""

import pytest

from judging.wording.terminal import language_of_terminal

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        (("", "", ""), "zh"),
        (("", "", "zh_CN.UTF-8"), "zh"),
        (("", "", "en_US.UTF-8"), "en"),
        (("", "", "C"), "en"),
        (("", "", "de_DE"), "en"),
        (("", "en_US.UTF-8", "zh_CN.UTF-8"), "en"),
        (("zh_TW.UTF-8", "en_US.UTF-8", "C"), "zh"),
    ],
)
def test_the_first_variable_that_is_set_names_the_language(settings, language):
    environment = dict(zip(_VARIABLES, settings, strict=True))
    assert language_of_terminal(environment) == language
    assert language_of_terminal({k: v for k, v in environment.items() if v}) == language


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en_US.UTF-8", ("A new authority", "The backup is in", "There is no competition")),
        ("zh_CN.UTF-8", ("已生成新的根证书", "备份", "没有比赛")),
    ],
)
def test_every_command_speaks_the_language_of_its_terminal(runner, monkeypatch, language, said):
    monkeypatch.setenv("LANG", language)
    commands = (
        ("tls", "--name", "203.0.113.7"),
        ("backup",),
        ("tally", "--competition", "nowhere", "--round", "final"),
    )
    answers = [runner.invoke(args=["judging", *words]).output for words in commands]
    assert [words in text for words, text in zip(said, answers, strict=True)] == [True] * 3, answers
