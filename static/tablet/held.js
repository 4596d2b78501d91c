// What a tablet holds at the moment when it is handed over, of each seat: not received, begun, or only on the open page.
import { listHeld } from "./courier.js";
import { keyOf, listDeliveries } from "./envelope.js";
import { isUnsent } from "./outbox.js";
import { isOfSeat } from "./store.js";

const hasWords = ({ marks = {}, comment_contestant: one, comment_panel: other }) => Boolean(one || other || Object.values(marks).some(Boolean));

// What was made of a draft that the device could not let go of is no longer one.
function isBegun(draft, items) {
  const isOfDraft = (item) => item.appearance === draft.appearance && item.scope === draft.scope && isOfSeat(item, draft.seat);
  return hasWords(draft) && !items.some((item) => isOfDraft(item) && (isUnsent(item) || (item.receipt && !draft.correcting)));
}

// [{scope, known, items, onlyHere, begun}] as listHeld() has them; onlyHere: how many of the items would be gone with the
// page; begun: how many sheets are typed and not submitted.
export async function listHoldings(store) {
  const all = await listDeliveries(store);
  const items = await store.listAll("outbox");
  const drafts = (await store.listAll("drafts")).filter((draft) => isBegun(draft, items));
  const isOf = (draft, { scope, known }) => draft.scope === scope && keyOf(all, draft)?.key === known?.key;
  return (await listHeld(store)).map((held) => ({
    ...held,
    onlyHere: held.items.filter((item) => store.isOnlyHere("outbox", item)).length,
    begun: drafts.filter((draft) => isOf(draft, held)).length,
  }));
}
