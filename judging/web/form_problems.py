"""Errors of commands, shown at the field that they speak of; what was typed stays."""

from flask_wtf import FlaskForm

from judging.errors import Blocked, InvalidInput, JudgingError
from judging.wording import sentence, words_for


def show_on_form(form: FlaskForm, error: JudgingError) -> int:
    """Put an error's sentences on a form and return the HTTP status of the answer.

    Args:
        form: the form that was sent; a problem goes to the field that its place names (the last
            part of a dotted place), any other to the form as a whole.
        error: what the command raised.
    """
    if not isinstance(error, InvalidInput):
        words = words_for(error)
        form.form_errors.append(f"{words.what_happened} {words.what_next}")
        if isinstance(error, Blocked):
            form.form_errors.extend(words.details)
        return error.status
    for problem in error.problems:
        name = problem.place.rsplit(".", 1)[-1]
        if name in form:
            field = form[name]
            field.errors = [*field.errors, sentence(problem.code, problem.params)]
        else:
            form.form_errors.append(sentence(problem.code, problem.params, problem.place))
    return error.status
