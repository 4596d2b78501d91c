"""A lock tries again and again to end a session: a try of an earlier one decides nothing."""

from tests.browser.conftest import PageAt
from tests.browser.sizes import TABLET

_LATE_ANSWER = """
async () => {
  const { Lock } = await import("/static/tablet/lock.js");
  const { openStore } = await import("/static/tablet/store.js");
  const { setIcons } = await import("/static/tablet/dom.js");
  document.body.dataset.drawings = "";
  await setIcons("");
  const store = await openStore();
  const seat = "heat 1 seat 2";
  await store.put("facts", { key: "lock", scope: "heat 1 seat 1", isEnded: false, openedBy: seat });
  await store.put("facts", { key: "scope", value: seat });
  const asked = [];
  window.fetch = (address) => new Promise((answer) => asked.push([address, answer]));
  const asking = async (count) => {
    while (asked.length < count) await new Promise((go) => setTimeout(go));
  };
  const form = document.createElement("form");
  form.dataset.door = "/judge/door";
  document.body.append(Object.assign(document.createElement("div"), { className: "page" }));
  const lock = new Lock(store, form, { api: "/api/v1/judge" });
  await lock.start();
  window.dispatchEvent(new Event("online"));
  await asking(1);
  lock.lock();
  await asking(2);
  const heat = { heat: { id: 1 }, seat: { number: 2 }, csrf_token: "new" };
  asked[0][1](new Response(JSON.stringify(heat), { status: 200 }));
  for (let turns = 0; turns < 20; turns += 1) await new Promise((go) => setTimeout(go));
  const { isEnded, openedBy } = await store.get("facts", "lock");
  return [isEnded, openedBy, document.querySelector("dialog.lock").open, asked.length];
}
"""


def test_a_try_of_an_earlier_lock_that_is_answered_late_opens_nothing(page_at: PageAt) -> None:
    """A seat came in by its PIN without a network, and locks the tablet again at once."""
    page = page_at(*TABLET)
    page.goto("/sign-in")
    assert page.evaluate(_LATE_ANSWER) == [False, "", True, 2]
