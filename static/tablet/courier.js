// Delivering what other seats left on this tablet, each under its own seal. Nothing of it ever gets into the scope of
// the seat that is marking now.
import { deliver } from "./delivery.js";
import { isAnswer, isReceiptFor, isUnsent, wasNeverTaken } from "./outbox.js";
import { keyOf, listDeliveries } from "./envelope.js";

const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 60000;

// What an answer makes of an item: the values that change, or null where it is only asked again later.
export function outcomeOf(item, { status, body }) {
  if (status === 200 && isReceiptFor(item, body)) return { status: "received", receipt: body, problem: null, behind: "" };
  const code = body?.code ?? "";
  if (!code) return null;
  // Another database than the one that gave the receipt.
  if (code === "delivery_not_genuine" && item.before) return { ...item.before, problem: null };
  if (isAnswer(item) && [400, 409].includes(status)) return { status: "gone", problem: body };
  if (status === 409 && code === "sheet_conflict") return { status: "conflict", problem: body, behind: "" };
  if (status === 409 && code === "id_taken") return { status: "refused", problem: body };
  if (status === 409) return { status: "held", problem: body };
  if (status === 400) return { status: "refused", problem: body };
  return [401, 404].includes(status) ? { status: item.status, problem: body } : null;
}

// What each seat of this tablet still holds: [{scope, known, items}], known being its key or null. Of another database's
// seat with the same number only what it still holds counts.
export async function listHeld(store) {
  const all = await listDeliveries(store);
  const held = new Map(all.map((known) => [known.key, { scope: known.scope, known, items: [] }]));
  for (const item of await store.listAll("outbox")) {
    const known = keyOf(all, item) ?? null;
    const key = known?.key ?? item.scope;
    if (!held.has(key)) held.set(key, { scope: item.scope, known, items: [] });
    if (isUnsent(item)) held.get(key).items.push(item);
  }
  const shown = [...held.values()].filter(({ known, items }) => !known?.isFormer || items.length > 0);
  for (const { items } of shown) items.sort((a, b) => a.made_at - b.made_at);
  return shown;
}

// Whether a key is of another database than the one that was read last: that one knows nothing of its seats.
export const isElsewhere = (known, incarnation) => Boolean(known?.isFormer) && known.incarnation !== incarnation;

// The number that it replaces was guessed of an item that never got there, or came under another one: its own seat's page
// makes it anew.
export function restsOnNothing(item, before) {
  if (!before) return false;
  const isOther = before.status === "received" && before.receipt.revision !== item.payload.replaces;
  return isOther || wasNeverTaken(before);
}

export class Courier {
  #store;
  #api;
  #isAbroad;
  #changed;
  #failures = 0;
  #isBusy = false;
  #timer = 0;

  // isAbroad(scope): whether a scope is the courier's, or a promise of that; changed(): something was delivered, or will not be.
  constructor(store, api, isAbroad, changed = () => {}) {
    this.#store = store;
    this.#api = api;
    this.#isAbroad = isAbroad;
    this.#changed = changed;
  }

  start() {
    const wake = () => {
      this.#failures = 0;
      this.run();
    };
    for (const name of ["online", "pageshow", "focus"]) window.addEventListener(name, wake);
    document.addEventListener("visibilitychange", wake);
    return this.run();
  }

  // One tab at a time; where there are no locks the server's ids keep a double delivery harmless.
  async run() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    clearTimeout(this.#timer);
    try {
      if (navigator.locks) {
        await navigator.locks.request("rostrum-courier", { ifAvailable: true }, (lock) => (lock ? this.#runAll() : true));
      } else {
        await this.#runAll();
      }
    } catch (lost) {
      this.#failures += 1;
    } finally {
      this.#isBusy = false;
      const isDone = this.#failures === 0;
      const grown = isDone ? LONGEST_WAIT_MS : Math.min(FIRST_WAIT_MS * 2 ** (this.#failures - 1), LONGEST_WAIT_MS);
      this.#timer = setTimeout(() => this.run(), grown * (0.75 + Math.random() / 2));
    }
  }

  async #runAll() {
    let isHeld = false;
    const here = (await this.#store.get("facts", "incarnation"))?.value;
    for (const { scope, known, items } of await listHeld(this.#store)) {
      if (!known || isElsewhere(known, here) || items.length === 0 || !(await this.#isAbroad(scope))) continue;
      isHeld = (await this.#runScope(known.delivery, items)) || isHeld;
    }
    this.#failures = isHeld ? this.#failures + 1 : 0;
  }

  // Oldest first; behind one that the server cannot take now, the later ones of the same sheet wait.
  async #runScope(delivery, items) {
    const stuck = new Set();
    for (const item of items) {
      if (await this.#restsOnNothing(item)) stuck.add(item.appearance);
      if (stuck.has(item.appearance)) continue;
      const values = outcomeOf(item, await deliver(this.#api, delivery, item));
      if (!values) return true;
      await this.#store.put("outbox", { ...item, ...values });
      if (isUnsent(values)) stuck.add(item.appearance);
      this.#changed();
    }
    return stuck.size > 0;
  }

  async #restsOnNothing(item) {
    return restsOnNothing(item, item.behind ? await this.#store.get("outbox", item.behind) : null);
  }
}
