// The bar at the bottom (total, state, the one button) and the badge at the top (what waits on this tablet).
import { button, el, icon } from "./dom.js";
import { clockText, w } from "./words.js";

// Built once for each kind of bar; afterwards only texts change, so that a button keeps its focus.
export function showBar(bar, facts) {
  const early = facts.sheet && awaitedBy(facts);
  const kind = facts.sheet ? `marking ${early} ${countOf(facts)} ${facts.next}` : `settled ${facts.next} ${facts.standing.status}`;
  if (bar.dataset.kind !== kind) {
    bar.dataset.kind = kind;
    bar.replaceChildren(
      el("p.total-bar__total", {}, el("span.visually-hidden", {}, w("total"), " "), el("output.total-bar__value", { "aria-live": "off" }), el("span.total-bar__max")),
      el("div.total-bar__state"),
      ...(facts.sheet ? markingButtons(bar, facts) : settledButtons(bar, facts)),
    );
  }
  bar.onSubmit = facts.submit;
  bar.onNext = facts.goNext;
  const total = facts.sheet ? facts.sheet.totalText : facts.standing.total;
  bar.querySelector("output").textContent = total || "—";
  bar.querySelector("output").classList.toggle("is-partial", Boolean(facts.sheet) && !facts.sheet.isReady);
  bar.querySelector(".total-bar__max").textContent = `/ ${facts.rubric.max_total}`;
  bar.querySelector(".total-bar__state").replaceChildren(...(facts.sheet ? markingState(facts) : settledState(facts)), ...practiceMark(facts));
  if (facts.sheet) bar.querySelector(".total-bar__submit")?.classList.toggle("button--primary", facts.sheet.isReady);
}

// Only a first sheet waits and goes with others; what was received is corrected at once and alone.
const isFirst = ({ standing }) => standing.state === "not_yet";
const awaitedBy = (facts) => (isFirst(facts) ? facts.due.awaited : 0);
const countOf = (facts) => (isFirst(facts) ? facts.due.together.length : 0);

const practiceMark = ({ isPractice }) => (isPractice ? [el("p.sheet-state.total-bar__practice", {}, w("practice_bar"))] : []);

// Where the sheet is not due yet the one thing to do is to go on; it keeps by itself what is typed.
function markingButtons(bar, facts) {
  const kind = "button.button.total-bar__submit";
  if (awaitedBy(facts)) {
    if (!facts.next) return [];
    return [el(kind, { type: "button", onclick: () => bar.onNext() }, icon("arrow-right"), " ", w("next", { order: facts.next }))];
  }
  const count = countOf(facts);
  return [el(kind, { type: "button", onclick: () => bar.onSubmit() }, icon("send"), " ", count > 1 ? w("submit_together", { count }) : w("submit"))];
}

function settledButtons(bar, { next, standing }) {
  if (!next) return [];
  // While a question is open, the answer is the one thing to do.
  return [button(standing.status === "question" ? "" : "primary", w("next", { order: next }), () => bar.onNext(), "arrow-right")];
}

function markingState(facts) {
  const { sheet, draft } = facts;
  const early = awaitedBy(facts);
  const all = sheet.rubric.criteria.length;
  const isDone = sheet.isReady && early !== 0;
  const counted = isDone
    ? el("p.sheet-state.is-waiting", {}, icon("clock"), " ", w("due_after", { order: early }))
    : el("p.sheet-state", {}, w(sheet.isReady ? "all_marked" : "marked", { done: sheet.markedCount, all }));
  const words = { device: ["hard-drive", "draft_device"], server: ["save", "draft_server"], lost: ["triangle-alert", "draft_lost"] }[draft];
  if (!words) return [counted];
  return [counted, el(`p.sheet-state.${draft === "lost" ? "is-refused" : "is-saved"}`, {}, icon(words[0]), " ", w(words[1]))];
}

function settledState({ standing }) {
  const { status, at } = standing;
  if (status === "waiting" || status === "held") {
    return [el("p.sheet-state.is-waiting", {}, icon("hard-drive"), " ", w("waiting_title"))];
  }
  if (status === "unsaved") {
    return [el("p.sheet-state.is-refused", {}, icon("triangle-alert"), " ", w("unsaved_title"))];
  }
  if (status === "refused" || status === "conflict") {
    return [el("p.sheet-state.is-refused", {}, icon("circle-alert"), " ", w(`status_${status}`))];
  }
  if (status === "question") {
    return [el("p.sheet-state.is-waiting", {}, icon("eye"), " ", w("status_question"))];
  }
  if (status === "received") {
    return [el("p.sheet-state.is-received", {}, icon("circle-check"), " ", w("received_at", { time: clockText(at) }))];
  }
  return [el("p.sheet-state", {}, w(`status_${status}`))];
}

export function showBadge(badge, outbox, connection, onTap) {
  const waiting = outbox.unsent.length;
  const refused = outbox.undecided.length;
  const unsaved = outbox.volatile.length;
  const kind = refused || unsaved ? "is-refused" : waiting ? "is-waiting" : connection === "ok" ? "is-received" : "";
  const face = badgeFace(waiting, refused, unsaved, connection);
  const shown = JSON.stringify([kind, face]);
  badge.onclick = onTap;
  if (badge.dataset.shown === shown) return;
  badge.dataset.shown = shown;
  badge.className = ["outbox", kind].filter(Boolean).join(" ");
  badge.replaceChildren(icon(face.icon), ...(face.count ? [el("span.outbox__count", {}, String(face.count))] : []), el("span.outbox__word", {}, face.word));
}

function badgeFace(waiting, refused, unsaved, connection) {
  if (unsaved) return { icon: "triangle-alert", count: unsaved, word: w("badge_unsaved") };
  if (refused) return { icon: "circle-alert", count: refused, word: w("badge_refused") };
  if (waiting) return { icon: "hard-drive", count: waiting, word: w("badge_waiting") };
  if (connection === "ok") return { icon: "circle-check", count: 0, word: w("badge_received") };
  if (connection === "signed_out") return { icon: "key-round", count: 0, word: w("badge_signed_out") };
  return { icon: "wifi-off", count: 0, word: w("badge_away") };
}
