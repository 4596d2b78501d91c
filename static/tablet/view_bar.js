// The bar at the bottom (total, state, the one button) and the badge at the top (what waits on this tablet).
import { button, el, icon } from "./dom.js";
import { isHeldUp } from "./outbox.js";
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
  const words = { device: ["hard-drive", "draft_device"], server: ["save", "draft_server"], lost: ["triangle-alert", "draft_lost"] }[facts.draft];
  if (!words) return [counted(facts)];
  return [counted(facts), el(`p.sheet-state.${facts.draft === "lost" ? "is-refused" : "is-saved"}`, {}, icon(words[0]), " ", w(words[1]))];
}

function counted(facts) {
  const { sheet } = facts;
  const early = awaitedBy(facts);
  const values = { done: sheet.markedCount, all: sheet.rubric.criteria.length };
  if (sheet.isReady && early !== 0) return el("p.sheet-state.is-waiting", {}, icon("clock"), " ", w("due_after", { order: early }));
  if (sheet.isReady) return el("p.sheet-state", {}, w("all_marked"));
  if (sheet.isAsked) return el("p.sheet-state.is-refused", {}, icon("circle-alert"), " ", w("missing", values));
  return el("p.sheet-state", {}, w("marked", values));
}

function settledState({ standing }) {
  const { status, at } = standing;
  if (status === "waiting") {
    return [el("p.sheet-state.is-waiting", {}, icon("hard-drive"), " ", w("waiting_title"))];
  }
  if (status === "held") {
    return [el("p.sheet-state.is-refused", {}, icon("lock"), " ", w("held_title"))];
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

// Green only where something was submitted, all of it is received, and nothing else is begun.
export function showBadge(badge, outbox, lines, connection, onTap) {
  const face = badgeFace(outbox, lines.map(asBegun), connection);
  const shown = JSON.stringify(face);
  badge.onclick = onTap;
  if (badge.dataset.shown === shown) return;
  badge.dataset.shown = shown;
  badge.className = `outbox ${face.kind}`.trim();
  badge.replaceChildren(icon(face.icon), ...(face.count ? [el("span.outbox__count", {}, String(face.count))] : []), el("span.outbox__word", {}, face.word));
}

// A correction that is begun is not received, whatever its sheet is; what calls for the judge or waits says so itself.
const SETTLED = new Set(["received", "question", "recused", "absent", "void"]);

export const asBegun = ({ standing, isCorrecting }) => (isCorrecting && SETTLED.has(standing.status) ? { status: "draft" } : standing);

export function badgeFace(outbox, standings, connection) {
  const count = (...statuses) => standings.filter(({ status }) => statuses.includes(status)).length;
  const face = (kind, iconName, word, number = 0) => ({ kind, icon: iconName, count: number, word });
  const unsaved = outbox.volatile.length;
  const refused = outbox.undecided.length;
  const waiting = outbox.unsent.length;
  const [conflicts, begun, done] = [count("conflict"), count("draft"), count("received", "question")];
  if (unsaved) return face("is-refused", "triangle-alert", w("badge_unsaved"), unsaved);
  if (refused) return face("is-refused", "circle-alert", w("badge_refused"), refused);
  if (conflicts) return face("is-refused", "triangle-alert", w("status_conflict"), conflicts);
  if (waiting && outbox.unsent.every(isHeldUp)) return face("is-waiting", "lock", w("status_held"), waiting);
  if (waiting) return face("is-waiting", "hard-drive", w("badge_waiting"), waiting);
  if (connection === "signed_out") return face("", "key-round", w("badge_signed_out"));
  if (connection !== "ok") return face("", "wifi-off", w("badge_away"));
  if (begun) return face("", "pencil", w(done ? "badge_begun" : "badge_only_begun", { done }), begun);
  return done ? face("is-received", "circle-check", w("badge_received")) : face("", "inbox", w("badge_nothing"));
}
