"""The forms of entries and imports. Lengths are bounded; what is right the commands decide."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Length

from judging.queries.entries import DivisionChoice, EntryFacts
from judging.services.entries import NewEntry, NewMember
from judging.services.entry_columns import split_members
from judging.services.entry_values import clean_number
from judging.services.workbooks import clean_cell
from judging.web.language import in_language

_REQUIRED = DataRequired(_l("must be filled in"))


class EntryForm(FlaskForm):
    """One entry, typed."""

    number = StringField(_l("Entry number"), [_REQUIRED, Length(max=40)])
    division = SelectField(_l("Division"))
    names = StringField(_l("Contestants"), [_REQUIRED, Length(max=2000)])
    names_latin = StringField(_l("Names in Latin letters"), [Length(max=2000)])
    team_name = StringField(_l("Team name"), [Length(max=100)])
    title_zh = StringField(_l("Title in Chinese"), [Length(max=200)])
    title_en = StringField(_l("Title in English"), [Length(max=200)])
    unit = StringField(_l("Unit"), [Length(max=200)])
    adviser = StringField(_l("Adviser"), [Length(max=200)])
    guardian_contact = StringField(_l("Guardian contact"), [Length(max=200)])

    def offer(self, divisions: tuple[DivisionChoice, ...]) -> "EntryForm":
        """Offer the divisions of the competition and return the form."""
        self.division.choices = [SelectChoice(d.key, in_language(d)) for d in divisions]
        return self

    def as_entry(self) -> NewEntry | None:
        """Return what was typed; None where Latin names and names differ in number."""
        names, latin = clean_cell(self.names.data or ""), clean_cell(self.names_latin.data or "")
        members = split_members(names, latin)
        if members is None:
            return None
        texts = {
            field: clean_cell(self[field].data or "")
            for field in ("team_name", "title_zh", "title_en", "unit", "adviser")
        }
        return NewEntry(
            clean_number(self.number.data or ""),
            self.division.data or "",
            tuple(NewMember(m.name, m.name_latin) for m in members),
            guardian_contact=clean_cell(self.guardian_contact.data or ""),
            **texts,
        )


def data_of(entry: EntryFacts) -> dict[str, str]:
    """Return a stored entry as the form shows it."""
    contact = entry.members[0].guardian_contact if entry.members else ""
    latin = [member.name_latin for member in entry.members]
    return {
        "number": entry.number,
        "division": entry.division_key,
        "names": entry.names,
        "names_latin": ", ".join(latin) if any(latin) else "",
        "team_name": entry.team_name,
        "title_zh": entry.title_zh,
        "title_en": entry.title_en,
        "unit": entry.unit,
        "adviser": entry.adviser,
        "guardian_contact": contact,
    }


class UploadForm(FlaskForm):
    """A file to look at before it is imported."""

    file = FileField(_l("XLSX or CSV file"), [FileRequired(_l("Choose a file."))])


class ConfirmForm(FlaskForm):
    """The file that was previewed: its token and its digest."""

    token = HiddenField(validators=[DataRequired(), Length(max=40)])
    digest = HiddenField(validators=[DataRequired(), Length(max=64)])
