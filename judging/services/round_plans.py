"""What a competition can start from: the usual stages, and how they become rounds and divisions."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from judging.presets import get_rule_preset
from judging.services.divisions import NewDivision, is_key
from judging.services.heats import NewHeat
from judging.services.rounds import NewRound

_WORD = re.compile(r"[^a-z0-9]+")
_SPLIT = re.compile(r"\s*[/／|]\s*")
DEFAULT_PRESET = "academic-speech"
DEFAULT_DIVISION = "青年组 / Youth"


@dataclass(frozen=True)
class RoundPlan:
    """One of the usual stages; a stage with 0 heats is left out.

    Args:
        key: the round's name in addresses.
        name_zh: Chinese name.
        name_en: English name.
        heats: how many heats.
        seats: how many seats each panel has.
        preset: key of the rule sheet preset.
    """

    key: str
    name_zh: str
    name_en: str
    heats: int
    seats: int
    preset: str = DEFAULT_PRESET


#: stage → Chinese name, English name.
STAGES: dict[str, tuple[str, str]] = {
    "preliminary": ("初赛", "Preliminary"),
    "semi-final": ("复赛", "Semi-final"),
    "final": ("决赛", "Final"),
}
#: template → heats and seats of each stage of :data:`STAGES`.
TEMPLATES: dict[str, tuple[tuple[int, int], ...]] = {
    "three": ((4, 5), (2, 7), (1, 9)),
    "two": ((0, 5), (2, 7), (1, 9)),
    "one": ((0, 5), (0, 7), (1, 7)),
}


def plan_rounds(template: str, preset: str = DEFAULT_PRESET) -> tuple[RoundPlan, ...]:
    """Return the stages of a template; the one with three rounds where the name is unknown."""
    sizes = TEMPLATES.get(template, TEMPLATES["three"])
    return tuple(
        RoundPlan(key, *names, heats, seats, preset)
        for (key, names), (heats, seats) in zip(STAGES.items(), sizes, strict=True)
    )


def make_new_rounds(plans: Sequence[RoundPlan]) -> tuple[NewRound, ...]:
    """Return what the command takes for the stages that have heats.

    Raises:
        NotFound: a preset does not exist.
    """
    return tuple(
        NewRound(
            plan.key,
            plan.name_zh,
            plan.name_en,
            get_rule_preset(plan.preset).document,
            tuple(NewHeat(seat_count=plan.seats) for _ in range(plan.heats)),
        )
        for plan in plans
        if plan.heats
    )


def read_divisions(text: str) -> tuple[NewDivision, ...]:
    """Return the divisions of a text: one a line, Chinese and English name divided by a slash."""
    divisions: list[NewDivision] = []
    used: set[str] = set()
    for line in text.splitlines():
        if not line.strip():
            continue
        name_zh, *rest = _SPLIT.split(line.strip(), maxsplit=1)
        name_en = rest[0] if rest else ""
        key = make_division_key(name_en or name_zh, used)
        used.add(key)
        divisions.append(NewDivision(key, name_zh or name_en, name_en))
    return tuple(divisions)


def make_division_key(name: str, used: Collection[str]) -> str:
    """Return a free key made of a name's Latin letters, or of a number."""
    stem = _WORD.sub("-", name.lower())[:30].strip("-")
    if is_key(stem) and stem not in used:
        return stem
    stem = stem if is_key(stem) else "division"
    wishes = (f"{stem}-{number}" for number in range(1, len(used) + 2))
    return next(wish for wish in wishes if wish not in used)
