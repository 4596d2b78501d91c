// Who speaks when: every contestant with the judge's own state of each, and the next one a tap away.
import { el, icon } from "./dom.js";
import { inLanguage, w } from "./words.js";

const FACES = {
  empty: ["circle-dashed", "", "status_empty"],
  draft: ["pencil", "", "status_draft"],
  waiting: ["hard-drive", "is-waiting", "status_waiting"],
  held: ["lock", "is-waiting", "status_held"],
  unsaved: ["triangle-alert", "is-waiting", "status_unsaved"],
  refused: ["circle-alert", "is-waiting", "status_refused"],
  conflict: ["triangle-alert", "is-waiting", "status_conflict"],
  received: ["circle-check", "is-received", "status_received"],
  correcting: ["pencil", "", "status_correcting"],
  question: ["eye", "is-waiting", "status_question"],
  recused: ["circle-slash", "", "status_recused"],
  absent: ["user-x", "", "status_absent"],
  void: ["ban", "", "status_void"],
  out: ["user-minus", "", "status_out"],
};

export const faceOf = (status) => FACES[status] ?? FACES.empty;

// What waits or calls for the judge keeps its own face while it is corrected.
function faceOfLine({ status }, isCorrecting) {
  const face = faceOf(status);
  return isCorrecting && face[1] !== "is-waiting" ? FACES.correcting : face;
}

// lines: [{turn, standing, isCurrent, isOnStage, isCorrecting}]
export function showList(list, lines, onChoose) {
  // The page asks for it at every answer of the server; most change nothing.
  const shown = JSON.stringify(lines.map(({ turn, standing, ...place }) => [turn, standing.status, standing.total, place]));
  if (list.shown === shown) return;
  list.shown = shown;
  const focused = document.activeElement?.dataset?.order;
  list.replaceChildren(...lines.map((line) => item(line, onChoose)));
  const current = list.querySelector("[aria-current]");
  if (current && list.dataset.current !== current.dataset.order) {
    list.dataset.current = current.dataset.order;
    bringIntoView(list, current);
  }
  if (focused) list.querySelector(`[data-order="${focused}"]`)?.focus();
}

function item({ turn, standing, isCurrent, isOnStage, isCorrecting }, onChoose) {
  const [iconName, kind, word] = faceOfLine(standing, isCorrecting);
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

// The judge's own totals beside the one at work, so that they stay consistent; never anybody else's. What is typed and
// whole is shown too, as begun: the first few may be compared before they are handed in.
export function showOwnTotals(bar, lines, typedTotal) {
  const items = lines
    .map(({ turn, standing, isCurrent }) => ({
      order: turn.order,
      total: standing.state === "given" ? standing.total : standing.status === "draft" && !isCurrent ? typedTotal(turn) : "",
      isBegun: standing.state !== "given",
      isCurrent,
    }))
    .filter(({ total }) => total);
  const shown = JSON.stringify(items);
  const before = bar.querySelector(".own-totals");
  if ((before?.dataset.shown ?? "[]") === shown) return;
  before?.remove();
  if (items.length === 0) return;
  const list = el("ul.own-totals__list", {}, ...items.map(ownTotal));
  const title = el("h2.visually-hidden", { id: "own-totals-title" }, w("own_totals"));
  bar.prepend(el("section.own-totals", { "aria-labelledby": "own-totals-title", "data-shown": shown, tabindex: 0 }, title, list));
  bringIntoView(list.parentElement, list.querySelector("[aria-current]") ?? list.lastElementChild);
}

function ownTotal({ order, total, isBegun, isCurrent }) {
  const item = el("li.own-totals__item", isCurrent ? { "aria-current": "true" } : {}, el("span", {}, w("number", { order })), " ", total);
  if (isBegun) {
    item.classList.add("is-begun");
    item.append(el("span.visually-hidden", {}, w("status_draft")));
  }
  return item;
}

// Scrolls a strip or a column, never the page.
function bringIntoView(frame, item) {
  const [outer, inner] = [frame, item].map((element) => element.getBoundingClientRect());
  const isAside = inner.left < outer.left || inner.right > outer.right;
  const isAbove = inner.top < outer.top || inner.bottom > outer.bottom;
  frame.scrollBy({
    left: isAside ? inner.left + inner.width / 2 - outer.left - outer.width / 2 : 0,
    top: isAbove ? inner.top + inner.height / 2 - outer.top - outer.height / 2 : 0,
  });
}
