"""What leaves a tablet, and when: names, marks and keys go; what was never received does not."""

from tests.browser.conftest import PageAt
from tests.browser.sizes import TABLET

_SCENE = """
const { openStore } = await import("/static/tablet/store.js");
const { keepDelivery } = await import("/static/tablet/envelope.js");
const forgetting = await import("/static/tablet/forgetting.js");
const store = await openStore();
const day = 24 * 3600 * 1000;
const bodyOf = (heat, seat, incarnation) => ({
  competition: {}, incarnation, seat: { number: 1, group: "expert" },
  heat: { id: heat, round: {}, name: {} }, turns: [{ name: "a child" }],
  delivery: { seat, version: 1, key: "", pin: "" },
});
const keep = async (heat, seat, ...items) => {
  const scope = `heat ${heat} seat 1`;
  await store.put("drafts", { key: `${scope} appearance 9`, scope, seat, appearance: 9 });
  for (const [appearance, status, made_at] of items) {
    const id = `${heat}-${seat}-${appearance}-${status}`;
    await store.put("outbox", { client_id: id, scope, seat, appearance, status, made_at });
  }
};
const left = async () => [
  ...(await store.listAll("outbox")).map(({ client_id }) => client_id),
  ...(await store.listAll("drafts")).map(({ key }) => key),
  ...(await store.listAll("facts")).map(({ key }) => key).filter((key) => key !== "probe"),
].sort();
"""

_FINAL = f"""
async () => {{
  {_SCENE}
  for (const heat of [1, 2, 3]) await keepDelivery(store, bodyOf(heat, `S${{heat}}`, "now"));
  await store.put("facts", {{ key: "heat", body: bodyOf(1, "S1", "now") }});
  await keep(1, "S1", [1, "received", 1], [2, "conflict", 2], [3, "gone", 3], [4, "taken_back", 4],
    [5, "refused", 5], [5, "received", 6]);
  await keep(2, "S2", [1, "received", 1], [2, "held", 2], [3, "refused", 3]);
  await keep(3, "S3", [1, "received", 1]);
  const before = await left();
  const gone = await forgetting.forgetFinal(store, {{ final_heats: [1, 2], incarnation: "other" }});
  const untouched = gone.length === 0 && (await left()).join() === before.join();
  await forgetting.forgetFinal(store, {{ final_heats: [1, 2], incarnation: "now" }});
  return [untouched, await left()];
}}
"""


def test_a_final_round_leaves_what_was_never_received_and_what_shows_it(page_at: PageAt) -> None:
    """Another database's word counts for nothing: its heats only have the same numbers."""
    page = page_at(*TABLET)
    page.goto("/sign-in")
    assert page.evaluate(_FINAL) == [
        True,
        [
            "2-S2-2-held",
            "2-S2-3-refused",
            "3-S3-1-received",
            "delivery heat 2 seat 1",
            "delivery heat 3 seat 1",
            "heat 3 seat 1 appearance 9",
            "heat of heat 2 seat 1",
            "heat of heat 3 seat 1",
            "scope",
        ],
    ]


_OLD = f"""
async () => {{
  {_SCENE}
  const now = Date.now();
  await keepDelivery(store, bodyOf(1, "rehearsal", "a"));
  await keepDelivery(store, bodyOf(1, "S1", "b"));
  await keepDelivery(store, bodyOf(2, "S2", "b"));
  await keep(1, "rehearsal", [1, "waiting", now], [2, "received", now]);
  await keep(1, "S1", [1, "received", now], [2, "refused", now]);
  await keep(2, "S2", [1, "held", now], [2, "received", now]);
  await keep(7, "nobody knows", [1, "received", now], [2, "waiting", now]);
  await forgetting.forgetOld(store, now + 29 * day);
  const kept = (await left()).length;
  await forgetting.forgetOld(store, now + 31 * day);
  return [kept, await left()];
}}
"""


def test_after_thirty_days_without_contact_only_what_was_never_received_is_left(
    page_at: PageAt,
) -> None:
    page = page_at(*TABLET)
    page.goto("/sign-in")
    assert page.evaluate(_OLD) == [
        17,
        [
            "1-rehearsal-1-waiting",
            "2-S2-1-held",
            "7-nobody knows-2-waiting",
            "delivery heat 1 seat 1 rehearsal",
            "delivery heat 2 seat 1",
            "heat 7 seat 1 appearance 9",
            "heat of heat 2 seat 1",
            "scope",
        ],
    ]


_CLOCK = f"""
async () => {{
  {_SCENE}
  const now = Date.now();
  for (const heat of [1, 2]) await keepDelivery(store, bodyOf(heat, `S${{heat}}`, "a"));
  const of = (heat) => store.get("facts", `delivery heat ${{heat}} seat 1`);
  const unnoted = {{ ...(await of(1)) }};
  delete unnoted.seen_at;
  await store.put("facts", unnoted);
  await store.put("facts", {{ ...(await of(2)), seen_at: now + 900 * day }});
  for (const heat of [1, 2]) await keep(heat, `S${{heat}}`, [1, "received", now]);
  const typed = {{ key: "typed", scope: "heat 1 seat 1", seat: "S1", appearance: 8 }};
  await store.put("drafts", {{ ...typed, marks: {{ content: "3" }} }});
  const before = await left();
  await forgetting.forgetOld(store, now);
  const kept = (await left()).join() === before.join();
  const seen = [(await of(1)).seen_at - now, (await of(2)).seen_at - now];
  await forgetting.forgetOld(store, now + 31 * day);
  return [kept, seen, await left()];
}}
"""


def test_the_thirty_days_begin_when_nobody_noted_an_earlier_day_and_spare_what_is_typed(
    page_at: PageAt,
) -> None:
    """An older version noted none, and a clock that ran ahead was put back."""
    page = page_at(*TABLET)
    page.goto("/sign-in")
    assert page.evaluate(_CLOCK) == [True, [0, 0], ["scope", "typed"]]
