"""What the judge's page says of its sheets: asked of its modules, in one page each."""

from tests.browser.conftest import PageAt
from tests.browser.sizes import TABLET

#: ``says(element)``: its text; ``turn(order, sheet)``, ``line(turn, standing)``: as the page has them.
_TOOLS = """
const { loadWords } = await import("/static/tablet/words.js");
await loadWords("/judge/words?language=en");
const says = (element) => element.textContent;
const turn = (order, sheet = {}) =>
  ({ order, appearance: order, title: {}, entry: "A", sheet: { state: "not_yet", revision: 0, conflicts: [], ...sheet } });
"""


def ask(page_at: PageAt, script: str, locale: str = "en-GB") -> object:
    """Return what a script that uses the page's modules returns."""
    page = page_at(*TABLET, locale=locale)
    page.goto("/sign-in")
    return page.evaluate(f"async () => {{ {_TOOLS} {script} }}")


_RETRY = """
  const { troubleNotices } = await import("/static/tablet/view_notices.js");
  const done = [];
  for (const [trouble, mayReload] of [["refused", false], ["refused", true], ["full", true], ["failing", false]]) {
    const on = { mayReload: () => mayReload, reload: () => done.push("reload"), keepAgain: () => done.push("send") };
    const [notice] = troubleNotices({ trouble, mayHaveWorker: true, ...on });
    notice.querySelector("button").click();
  }
  return done;
"""


def test_trying_again_reloads_only_where_nothing_is_in_memory_alone(page_at: PageAt) -> None:
    assert ask(page_at, _RETRY) == ["send", "reload", "send", "send"]
