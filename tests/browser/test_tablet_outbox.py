"""The tablet's outbox: which revision the next one replaces."""

from tests.browser.conftest import PageAt
from tests.browser.sizes import TABLET

_STEPS = """
async () => {
  const { Outbox, makeItem } = await import("/static/tablet/outbox.js");
  const { openStore } = await import("/static/tablet/store.js");
  const scope = "heat 1 seat 1";
  const turn = { appearance: 1, order: 1, sheet: { revision: 0 } };
  const outbox = new Outbox(await openStore());
  await outbox.load(scope);
  const behind = [outbox.revisionBehind(turn)];
  const typed = { marks: { content: "9" }, comment_contestant: "", comment_panel: "" };
  const item = makeItem(scope, turn, typed, outbox.revisionBehind(turn));
  await outbox.keep(item);
  behind.push(outbox.revisionBehind(turn));
  await outbox.change(item, { status: "received", receipt: { revision: 1 } });
  behind.push(outbox.revisionBehind(turn));
  turn.sheet.revision = 3;
  behind.push(outbox.revisionBehind(turn));
  return behind;
}
"""


def test_a_correction_right_after_the_receipt_replaces_what_the_receipt_names(
    page_at: PageAt,
) -> None:
    """The heat on the tablet may still be the one before; the desk may also have moved on."""
    page = page_at(*TABLET)
    page.goto("/sign-in")
    assert page.evaluate(_STEPS) == [0, 1, 1, 3]
