// What is typed and not submitted: on the device at each change, on the server a moment later when there is a network.
import { storableText } from "./digest.js";
import { draftKey, isOfSeat } from "./store.js";

const SERVER_AFTER_MS = 900;

export class Drafts {
  #store;
  #scope = "";
  #seat = "";
  #drafts = new Map();
  #old = new Map(); // appearance → the key under which an older version kept the draft, as long as it lies there
  #states = new Map(); // appearance → "" | "device" | "server" | "lost" (only in this page's memory)
  #pending = 0;
  #timers = new Map();
  #sendDraft;
  #changed;

  constructor(store, sendDraft, changed) {
    this.#store = store;
    this.#sendDraft = sendDraft;
    this.#changed = changed;
  }

  async load(scope, seat = "") {
    if (scope === this.#scope && seat === this.#seat) return;
    this.flush();
    const found = (await this.#store.listOf("drafts", scope)).filter((draft) => isOfSeat(draft, seat));
    const isOld = ({ key, appearance }) => key !== draftKey(scope, appearance, seat);
    const old = found.filter(isOld);
    this.#scope = scope;
    this.#seat = seat;
    // Where both lie here, the older version was back for a while: this one moves what it finds at once.
    this.#drafts = new Map([...found.filter((draft) => !isOld(draft)), ...old].map((draft) => [draft.appearance, draft]));
    this.#old = new Map(old.map(({ appearance, key }) => [appearance, key]));
    this.#states = new Map();
    for (const draft of old) await this.#move(draft, draftKey(scope, draft.appearance, seat));
  }

  // Something typed that would be gone with the page.
  get hasUnkept() {
    return this.#pending > 0 || [...this.#states.values()].includes("lost");
  }

  get(appearance) {
    return this.#drafts.get(appearance) ?? null;
  }

  stateOf(appearance) {
    return this.#states.get(appearance) ?? (this.#drafts.has(appearance) ? "device" : "");
  }

  async keep(appearance, content) {
    const key = draftKey(this.#scope, appearance, this.#seat);
    const draft = { ...content, key, scope: this.#scope, appearance, seat: this.#seat };
    this.#drafts.set(appearance, draft);
    clearTimeout(this.#timers.get(appearance));
    this.#timers.set(appearance, setTimeout(() => this.#toServer(appearance), SERVER_AFTER_MS));
    this.#pending += 1;
    const isOnDevice = await this.#store.put("drafts", draft).then(
      () => this.#store.isDurable,
      () => false,
    );
    this.#pending -= 1;
    if (isOnDevice) await this.#removeOld(appearance);
    if (this.#drafts.get(appearance) === draft) this.#states.set(appearance, isOnDevice ? "device" : "lost");
    this.#changed();
  }

  // The device may have room again.
  async keepWhatIsNot() {
    for (const [appearance, state] of [...this.#states]) {
      if (state === "lost") await this.keep(appearance, this.#drafts.get(appearance));
    }
  }

  // No longer shown. It stays on the device as long as what was made of it is not there.
  async drop(appearance, { isKeptElsewhere = true } = {}) {
    clearTimeout(this.#timers.get(appearance));
    this.#timers.delete(appearance);
    this.#drafts.delete(appearance);
    this.#states.delete(appearance);
    if (!isKeptElsewhere) return;
    await this.#store.remove("drafts", draftKey(this.#scope, appearance, this.#seat)).catch(() => null);
    await this.#removeOld(appearance);
  }

  // An older version's key has no seat in it: another seat with the same number would overwrite it.
  async #move(draft, key) {
    await this.#store.put("drafts", { ...draft, key, seat: this.#seat }).then(
      () => this.#removeOld(draft.appearance),
      () => null,
    );
  }

  async #removeOld(appearance) {
    const key = this.#old.get(appearance);
    if (!key) return;
    this.#old.delete(appearance);
    await this.#store.remove("drafts", key).catch(() => this.#old.set(appearance, key));
  }

  // Leaving a sheet or the page: what waits for the server goes at once.
  flush() {
    for (const [appearance, timer] of [...this.#timers]) {
      clearTimeout(timer);
      this.#toServer(appearance);
    }
  }

  async #toServer(appearance) {
    this.#timers.delete(appearance);
    const draft = this.#drafts.get(appearance);
    if (!draft) return;
    try {
      await this.#sendDraft(draft, {
        marks: draft.marks,
        comment_contestant: storableText(draft.comment_contestant),
        comment_panel: storableText(draft.comment_panel),
      });
      if (this.#drafts.get(appearance) === draft) this.#states.set(appearance, "server");
    } catch (lost) {
      // The device has it, and that is what is said; the next change tries again.
    }
    this.#changed();
  }
}
