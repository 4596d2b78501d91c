// The judge's page at work: which contestant is shown, and what the judge does about it.
import { Acts } from "./acts.js";
import { Sheet, dueElsewhere, dueOf, isToCome, orderOnStage, signOf, typedTotal } from "./sheet.js";
import { Seat } from "./seat.js";
import { Client, mayHaveWorker } from "./client.js";
import { isMarked } from "./lock_mark.js";
import { showBadge, showBar } from "./view_bar.js";
import { showList, showOwnTotals } from "./view_list.js";
import { showNotices, showPlace, standingNotices } from "./view_notices.js";
import { markingView, settledView, turnHead } from "./view_sheet.js";
import { el } from "./dom.js";
import { setZone, w } from "./words.js";

export class Tablet {
  #store;
  #places;
  #seat;
  #client;
  #acts;
  #facts;
  #order = 0;
  #sheet = null; // being marked; null while a settled sheet is shown
  #shownAs = ""; // what the middle shows, so that it is built again only when that changes
  #stageOrder = 0;
  #tools = el("div", { id: "sheet-tools" });

  // facts: what the page was made with: api, scope, token, signIn, worker, version
  constructor(store, places, facts) {
    this.#store = store;
    this.#places = places;
    this.#facts = facts;
    this.#seat = new Seat(store, facts, {
      heat: (isFirst) => this.#onHeat(isFirst),
      changed: () => this.#refresh(),
      typed: () => this.#refreshBar(),
      other: () => this.#makeRoom(),
    });
    this.#acts = new Acts(this.#seat, {
      refresh: () => this.#refresh(),
      say: (text) => (places.say.textContent = text),
      wake: () => this.#client.askToBeWoken(),
      choose: (order) => this.#choose(order),
      askForMissing: () => {
        this.#sheet?.askForMissing();
        this.#refreshBar();
      },
    });
    this.#client = new Client(facts, {
      mayReload: (version) => !this.#isBusy && !this.#seat.hasUnkept && (version >= store.version || this.#outbox.unsent.length === 0),
      changed: () => this.#refresh(),
      wake: () => this.#seat.sync.wake(),
    });
  }

  // What is on the tablet is shown at once; the network is asked beside it.
  async start(order) {
    this.#order = order;
    window.addEventListener("beforeunload", (event) => {
      if (this.#seat.hasUnkept) event.preventDefault();
    });
    await this.#seat.openKept(this.#facts.scope);
    const asked = this.#seat.sync.start();
    if (!this.#seat.heat) await asked;
    this.#client.start();
    if (!this.#seat.heat && this.#facts.scope) throw new Error("no heat");
    this.#refresh();
  }

  get #outbox() {
    return this.#seat.outbox;
  }

  get #heat() {
    return this.#seat.heat;
  }

  // Another seat is signed in: its page takes this one's place. Where this seat came in by its PIN without a network, or
  // the tablet is locked, the lock ends that sign-in first.
  #makeRoom() {
    if (this.#facts.scope || !isMarked()) location.reload();
  }

  // ---- what comes in

  #onHeat(isFirst) {
    setZone(this.#heat.heat.timezone);
    this.#followStage(isFirst);
    if (isFirst) this.#takeOver();
    this.#client.look(this.#heat.client);
    this.#refresh();
  }

  #takeOver() {
    this.#places.takeOver();
    showPlace(this.#places.where, this.#heat);
    window.addEventListener("hashchange", () => this.#choose(Number(location.hash.slice(1)), { isFocused: true }));
    window.addEventListener("pagehide", () => this.#seat.drafts.flush());
  }

  // The stage leads, but never away from a sheet that somebody has begun.
  #followStage(isFirst) {
    const turns = this.#heat.turns;
    const order = orderOnStage(turns);
    const hasMoved = order !== 0 && order !== this.#stageOrder;
    this.#stageOrder = order;
    if (!this.#turn) {
      const next = turns.find((turn) => this.#seat.isToBeMarked(turn));
      this.#order = order || (next ?? turns[0])?.order || 0;
    } else if (hasMoved && !isFirst && !this.#isBusy) {
      this.#choose(order);
    }
  }

  // ---- what is shown

  get #turn() {
    return this.#seat.turnAt(this.#order);
  }

  get #isBusy() {
    return (this.#sheet && !this.#sheet.isUntouched) || document.querySelector("dialog[open]") !== null;
  }

  get #isTakenOver() {
    const { connection, signedOutCode } = this.#seat.sync;
    return connection === "signed_out" && signedOutCode === "seat_taken_over";
  }

  get #lines() {
    return this.#heat.turns.map((turn) => ({
      turn,
      standing: this.#seat.standingOf(turn),
      isCurrent: turn.order === this.#order,
      isOnStage: turn.order === this.#stageOrder,
      isCorrecting: Boolean(this.#seat.drafts.get(turn.appearance)?.correcting),
    }));
  }

  #choose(order, { isFocused = false } = {}) {
    if (!this.#seat.turnAt(order) || order === this.#order) return;
    this.#seat.drafts.flush();
    this.#order = order;
    history.replaceState(null, "", `#${order}`);
    this.#refresh();
    window.scrollTo({ top: 0 });
    if (isFocused) document.querySelector("#sheet-title")?.focus({ preventScroll: true });
  }

  #refresh() {
    if (!this.#heat) return this.#showNothing();
    this.#acts.followUp();
    showList(this.#places.list, this.#lines, (order) => this.#choose(order, { isFocused: true }));
    this.#refreshBadge();
    const turn = this.#turn;
    this.#places.bar.hidden = !turn;
    if (!turn) {
      this.#places.root.replaceChildren(...standingNotices(this.#shownFacts), el("p.muted", {}, w("nobody_yet")));
      return;
    }
    this.#showTurn(turn);
    showNotices(this.#tools, this.#shownFacts);
    this.#refreshBar();
    this.#client.renew();
  }

  // The page of nobody on a tablet that holds no heat: to the sign-in, or wait for a network.
  #showNothing() {
    if (this.#facts.scope) return;
    if (this.#seat.sync.connection === "signed_out") location.replace(this.#facts.signIn);
    else this.#places.nothing();
  }

  // The middle is built anew only when what it shows has changed: typed text and focus stay where they are.
  #showTurn(turn) {
    const now = this.#seat.standingOf(turn);
    const draft = this.#seat.drafts.get(turn.appearance);
    const isCorrecting = Boolean(draft?.correcting) && now.isOpen && now.state !== "not_yet";
    const isMarking = isCorrecting || ((now.status === "empty" || now.status === "draft") && now.isOpen);
    const shownAs = signOf(turn, now, isMarking ? [isCorrecting, this.#heat.rubric.digest] : null, this.#isTakenOver);
    if (shownAs === this.#shownAs) return;
    this.#shownAs = shownAs;
    this.#sheet = isMarking ? new Sheet(turn, this.#heat.rubric, draft ?? turn.sheet.draft ?? {}) : null;
    const middle = this.#sheet ? markingView(this.#sheet, { change: () => this.#change(), enter: () => this.#submit() }) : this.#settled(turn, now);
    const onRecuse = this.#sheet && !isCorrecting ? () => this.#acts.recuse(turn) : null;
    this.#places.root.replaceChildren(turnHead(turn, onRecuse), this.#tools, ...middle);
  }

  #settled(turn, now) {
    if (["empty", "draft"].includes(now.status)) return [el("p.muted", {}, w(`heat_${this.#heat.heat.state}`))];
    return settledView(turn, now, this.#heat.rubric, {
      correct: () => this.#acts.correct(turn, now),
      retry: () => this.#acts.retry(now.item),
      takeBack: () => this.#acts.takeBack(turn, now.item),
      choose: this.#isTakenOver ? null : (revision) => this.#acts.settle(turn, revision),
      confirm: () => this.#acts.confirm(turn),
      answer: () => this.#acts.correct(turn, now, w("question_reason")),
    });
  }

  // The first other contestant whose line is such; 0 where there is none.
  #elsewhere(isSuch) {
    return this.#lines.find((line) => !line.isCurrent && isSuch(line))?.turn.order ?? 0;
  }

  get #shownFacts() {
    const turn = this.#turn;
    const isElsewhere = this.#stageOrder !== 0 && this.#stageOrder !== this.#order;
    return {
      heat: this.#heat,
      trouble: this.#store.trouble,
      mayHaveWorker: mayHaveWorker(),
      isNewer: this.#client.isNewer,
      keepAgain: () => this.#seat.sync.wake(),
      mayReload: () => !this.#seat.hasUnkept,
      reload: () => location.reload(),
      renew: () => this.#client.renew({ isWished: true }),
      connection: this.#seat.sync.connection,
      isTakenOver: this.#isTakenOver,
      isWaiting: Boolean(turn) && ["waiting", "held", "unsaved"].includes(this.#seat.standingOf(turn).status),
      signIn: this.#facts.signIn,
      stageOrder: isElsewhere ? this.#stageOrder : 0,
      correction: turn && this.#seat.drafts.get(turn.appearance)?.correcting ? this.#seat.drafts.get(turn.appearance).reason : "",
      dueOrder: turn ? dueElsewhere(this.#heat, this.#lines, this.#order, (other) => typedTotal(this.#seat, other) !== "") : 0,
      askedOrder: this.#elsewhere(({ standing, isCorrecting }) => standing.status === "question" && !isCorrecting),
      conflictOrder: this.#elsewhere(({ standing }) => standing.status === "conflict"),
      correctingOrder: this.#elsewhere(({ isCorrecting }) => isCorrecting),
      goTo: (order) => this.#choose(order, { isFocused: true }),
      cancelCorrection: () => this.#acts.cancelCorrection(this.#turn),
    };
  }

  #refreshBadge(lines = this.#lines) {
    showBadge(this.#places.badge, this.#outbox, lines, this.#seat.sync.connection, () => this.#seat.sync.wake());
  }

  #refreshBar() {
    const turn = this.#turn;
    if (!turn) return;
    const lines = this.#lines;
    this.#refreshBadge(lines);
    const next = lines.find((line) => line.turn.order > this.#order && isToCome(line));
    showBar(this.#places.bar, {
      sheet: this.#sheet,
      standing: this.#seat.standingOf(turn),
      rubric: this.#heat.rubric,
      draft: this.#seat.drafts.stateOf(turn.appearance),
      next: next?.turn.order ?? 0,
      due: dueOf(this.#seat, this.#lines, turn),
      isPractice: this.#heat.seat.is_practice,
      submit: () => this.#submit(),
      goNext: () => this.#choose(next.turn.order, { isFocused: true }),
    });
    showOwnTotals(this.#places.bar, lines, (other) => typedTotal(this.#seat, other));
  }

  // ---- what the judge does

  #submit() {
    return this.#sheet && this.#acts.submit(this.#sheet, dueOf(this.#seat, this.#lines, this.#turn));
  }

  // A field that has left the page may speak once more: what was typed into it is kept already.
  #change() {
    if (!this.#sheet) return;
    const { turn } = this.#sheet;
    const before = this.#seat.drafts.get(turn.appearance);
    this.#seat.drafts.keep(turn.appearance, { ...this.#sheet.content, correcting: before?.correcting ?? false, reason: before?.reason ?? "" });
    this.#refreshBar();
  }
}
