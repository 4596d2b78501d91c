"""Barriers for people who cannot see well, use no mouse, or need clear structure: axe-core."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_SCRIPT = Path(__file__).parent / "vendor" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: The rules that measure every element, which is two thirds of all that axe takes.
MEASURING = ("color-contrast", "region", "target-size")
_RUN = """
async ([tags, left_out]) => {
  // Halfway through a change of colour no contrast is that of the page.
  const endless = (one) => one.effect?.getComputedTiming().endTime === Infinity;
  document.getAnimations().filter((one) => !endless(one)).forEach((one) => one.finish());
  return (await axe.run(document, {
    resultTypes: ["violations"],
    runOnly: { type: "tag", values: tags },
    rules: Object.fromEntries(left_out.map((id) => [id, { enabled: false }])),
  })).violations;
}
"""


@cache
def _script() -> str:
    """Return axe-core's source, read once a process."""
    return _SCRIPT.read_text(encoding="utf-8")


def violations(page: Page, left_out: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Return what axe objects to on a page as it stands, worst first; by all rules or by most.

    The script goes in through the debugging protocol, so the page's security policy stays on.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_script())
    what = [_TAGS, list(left_out)]
    # A page that saves by itself may change while it is measured: a barrier stands twice.
    found: list[dict[str, Any]] = page.evaluate(_RUN, what) and page.evaluate(_RUN, what)
    severity = ["critical", "serious", "moderate", "minor"]
    return sorted(found, key=lambda rule: severity.index(rule["impact"] or "minor"))


def assert_no_axe_violations(page: Page) -> None:
    """Fail, naming rule, reason and place, where axe objects to anything on the page."""
    lines = []
    for rule in violations(page):
        lines.append(f"{rule['impact']}: {rule['help']} ({rule['id']}, {rule['helpUrl']})")
        for node in rule["nodes"][:5]:
            lines.append(f"    {' '.join(map(str, node['target']))}")
            lines.append(f"        {node['html'][:200]}")
            lines.extend(f"        {line}" for line in node["failureSummary"].splitlines()[1:4])
    assert not lines, f"barriers on {page.url}:\n" + "\n".join(lines)
