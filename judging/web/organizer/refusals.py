"""What a page says when a command refused: in place, with its status, nothing lost."""

from collections.abc import Callable

from flask.typing import ResponseReturnValue

from judging.errors import JudgingError, NotFound
from judging.wording import ErrorWords, words_for


def attempt(
    command: Callable[[], ResponseReturnValue], page: Callable[[ErrorWords], str]
) -> ResponseReturnValue:
    """Run a command that ends in a redirect; where it refuses, show the page with the reason.

    Args:
        command: runs the command and returns where to go.
        page: renders the page that the form stands on, with what an error says.

    Raises:
        NotFound: passed on, since it must not tell what is there.
    """
    try:
        return command()
    except NotFound:
        raise
    except JudgingError as error:
        return page(words_for(error)), error.status
