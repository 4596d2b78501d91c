"""The one form that makes a competition, and what it says turned into a command's argument."""

import re
from dataclasses import dataclass
from datetime import date

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, FormField, IntegerField, SelectField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from judging.queries.overview import suggest_slug
from judging.queries.presets import get_rule_preset
from judging.services.competitions import NewCompetition
from judging.services.divisions import NewDivision, is_key
from judging.services.heats import NewHeat
from judging.services.rounds import NewRound
from judging.web.organizer.rule_view import preset_choices

MOST_HEATS = 60
_WORD = re.compile(r"[^a-z0-9]+")
_SPLIT = re.compile(r"\s*[/／|]\s*")


@dataclass(frozen=True)
class RoundPlan:
    """One of the stages that a template can have."""

    key: str
    name_zh: str
    name_en: str
    label: LazyString


ROUND_PLANS = (
    RoundPlan("preliminary", "初赛", "Preliminary", _l("Preliminary")),
    RoundPlan("semi-final", "复赛", "Semi-final", _l("Semi-final")),
    RoundPlan("final", "决赛", "Final", _l("Final")),
)

#: template → (name, heats of each stage of ROUND_PLANS, seats of each).
TEMPLATES: dict[str, tuple[LazyString, tuple[int, int, int], tuple[int, int, int]]] = {
    "three": (_l("Preliminary, semi-final, final"), (4, 2, 1), (5, 7, 9)),
    "two": (_l("Semi-final and final"), (0, 2, 1), (5, 7, 9)),
    "one": (_l("Final only"), (0, 0, 1), (5, 7, 7)),
}
DEFAULT_PRESET = "academic-speech"
DEFAULT_DIVISIONS = "青年组 / Youth"


class RoundForm(PlainForm):
    """One stage: how many heats (0 leaves it out), how many seats, by which rules."""

    heats = IntegerField(_l("Heats"), [InputRequired(), NumberRange(0, MOST_HEATS)])
    seats = IntegerField(_l("Seats per panel"), [InputRequired(), NumberRange(0, 99)])
    preset = SelectField(_l("Rule sheet"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer the presets under their names in the reader's language."""
        super().__init__(*args, **kwargs)
        self.preset.choices = preset_choices()


class CompetitionForm(FlaskForm):
    """Everything that a competition needs to begin with."""

    name_zh = StringField(_l("Chinese name"), [InputRequired(), Length(max=200)])
    name_en = StringField(_l("English name"), [Length(max=200)])
    edition = StringField(_l("Edition"), [Length(max=60)])
    slug = StringField(_l("Name in addresses"), [Length(max=60)])
    place = StringField(_l("Place"), [Length(max=200)])
    starts_on = DateField(_l("First day"), [Optional()])
    ends_on = DateField(_l("Last day"), [Optional()])
    divisions = TextAreaField(_l("Divisions"), [InputRequired(), Length(max=4000)])
    preliminary = FormField(RoundForm)
    semi_final = FormField(RoundForm)
    final = FormField(RoundForm)

    def stages(self) -> list[tuple[RoundPlan, RoundForm]]:
        """Return the stages with their part of the form."""
        parts = (self.preliminary.form, self.semi_final.form, self.final.form)
        return list(zip(ROUND_PLANS, parts, strict=True))


def defaults_of(template: str) -> dict[str, object]:
    """Return what the form begins with under a template of :data:`TEMPLATES`."""
    _, heats, seats = TEMPLATES.get(template, TEMPLATES["three"])
    stages = {
        name: {"heats": heats[place], "seats": seats[place], "preset": DEFAULT_PRESET}
        for place, name in enumerate(("preliminary", "semi_final", "final"))
    }
    return {"divisions": DEFAULT_DIVISIONS, **stages}


def as_new_competition(form: CompetitionForm, today: date) -> NewCompetition:
    """Return what the command takes; a slug is suggested where none was typed."""
    year = (form.starts_on.data or today).year
    return NewCompetition(
        slug=form.slug.data.strip() or suggest_slug(form.name_en.data or "", year),
        name_zh=form.name_zh.data,
        name_en=form.name_en.data or "",
        edition=form.edition.data or "",
        place=form.place.data or "",
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        divisions=read_divisions(form.divisions.data),
        rounds=tuple(
            NewRound(
                plan.key,
                plan.name_zh,
                plan.name_en,
                get_rule_preset(part.preset.data).document,
                tuple(NewHeat(seat_count=part.seats.data) for _ in range(part.heats.data)),
            )
            for plan, part in form.stages()
            if part.heats.data
        ),
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
        key = division_key(name_en or name_zh, used)
        used.add(key)
        divisions.append(NewDivision(key, name_zh or name_en, name_en))
    return tuple(divisions)


def division_key(name: str, used: set[str]) -> str:
    """Return a free key made of a name's Latin letters, or of a number."""
    stem = _WORD.sub("-", name.lower())[:30].strip("-")
    if not is_key(stem):
        stem = "division"
    if stem != "division" and stem not in used:
        return stem
    return next(
        wish for number in range(1, len(used) + 2) if (wish := f"{stem}-{number}") not in used
    )
