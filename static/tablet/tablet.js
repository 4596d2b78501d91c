// The judge's page at work: which contestant is shown, what is typed, what is kept, what is sent.
import { Drafts } from "./drafts.js";
import { Outbox, makeAnswer, makeItem } from "./outbox.js";
import { Sheet, correctionOf, orderOnStage, signOf, standing } from "./sheet.js";
import { Sync } from "./sync.js";
import { keepDelivery } from "./envelope.js";
import { scopeOf } from "./store.js";
import { askCorrection, askRecusal, confirmSubmission } from "./dialogs.js";
import { showBadge, showBar } from "./view_bar.js";
import { ownTotals, showList } from "./view_list.js";
import { showNotices, standingNotices } from "./view_notices.js";
import { markingView, settledView, turnHead } from "./view_sheet.js";
import { el } from "./dom.js";
import { setZone, w } from "./words.js";

export class Tablet {
  #store;
  #places;
  #outbox;
  #drafts;
  #sync;
  #signIn;
  #heat = null;
  #order = 0;
  #sheet = null; // being marked; null while a settled sheet is shown
  #shownAs = ""; // what the middle shows, so that it is built again only when that changes
  #stageOrder = 0;
  #tools = el("div", { id: "sheet-tools" });

  constructor(store, places, { api, token, signIn }) {
    this.#store = store;
    this.#places = places;
    this.#signIn = signIn;
    this.#outbox = new Outbox(store);
    this.#sync = new Sync(api, this.#outbox, token, {
      heat: (body) => this.#receiveHeat(body),
      changed: () => this.#refresh(),
    });
    this.#drafts = new Drafts(store, (appearance, content) => this.#sync.saveDraft(appearance, content), () => this.#refreshBar());
  }

  async start(order) {
    this.#order = order;
    await this.#sync.start();
    if (this.#heat) return;
    const kept = await this.#store.get("facts", "heat");
    if (!kept) throw new Error("no heat");
    await this.#receiveHeat(kept.body, { isKept: true });
  }

  // ---- what comes in

  async #receiveHeat(body, { isKept = false } = {}) {
    const isFirst = this.#heat === null;
    const before = await this.#store.get("facts", "incarnation");
    this.#heat = body;
    setZone(body.heat.timezone);
    const scope = scopeOf(body);
    await this.#outbox.load(scope);
    await this.#drafts.load(scope);
    if (!isKept) {
      await this.#store.put("facts", { key: "heat", body: { ...body, csrf_token: "" } });
      await keepDelivery(this.#store, body);
      if (before && before.value !== body.incarnation) await this.#outbox.offerAllAgain();
    }
    this.#followStage(isFirst);
    if (isFirst) this.#takeOver();
    this.#refresh();
  }

  #takeOver() {
    this.#places.takeOver();
    window.addEventListener("hashchange", () => this.#choose(Number(location.hash.slice(1)), { isFocused: true }));
    window.addEventListener("pagehide", () => this.#drafts.flush());
  }

  // The stage leads, but never away from a sheet that somebody has begun.
  #followStage(isFirst) {
    const turns = this.#heat.turns;
    const order = orderOnStage(turns);
    const hasMoved = order !== 0 && order !== this.#stageOrder;
    this.#stageOrder = order;
    if (!this.#turn) {
      const next = turns.find((turn) => ["draft", "empty"].includes(this.#standingOf(turn).status));
      this.#order = order || (next ?? turns[0])?.order || 0;
    } else if (hasMoved && !isFirst && !this.#isBusy) {
      this.#choose(order);
    }
  }

  // ---- what is shown

  get #turn() {
    return this.#heat?.turns.find((turn) => turn.order === this.#order) ?? null;
  }

  get #isBusy() {
    const isTyping = Boolean(this.#sheet) && !this.#sheet.isUntouched;
    return isTyping || document.querySelector("dialog[open]") !== null;
  }

  #standingOf(turn) {
    const draft = this.#drafts.get(turn.appearance) ?? turn.sheet.draft;
    return standing(turn, this.#outbox.newestOf(turn.appearance), draft, this.#heat.heat.state, this.#outbox.hasAnswered(turn));
  }

  get #lines() {
    return this.#heat.turns.map((turn) => ({
      turn,
      standing: this.#standingOf(turn),
      isCurrent: turn.order === this.#order,
      isOnStage: turn.order === this.#stageOrder,
    }));
  }

  #choose(order, { isFocused = false } = {}) {
    if (!this.#heat?.turns.some((turn) => turn.order === order) || order === this.#order) return;
    this.#drafts.flush();
    this.#order = order;
    history.replaceState(null, "", `#${order}`);
    this.#refresh();
    window.scrollTo({ top: 0 });
    if (isFocused) document.querySelector("#sheet-title")?.focus({ preventScroll: true });
  }

  #refresh() {
    if (!this.#heat) return;
    showList(this.#places.list, this.#lines, (order) => this.#choose(order, { isFocused: true }));
    showBadge(this.#places.badge, this.#outbox, this.#sync.connection, () => this.#sync.wake());
    const turn = this.#turn;
    this.#places.bar.hidden = !turn;
    if (!turn) {
      this.#places.root.replaceChildren(...standingNotices(this.#facts), el("p.muted", {}, w("nobody_yet")));
      return;
    }
    this.#showTurn(turn);
    showNotices(this.#tools, this.#facts);
    this.#refreshBar();
  }

  // The middle is built anew only when what it shows has changed: typed text and focus stay where they are.
  #showTurn(turn) {
    const now = this.#standingOf(turn);
    const draft = this.#drafts.get(turn.appearance);
    const isCorrecting = Boolean(draft?.correcting) && now.isOpen && now.state !== "not_yet";
    const isMarking = isCorrecting || ((now.status === "empty" || now.status === "draft") && now.isOpen);
    const shownAs = signOf(turn, now, isMarking ? [isCorrecting, this.#heat.rubric.digest] : null);
    if (shownAs === this.#shownAs) return;
    this.#shownAs = shownAs;
    this.#sheet = isMarking ? new Sheet(turn, this.#heat.rubric, draft ?? turn.sheet.draft ?? {}) : null;
    const middle = this.#sheet ? markingView(this.#sheet, { change: () => this.#change(), enter: () => this.#submit() }) : this.#settled(turn, now);
    const onRecuse = this.#sheet && !isCorrecting ? () => this.#recuse(turn) : null;
    this.#places.root.replaceChildren(turnHead(turn, onRecuse), this.#tools, ...middle);
  }

  #settled(turn, now) {
    if (["empty", "draft"].includes(now.status)) return [el("p.muted", {}, w(`heat_${this.#heat.heat.state}`))];
    return settledView(turn, now, this.#heat.rubric, {
      correct: () => this.#correct(turn, now),
      retry: () => this.#outbox.change(now.item, { status: "waiting" }).then(() => this.#sync.wake()),
      takeBack: () => this.#takeBack(turn, now.item),
      choose: (revision) => this.#settle(turn, revision),
      confirm: () => this.#confirm(turn),
      answer: () => this.#correct(turn, now, w("question_reason")),
    });
  }

  get #facts() {
    const turn = this.#turn;
    const isElsewhere = this.#stageOrder !== 0 && this.#stageOrder !== this.#order;
    return {
      heat: this.#heat,
      isDurable: this.#store.isDurable,
      connection: this.#sync.connection,
      isTakenOver: this.#sync.signedOutCode === "seat_taken_over",
      isWaiting: Boolean(turn) && ["waiting", "held"].includes(this.#standingOf(turn).status),
      signIn: this.#signIn,
      stageOrder: isElsewhere ? this.#stageOrder : 0,
      correction: turn && this.#drafts.get(turn.appearance)?.correcting ? this.#drafts.get(turn.appearance).reason : "",
      goToStage: () => this.#choose(this.#stageOrder, { isFocused: true }),
      askedOrder: this.#lines.find((line) => line.standing.status === "question" && !line.isCurrent)?.turn.order ?? 0,
      goTo: (order) => this.#choose(order, { isFocused: true }),
      cancelCorrection: () => this.#cancelCorrection(this.#turn),
    };
  }

  #refreshBar() {
    const turn = this.#turn;
    if (!turn) return;
    const lines = this.#lines;
    const next = lines.find((line) => line.turn.order > this.#order && ["empty", "draft"].includes(line.standing.status));
    showBar(this.#places.bar, {
      sheet: this.#sheet,
      standing: this.#standingOf(turn),
      rubric: this.#heat.rubric,
      draft: this.#drafts.stateOf(turn.appearance),
      next: next?.turn.order ?? 0,
      submit: () => this.#submit(),
      goNext: () => this.#choose(next.turn.order, { isFocused: true }),
    });
    const totals = ownTotals(lines);
    document.querySelector("#own-totals")?.remove();
    const rubric = this.#places.root.querySelector(".rubric");
    if (totals) (rubric ?? this.#places.root.lastElementChild).after(el("div", { id: "own-totals" }, totals));
  }

  // ---- what the judge does

  #change() {
    const { turn } = this.#sheet;
    const before = this.#drafts.get(turn.appearance);
    this.#drafts.keep(turn.appearance, { ...this.#sheet.content, correcting: before?.correcting ?? false, reason: before?.reason ?? "" });
    this.#refreshBar();
  }

  async #submit() {
    const sheet = this.#sheet;
    if (!sheet) return;
    if (!sheet.isReady) {
      const [criterion] = sheet.faults[0];
      this.#say(w("missing", { done: sheet.markedCount, all: sheet.rubric.criteria.length }));
      document.getElementById(`mark-${criterion.key}`)?.focus();
      return;
    }
    const reason = this.#drafts.get(sheet.turn.appearance)?.reason ?? "";
    if (!(await confirmSubmission(sheet, reason))) return;
    await this.#send(sheet.turn, { ...sheet.content, marks: sheet.cleanMarks, reason, shown_total: sheet.totalText });
  }

  async #recuse(turn) {
    const reason = await askRecusal(turn);
    if (!reason) return;
    await this.#send(turn, { marks: {}, comment_contestant: "", comment_panel: "", reason, state: "recused" });
  }

  async #settle(turn, revision) {
    await this.#send(turn, { ...revision, reason: w("settled_reason", { number: revision.number }), shown_total: revision.judge_total });
  }

  // Onto the device first. Only then is the sheet locked and sent.
  async #send(turn, content) {
    const item = makeItem(scopeOf(this.#heat), turn, content, this.#outbox.revisionBehind(turn));
    await this.#keep(item);
    await this.#drafts.drop(turn.appearance);
    this.#say(w("waiting_title"));
    this.#refresh();
    await this.#sync.send();
    this.#sayOutcome(item);
  }

  async #keep(item) {
    try {
      await this.#outbox.keep(item);
    } catch (full) {
      this.#say(w("storage_full"));
      this.#outbox.items.set(item.client_id, item);
    }
  }

  async #confirm(turn) {
    await this.#keep(makeAnswer(scopeOf(this.#heat), turn));
    this.#say(w("answered_title"));
    this.#refresh();
    document.querySelector("#sheet-title")?.focus({ preventScroll: true });
    await this.#sync.send();
  }

  #sayOutcome({ client_id: id }) {
    const item = this.#outbox.items.get(id);
    if (item?.status === "received") this.#say(w("received_title"));
    document.querySelector("#sheet-title")?.focus({ preventScroll: true });
  }

  async #correct(turn, now, given = "") {
    const reason = given || (await askCorrection(turn));
    if (!reason) return;
    const draft = this.#drafts.get(turn.appearance) ?? turn.sheet.draft;
    await this.#drafts.keep(turn.appearance, { ...correctionOf(now, draft), reason });
    this.#refresh();
    document.querySelector(".criterion__value")?.focus();
  }

  async #cancelCorrection(turn) {
    await this.#drafts.drop(turn.appearance);
    this.#refresh();
  }

  // What the server will not take goes back into the judge's hands; the refused item stays on the device.
  async #takeBack(turn, item) {
    await this.#outbox.change(item, { status: "taken_back" });
    const { marks, comment_contestant, comment_panel, reason } = item.payload;
    const correcting = turn.sheet.state !== "not_yet";
    await this.#drafts.keep(turn.appearance, { marks, comment_contestant, comment_panel, correcting, reason });
    this.#refresh();
  }

  #say(text) {
    this.#places.say.textContent = text;
  }
}
