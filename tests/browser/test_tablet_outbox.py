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
  turn.sheet.conflicts = [{ number: 4 }, { number: 5 }];
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
    assert page.evaluate(_STEPS) == [0, 1, 1, 3, 5]


_ANOTHER_DATABASE = """
async () => {
  const { Outbox, makeItem } = await import("/static/tablet/outbox.js");
  const { listHeld } = await import("/static/tablet/courier.js");
  const { openStore } = await import("/static/tablet/store.js");
  const scope = "heat 1 seat 1";
  const turn = { appearance: 1, order: 1, sheet: { revision: 0 } };
  const typed = { marks: { content: "9" }, comment_contestant: "", comment_panel: "" };
  const store = await openStore();
  const outbox = new Outbox(store);
  await outbox.load(scope, "rehearsal");
  const item = makeItem(scope, turn, typed, 0);
  await outbox.keep(item);
  await outbox.change(item, { status: "conflict" });
  await store.put("facts", { key: `delivery ${scope}`, scope, delivery: { seat: "final" } });
  await outbox.load(scope, "final");
  await outbox.offerAllAgain();
  await outbox.refresh();
  const held = await listHeld(store);
  const own = outbox.unsent.length;
  await outbox.load(scope, "rehearsal");
  const counts = held.map(({ known, items }) => [Boolean(known), items.length]);
  return [own, counts, outbox.unsent.length];
}
"""


def test_sheets_of_a_database_before_wait_for_their_own_seal(page_at: PageAt) -> None:
    """The heats of a new database count from the start: the same number is another seat."""
    page = page_at(*TABLET)
    page.goto("/sign-in")
    assert page.evaluate(_ANOTHER_DATABASE) == [0, [[True, 0], [False, 1]], 1]


_CONFLICT = """
async () => {
  const { standing } = await import("/static/tablet/sheet.js");
  const sheet = { state: "not_yet", revision: 0, conflicts: [] };
  const turn = { appearance: 1, order: 1, state: "on_stage", sheet };
  const payload = { marks: { content: "9" }, replaces: 0, state: "given" };
  const shown = standing(turn, { status: "conflict", payload, shown_total: "9" }, null, "open");
  return [shown.status, shown.state, shown.content.marks.content];
}
"""


def test_a_conflict_shows_what_was_handed_in_until_the_heat_is_read(page_at: PageAt) -> None:
    page = page_at(*TABLET)
    page.goto("/sign-in")
    assert page.evaluate(_CONFLICT) == ["conflict", "given", "9"]


_RECEIVED_ELSEWHERE = """
async () => {
  const { Outbox, makeItem } = await import("/static/tablet/outbox.js");
  const { Sync } = await import("/static/tablet/sync.js");
  const { outcomeOf } = await import("/static/tablet/courier.js");
  const { openStore } = await import("/static/tablet/store.js");
  const outbox = new Outbox(await openStore());
  await outbox.load("heat 1 seat 1", "rehearsal");
  const content = { marks: {}, comment_contestant: "", comment_panel: "" };
  const item = makeItem("heat 1 seat 1", { appearance: 1, order: 1 }, content, 0);
  await outbox.keep(item);
  const asked = [];
  window.fetch = async (url, { method }) => {
    asked.push(method);
    throw new TypeError("lost");
  };
  const page = { scope: "heat 1 seat 1", token: "of the new database" };
  const on = { heat() {}, changed() {}, mend: async () => {}, deliver: async () => null };
  const sync = new Sync("/api/v1/judge", outbox, page, on);
  await sync.poll();
  await sync.send();
  const receipt = { revision: 1 };
  await outbox.change(outbox.items.get(item.client_id), { status: "received", receipt });
  await outbox.offerAllAgain(() => false);
  const left = outbox.items.get(item.client_id).status;
  await outbox.offerAllAgain();
  const offered = outbox.items.get(item.client_id);
  const refusal = { status: 401, body: { code: "delivery_not_genuine" } };
  const { status, receipt: again } = outcomeOf(offered, refusal);
  return [asked.includes("PUT"), left, offered.status, status, again.revision];
}
"""


def test_what_another_database_received_is_neither_sent_as_the_seats_nor_lost(
    page_at: PageAt,
) -> None:
    """The page knows its scope before its seat: a rehearsal's has the same numbers."""
    page = page_at(*TABLET)
    page.goto("/sign-in")
    assert page.evaluate(_RECEIVED_ELSEWHERE) == [False, "received", "waiting", "received", 1]


_MADE_ANEW = """
async () => {
  const { Outbox, makeItem } = await import("/static/tablet/outbox.js");
  const { Courier } = await import("/static/tablet/courier.js");
  const { keepDelivery } = await import("/static/tablet/envelope.js");
  const { openStore } = await import("/static/tablet/store.js");
  const store = await openStore();
  const turn = { appearance: 1, order: 1 };
  const content = { marks: {}, comment_contestant: "", comment_panel: "" };
  const scope = "heat 1 seat 1";
  const seat = { number: 1 };
  const heat = { id: 1 };
  const delivery = { seat: "own", version: 1, key: "" };
  await keepDelivery(store, { heat, seat, delivery });
  const first = makeItem(scope, turn, content, 0);
  const second = makeItem(scope, turn, content, 1, first.client_id);
  const ids = [];
  for (let times = 0; times < 2; times += 1) {
    const outbox = new Outbox(store);
    await outbox.load(scope, "own");
    await outbox.keep({ ...first, status: "received", receipt: { revision: 2 } });
    await outbox.keep(second);
    window.sent = 0;
    window.fetch = async () => {
      window.sent += 1;
      throw new TypeError("lost");
    };
    await new Courier(store, "/api/v1", () => true).run();
    await outbox.guessAgain();
    ids.push(outbox.unsent.map((item) => [item.client_id, item.payload.replaces]));
    for (const item of outbox.unsent) await store.remove("outbox", item.client_id);
  }
  const [[[id, replaces]]] = ids;
  const killed = new Outbox(store);
  await killed.load(scope, "own");
  await killed.keep({ ...second, status: "waiting" });
  await killed.guessAgain();
  const madeAt = killed.items.get(id).made_at;
  await killed.keep({ ...killed.items.get(second.client_id), status: "waiting" });
  const restarted = new Outbox(store);
  await restarted.load(scope, "own");
  await restarted.guessAgain();
  const isLater = restarted.items.get(id).made_at === madeAt;
  const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
  const isSame = String(ids[0]) === String(ids[1]);
  return [window.sent, isUuid, replaces, id !== second.client_id, isSame, isLater];
}
"""


def test_what_is_made_anew_has_the_same_id_each_time_and_its_guess_is_not_delivered(
    page_at: PageAt,
) -> None:
    """A page that is killed in between makes it once more: the server counts it once."""
    page = page_at(*TABLET)
    page.goto("/sign-in")
    assert page.evaluate(_MADE_ANEW) == [0, True, 2, True, True, True]
