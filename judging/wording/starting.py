"""Why Rostrum cannot start, in a sentence, before there is an application that speaks."""

from flask import Flask
from flask_babel import Babel

from judging import ROOT
from judging.errors import NotReady
from judging.wording import sentence


def why_not_started(error: NotReady) -> str:
    """Return the sentence of what stands in the way, in Chinese and in English.

    >>> print(why_not_started(NotReady("key_too_short", path="secret.key")))
    secret.key 中的密钥太短。
    The key in secret.key is too short.
    """
    speaker = Flask("judging")
    speaker.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "judging" / "translations")
    said = []
    for language in ("zh_Hans", "en"):
        Babel(speaker, default_locale=language)
        with speaker.app_context():
            said.append(sentence(error.code, error.params))
    return "\n".join(said)
