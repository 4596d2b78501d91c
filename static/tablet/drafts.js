// What is typed and not submitted: on the device at each change, on the server a moment later when there is a network.
import { storableText } from "./digest.js";
import { draftKey } from "./store.js";

const SERVER_AFTER_MS = 900;

export class Drafts {
  #store;
  #scope = "";
  #drafts = new Map();
  #states = new Map(); // appearance → "" | "device" | "server"
  #timers = new Map();
  #sendDraft;
  #changed;

  constructor(store, sendDraft, changed) {
    this.#store = store;
    this.#sendDraft = sendDraft;
    this.#changed = changed;
  }

  async load(scope) {
    if (scope === this.#scope) return;
    this.#scope = scope;
    const found = await this.#store.listOf("drafts", scope);
    this.#drafts = new Map(found.map((draft) => [draft.appearance, draft]));
  }

  get(appearance) {
    return this.#drafts.get(appearance) ?? null;
  }

  stateOf(appearance) {
    return this.#states.get(appearance) ?? (this.#drafts.has(appearance) ? "device" : "");
  }

  async keep(appearance, content) {
    const draft = { key: draftKey(this.#scope, appearance), scope: this.#scope, appearance, ...content };
    this.#drafts.set(appearance, draft);
    clearTimeout(this.#timers.get(appearance));
    this.#timers.set(appearance, setTimeout(() => this.#toServer(appearance), SERVER_AFTER_MS));
    try {
      await this.#store.put("drafts", draft);
      this.#states.set(appearance, "device");
    } catch (full) {
      this.#states.set(appearance, "");
    }
    this.#changed();
  }

  async drop(appearance) {
    clearTimeout(this.#timers.get(appearance));
    this.#timers.delete(appearance);
    this.#drafts.delete(appearance);
    this.#states.delete(appearance);
    await this.#store.remove("drafts", draftKey(this.#scope, appearance));
  }

  // Leaving a sheet or the page: what waits for the server goes at once.
  flush() {
    for (const [appearance, timer] of this.#timers) {
      clearTimeout(timer);
      this.#toServer(appearance);
    }
    this.#timers.clear();
  }

  async #toServer(appearance) {
    this.#timers.delete(appearance);
    const draft = this.#drafts.get(appearance);
    if (!draft) return;
    try {
      await this.#sendDraft(appearance, {
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
