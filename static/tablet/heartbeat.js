// Tells the server every few seconds that this tablet is there, what waits on it and how it is, so that the organizer
// sees a silent seat within 20 s. It decides nothing: one that is lost is made good by the next.
import { newId } from "./digest.js";
import { isAnswer, isUnsent } from "./outbox.js";
import { isOfSeat } from "./store.js";

const EVERY_MS = 5000;
const EVERY_HIDDEN_MS = 20000;
// What the server has acknowledged; "conflict" is stored beside a newer revision.
const STORED = new Set(["received", "conflict"]);

const countOf = (items, isCounted) => items.filter(isCounted).length;

export function countsOf(items) {
  return {
    waiting: countOf(items, isUnsent),
    refused: countOf(items, (item) => item.status === "refused"),
    kept: countOf(items, (item) => STORED.has(item.status) && !isAnswer(item)),
  };
}

// The random name of this tablet's storage: another device, or a storage that was cleared, has another one.
export async function tabletId(store) {
  const kept = await store.get("facts", "tablet");
  if (kept) return kept.value;
  const value = newId();
  await store.put("facts", { key: "tablet", value });
  return value;
}

// Few browsers tell; where one does not, nothing is said.
async function batteryOf() {
  const battery = await navigator.getBattery?.().catch(() => null);
  if (!battery) return { battery: null, is_charging: false };
  return { battery: Math.round(battery.level * 100), is_charging: battery.charging };
}

export class Heartbeat {
  #store;
  #outbox;
  #version;
  #send;
  #scope = "";
  #tablet = "";
  #timer = 0;
  #isSending = false;
  #isDue = false;

  // send(report) puts it on its way and may fail
  constructor(store, outbox, version, send) {
    this.#store = store;
    this.#outbox = outbox;
    this.#version = version;
    this.#send = send;
  }

  // From now on for this scope ("heat 7 seat 3"); harmless when called again.
  follow(scope) {
    const isFirst = !this.#scope;
    this.#scope = scope;
    if (!isFirst) return;
    document.addEventListener("visibilitychange", () => this.beat());
    window.addEventListener("online", () => this.beat());
    this.beat();
  }

  async beat() {
    this.#isDue = this.#isSending;
    if (this.#isSending) return;
    this.#isSending = true;
    clearTimeout(this.#timer);
    try {
      await this.#send(await this.#report());
    } catch (lost) {
      // The next one says the same, and more.
    } finally {
      this.#isSending = false;
      const pause = document.hidden ? EVERY_HIDDEN_MS : EVERY_MS;
      this.#timer = setTimeout(() => this.beat(), this.#isDue ? 0 : pause);
    }
  }

  async #report() {
    // A storage that will not keep the name still gets one for as long as the page is open.
    this.#tablet ||= await tabletId(this.#store).catch(() => newId());
    return {
      tablet: this.#tablet,
      version: this.#version,
      ...countsOf([...this.#outbox.items.values()]),
      drafts: countOf(await this.#store.listOf("drafts", this.#scope).catch(() => []), (draft) => isOfSeat(draft, this.#outbox.seat)),
      ...(await batteryOf()),
      is_durable: this.#store.isDurable,
      has_worker: Boolean(navigator.serviceWorker?.controller),
      is_hidden: document.hidden,
    };
  }
}
