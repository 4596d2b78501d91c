// What is typed and not submitted: on the device at each change, on the server a moment later when there is a network.
import { storableText } from "./digest.js";
import { draftKey, isOfSeat } from "./store.js";

const SERVER_AFTER_MS = 900;

export class Drafts {
  #store;
  #scope = "";
  #seat = "";
  #drafts = new Map();
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
    this.#scope = scope;
    this.#seat = seat;
    this.#drafts = new Map(found.map((draft) => [draft.appearance, draft]));
    this.#states = new Map();
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
    const draft = { key: draftKey(this.#scope, appearance), scope: this.#scope, appearance, ...content, seat: this.#seat };
    this.#drafts.set(appearance, draft);
    clearTimeout(this.#timers.get(appearance));
    this.#timers.set(appearance, setTimeout(() => this.#toServer(appearance), SERVER_AFTER_MS));
    this.#pending += 1;
    const isOnDevice = await this.#store.put("drafts", draft).then(
      () => this.#store.isDurable,
      () => false,
    );
    this.#pending -= 1;
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
    if (isKeptElsewhere) await this.#store.remove("drafts", draftKey(this.#scope, appearance)).catch(() => null);
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
