// What a tablet holds at the moment when it is handed over, of each seat: not received, begun, or only on the open page.
import { listHeld, restsOnNothing } from "./courier.js";
import { keyOf, listDeliveries } from "./envelope.js";
import { isAnswer, isUnsent } from "./outbox.js";
import { isTyped } from "./sheet.js";
import { isOfSeat } from "./store.js";

const isOfSheet = (one, other) => one.appearance === other.appearance && one.scope === other.scope && isOfSeat(one, other.seat);

// What was made of a draft that the device could not let go of is no longer one; what a correction began from is not made of it.
function isBegun(draft, items) {
  const isMadeOf = (item) => (isUnsent(item) ? item.client_id !== draft.base?.behind : item.receipt && !draft.correcting);
  return isTyped(draft) && !items.some((item) => isOfSheet(item, draft) && isMadeOf(item));
}

// What the server refused and nobody has looked at since: it has nothing of that sheet.
function isRefused(item, items) {
  const isLater = (other) => isOfSheet(other, item) && !isAnswer(other) && other.made_at > item.made_at;
  return item.status === "refused" && !isAnswer(item) && !items.some(isLater);
}

// What waits for its own seat's page, and is sent by nobody before: what it rests on never got there, or waits so itself.
function isStuck(item, items) {
  const before = items.find(({ client_id: id }) => id === item.behind);
  return Boolean(before) && (restsOnNothing(item, before) || (isUnsent(before) && isStuck(before, items)));
}

// What the server has not got, and what nobody sends before its judge has looked: refused, or stuck behind what was.
export const isStopped = (item, items) => isRefused(item, items) || (isUnsent(item) && isStuck(item, items));

export const onePerSheet = (items) => items.filter((item, at) => items.findIndex((other) => isOfSheet(other, item)) === at);

// [{scope, known, items, onlyHere, begun, stopped}] as listHeld() has them, but without what is stopped; onlyHere: how many
// of the items would be gone with the page; begun: how many sheets are typed and not submitted; stopped: how many others
// were refused, or are stuck.
export async function listHoldings(store) {
  const all = await listDeliveries(store);
  const items = await store.listAll("outbox");
  const isOnlyHere = (item) => store.isOnlyHere("outbox", item);
  const isIdle = (item) => isStopped(item, items) && !(isUnsent(item) && isOnlyHere(item));
  const stopped = onePerSheet(items.filter(isIdle));
  const isOpen = (draft) => isBegun(draft, items) && !stopped.some((item) => isOfSheet(item, draft));
  const begun = (await store.listAll("drafts")).filter(isOpen);
  const isOf = (thing, { scope, known }) => thing.scope === scope && keyOf(all, thing)?.key === known?.key;
  return (await listHeld(store)).map((held) => ({
    ...held,
    items: held.items.filter((item) => !isIdle(item)),
    onlyHere: held.items.filter(isOnlyHere).length,
    begun: begun.filter((draft) => isOf(draft, held)).length,
    stopped: stopped.filter((item) => isOf(item, held)).length,
  }));
}
