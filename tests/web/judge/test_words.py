"""What the tablet promises in words, held against what holds."""

from judging.permissions import PERMISSIONS, Role
from judging.web.judge.words import WORDS


def test_the_note_to_the_panel_names_everybody_who_may_read_it() -> None:
    """It stands on the sheet's page, which ``marks.read`` opens."""
    assert PERMISSIONS["marks.read"] == {Role.CHIEF_JUDGE, Role.ORGANIZER, Role.AUDITOR}
    named = "Read by the chief judge, the organizers and the auditor; never published."
    assert str(WORDS["comment_panel_help"]) == named
