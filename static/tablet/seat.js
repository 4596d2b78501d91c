// What this tablet holds of one seat: the heat, what was submitted, what is typed; and the sending of both.
import { deliver } from "./delivery.js";
import { Drafts } from "./drafts.js";
import { findDelivery, keepDelivery, keepTurn, keyOf, listDeliveries, maySeal, nameSeats } from "./envelope.js";
import { Heartbeat } from "./heartbeat.js";
import { isMarked } from "./lock_mark.js";
import { Outbox, makeAnswer, makeItem } from "./outbox.js";
import { standing } from "./sheet.js";
import { Sync } from "./sync.js";
import { scopeOf } from "./store.js";

const TO_MARK = ["draft", "empty"];

// To which seat this tab's page gave way last; kept over its reload, and told where no new one is given.
function gaveWayTo(scope = null) {
  try {
    if (scope !== null) sessionStorage.setItem("rostrum-gave-way", scope);
    return sessionStorage.getItem("rostrum-gave-way") ?? "";
  } catch (refused) {
    return "";
  }
}

export class Seat {
  heat = null;
  outbox;
  drafts;
  sync;
  #store;
  #heartbeat;
  #on;

  // facts: {api, scope, token, version}; on: {heat(isFirst), changed(), typed(), other(): another seat signed in}
  constructor(store, { api, scope, token, version }, on) {
    this.#store = store;
    this.#on = on;
    this.outbox = new Outbox(store);
    this.sync = new Sync(api, this.outbox, { scope, token }, {
      heat: (body) => this.#receive(body),
      changed: on.changed,
      mend: () => this.#mend(),
      deliver: (item) => this.#deliver(api, item),
    });
    this.#heartbeat = new Heartbeat(store, this.outbox, version, (report) => this.sync.beat(report));
    this.drafts = new Drafts(store, (draft, content) => this.sync.saveDraft(draft, content), on.typed);
  }

  get scope() {
    return this.heat ? scopeOf(this.heat) : "";
  }

  // The heat that was on this tablet last, without asking anybody. A page that the server made for a seat shows only
  // what is of that seat; the page of nobody what is of the seat whose turn it is.
  async openKept(scope) {
    const fact = (key) => this.#store.get("facts", key).catch(() => null);
    const kept = await fact("heat");
    const turns = scope ? [scope] : [(await fact("scope"))?.value, (await fact("lock"))?.openedBy].filter(Boolean);
    if (scope) await this.#note({ key: "scope", value: scope });
    const isOwn = kept && (turns.includes(scopeOf(kept.body)) || !turns.length);
    if (isOwn) {
      await this.#adopt(kept.body);
      // What a courier could not take is made anew by its own seat's page, a network or none.
      await this.outbox.guessAgain().catch(() => null);
    } else if (kept && scope) await this.#store.remove("facts", "heat").catch(() => null);
  }

  async #receive(body) {
    if (this.heat && scopeOf(body) !== this.scope) {
      if (await this.#givesWay(body)) this.#on.other();
      throw new Error("another seat is signed in");
    }
    gaveWayTo("");
    await this.#adopt(body, async () => {
      const before = await this.#store.get("facts", "incarnation").catch(() => null);
      await keepDelivery(this.#store, body).catch(() => null);
      if (before && before.value !== body.incarnation) await this.#offerAllAgain();
      await this.#note({ key: "heat", body: { ...body, csrf_token: "" } });
      await this.#note({ key: "incarnation", value: body.incarnation });
      if (body.final_heats?.length) await this.#forget(body).catch(() => null);
    });
  }

  // But not what was marked on another database: its key is put aside by now.
  async #offerAllAgain() {
    const all = await listDeliveries(this.#store);
    await this.outbox.offerAllAgain((item) => !keyOf(all, item)?.isFormer);
  }

  // Another seat is signed in: its page is asked for, once. Where the network is too slow to bring it, the page of nobody
  // stands in for it with what is kept here, so that must be of this seat by then; behind a lock it is whose PIN was right,
  // and the lock ends the other sign-in.
  async #givesWay(body) {
    const scope = scopeOf(body);
    if (gaveWayTo() === scope) return false;
    if (isMarked()) return true;
    gaveWayTo(scope);
    await keepTurn(this.#store, body).catch(() => null);
    return true;
  }

  async #adopt(body, settle = async () => {}) {
    const isFirst = this.heat === null;
    const scope = scopeOf(body);
    const seat = body.delivery?.seat ?? "";
    await nameSeats(this.#store, scope).catch(() => null);
    await this.outbox.load(scope, seat);
    await this.drafts.load(scope, seat);
    this.heat = body;
    await settle();
    this.#heartbeat.follow(scope);
    this.#on.heat(isFirst);
  }

  // Rounds that are final need no backup any more.
  async #forget(body) {
    const { forgetFinal } = await import("./forgetting.js");
    this.outbox.forget(await forgetFinal(this.#store, body));
  }

  // A fact that the device does not take is asked for again another time.
  async #note(fact) {
    await this.#store.put("facts", fact).catch(() => null);
  }

  // Where nobody is signed in any more, by the key of the seat's card; null where there is none.
  async #deliver(api, item) {
    const known = await findDelivery(this.#store, item.scope).catch(() => null);
    return maySeal(known, item) ? deliver(api.replace(/\/judge$/, ""), known.delivery, item) : null;
  }

  async #mend() {
    await this.outbox.keepWhatIsNot();
    await this.drafts.keepWhatIsNot();
  }

  // ---- how things stand

  get hasUnkept() {
    return this.drafts.hasUnkept || this.outbox.volatile.length > 0;
  }

  draftOf(turn) {
    return this.drafts.get(turn.appearance) ?? turn.sheet.draft ?? null;
  }

  standingOf(turn) {
    return standing(turn, this.outbox.newestOf(turn.appearance), this.draftOf(turn), this.heat.heat.state, this.outbox.hasAnswered(turn));
  }

  isToBeMarked(turn) {
    return TO_MARK.includes(this.standingOf(turn).status);
  }

  turnAt(order) {
    return this.heat?.turns.find((turn) => turn.order === order) ?? null;
  }

  // ---- what the judge hands in

  // Onto the device first; only then is there anything to send. Returns the id and whether the device has it.
  async submit(turn, content) {
    const { replaces, behind } = this.outbox.baseByNow(content.base ?? this.outbox.baseOf(turn));
    const item = makeItem(this.scope, turn, content, replaces, behind);
    const isKept = await this.outbox.keep(item);
    await this.drafts.drop(turn.appearance, { isKeptElsewhere: isKept });
    return { id: item.client_id, isKept };
  }

  async answer(turn) {
    await this.outbox.keep(makeAnswer(this.scope, turn));
  }

  // What the server will not take goes back into the judge's hands; the refused item stays on the device.
  async takeBack(turn, item) {
    const { marks, comment_contestant, comment_panel, reason } = item.payload;
    const correcting = turn.sheet.state !== "not_yet";
    // What the server has instead of a revision that it does not know was never seen: both are to be shown.
    const isUnknown = item.problem?.code === "revision_unknown";
    const base = isUnknown ? { replaces: 0 } : { replaces: item.payload.replaces, behind: item.behind };
    await this.drafts.keep(turn.appearance, { marks, comment_contestant, comment_panel, correcting, reason, base });
    await this.outbox.change(item, { status: "taken_back" });
  }
}
