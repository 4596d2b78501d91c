"""A lock tries again and again to end the session of the one before, and nobody else's."""

from tests.browser.conftest import PageAt
from tests.browser.lock_harness import HARNESS
from tests.browser.sizes import TABLET

_CASES = {
    # A seat came in by its PIN without a network, and locks the tablet again at once.
    "a late answer opens no lock": (
        """
  const lock = await cameIn(two);
  window.dispatchEvent(new Event("online"));
  await asking(1);
  lock.lock();
  await asking(2);
  await answer(0, 200, heatOf(2, "new"));
  const { isEnded, openedBy } = await store.get("facts", "lock");
  return [isEnded, openedBy, isLocked(), methods()];
""",
        [False, "", True, ["GET", "GET"]],
    ),
    # The judge opens the tablet with the PIN while the lock still asks for a token.
    "a late token ends no session": (
        """
  mark();
  await store.put("facts", { key: "scope", value: one });
  const lock = lockOf("", one);
  lock.lock();
  await asking(1);
  lock.lock();
  await asking(2);
  await answer(0, 200, heatOf(1, "of who came in"));
  return methods();
""",
        ["GET", "GET"],
    ),
    # Nobody tries on behalf of a lock that is over, nor instead of the new one.
    "an earlier lock tries no more": (
        """
  const lock = await cameIn(two);
  window.dispatchEvent(new Event("online"));
  await asking(1);
  lock.lock();
  await asking(2);
  await lose(1);
  await lose(0);
  window.dispatchEvent(new Event("online"));
  await turns();
  return methods();
""",
        ["GET", "GET", "GET"],
    ),
    # Somebody seemed to have come in; before the heat was there, the tablet was locked again.
    "a late heat opens no lock": (
        """
  await keepLock({});
  await store.put("facts", { key: "scope", value: one });
  const lock = lockOf("", one);
  lock.start();
  await asking(1);
  lock.lock();
  await asking(2);
  await answer(0, 200, heatOf(2, "new"));
  const scope = (await store.get("facts", "scope")).value;
  return [scope, (await store.get("facts", "lock")).scope, isLocked()];
""",
        ["heat 1 seat 1", "heat 1 seat 1", True],
    ),
    # That page is gone over to whoever came in by card meanwhile: the server took the mark away.
    "nothing is ended once somebody has come in": (
        """
  await keepLock({ openedBy: two });
  const lock = lockOf("", two);
  lock.start();
  await asking(1);
  await lose(0);
  window.dispatchEvent(new Event("online"));
  await asking(2);
  return [isLocked(), methods()];
""",
        [True, ["GET", "GET"]],
    ),
    # Without a network a seat came in after another one, locked the tablet and opened it again.
    "a seat that goes on by its PIN ends whose sign-in it is not": (
        """
  mark();
  await keepSeat(1);
  await keepLock({ scope: two, openedBy: one });
  await store.put("facts", { key: "scope", value: one });
  const lock = lockOf("", one);
  lock.lock();
  await asking(1);
  await lose(0);
  await typePin();
  const opened = [isLocked(), ...(await lockNow())];
  window.dispatchEvent(new Event("online"));
  await asking(2);
  await answer(1, 200, heatOf(2, "of the one before"));
  await answer(2, 204);
  return [opened, methods(), await lockNow()];
""",
        [
            [False, False, "heat 1 seat 1", True],
            ["GET", "GET", "POST of the one before"],
            [True, "heat 1 seat 1", True],
        ],
    ),
    "a seat that goes on by its PIN keeps its own sign-in": (
        """
  await keepSeat(1);
  await store.put("facts", { key: "scope", value: one });
  const lock = lockOf("", one);
  lock.lock();
  await asking(1);
  await lose(0);
  await typePin();
  await lock.start();
  const isShown = !document.querySelector(".page").hidden;
  window.dispatchEvent(new Event("online"));
  await asking(2);
  await answer(1, 200, heatOf(1, "own"));
  return [isShown, methods(), await lockNow()];
""",
        [True, ["GET", "GET"], [None, None, False]],
    ),
    "the page of a sign-in is opened by its PIN for good": (
        """
  await keepSeat(1);
  await store.put("facts", { key: "scope", value: one });
  const lock = lockOf("own", one);
  lock.lock();
  await asking(1);
  await lose(0);
  await typePin();
  window.dispatchEvent(new Event("online"));
  await turns();
  return [isLocked(), methods(), await lockNow()];
""",
        [False, ["POST own"], [None, None, False]],
    ),
    # While it asked for a token, a card opened the tablet in another tab.
    "a token that comes after the mark is gone ends no session": (
        """
  await store.put("facts", { key: "scope", value: one });
  const lock = lockOf("", one);
  lock.lock();
  await asking(1);
  unmark();
  await answer(0, 200, heatOf(2, "of who came in"));
  return methods();
""",
        ["GET"],
    ),
    # What a rehearsal left keeps its key, to seal it; anybody may have its card by now.
    "a seat of a database before has no PIN here": (
        """
  const { makeItem } = await import("/static/tablet/outbox.js");
  const heat = { zh: "heat", en: "heat" };
  const shown = { scope: one, heat, round: heat, number: 1 };
  const delivery = { version: 1, key: "a2V5", pin: "0" };
  const keyOf = (seat, more) => ({ ...shown, delivery: { ...delivery, seat }, ...more });
  const content = { marks: { content: "9" }, comment_contestant: "", comment_panel: "" };
  const item = makeItem(one, { appearance: 1, order: 1 }, content, 0);
  await store.put("outbox", { ...item, seat: "BROOK" });
  await store.put("facts", { key: `delivery ${one} BROOK`, ...keyOf("BROOK", { isFormer: true }) });
  await store.put("facts", { key: "scope", value: one });
  const offered = async (at) => {
    lockOf("", one).lock();
    await asking(at + 1);
    await lose(at);
    return document.querySelector("#lock-pin") !== null;
  };
  const before = await offered(0);
  await store.put("facts", { key: `delivery ${one}`, ...keyOf("LARCH", {}) });
  document.querySelector("dialog.lock").remove();
  const now = await offered(1);
  await store.remove("outbox", item.client_id);
  return [before, now];
""",
        [False, True],
    ),
    "a covered tab goes to the door where nobody is signed in": (
        """
  await keepLock({});
  const lock = lockOf("", one);
  lock.start();
  await asking(1);
  await answer(0, 401, { code: "not_signed_in" });
  return [(await store.get("facts", "lock")).isEnded, location.hash, methods()];
""",
        [True, "#door", ["GET"]],
    ),
    # Two tabs without a network: in the other one a seat has come in by its PIN.
    "a tab that shows another seat is no longer shown": (
        """
  await keepLock({ openedBy: two });
  await store.put("facts", { key: "scope", value: two });
  mark();
  window.addEventListener("beforeunload", (event) => event.preventDefault(), { once: true });
  const lock = lockOf("", one);
  lock.start();
  await turns();
  return [document.querySelector(".page").hidden, isLocked()];
""",
        [True, True],
    ),
}


def test_a_lock_decides_for_its_own_time_and_seat_alone(page_at: PageAt) -> None:
    page = page_at(*TABLET)
    found = {}
    for case, (steps, _) in _CASES.items():
        page.goto("/judge/door")
        found[case] = page.evaluate(f"async () => {{ {HARNESS} {steps} }}")
    assert found == {case: expected for case, (_, expected) in _CASES.items()}


_GIVES_WAY = """
  await keepLock({});
  await store.put("facts", { key: "scope", value: one });
  mark();
  const lock = lockOf("old", one);
  lock.start();
  await asking(1);
  unmark();
  await lose(0);
  window.dispatchEvent(new Event("online"));
  await asking(2);
  const said = document.querySelector("dialog.lock p").textContent;
  document.cookie = `test-said=${encodeURIComponent(JSON.stringify([said, methods()]))}`;
  const delivery = { seat: "BROOK", version: 1, key: "a2V5", pin: "" };
  answer(1, 200, { ...heatOf(2, "new"), delivery });
"""

_TURN = """
async () => {
  const { openStore } = await import("/static/tablet/store.js");
  const store = await openStore();
  const [, said] = /test-said=([^;]*)/.exec(document.cookie);
  const kept = (await store.get("facts", "heat")).body.seat.number;
  const turn = (await store.get("facts", "scope")).value;
  const lock = (await store.get("facts", "lock")) ?? null;
  return [turn, kept, lock, JSON.parse(decodeURIComponent(said))];
}
"""


def test_a_covered_tab_goes_over_to_who_came_in_elsewhere_and_ends_nothing(page_at: PageAt) -> None:
    """A card opened the tablet in another tab; this one holds the token of the judge before."""
    page = page_at(*TABLET, locale="en-GB")
    page.goto("/judge/door")
    with page.expect_event("load"):
        page.evaluate(f"async () => {{ {HARNESS} {_GIVES_WAY} }}")
    said = ["locked_coming", ["POST old", "GET"]]
    assert page.evaluate(_TURN) == ["heat 1 seat 2", 2, None, said]
