"""What is typed on a tablet: whose it is, and what an older version of the modules kept of it."""

import pytest

from tests.browser.conftest import PageAt
from tests.browser.sizes import TABLET

_TYPE = """
async (isOlder) => {
  const { Drafts } = await import("/static/tablet/drafts.js");
  const { openStore } = await import("/static/tablet/store.js");
  const store = await openStore();
  const scope = "heat 1 seat 1";
  const typed = (mark) => ({ marks: { content: mark }, comment_contestant: "", comment_panel: "" });
  const key = `${scope} appearance 1`;
  const old = (mark) => ({ key, scope, appearance: 1, ...typed(mark), seat: "rehearsal" });
  const drafts = new Drafts(store, async () => "", () => {});
  const shown = [];
  const show = async (seat) => {
    await drafts.load(scope, seat);
    shown.push(drafts.get(1)?.marks.content ?? "");
  };
  if (isOlder) await store.put("drafts", old("7"));
  else await drafts.load(scope, "rehearsal").then(() => drafts.keep(1, typed("7")));
  await show("final");
  await drafts.keep(1, typed("8"));
  await show("rehearsal");
  // A server put back brings the older version once more; what it wrote then is the later.
  if (isOlder) await store.put("drafts", old("9"));
  else await drafts.keep(1, typed("9"));
  await show("final");
  await show("rehearsal");
  await drafts.drop(1);
  await show("final");
  await show("rehearsal");
  return [shown, (await store.listAll("drafts")).map(({ seat, marks }) => [seat, marks.content])];
}
"""


@pytest.mark.parametrize("is_older", [True, False])
def test_the_drafts_of_a_database_before_stay_beside_those_of_the_seat_that_is_marking(
    page_at: PageAt, is_older: bool
) -> None:
    """The heats of a new database count from the start: the same numbers are another seat's."""
    page = page_at(*TABLET)
    page.goto("/sign-in")
    shown = ["", "7", "8", "9", "8", ""]
    assert page.evaluate(_TYPE, is_older) == [shown, [["final", "8"]]]
