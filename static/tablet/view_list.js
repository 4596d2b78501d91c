// Who speaks when: every contestant with the judge's own state of each, and the next one a tap away.
import { el, icon } from "./dom.js";
import { inLanguage, w } from "./words.js";

const FACES = {
  empty: ["circle-dashed", "", "status_empty"],
  draft: ["pencil", "", "status_draft"],
  waiting: ["hard-drive", "is-waiting", "status_waiting"],
  held: ["hard-drive", "is-waiting", "status_waiting"],
  unsaved: ["triangle-alert", "is-waiting", "status_unsaved"],
  refused: ["circle-alert", "is-waiting", "status_refused"],
  conflict: ["triangle-alert", "is-waiting", "status_conflict"],
  received: ["circle-check", "is-received", "status_received"],
  question: ["eye", "is-waiting", "status_question"],
  recused: ["circle-slash", "", "status_recused"],
  absent: ["user-x", "", "status_absent"],
  void: ["ban", "", "status_void"],
  out: ["user-minus", "", "status_out"],
};

export const faceOf = (status) => FACES[status] ?? FACES.empty;

// lines: [{turn, standing, isCurrent, isOnStage}]
export function showList(list, lines, onChoose) {
  const focused = document.activeElement?.dataset?.order;
  list.replaceChildren(...lines.map((line) => item(line, onChoose)));
  if (focused) list.querySelector(`[data-order="${focused}"]`)?.focus();
}

function item({ turn, standing, isCurrent, isOnStage }, onChoose) {
  const [iconName, kind, word] = faceOf(standing.status);
  const state = w(word);
  const link = el(
    "a.contestant",
    {
      href: `#${turn.order}`,
      "data-order": turn.order,
      "aria-current": isCurrent ? "true" : null,
      onclick: (event) => {
        event.preventDefault();
        onChoose(turn.order);
      },
    },
    el("span.contestant__number", {}, String(turn.order)),
    el(
      "span.contestant__text",
      {},
      el("span.contestant__name", {}, turn.name || inLanguage(turn.title) || turn.entry),
      el("span.contestant__note", {}, isOnStage ? w("on_stage") : state),
    ),
    standing.total ? el("span.contestant__total", {}, standing.total) : null,
    icon(iconName, state),
    isOnStage ? el("span.visually-hidden", {}, w("on_stage")) : null,
  );
  if (kind) link.classList.add(kind);
  if (isOnStage) link.classList.add("is-stage");
  return el("li", {}, link);
}

// The judge's own earlier totals, so that they stay consistent; never anybody else's.
export function ownTotals(lines) {
  const given = lines.filter(({ standing }) => standing.total && standing.state === "given");
  if (given.length === 0) return null;
  const items = given.map(({ turn, standing, isCurrent }) =>
    el("li.own-totals__item", isCurrent ? { "aria-current": "true" } : {}, el("span", {}, w("number", { order: turn.order })), standing.total),
  );
  return el(
    "section.own-totals",
    { "aria-labelledby": "own-totals-title" },
    el("h2.h4", { id: "own-totals-title" }, w("own_totals")),
    el("ul.own-totals__list", {}, ...items),
  );
}
