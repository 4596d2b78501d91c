// What the judge does: submit, correct, step aside, answer, choose. Each is on the device before anything is sent.
import { askCorrection, askRecusal, confirmSubmission } from "./dialogs.js";
import { correctionOf } from "./sheet.js";
import { w } from "./words.js";

const focusTitle = () => document.querySelector("#sheet-title")?.focus({ preventScroll: true });

export class Acts {
  #seat;
  #page;
  #isBusy = false; // a second tap while the first is written to the device does nothing

  // page: {refresh(), say(text), wake()}
  constructor(seat, page) {
    this.#seat = seat;
    this.#page = page;
  }

  async submit(sheet) {
    if (!sheet || this.#isBusy) return;
    if (!sheet.isReady) {
      const [criterion] = sheet.faults[0];
      this.#page.say(w("missing", { done: sheet.markedCount, all: sheet.rubric.criteria.length }));
      document.getElementById(`mark-${criterion.key}`)?.focus();
      return;
    }
    const reason = this.#seat.drafts.get(sheet.turn.appearance)?.reason ?? "";
    if (!(await confirmSubmission(sheet, reason))) return;
    await this.#send(sheet.turn, { ...sheet.content, marks: sheet.cleanMarks, reason, shown_total: sheet.totalText });
  }

  async recuse(turn) {
    const reason = await askRecusal(turn);
    if (!reason) return;
    await this.#send(turn, { marks: {}, comment_contestant: "", comment_panel: "", reason, state: "recused" });
  }

  async settle(turn, revision) {
    await this.#send(turn, { ...revision, reason: w("settled_reason", { number: revision.number }), shown_total: revision.judge_total });
  }

  async #send(turn, content) {
    this.#isBusy = true;
    const { id, isKept } = await this.#seat.submit(turn, content).finally(() => (this.#isBusy = false));
    this.#page.say(w(isKept ? "waiting_title" : "unsaved_title"));
    this.#page.refresh();
    this.#page.wake();
    await this.#seat.sync.send();
    if (this.#seat.outbox.items.get(id)?.status === "received") this.#page.say(w("received_title"));
    focusTitle();
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
    const reason = given || (await askCorrection(turn));
    if (!reason) return;
    await this.#seat.drafts.keep(turn.appearance, { ...correctionOf(now, this.#seat.draftOf(turn)), reason });
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
