"""Form fields that WTForms has not."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import IntegerField

_MOST_DIGITS = 9


class WholeNumberField(IntegerField):
    """A whole number of at most nine digits; a longer one is refused before it is computed with."""

    data: Any

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Parse what was typed, or refuse it.

        Raises:
            ValueError: it has too many digits, or is no whole number.
        """
        if valuelist and len(str(valuelist[0]).strip()) > _MOST_DIGITS:
            self.data = None
            raise ValueError(_("This number is too long."))
        super().process_formdata(valuelist)
