// What a judge should know before marking: storage refused, session ended, network away, somebody else on stage.
// What the tablet itself has to say: storage that fails, no worker, a new version; and whose heat this is.
import { button, el, notice } from "./dom.js";
import { inLanguage, w } from "./words.js";

const LOSES = new Set(["refused", "full", "failing"]);

// Where the device keeps nothing, nothing is said of what is saved on it.
export const keepsNothing = (facts) => LOSES.has(facts.trouble);

// The last way out of a tablet that keeps nothing, by the name that it has in the menu.
function wayOut() {
  const escape = document.querySelector("[data-escape]");
  return button("", escape.textContent.trim(), () => escape.click(), "qr-code");
}

// facts: {trouble, mayHaveWorker, connection, isNewer, renew(), keepAgain(), mayReload(), reload()}
export function troubleNotices(facts) {
  const found = [];
  if (facts.trouble) {
    // A reload would lose what is only in the page: that goes out, or to the device, first.
    const retry = () => (facts.trouble === "refused" && facts.mayReload() ? facts.reload() : facts.keepAgain());
    const again = button("", w("try_again"), retry, "refresh-cw");
    const kind = keepsNothing(facts) ? "error" : "warning";
    const ways = keepsNothing(facts) ? [again, wayOut()] : [again];
    found.push(notice(kind, w(`storage_${facts.trouble}_title`), el("p", {}, w(`storage_${facts.trouble}_text`)), el("div.card__actions", {}, ...ways)));
  }
  if (!facts.mayHaveWorker && !keepsNothing(facts)) {
    const isAway = facts.connection === "away";
    found.push(notice(isAway ? "warning" : "info", w("no_worker_title"), el("p", {}, w(isAway ? "no_worker_away" : "no_worker_text"))));
  }
  if (facts.isNewer) {
    const go = button("", w("newer_go"), facts.renew, "refresh-cw");
    found.push(notice("info", w("newer_title"), el("p", {}, w("newer_text")), el("div.card__actions", {}, go)));
  }
  return found;
}

// The bar of the page that belonged to nobody until the heat was found on the tablet.
export function showPlace(where, { heat, seat }) {
  if (!where || where.childElementCount > 0) return;
  const group = w(`group_${seat.group}`);
  const title = `${inLanguage(heat.round)} · ${inLanguage(heat.name)}`;
  const name = `${w("seat", { number: seat.number })} · ${group === `group_${seat.group}` ? seat.group : group}`;
  where.append(el("strong", {}, title), " ", el("span", {}, name));
}

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
    found.push(notice("info", w(facts.isWaiting ? "correcting_waiting" : "correcting_title"), el("p", {}, facts.correction), el("div.card__actions", {}, cancel)));
  }
  const elsewhere = [
    ["warning", "conflict_elsewhere", facts.conflictOrder],
    ["warning", "correcting_elsewhere", facts.correctingOrder],
    ["warning", "question_elsewhere", facts.askedOrder],
    ["warning", "due_now", facts.dueOrder],
    ["info", "stage_is", facts.stageOrder],
  ];
  const isSaid = (order, at) => elsewhere.findIndex((other) => other[2] === order) < at;
  for (const [at, [kind, word, order]] of elsewhere.entries()) {
    if (order && !isSaid(order, at)) found.push(line(notice(kind, w(word, { order }), button("", w("go_to", { order }), () => facts.goTo(order), "arrow-right"))));
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
