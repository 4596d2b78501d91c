"""The competition's overview: where it stands, and what comes next."""

from judging.web.access import permission
from judging.web.organizer import blueprint
from judging.web.organizer.pages import render_desk


@blueprint.get("/<competition>/")
@permission("desk.read")
def overview(competition: str) -> str:
    """Show where the competition stands and the next step."""
    return render_desk("organizer/overview.html", "overview")
