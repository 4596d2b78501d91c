// What the tablet itself has to say: storage that fails, no worker, a new version; and whose heat this is.
import { button, el, notice } from "./dom.js";
import { inLanguage, w } from "./words.js";

const LOSES = new Set(["refused", "full", "failing"]);

// Where the device keeps nothing, nothing is said of what is saved on it.
export const keepsNothing = (facts) => LOSES.has(facts.trouble);

// facts: {trouble, mayHaveWorker, connection, isNewer, renew(), keepAgain()}
export function troubleNotices(facts) {
  const found = [];
  if (facts.trouble) {
    // A reload would lose what is only in the page: there the device is asked once more.
    const retry = ["full", "failing"].includes(facts.trouble) ? facts.keepAgain : () => location.reload();
    const again = button("", w("try_again"), retry, "refresh-cw");
    const kind = facts.trouble === "scarce" ? "warning" : "error";
    found.push(notice(kind, w(`storage_${facts.trouble}_title`), el("p", {}, w(`storage_${facts.trouble}_text`)), el("div.card__actions", {}, again)));
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
