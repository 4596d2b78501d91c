"""The forms of the setup pages. Lengths are bounded; what is right is decided by the commands."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from judging.queries.overview import list_certificate_designs
from judging.services.heats import MOST_SEATS
from judging.web.organizer.fields import WholeNumberField

_REQUIRED = InputRequired(_l("must be filled in"))
ZONES = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Asia/Urumqi",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "UTC",
)


class FactsForm(FlaskForm):
    """The facts of a competition, and what the public sees."""

    name_zh = StringField(_l("Chinese name"), [_REQUIRED, Length(max=200)])
    name_en = StringField(_l("English name"), [Length(max=200)])
    edition = StringField(_l("Edition"), [Length(max=60)])
    host_zh = StringField(_l("Host, Chinese"), [Length(max=200)])
    host_en = StringField(_l("Host, English"), [Length(max=200)])
    place = StringField(_l("Place"), [Length(max=200)])
    starts_on = DateField(_l("First day"), [Optional()])
    ends_on = DateField(_l("Last day"), [Optional()])
    timezone = SelectField(_l("Time zone"), choices=[SelectChoice(zone) for zone in ZONES])
    number_prefix = StringField(_l("Certificate numbers begin with"), [_REQUIRED, Length(max=20)])
    certificate_design = SelectField(_l("Certificate design"))
    names_shown = RadioField(
        _l("Names of contestants on public pages"),
        choices=[
            SelectChoice("masked", _l("Masked, such as 林**")),
            SelectChoice("number", _l("Entry number only")),
            SelectChoice("full", _l("In full")),
        ],
    )
    judges_shown = RadioField(
        _l("Judges on public pages"),
        choices=[
            SelectChoice("anonymous", _l("By seat number")),
            SelectChoice("named", _l("By name")),
        ],
    )
    is_unit_shown = BooleanField(_l("Show each entry's unit"))
    is_marks_shown = BooleanField(_l("Show judge totals and the working"))
    is_blind = BooleanField(_l("Judges see numbers and titles, no names and units"))
    is_second_approval = BooleanField(_l("A second person approves each release"))
    notice_days = WholeNumberField(
        _l("Notice period in days"), [InputRequired(), NumberRange(min=0, max=60)]
    )


class DivisionForm(FlaskForm):
    """One division."""

    name_zh = StringField(_l("Chinese name"), [_REQUIRED, Length(max=200)])
    name_en = StringField(_l("English name"), [Length(max=200)])


class RoundForm(FlaskForm):
    """One more round."""

    name_zh = StringField(_l("Chinese name"), [_REQUIRED, Length(max=200)])
    name_en = StringField(_l("English name"), [Length(max=200)])
    key = StringField(_l("Name in addresses"), [_REQUIRED, Length(max=40)])
    preset = SelectField(_l("Rule sheet"))


class NamesForm(FlaskForm):
    """Names of a round."""

    name_zh = StringField(_l("Chinese name"), [_REQUIRED, Length(max=200)])
    name_en = StringField(_l("English name"), [Length(max=200)])


class HeatForm(FlaskForm):
    """Names, place and time of a heat."""

    name_zh = StringField(_l("Chinese name"), [_REQUIRED, Length(max=200)])
    name_en = StringField(_l("English name"), [Length(max=200)])
    place = StringField(_l("Place"), [Length(max=200)])
    starts_at = DateTimeLocalField(
        _l("Begins at"), [Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    )


class NewHeatsForm(FlaskForm):
    """One or more heats at once."""

    count = WholeNumberField(_l("How many heats"), [InputRequired(), NumberRange(min=1, max=60)])
    seats = WholeNumberField(
        _l("Seats per panel"), [InputRequired(), NumberRange(min=0, max=MOST_SEATS)]
    )
    public_seats = WholeNumberField(
        _l("of them public judges"), [Optional(), NumberRange(min=0, max=MOST_SEATS)]
    )
    place = StringField(_l("Place"), [Length(max=200)])
    starts_at = DateTimeLocalField(
        _l("Begins at"), [Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    )


def as_instant(local: datetime | None, zone: str) -> datetime | None:
    """Return the UTC instant of a time typed in the competition's zone."""
    return None if local is None else local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def as_local(instant: datetime | None, zone: str) -> datetime | None:
    """Return an instant as a form shows it, in the competition's zone."""
    return None if instant is None else instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def design_choices(current: str) -> list[SelectChoice]:
    """Return the certificate designs by key, the present one among them in any case."""
    keys = list_certificate_designs()
    return [SelectChoice(key) for key in (keys if current in keys else (current, *keys))]
