// What the judge does: submit, correct, step aside, answer, choose. Each is on the device before anything is sent.
import { askCorrection, askRecusal, confirmSubmission, confirmTogether, confirmVersion } from "./dialogs.js";
import { isUnsent } from "./outbox.js";
import { correctionOf, sheetsTogether } from "./sheet.js";
import { w } from "./words.js";

// What is sent of a sheet: its marks in the server's own spelling.
const contentOf = (sheet, reason) => ({ ...sheet.content, marks: sheet.cleanMarks, reason, shown_total: sheet.totalText });

const focusTitle = () => document.querySelector("#sheet-title")?.focus({ preventScroll: true });

export class Acts {
  #seat;
  #page;
  #isBusy = false; // a second tap while the first is written to the device does nothing
  #told = []; // ids of what was called "not received yet" last

  // page: {refresh(), say(text), wake(), choose(order), askForMissing()}
  constructor(seat, page) {
    this.#seat = seat;
    this.#page = page;
  }

  // due: {awaited, together}, as sheet.js says; a correction waits for nothing and goes alone.
  async submit(sheet, due) {
    if (!sheet || this.#isBusy) return;
    const reason = this.#seat.drafts.get(sheet.turn.appearance)?.reason ?? "";
    const { awaited, together } = sheet.turn.sheet.revision ? { awaited: 0, together: [] } : due;
    if (!sheet.isReady) this.#showMissing(sheet);
    else if (awaited) this.#page.say(w("due_after", { order: awaited }));
    else if (together.length > 1) await this.#submitTogether(together);
    else if (await confirmSubmission(sheet, reason)) await this.#send([[sheet.turn, contentOf(sheet, reason)]]);
  }

  async #submitTogether(orders) {
    const sheets = sheetsTogether(this.#seat, orders);
    const unready = sheets.find((sheet) => !sheet.isReady);
    if (unready) this.#showMissing(unready);
    else if (await confirmTogether(sheets)) await this.#send(sheets.map((sheet) => [sheet.turn, contentOf(sheet, "")]));
  }

  #showMissing(sheet) {
    const [criterion] = sheet.faults[0];
    this.#page.choose(sheet.turn.order);
    this.#page.askForMissing();
    this.#page.say(w("missing", { done: sheet.markedCount, all: sheet.rubric.criteria.length }));
    document.getElementById(`mark-${criterion.key}`)?.focus();
  }

  async recuse(turn) {
    const reason = await askRecusal(turn);
    if (!reason) return;
    await this.#send([[turn, { marks: {}, comment_contestant: "", comment_panel: "", reason, state: "recused" }]]);
  }

  async settle(turn, revision) {
    if (!(await confirmVersion(turn, this.#seat.heat.rubric, revision))) return;
    await this.#send([[turn, { ...revision, reason: w("settled_reason", { number: revision.number }), shown_total: revision.judge_total }]]);
  }

  // sheets: [[turn, content], …], all on the device before the first is sent
  async #send(sheets) {
    this.#isBusy = true;
    const kept = [];
    try {
      for (const [turn, content] of sheets) kept.push(await this.#seat.submit(turn, content));
    } finally {
      this.#isBusy = false;
    }
    this.#told = kept.map(({ id }) => id);
    this.#page.say(w(kept.every(({ isKept }) => isKept) ? "waiting_title" : "unsaved_title"));
    this.#page.refresh();
    this.#page.wake();
    await this.#seat.sync.send();
    focusTitle();
  }

  // What was said of a sheet is said anew when it has become untrue, however long that takes.
  followUp() {
    const newest = (item) => (item?.again ? newest(this.#seat.outbox.items.get(item.again)) : item);
    const items = this.#told.map((id) => newest(this.#seat.outbox.items.get(id)));
    if (!items.length || items.some((item) => item && isUnsent(item))) return;
    this.#told = [];
    const { status } = items.find((item) => item?.status !== "received") ?? items[0] ?? {};
    this.#page.say(["received", "refused", "conflict"].includes(status) ? w(`${status}_title`) : "");
  }

  async confirm(turn) {
    await this.#seat.answer(turn);
    this.#page.say(w("answered_title"));
    this.#page.refresh();
    focusTitle();
    this.#page.wake();
    await this.#seat.sync.send();
  }

  async correct(turn, now, given = "") {
    const base = this.#seat.outbox.baseOf(turn);
    const reason = given || (await askCorrection(turn));
    if (!reason) return;
    await this.#seat.drafts.keep(turn.appearance, { ...correctionOf(now, this.#seat.draftOf(turn)), reason, base });
    this.#page.refresh();
    document.querySelector(".criterion__value")?.focus();
  }

  async cancelCorrection(turn) {
    await this.#seat.drafts.drop(turn.appearance);
    this.#page.refresh();
  }

  async retry(item) {
    await this.#seat.outbox.change(item, { status: "waiting" });
    this.#seat.sync.wake();
  }

  // What the server will not take goes back into the judge's hands.
  async takeBack(turn, item) {
    await this.#seat.takeBack(turn, item);
    this.#page.refresh();
  }
}
