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

#: Where the classes of the judge's page are named.
HALL_SOURCES = (
    "static/js/forms.js",
    "static/js/messages.js",
    "static/js/theme*.js",
    "static/tablet/*.js",
    "templates/judge/*.html",
    "templates/layouts/base.html",
    "templates/layouts/judge.html",
    "templates/macros/form.html",
    "templates/macros/frame.html",
    "templates/macros/icon.html",
    "templates/macros/notice.html",
    "templates/macros/state.html",
    "templates/macros/working.html",
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
    """Return what the tablet shows, without comments, spaces and rules of other pages.

    Every byte is carried over a hall's network. A rule goes out where a class of it is named
    nowhere in the tablet's modules and templates; ``block--kind`` counts as named where ``block``
    is.

    Args:
        folder: where the parts lie.
    """
    head = "/* Joined by judging/web/stylesheets.py: change the parts, not this file. */\n"
    text = re.sub(r"/\*.*?\*/", "", joined_stylesheet(folder, HALL_PARTS), flags=re.DOTALL)
    text = re.sub(r" ?([{};,]) ?", r"\1", re.sub(r"\s+", " ", text)).replace(";}", "}")
    named = _named_in_hall(folder)
    kept = re.sub(
        r"([^{}]+)\{([^{}]*)\}", lambda rule: rule[0] if _is_of_hall(rule[1], named) else "", text
    )
    kept = re.sub(r"@(?:media|supports)[^{}]+\{\}", "", kept)
    return head + kept.replace("}", "}\n").replace("}\n}\n", "}}\n").strip() + "\n"


def _is_of_hall(selectors: str, named: set[str]) -> bool:
    """Say whether any of a rule's selectors can match on the judge's page."""
    wanted = (re.findall(r"\.([a-z][\w-]*)", each) for each in selectors.split(","))
    return any(all(name.split("--")[0] in named for name in names) for names in wanted)


def _named_in_hall(folder: Path) -> set[str]:
    """Return every word of the files that make the judge's page."""
    root = folder.parents[1]
    found: set[str] = set()
    for pattern in HALL_SOURCES:
        for path in root.glob(pattern):
            found |= set(re.findall(r"[a-z][\w-]*", path.read_text(encoding="utf-8")))
    return {name.split("--")[0] for name in found}


def write_joined_stylesheets(folder: Path = CSS_FOLDER) -> None:
    """Write the joined files beside their parts."""
    (folder / JOINED).write_text(joined_stylesheet(folder), encoding="utf-8")
    (folder / HALL).write_text(hall_stylesheet(folder), encoding="utf-8")


if __name__ == "__main__":
    write_joined_stylesheets()
