"""What a tablet says of itself at the moment when it is handed over."""

from tests.browser.conftest import PageAt
from tests.browser.sizes import TABLET

_HANDED_OVER = """
async () => {
  const { listHoldings } = await import("/static/tablet/held.js");
  const { sentencesOf } = await import("/static/tablet/door.js");
  const { Lock } = await import("/static/tablet/lock.js");
  const { keepDelivery } = await import("/static/tablet/envelope.js");
  const { setIcons } = await import("/static/tablet/dom.js");
  const { setWords } = await import("/static/tablet/words.js");
  const { openStore } = await import("/static/tablet/store.js");
  const at = async (address) => (await fetch(address)).text();
  const door = new DOMParser().parseFromString(await at("/judge/door"), "text/html");
  const said = JSON.parse(door.querySelector("[data-door]").dataset.words);
  setWords({ ...JSON.parse(await at("/judge/words?language=en")), ...said }, "en");
  await setIcons("/static/icons.svg");
  const store = await openStore();
  const [scope, seat] = ["heat 1 seat 1", "own"];
  const heat = { id: 1, name: { en: "Heat" } };
  await keepDelivery(store, { heat, seat: { number: 1 }, delivery: { seat } });
  const marks = { content: "9" };
  const keep = (client_id, appearance, made_at, status, more = {}) =>
    store.put("outbox", { client_id, scope, seat, appearance, made_at, status, ...more });
  const type = (appearance, more = {}) =>
    store.put("drafts", { key: `draft ${appearance}`, scope, seat, appearance, marks, ...more });
  const seen = [];
  const look = async () => {
    const [held] = await listHoldings(store);
    const ids = held.items.map(({ client_id: id }) => id).join(" ");
    seen.push([ids, held.begun, held.stopped, sentencesOf(held).join(" ")]);
  };
  await look();
  await keep("refused", 1, 1, "refused");
  await look();
  await type(1);
  await type(7);
  await look();
  await store.remove("drafts", "draft 7");
  await keep("again", 1, 2, "received", { receipt: {} });
  await look();
  await keep("sent", 2, 3, "waiting");
  await type(2);
  await look();
  await type(2, { correcting: true, base: { replaces: 1, behind: "sent" } });
  await look();
  await keep("word", 3, 4, "refused", { kind: "answer" });
  await type(4, { marks: {} });
  const rests = (revision, behind) => ({ payload: { replaces: revision }, behind });
  await keep("first", 5, 5, "refused");
  await keep("second", 5, 6, "waiting", rests(1, "first"));
  await keep("third", 5, 7, "waiting", rests(2, "second"));
  await look();
  await keep("sent", 2, 3, "received", { receipt: { revision: 1 } });
  await store.remove("drafts", "draft 2");
  await look();
  await keep("sent", 2, 3, "waiting");
  await type(6);
  document.body.append(Object.assign(document.createElement("div"), { className: "page" }));
  await new Lock(store, document.createElement("form"), { api: "/fake" }).lock();
  const dialog = document.querySelector("dialog.lock");
  return [seen, [...dialog.querySelectorAll("li")].map((line) => line.textContent)];
}
"""
_GOING = (
    "1 score sheet of this seat is on this tablet and not received yet. "
    "Sending goes on by itself. Leave this tablet on."
)
_BEGUN = "Begun on this tablet and not submitted: 1."
_STOPPED = (
    "Not received, and not sent by itself: 1. The judge of this seat has to come in and look."
)
_IN_THE_LOCK = (
    "Seat 1 · Heat on this tablet, not received yet: 1 begun, not submitted: 1 "
    "not sent by itself, its judge has to look: 1"
)


def test_every_sentence_is_true_when_a_tablet_is_handed_over(page_at: PageAt) -> None:
    """Nothing; refused; begun beside it; replaced; made of a draft; corrected; stuck; all."""
    page = page_at(*TABLET, locale="en-GB", expected_errors=("Failed to load resource",))
    page.goto("/sign-in")
    assert page.evaluate(_HANDED_OVER) == [
        [
            ["", 0, 0, "Everything of this seat is received."],
            ["", 0, 1, _STOPPED],
            ["", 1, 1, f"{_BEGUN} {_STOPPED}"],
            ["", 0, 0, "Everything of this seat is received."],
            ["sent", 0, 0, _GOING],
            ["sent", 1, 0, f"{_GOING} {_BEGUN}"],
            ["sent", 1, 1, f"{_GOING} {_BEGUN} {_STOPPED}"],
            ["", 0, 1, _STOPPED],
        ],
        [_IN_THE_LOCK],
    ]
