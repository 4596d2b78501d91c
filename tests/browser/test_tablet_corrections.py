"""What a correction rests on: the revision that its judge saw, and nothing that came since."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PageAt
from tests.browser.sizes import TABLET

#: A seat on a page of its own, and a server that answers what ``window.answers`` says.
_SEAT = """
async () => {
  const { Seat } = await import("/static/tablet/seat.js");
  const { openStore } = await import("/static/tablet/store.js");
  const headers = { "Content-Type": "application/json" };
  const json = (status, body) => new Response(JSON.stringify(body), { status, headers });
  const turn = { appearance: 1, order: 1, state: "on_stage", awaited: null };
  const rubric = { criteria: [{ key: "content" }] };
  const own = { seat: { number: 1 }, delivery: { seat: "own" } };
  const heat = { id: 1, state: "open" };
  const rest = { ...own, heat, rubric, incarnation: "one", csrf_token: "t" };
  const states = (revision) => ({ state: revision ? "given" : "not_yet", revision });
  const sheet = (revision) => ({ ...states(revision), conflicts: [], current: null, draft: null });
  window.sent = [];
  window.answers = [];
  window.revision = 0;
  window.fetch = async (address, { method, body }) => {
    if (method === "GET") {
      return json(200, { ...rest, turns: [{ ...turn, sheet: sheet(window.revision) }] });
    }
    if (!address.includes("/revisions/")) return json(503, {});
    const payload = JSON.parse(body);
    window.sent.push([payload.marks.content, payload.replaces]);
    const answer = window.answers.shift();
    const status = answer === "invalid_input" ? 400 : 409;
    if (typeof answer === "string") return json(status, { code: answer });
    const { digestOf } = await import("/static/tablet/digest.js");
    const { client_id } = payload;
    return json(200, { client_id, digest: digestOf(payload), revision: answer });
  };
  const quiet = { heat() {}, changed() {}, typed() {}, other() {} };
  window.seatOf = async () => {
    const facts = { api: "/fake", scope: "heat 1 seat 1", token: "t", version: "1" };
    const seat = new Seat(await openStore(), facts, quiet);
    await seat.sync.poll();
    return seat;
  };
  const words = { comment_contestant: "", comment_panel: "", reason: "why" };
  window.typed = (mark) => ({ marks: { content: mark }, ...words });
  window.settled = async (seat) => {
    for (let tries = 0; tries < 100 && seat.outbox.unsent.length; tries += 1) {
      await seat.sync.poll();
      await seat.sync.send();
      await new Promise(requestAnimationFrame);
    }
    const items = [...seat.outbox.items.values()].sort((a, b) => a.made_at - b.made_at);
    return items.map((item) => [item.payload.marks.content, item.payload.replaces, item.status]);
  };
}
"""
_QUEUE = """
async (answers) => {
  const seat = await window.seatOf();
  seat.sync.connection = "away";
  window.answers = answers;
  for (const mark of ["7", "8", "9"]) await seat.submit(seat.turnAt(1), window.typed(mark));
  return [await window.settled(seat), window.sent];
}
"""
_CORRECT = """
async (base) => {
  const { Acts } = await import("/static/tablet/acts.js");
  const { Sheet } = await import("/static/tablet/sheet.js");
  window.revision = 1;
  let seat = await window.seatOf();
  const acts = new Acts(seat, { refresh() {}, say() {}, wake() {}, choose() {} });
  if (base) await acts.correct(seat.turnAt(1), seat.standingOf(seat.turnAt(1)), "why");
  else await seat.drafts.keep(1, { ...window.typed("8"), correcting: true });
  window.revision = 2;
  seat = await window.seatOf();
  const sheet = new Sheet(seat.turnAt(1), seat.heat.rubric, seat.drafts.get(1));
  sheet.marks.content = "8";
  await seat.drafts.keep(1, { ...sheet.content, correcting: true, reason: "why" });
  window.answers = ["sheet_conflict"];
  const again = new Sheet(seat.turnAt(1), seat.heat.rubric, seat.drafts.get(1));
  await seat.submit(seat.turnAt(1), { ...again.content, reason: "why" });
  return window.settled(seat);
}
"""
_LEFT_BEHIND = """
async () => {
  const { collect } = await import("/static/tablet/escape.js");
  const { Seat } = await import("/static/tablet/seat.js");
  const { makeItem } = await import("/static/tablet/outbox.js");
  const { Courier } = await import("/static/tablet/courier.js");
  const { openStore } = await import("/static/tablet/store.js");
  const store = await openStore();
  const scope = "heat 1 seat 2";
  const turn = { appearance: 1, order: 1 };
  const delivery = { seat: "own", version: 1, key: "" };
  await store.put("facts", { key: `delivery ${scope}`, scope, delivery });
  const first = { ...makeItem(scope, turn, window.typed("7"), 0), seat: "own", status: "refused" };
  const second = { ...makeItem(scope, turn, window.typed("8"), 1, first.client_id), seat: "own" };
  for (const item of [first, second]) await store.put("outbox", item);
  const sent = [];
  window.fetch = async (address) => sent.push(address);
  await new Courier(store, "/fake", () => true).run();
  const kept = (await store.get("outbox", second.client_id)).status;
  const handed = async () => {
    const { choices, stopped } = await collect(store);
    const items = choices.map((choice) => choice.items.map(({ payload }) => payload.replaces));
    return [items, stopped];
  };
  const before = await handed();
  const turns = [{ ...turn, sheet: {} }];
  const own = { heat: { id: 1 }, seat: { number: 2 }, delivery };
  await store.put("facts", { key: "heat", body: { ...own, turns } });
  const quiet = { heat() {}, changed() {}, typed() {}, other() {} };
  await new Seat(store, { api: "/fake", scope }, quiet).openKept(scope);
  return [sent, kept, before, await handed()];
}
"""
_UNKNOWN = """
async () => {
  const { settledView } = await import("/static/tablet/view_sheet.js");
  const { makeItem } = await import("/static/tablet/outbox.js");
  window.revision = 1;
  const seat = await window.seatOf();
  const turn = seat.turnAt(1);
  await seat.outbox.keep(makeItem(seat.scope, turn, window.typed("8"), 5));
  window.answers = ["revision_unknown", "sheet_conflict"];
  await seat.sync.send();
  const now = seat.standingOf(turn);
  const taken = new Promise((resolve) => {
    const takeBack = () => resolve(seat.takeBack(turn, now.item));
    const [view] = settledView(turn, now, seat.heat.rubric, { takeBack });
    view.querySelector(".card__actions button").click();
  });
  await taken;
  await seat.submit(turn, seat.drafts.get(1));
  return window.settled(seat);
}
"""


@pytest.fixture
def page(page_at: PageAt) -> Page:
    """A page on which a seat can be made by hand."""
    made = page_at(*TABLET, expected_errors=("Failed to load resource",))
    made.goto("/sign-in")
    made.evaluate(_SEAT)
    return made


@pytest.mark.parametrize(
    ("answers", "kept", "sent"),
    [
        (
            [1, 2, 3],
            [["7", 0, "received"], ["8", 1, "received"], ["9", 2, "received"]],
            [["7", 0], ["8", 1], ["9", 2]],
        ),
        (  # an absence was looked through: the first is number 2
            [2, 3, 4],
            [
                ["7", 0, "received"],
                ["8", 1, "taken_back"],
                ["9", 2, "taken_back"],
                ["8", 2, "received"],
                ["9", 3, "received"],
            ],
            [["7", 0], ["8", 2], ["9", 3]],
        ),
        (  # another's revision has the number 1 by then: what was never seen is not overridden
            ["invalid_input", "sheet_conflict", "sheet_conflict"],
            [
                ["7", 0, "taken_back"],
                ["8", 1, "taken_back"],
                ["9", 2, "taken_back"],
                ["8", 0, "conflict"],
                ["9", 1, "conflict"],
            ],
            [["7", 0], ["8", 0], ["9", 1]],
        ),
        (  # each number guessed is below that of the conflict before it
            ["sheet_conflict", "sheet_conflict", "sheet_conflict"],
            [["7", 0, "conflict"], ["8", 1, "conflict"], ["9", 2, "conflict"]],
            [["7", 0], ["8", 1], ["9", 2]],
        ),
    ],
)
def test_what_waits_behind_a_revision_rests_on_what_became_of_it(
    page: Page, answers: list[Any], kept: list[Any], sent: list[Any]
) -> None:
    assert page.evaluate(_QUEUE, answers) == [kept, sent]


@pytest.mark.parametrize(("has_base", "replaces"), [(True, 1), (False, 2)])
def test_a_correction_remembers_the_revision_that_it_began_from(
    page: Page, has_base: bool, replaces: int
) -> None:
    """The sheet was replaced meanwhile, and the page loaded anew; an old draft holds no base."""
    assert page.evaluate(_CORRECT, has_base) == [["8", replaces, "conflict"]]


def test_nothing_is_delivered_or_handed_over_that_rests_on_what_was_refused(page: Page) -> None:
    """It waits for its own seat's page, which makes it anew as it opens, without a network too."""
    left_out, made_anew = [[[], [], []], 1], [[[0], [0], [0]], 0]
    assert page.evaluate(_LEFT_BEHIND) == [[], "waiting", left_out, made_anew]


def test_a_correction_of_what_a_restored_server_does_not_know_can_be_taken_back(
    page: Page,
) -> None:
    """It is kept beside what the server has, and its judge sees both."""
    assert page.evaluate(_UNKNOWN) == [["8", 5, "taken_back"], ["8", 0, "conflict"]]
