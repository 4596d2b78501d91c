"""The one form that makes a competition, and what it says turned into a command's argument."""

from dataclasses import replace
from datetime import date

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    FormField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from judging.queries.overview import suggest_slug
from judging.services.competitions import NewCompetition
from judging.services.round_plans import (
    DEFAULT_DIVISION,
    RoundPlan,
    make_new_rounds,
    plan_rounds,
    read_divisions,
)
from judging.web.organizer.fields import WholeNumberField
from judging.web.organizer.rule_view import preset_choices

MOST_HEATS = 60
#: template → its name; what it holds: services/round_plans.py.
TEMPLATE_NAMES: dict[str, LazyString] = {
    "three": _l("Preliminary, semi-final, final"),
    "two": _l("Semi-final and final"),
    "one": _l("Final only"),
}
_STAGE_NAMES: dict[str, LazyString] = {
    "preliminary": _l("Preliminary"),
    "semi-final": _l("Semi-final"),
    "final": _l("Final"),
}


class RoundForm(PlainForm):
    """One stage: how many heats (0 leaves it out), how many seats, by which rules."""

    heats = WholeNumberField(_l("Heats"), [InputRequired(), NumberRange(0, MOST_HEATS)])
    seats = WholeNumberField(_l("Seats per panel"), [InputRequired(), NumberRange(0, 99)])
    preset = SelectField(_l("Rule sheet"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer the presets under their names in the reader's language."""
        super().__init__(*args, **kwargs)
        self.preset.choices = [SelectChoice(*pair) for pair in preset_choices()]


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

    def stages(self) -> list[tuple[RoundPlan, LazyString, RoundForm]]:
        """Return each stage with its name and its part of the form."""
        parts = (self.preliminary.form, self.semi_final.form, self.final.form)
        plans = plan_rounds("three")
        return [(p, _STAGE_NAMES[p.key], part) for p, part in zip(plans, parts, strict=True)]


def defaults_of(template: str) -> dict[str, object]:
    """Return what the form begins with under a template."""
    stages = {
        plan.key.replace("-", "_"): {
            "heats": plan.heats,
            "seats": plan.seats,
            "preset": plan.preset,
        }
        for plan in plan_rounds(template)
    }
    return {"divisions": DEFAULT_DIVISION, **stages}


def as_new_competition(form: CompetitionForm, today: date) -> NewCompetition:
    """Return what the command takes; a slug is suggested where none was typed."""
    year = (form.starts_on.data or today).year
    plans = [
        replace(plan, heats=part.heats.data, seats=part.seats.data, preset=part.preset.data)
        for plan, _name, part in form.stages()
    ]
    return NewCompetition(
        slug=(form.slug.data or "").strip() or suggest_slug(form.name_en.data or "", year),
        name_zh=form.name_zh.data,
        name_en=form.name_en.data or "",
        edition=form.edition.data or "",
        place=form.place.data or "",
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        divisions=read_divisions(form.divisions.data),
        rounds=make_new_rounds(plans),
    )
