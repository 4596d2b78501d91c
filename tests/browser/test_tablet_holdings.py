"""What a tablet says of itself at the moment when it is handed over."""

from tests.browser.conftest import PageAt
from tests.browser.sizes import TABLET

_HANDED_OVER = """
async () => {
  const { listHoldings } = await import("/static/tablet/held.js");
  const { keepDelivery } = await import("/static/tablet/envelope.js");
  const { openStore } = await import("/static/tablet/store.js");
  const store = await openStore();
  const [scope, seat] = ["heat 1 seat 1", "own"];
  await keepDelivery(store, { heat: { id: 1 }, seat: { number: 1 }, delivery: { seat } });
  const marks = { content: "9" };
  const keep = (client_id, appearance, made_at, status, more = {}) =>
    store.put("outbox", { client_id, scope, seat, appearance, made_at, status, ...more });
  const type = (appearance, more = {}) =>
    store.put("drafts", { key: `draft ${appearance}`, scope, seat, appearance, marks, ...more });
  const begun = async () => (await listHoldings(store))[0].begun;
  const seen = [await begun()];
  await keep("refused", 1, 1, "refused");
  seen.push(await begun());
  await keep("again", 1, 2, "received", { receipt: {} });
  seen.push(await begun());
  await keep("sent", 2, 3, "waiting");
  await type(2);
  seen.push(await begun());
  await type(2, { correcting: true, base: { replaces: 1, behind: "sent" } });
  seen.push(await begun());
  await keep("word", 3, 4, "refused", { kind: "answer" });
  await type(4, { marks: {} });
  seen.push(await begun());
  const rests = (revision, behind) => ({ payload: { replaces: revision }, behind });
  await keep("first", 5, 5, "refused");
  await keep("second", 5, 6, "waiting", rests(1, "first"));
  await keep("third", 5, 7, "waiting", rests(2, "second"));
  const [{ items }] = await listHoldings(store);
  seen.push(await begun(), items.map(({ client_id }) => client_id));
  return seen;
}
"""


def test_refused_sheets_and_begun_corrections_are_told_before_a_tablet_is_handed_over(
    page_at: PageAt,
) -> None:
    """Refused; replaced; made of the draft; correcting it; neither answer nor blank; stuck."""
    page = page_at(*TABLET)
    page.goto("/sign-in")
    assert page.evaluate(_HANDED_OVER) == [0, 1, 0, 0, 1, 1, 2, ["sent"]]
