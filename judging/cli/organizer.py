"""``flask judging organizer``: the accounts that nobody at a desk can make."""

import sys

import click
from flask.cli import AppGroup, with_appcontext
from flask_babel import gettext as _

from judging.cli import judging_group, refuse
from judging.clock import utc_now
from judging.errors import JudgingError
from judging.permissions import SYSTEM
from judging.services.accounts import set_password
from judging.services.people import NewPerson, create_person, find_person_by_email
from judging.wording import words_for

organizer_group = AppGroup("organizer", help="Accounts of organizers.")
judging_group.add_command(organizer_group)


def explain(error: JudgingError) -> str:
    """Return what an error says, with everything it lists, for the terminal."""
    words = words_for(error)
    return "\n".join((words.what_happened, *(f"- {line}" for line in words.details)))


def _password(from_stdin: bool) -> str:
    """Return the password from the first line of the standard input, or ask for it twice."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt(_("Password"), hide_input=True, confirmation_prompt=True))


@organizer_group.command("create")
@click.option("--email", prompt=True, help="Address to sign in with.")
@click.option("--name", prompt=True, help="Name as shown in the top bar.")
@click.option("--unit", default="", help="Where the person works.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_appcontext
def create(email: str, name: str, unit: str, password_stdin: bool) -> None:
    """Make an account that may set up competitions."""
    password = _password(password_stdin)
    if not password:
        refuse(_("A password is needed."))
    new = NewPerson(name, email, unit, password, may_create=True)
    try:
        create_person(SYSTEM, utc_now(), new)
    except JudgingError as error:
        refuse(explain(error))
    click.echo(_("The account %(email)s was made. Sign in at /sign-in.", email=email.strip()))


@organizer_group.command("password")
@click.option("--email", prompt=True, help="Address of the account.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_appcontext
def password(email: str, password_stdin: bool) -> None:
    """Set a forgotten password; all sessions of the account end."""
    person_id = find_person_by_email(email)
    if person_id is None:
        refuse(_("There is no account %(email)s.", email=email.strip()))
        return
    try:
        set_password(SYSTEM, utc_now(), person_id, _password(password_stdin))
    except JudgingError as error:
        refuse(explain(error))
    click.echo(_("The password was set. All sessions of the account have ended."))
