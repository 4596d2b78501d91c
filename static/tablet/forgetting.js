// What leaves the tablet, and when: docs/tablet.md, "What the outbox keeps". Never what the server has not got.
import { countFrom, dropDelivery, keyOf, listDeliveries } from "./envelope.js";
import { isAnswer, isUnsent } from "./outbox.js";
import { isTyped } from "./sheet.js";
import { isOfSeat } from "./store.js";

const KEPT_FOR_MS = 30 * 24 * 3600 * 1000;
const ASK_EVERY_MS = 3600 * 1000;
const ANSWER_WITHIN_MS = 8000;
const STORED = new Set(["received", "conflict"]);

const heatOf = (scope) => Number(/^heat (\d+) /.exec(scope)?.[1] ?? 0);

const isOld = (instant, now) => now - instant > KEPT_FOR_MS;

// The judge was told of what was refused; it goes with the others where a later sheet took its place.
function isReplaced(item, items) {
  const isLater = (other) => other.appearance === item.appearance && STORED.has(other.status) && !isAnswer(other) && other.made_at > item.made_at;
  return item.status !== "refused" || items.some(isLater);
}

// Takes away what is over of a seat, but what waits and what that rests on; with the last item its key and its heat. Returns the ids of what went.
async function forget(store, isOver, { goes, isBlank = () => true }) {
  const all = await listDeliveries(store);
  const items = await store.listAll("outbox");
  const gone = [];
  for (const known of all.filter(isOver)) {
    const own = items.filter((item) => keyOf(all, item) === known);
    const waiting = new Set(own.filter(isUnsent).map(({ appearance }) => appearance));
    const going = own.filter((item) => !waiting.has(item.appearance) && goes(item, own));
    for (const { client_id: id } of going) await store.remove("outbox", id);
    for (const draft of await store.listOf("drafts", known.scope)) {
      if (isOfSeat(draft, known.delivery.seat) && isBlank(draft)) await store.remove("drafts", draft.key);
    }
    if (going.length === own.length) await dropDelivery(store, known);
    gone.push(...going.map(({ client_id: id }) => id));
  }
  return gone;
}

// Rounds that are final need no backup any more. The word of a database counts for its own heats: another one has other
// heats of the same numbers.
export function forgetFinal(store, { final_heats: heats = [], incarnation = "" }) {
  return forget(store, (known) => known.incarnation === incarnation && heats.includes(heatOf(known.scope)), { goes: isReplaced });
}

// Of a seat that signs in no more nobody tells whether its round is final: after a time it needs no telling. What somebody
// typed and did not submit is nowhere else, so it stays.
export async function forgetOld(store, now = Date.now()) {
  const all = await listDeliveries(store);
  for (const known of all) if (!(known.seen_at <= now)) await countFrom(store, known, now);
  await forget(store, ({ seen_at: seen }) => isOld(seen, now), { goes: () => true, isBlank: (draft) => !isTyped(draft) });
  for (const item of await store.listAll("outbox")) {
    if (!keyOf(all, item) && !isUnsent(item) && isOld(item.made_at, now)) await store.remove("outbox", item.client_id);
  }
}

// Whoever is signed in, or nobody: which heats of this tablet's seats are final by now.
async function ask(store, api) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ANSWER_WITHIN_MS);
  try {
    const answer = await fetch(`${api}/final-heats`, { headers: { Accept: "application/json" }, cache: "no-store", credentials: "same-origin", redirect: "error", signal: stop.signal });
    if (answer.ok) await forgetFinal(store, await answer.json());
  } finally {
    clearTimeout(timer);
  }
}

// At the start of a page and every hour that it stays open.
export async function watchForgetting(store, api) {
  setTimeout(() => watchForgetting(store, api), ASK_EVERY_MS);
  await forgetOld(store).catch(() => null);
  await ask(store, api).catch(() => null);
}
