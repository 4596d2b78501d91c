"""The stylesheets that a browser loads, joined from one file a component.

A page loads one file, ``static/css/app.css``, the judge's page ``hall.css``, which holds only what
a tablet shows: twenty small files would cost a phone twenty round trips. The parts stay separate to
be read and changed; the joined files are kept in the repository, so that nothing is built when
Rostrum starts, and a test says when they are out of date.

Run ``python -m judging.web.stylesheets`` after a change of a part.
"""

import re
from pathlib import Path

CSS_FOLDER = Path(__file__).parents[2] / "static" / "css"
JOINED = "app.css"
PARTS = (
    "tokens.css",
    "base.css",
    "layout.css",
    "components/button.css",
    "components/form.css",
    "components/card.css",
    "components/sheet-card.css",
    "components/state.css",
    "components/rail.css",
    "components/table.css",
    "components/navigation.css",
    "components/feedback.css",
    "components/matrix.css",
    "components/paper.css",
    "components/chart.css",
    "components/review.css",
    "components/data.css",
    "components/devices.css",
    "components/slips.css",
    "components/ranking.css",
    "components/order.css",
    "components/fairness.css",
    "components/rules.css",
    "components/hall-door.css",
    "components/delivery.css",
    "public.css",
    "print.css",
)
HALL = "hall.css"
#: What of them the judge's page shows, and its own part.
HALL_PARTS = (
    "tokens.css",
    "base.css",
    "layout.css",
    "components/button.css",
    "components/form.css",
    "components/card.css",
    "components/state.css",
    "components/feedback.css",
    "components/data.css",
    "components/delivery.css",
    "judge.css",
)


def joined_stylesheet(folder: Path = CSS_FOLDER, parts: tuple[str, ...] = PARTS) -> str:
    """Return parts in their order, each under a line that names its file.

    Args:
        folder: where the parts lie.
        parts: their names.
    """
    head = "/* Joined by judging/web/stylesheets.py: change the parts, not this file. */\n"
    return head + "".join(
        f"\n/* ---- {part} ---- */\n\n{(folder / part).read_text(encoding='utf-8')}"
        for part in parts
    )


def hall_stylesheet(folder: Path = CSS_FOLDER) -> str:
    """Return the tablet's parts in their order, without comments and spaces: every byte counts.

    Args:
        folder: where the parts lie.
    """
    head = "/* Joined by judging/web/stylesheets.py: change the parts, not this file. */\n"
    text = re.sub(r"/\*.*?\*/", "", joined_stylesheet(folder, HALL_PARTS), flags=re.DOTALL)
    lines = re.sub(r"\s+", " ", text).replace("} ", "}\n").strip()
    return head + re.sub(r" ?([{};,]) ?", r"\1", lines).replace(";}", "}") + "\n"


def write_joined_stylesheets(folder: Path = CSS_FOLDER) -> None:
    """Write the joined files beside their parts."""
    (folder / JOINED).write_text(joined_stylesheet(folder), encoding="utf-8")
    (folder / HALL).write_text(hall_stylesheet(folder), encoding="utf-8")


if __name__ == "__main__":
    write_joined_stylesheets()
