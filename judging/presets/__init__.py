"""Rule sheets and rubrics that Rostrum ships, as TOML files with their source.

The files are plain RULES.toml, which ``judging score`` reads as they stand; ``catalogue.toml`` says
in both languages what each one is and where it comes from. Presets show practice: none of them
claims to be an official table.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from judging.errors import NotFound
from judging.scoring.bilingual import Bilingual
from judging.scoring.rules import load_rules, parse_rules

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Preset:
    """One shipped rule sheet or rubric.

    ``document`` is what to store: for a rule sheet the whole canonical document, for a rubric its
    ``[rubric]`` table alone.
    """

    key: str
    name: Bilingual
    description: Bilingual
    source: str
    document: Mapping[str, Any]


@cache
def list_rule_presets() -> tuple[Preset, ...]:
    """Return the shipped rule sheets, ordered by key."""
    return tuple(_rule_preset(path) for path in sorted((_FOLDER / "rules").glob("*.toml")))


@cache
def list_rubric_presets() -> tuple[Preset, ...]:
    """Return the shipped rubrics, ordered by key."""
    return tuple(_rubric_preset(path) for path in sorted((_FOLDER / "rubrics").glob("*.toml")))


def get_rule_preset(key: str) -> Preset:
    """Return one shipped rule sheet.

    Raises: NotFound.
    """
    return _get(list_rule_presets(), key)


def get_rubric_preset(key: str) -> Preset:
    """Return one shipped rubric.

    Raises: NotFound.
    """
    return _get(list_rubric_presets(), key)


def _get(presets: tuple[Preset, ...], key: str) -> Preset:
    for preset in presets:
        if preset.key == key:
            return preset
    raise NotFound()


@cache
def _catalogue() -> dict[str, Any]:
    return tomllib.loads((_FOLDER / "catalogue.toml").read_text(encoding="utf-8"))


def _rule_preset(path: Path) -> Preset:
    about = _catalogue()["rules"][path.stem]
    rules = load_rules(path.read_text(encoding="utf-8"))
    return Preset(path.stem, rules.name, _pair(about), about["source"], rules.document)


def _rubric_preset(path: Path) -> Preset:
    about = _catalogue()["rubrics"][path.stem]
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    rules = parse_rules({"name": about["name"], **document})
    return Preset(path.stem, rules.name, _pair(about), about["source"], rules.document["rubric"])


def _pair(about: Mapping[str, Any]) -> Bilingual:
    return Bilingual(about["description"]["zh"], about["description"]["en"])
