// The outbox: each revision with its client-made id and digest, from "saved on this tablet" to the server's receipt.
import { digestOf, idAfter, newId, storableText } from "./digest.js";
import { isOfSeat } from "./store.js";

// waiting   to be sent, or sent and not answered yet
// held      the server cannot take it now (the heat is closed, say); asked again from time to time
// refused   the server will never take it as it is; the judge decides
// conflict  the server kept it beside a newer revision; the judge decides
// received  there is a receipt
// gone      an answer to a question that nobody asks any more; nothing is lost by it
// taken_back  the judge has the marks in hand again
const UNSENT = new Set(["waiting", "held"]);
const STORED = new Set(["received", "conflict"]);
const NEVER_TAKEN = new Set(["refused", "taken_back"]);

export const wasNeverTaken = (item) => NEVER_TAKEN.has(item.status);

export const isUnsent = (item) => UNSENT.has(item.status);

// Held until somebody does something about it; what came before it was due needs only time.
export const isHeldUp = (item) => item.status === "held" && item.problem?.code !== "marks_not_due";

// behind: the id of the item of this tablet on which it rests, where that has no receipt yet and replaces is a guess
export function makeItem(scope, turn, content, replaces, behind = "") {
  const payload = {
    appearance: turn.appearance,
    client_id: newId(),
    comment_contestant: storableText(content.comment_contestant),
    comment_panel: storableText(content.comment_panel),
    device_time: new Date().toISOString(),
    marks: { ...content.marks },
    reason: storableText(content.reason ?? "").trim(),
    replaces,
    state: content.state ?? "given",
  };
  return {
    client_id: payload.client_id,
    scope,
    appearance: turn.appearance,
    order: turn.order,
    payload,
    digest: digestOf(payload),
    shown_total: content.shown_total ?? "",
    behind,
    made_at: Date.now(),
    status: "waiting",
    problem: null,
    receipt: null,
  };
}

// The judge's word that a revision stands as it is. It goes the way of the revisions, to another address.
export function makeAnswer(scope, turn) {
  const payload = {
    appearance: turn.appearance,
    client_id: newId(),
    device_time: new Date().toISOString(),
    revision: turn.sheet.question.revision,
  };
  return {
    kind: "answer",
    client_id: payload.client_id,
    scope,
    appearance: turn.appearance,
    order: turn.order,
    payload,
    digest: digestOf(payload),
    made_at: Date.now(),
    status: "waiting",
    problem: null,
    receipt: null,
  };
}

// Items that an older version of the modules kept have no kind: they are revisions.
export const isAnswer = (item) => item.kind === "answer";

// A receipt is believed only if it echoes what was sent: gateways in halls and hotels answer 200 to anything.
export function isReceiptFor(item, receipt) {
  return Boolean(
    receipt && receipt.client_id === item.client_id && receipt.digest === item.digest && receipt.revision > 0,
  );
}

export class Outbox {
  #store;
  scope = "";
  seat = "";
  items = new Map();

  constructor(store) {
    this.#store = store;
  }

  // seat: its pseudonym; what another seat of the same number left here stays where it is
  async load(scope, seat = "") {
    if (scope === this.scope && seat === this.seat) return;
    const found = (await this.#store.listOf("outbox", scope)).filter((item) => isOfSeat(item, seat));
    found.sort((a, b) => a.made_at - b.made_at);
    this.items = new Map(found.map((item) => [item.client_id, item]));
    this.scope = scope;
    this.seat = seat;
  }

  // What another tab has kept or brought to its end meanwhile.
  async refresh() {
    const { scope, seat } = this;
    const found = await this.#store.listOf("outbox", scope).catch(() => []);
    if (scope !== this.scope || seat !== this.seat) return;
    for (const item of found.filter((each) => isOfSeat(each, seat))) {
      const own = this.items.get(item.client_id);
      if (!own || (isUnsent(own) && !own.isVolatile && !isUnsent(item))) this.items.set(item.client_id, item);
    }
  }

  // Written to the device first; only then is there anything to send. What the device does not take is sent from memory
  // all the same, and never called saved. Returns whether it is on the device.
  async keep(item) {
    const kept = { seat: this.seat, ...item };
    delete kept.isVolatile;
    if (!this.items.has(kept.client_id)) kept.made_at = Math.max(kept.made_at, this.#latest + 1);
    const isOnDevice = await this.#store.put("outbox", kept).then(
      () => this.#store.isDurable,
      () => false,
    );
    this.items.set(kept.client_id, isOnDevice ? kept : { ...kept, isVolatile: true });
    return isOnDevice;
  }

  async change(item, values) {
    await this.keep({ ...item, ...values });
  }

  // The device may have room again.
  async keepWhatIsNot() {
    for (const item of this.volatile) await this.keep(item);
  }

  // Not by the device's clock, which may be put right between two sheets: each is later than the one before.
  get #latest() {
    return Math.max(0, ...[...this.items.values()].map((item) => item.made_at));
  }

  newestOf(appearance) {
    let newest = null;
    for (const item of this.items.values()) {
      if (item.appearance === appearance && !isAnswer(item) && (!newest || item.made_at >= newest.made_at)) newest = item;
    }
    return newest;
  }

  // Whether this tablet has answered what the server still asks.
  hasAnswered(turn) {
    const { question } = turn.sheet;
    const isTheAnswer = (item) =>
      isAnswer(item) && item.appearance === turn.appearance && item.payload.revision === question?.revision && item.status !== "gone";
    return [...this.items.values()].some(isTheAnswer);
  }

  // The revision that the next one replaces: the newest that the judge has seen, in the heat or as a receipt, or the one
  // that an unsent item of this tablet will become.
  revisionBehind(turn) {
    const newest = this.newestOf(turn.appearance);
    const seen = Math.max(turn.sheet.revision, ...(turn.sheet.conflicts ?? []).map(({ number }) => number));
    if (newest && isUnsent(newest)) return Math.max(newest.payload.replaces + 1, seen);
    return newest?.status === "received" ? Math.max(newest.receipt.revision, seen) : seen;
  }

  // What a revision that is begun now rests on.
  baseOf(turn) {
    const newest = this.newestOf(turn.appearance);
    return { replaces: this.revisionBehind(turn), behind: newest && isUnsent(newest) ? newest.client_id : "" };
  }

  // The same, as far as it is known by now what became of the item before: what it was received as, or, where it never got
  // there, what it rested on itself. Beside a conflict the guess stays: it is below the conflict's number, and so another.
  baseByNow({ replaces, behind = "" }) {
    const before = this.items.get(behind);
    if (before?.status === "received") return { replaces: before.receipt.revision, behind: "" };
    if (before?.again) return this.baseByNow({ replaces: this.items.get(before.again).payload.replaces + 1, behind: before.again });
    if (before && wasNeverTaken(before)) return this.baseByNow({ replaces: before.payload.replaces, behind: before.behind });
    return { replaces, behind };
  }

  isGuessedWrong({ payload, behind }) {
    const base = this.baseByNow({ replaces: payload.replaces, behind });
    return base.replaces !== payload.replaces || (base.behind !== "" && base.behind !== behind);
  }

  // What was guessed wrong is made anew under another id, before it is sent: else it would wait for a number that never
  // comes, or replace what came under that number from elsewhere.
  async guessAgain() {
    for (const item of this.unsent.sort((a, b) => a.made_at - b.made_at)) {
      if (!this.isGuessedWrong(item)) continue;
      const base = this.baseByNow({ replaces: item.payload.replaces, behind: item.behind });
      const payload = { ...item.payload, client_id: idAfter(item.client_id, base.replaces), replaces: base.replaces };
      const again = { ...item, client_id: payload.client_id, payload, digest: digestOf(payload), behind: base.behind };
      const before = this.items.get(item.behind);
      if (!this.items.has(again.client_id)) await this.keep({ ...again, status: "waiting", problem: null });
      await this.change(item, { status: "taken_back", again: payload.client_id });
      if (before.status === "refused") await this.change(before, { status: "taken_back" });
    }
  }

  get unsent() {
    return [...this.items.values()].filter(isUnsent);
  }

  // Only in this page's memory: gone when it is closed.
  get volatile() {
    return this.unsent.filter((item) => item.isVolatile);
  }

  get undecided() {
    return [...this.items.values()].filter((item) => item.status === "refused");
  }

  // After a restored backup the server has another incarnation: everything is offered to it again, oldest first, also
  // what other seats left on this tablet. "before" is what an item was: so it stays where this is another database, which
  // never knew its seal. mayOffer(item): false where that is known.
  async offerAllAgain(mayOffer = () => true) {
    const again = ({ status, receipt }) => ({ status: "waiting", receipt: null, before: { status, receipt } });
    const kept = await this.#store.listAll("outbox");
    for (const item of [...kept.filter(({ client_id: id }) => !this.items.has(id)), ...this.items.values()]) {
      if (!STORED.has(item.status) || !mayOffer(item)) continue;
      if (this.items.has(item.client_id)) await this.change(item, again(item));
      else await this.#store.put("outbox", { ...item, ...again(item) });
    }
  }

  // What has left the tablet (forgetting.js) leaves the page too.
  forget(ids) {
    for (const id of ids) this.items.delete(id);
  }
}
