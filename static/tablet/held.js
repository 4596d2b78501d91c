// What a tablet holds at the moment when it is handed over, of each seat: not received, begun, or only on the open page.
import { listHeld } from "./courier.js";
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

// [{scope, known, items, onlyHere, begun}] as listHeld() has them; onlyHere: how many of the items would be gone with the
// page; begun: how many sheets are typed and not submitted, or were refused.
export async function listHoldings(store) {
  const all = await listDeliveries(store);
  const items = await store.listAll("outbox");
  const drafts = (await store.listAll("drafts")).filter((draft) => isBegun(draft, items));
  const begun = [...drafts, ...items.filter((item) => isRefused(item, items) && !drafts.some((draft) => isOfSheet(draft, item)))];
  const isOf = (draft, { scope, known }) => draft.scope === scope && keyOf(all, draft)?.key === known?.key;
  return (await listHeld(store)).map((held) => ({
    ...held,
    onlyHere: held.items.filter((item) => store.isOnlyHere("outbox", item)).length,
    begun: begun.filter((one) => isOf(one, held)).length,
  }));
}
