"""The forms of getting in. Lengths are bounded; what is right is decided by the commands."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, RadioField, SelectChoice, StringField
from wtforms.validators import DataRequired, EqualTo, Length

_REQUIRED = DataRequired(_l("must be filled in"))


class PersonForm(FlaskForm):
    """E-mail and password."""

    email = StringField(_l("E-mail"), [_REQUIRED, Length(max=200)])
    password = PasswordField(_l("Password"), [_REQUIRED, Length(max=128)])


class EntryForm(FlaskForm):
    """Entry number and access code."""

    number = StringField(_l("Entry number"), [_REQUIRED, Length(max=40)])
    code = StringField(_l("Access code"), [_REQUIRED, Length(max=40)])


class SeatForm(FlaskForm):
    """The letters of a seat card that cannot be scanned."""

    secret = StringField(_l("Letters on the seat card"), [_REQUIRED, Length(max=80)])


class PinForm(FlaskForm):
    """Which seat of this device, and its PIN."""

    seat = RadioField(_l("Seat"), validate_choice=False)
    pin = StringField(_l("PIN"), [_REQUIRED, Length(max=20)])


class PasswordForm(FlaskForm):
    """A new password, typed twice."""

    wished = PasswordField(_l("New password"), [_REQUIRED, Length(max=128)])
    again = PasswordField(
        _l("The same again"), [EqualTo("wished", _l("The two passwords are not the same."))]
    )


class ChangePasswordForm(PasswordForm):
    """The present password, and a new one twice."""

    present = PasswordField(_l("Present password"), [_REQUIRED, Length(max=128)])


class LanguageForm(FlaskForm):
    """The language of one's own pages."""

    language = RadioField(
        _l("Language"),
        choices=[
            SelectChoice("", _l("As the browser wishes")),
            SelectChoice("zh_Hans", "中文"),
            SelectChoice("en", "English"),
        ],
    )
