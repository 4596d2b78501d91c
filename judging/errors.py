"""One tree of errors that the program raises on purpose.

::

    JudgingError                     500  something refused
    ├── InvalidInput                 400  a field, file or line is wrong; carries Problems
    ├── NotSignedIn                  401  nobody is signed in, or the session ended
    ├── WrongCredentials             401  password, PIN, link or access code does not fit
    ├── NotPermitted                 403  the office of the reader does not allow it
    ├── NotFound                     404  no such thing, or not for this reader
    ├── Conflict                     409  the state of things does not allow it now
    │   ├── WrongState               409  a move that the state table does not have
    │   ├── Frozen                   409  a rule sheet that marks rest on
    │   ├── SheetConflict            409  same id with other bytes, or an outdated revision
    │   └── Blocked                  409  a release or an issue with open blockers
    ├── TooLarge                     413  an upload over its bound
    ├── TooManyTries                 429  throttled; carries the seconds to wait
    └── NotReady                     503  storage or keys are not as they must be

Each class has a stable ``code`` (a client may rely on it) and an HTTP status. The sentences that
people read are made from the code by ``judging.wording``, in the reader's language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with what was given.

    Args:
        code: stable name of the kind of fault, e.g. ``"mark_off_step"``.
        place: where it is: a form field, ``"Sheet1!C7"``, ``"line 12"`` or a rule path.
        params: values for the sentence, each already plain text or an integer.
    """

    code: str
    place: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


class JudgingError(Exception):
    """Root of all errors that Rostrum raises on purpose."""

    code = "refused"
    status = 500

    def __init__(self, code: str | None = None, **params: Any) -> None:
        """Keep the stable code and the values that the sentence names."""
        if code is not None:
            self.code = code
        self.params = params
        super().__init__(self.code, params)


class InvalidInput(JudgingError):
    """What was given cannot be used; every fault found is listed at once."""

    code = "invalid_input"
    status = 400

    def __init__(self, problems: Iterable[Problem], code: str | None = None) -> None:
        """Keep the problems in the order in which a reader meets them."""
        self.problems = tuple(problems)
        super().__init__(code)
        self.args = (self.code, self.problems)


class NotSignedIn(JudgingError):
    """Nobody is signed in, or the session has ended."""

    code = "not_signed_in"
    status = 401


class WrongCredentials(JudgingError):
    """Password, PIN, seat link or access code does not fit. Never says which part."""

    code = "wrong_credentials"
    status = 401


class NotPermitted(JudgingError):
    """The reader's office does not allow this; used only where hiding the thing is no use."""

    code = "not_permitted"
    status = 403


class NotFound(JudgingError):
    """There is no such thing, or this reader may not know that there is."""

    code = "not_found"
    status = 404


class Conflict(JudgingError):
    """The present state of things does not allow what was asked."""

    code = "conflict"
    status = 409


class WrongState(Conflict):
    """A move that the table of allowed moves does not have."""

    code = "wrong_state"


class Frozen(Conflict):
    """The rule sheet is frozen: marks rest on it, a change needs a reason."""

    code = "frozen"


class SheetConflict(Conflict):
    """Same client-made id with other content, or a revision that is no longer the newest."""

    code = "sheet_conflict"


class Blocked(Conflict):
    """A release, or an issue of certificates, has open blockers; they are listed."""

    code = "blocked"

    def __init__(self, blockers: Iterable[Problem], code: str | None = None) -> None:
        """Keep the blockers in the order in which they should be resolved."""
        self.blockers = tuple(blockers)
        super().__init__(code)
        self.args = (self.code, self.blockers)


class TooLarge(JudgingError):
    """An upload is over its bound."""

    code = "too_large"
    status = 413


class TooManyTries(JudgingError):
    """Throttled. ``params['wait_s']`` says for how many seconds."""

    code = "too_many_tries"
    status = 429


class NotReady(JudgingError):
    """The database, the storage or a key is not as it must be."""

    code = "not_ready"
    status = 503
