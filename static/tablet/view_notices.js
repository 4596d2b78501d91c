// What a judge should know before marking: storage refused, session ended, network away, somebody else on stage.
import { button, el, notice } from "./dom.js";
import { keepsNothing, troubleNotices } from "./view_trouble.js";
import { w } from "./words.js";

export function standingNotices(facts) {
  const found = troubleNotices(facts);
  const { heat, connection } = facts;
  if (connection === "signed_out") {
    const link = el("a.button", { href: facts.signIn }, w("sign_in"));
    const why = facts.isTakenOver ? "taken_over" : "signed_out";
    found.push(notice("warning", w(`${why}_title`), el("p", {}, w(`${why}_text`)), el("div.card__actions", {}, link)));
  }
  const isAway = connection === "away" && facts.mayHaveWorker && !keepsNothing(facts);
  if (isAway && !facts.isWaiting) found.push(notice("warning", w("away_title"), el("p", {}, w("away_text"))));
  if (heat.seat.is_practice) found.push(line(notice("info", w("practice_title"), el("p", {}, w("practice_text")))));
  if (facts.correction) {
    const cancel = button("quiet", w("correct_cancel"), facts.cancelCorrection, "undo-2");
    found.push(notice("info", w("correcting_title"), el("p", {}, facts.correction), el("div.card__actions", {}, cancel)));
  }
  if (facts.askedOrder) {
    const go = button("", w("go_to", { order: facts.askedOrder }), () => facts.goTo(facts.askedOrder), "arrow-right");
    found.push(line(notice("warning", w("question_elsewhere", { order: facts.askedOrder }), go)));
  }
  if (facts.dueOrder) {
    const go = button("", w("go_to", { order: facts.dueOrder }), () => facts.goTo(facts.dueOrder), "arrow-right");
    found.push(line(notice("warning", w("due_now", { order: facts.dueOrder }), go)));
  }
  if (facts.stageOrder) {
    const go = button("", w("go_to", { order: facts.stageOrder }), facts.goToStage, "arrow-right");
    found.push(line(notice("info", w("stage_is", { order: facts.stageOrder }), go)));
  }
  return found;
}

function line(made) {
  made.classList.add("notice--line");
  return made;
}

// Built again only when something is different, so that a button keeps its focus while the page polls.
export function showNotices(place, facts) {
  const shown = JSON.stringify({ ...facts, heat: facts.heat.seat.is_practice });
  if (place.dataset.shown === shown) return;
  place.dataset.shown = shown;
  place.replaceChildren(...standingNotices(facts));
}
