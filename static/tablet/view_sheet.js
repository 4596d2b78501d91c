// The sheet in the middle: who it is, the rubric, comments; or the locked sheet with its receipt and what can be done now.
import { button, el, icon, notice } from "./dom.js";
import { differs, wordsOf } from "./dialogs.js";
import { isRecusedByDesk } from "./sheet.js";
import { faceOf } from "./view_list.js";
import { CriterionRow, lockedRow } from "./view_rubric.js";
import { clockText, inLanguage, w } from "./words.js";

// onRecuse is missing where there is nothing to step aside from.
export function turnHead(turn, onRecuse = null) {
  const who = [turn.name, turn.unit, turn.name ? turn.entry : w("entry_number", { number: turn.entry })].filter(Boolean);
  return el(
    "div.on-stage",
    {},
    el("p.on-stage__number", {}, el("span.visually-hidden", {}, w("number_before")), String(turn.order)),
    el("div", {}, el("h1.on-stage__title", { id: "sheet-title", tabindex: -1 }, inLanguage(turn.title) || w("number", { order: turn.order })), el("p.on-stage__who", {}, who.join(" · "))),
    onRecuse ? el("button.button.button--quiet.on-stage__recuse", { type: "button", onclick: onRecuse }, icon("circle-slash"), " ", w("recuse")) : null,
  );
}

// Rows to mark. on: {change(), enter()}
export function markingView(sheet, on) {
  const rows = sheet.rubric.criteria.map((criterion) => new CriterionRow(sheet, criterion, on.change, (row) => enter(row)));
  sheet.rows = rows;
  const enter = (row) => {
    const start = rows.indexOf(row) + 1;
    const rest = [...rows.slice(start), ...rows.slice(0, start)];
    const next = rest.find((other) => sheet.read(sheet.rubric.criteria[rows.indexOf(other)]).fault);
    if (next) next.field.focus();
    else on.enter();
  };
  return [el("ul.rubric", {}, ...rows.map((row) => row.element)), comments(sheet, on.change)];
}

function comments(sheet, onChange) {
  const toContestant = commentField(sheet, "comment_contestant", onChange);
  const phrases = sheet.rubric.criteria.flatMap((criterion) => criterion.quick_phrases.map(inLanguage));
  const add = (phrase) => {
    const area = toContestant.querySelector("textarea");
    const before = area.value.trimEnd();
    area.value = (before ? `${before}\n${phrase}` : phrase).slice(0, area.maxLength);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const chips = [...new Set(phrases)].map((phrase) => el("button.phrase", { type: "button", onclick: () => add(phrase) }, phrase));
  if (chips.length) toContestant.querySelector("textarea").before(el("div.phrases", { role: "group", "aria-label": w("phrases") }, ...chips));
  return el("div.comments", {}, toContestant, commentField(sheet, "comment_panel", onChange));
}

function commentField(sheet, key, onChange) {
  const id = `field-${key}`;
  const area = el("textarea.input", {
    id,
    rows: 3,
    maxlength: 2000,
    value: sheet[key],
    "aria-describedby": `${id}-help`,
    oninput: () => {
      sheet[key] = area.value;
      onChange();
    },
  });
  return el(
    "div.field",
    {},
    el("label.field__label", { for: id }, w(key)),
    el("p.field__help", { id: `${id}-help` }, w(`${key}_help`)),
    area,
  );
}

// A sheet that is not being marked now. on: {correct(), retry(), takeBack(), choose(revision) or null where another device
// has the seat, confirm(), answer()}
export function settledView(turn, standing, rubric, on) {
  const parts = [standing.status === "question" ? question(turn, standing, rubric, on) : message(turn, standing, on)];
  // Stepped aside, and not received yet.
  const isAside = standing.state === "recused" && standing.status !== "recused";
  if (isAside) parts[0].querySelector(".notice__title").after(el("p", {}, el("strong", {}, w("recused_title"))), el("p", {}, standing.reason));
  if (standing.status === "conflict" && turn.sheet.conflicts.length) parts.push(conflictView(turn, rubric, on));
  else if (standing.content && standing.state === "given") {
    const doubtful = standing.status === "question" ? turn.sheet.question.criteria : [];
    const rows = rubric.criteria.map((criterion) => {
      const row = lockedRow(criterion, standing.content.marks[criterion.key]);
      row.classList.toggle("is-doubtful", doubtful.includes(criterion.key));
      return row;
    });
    parts.push(el(`div.is-locked.${faceOf(standing.status)[1]}`, {}, el("ul.rubric", {}, ...rows)), wordsOf({ ...standing.content, reason: standing.reason }));
  }
  return parts.filter(Boolean);
}

function message(turn, standing, on) {
  const correct = standing.isOpen ? button("", w("correct"), on.correct, "pencil") : null;
  const actions = (...buttons) => el("div.card__actions", {}, ...buttons.filter(Boolean));
  const isTakenOut = ["absent", "void"].includes(turn.sheet.state);
  const state = turn.sheet.is_reopened ? "reopened_text" : standing.isOpen || isTakenOut ? "" : "closed_text";
  const closed = state ? el("p", {}, w(state)) : null;
  switch (standing.status) {
    case "waiting":
      return standing.item.status === "held" ? early(standing, on, actions) : notice("warning", w("waiting_title"), el("p", {}, w("waiting_text")), actions(correct));
    case "unsaved":
      return notice("error", w("unsaved_title"), el("p", {}, w("unsaved_text")), actions(button("", w("retry"), on.retry, "refresh-cw")));
    case "held":
      return held(turn, standing, on, actions);
    case "refused":
      return notice("error", w("refused_title"), ...refusal(standing.item), actions(button("", w("take_back"), on.takeBack, "pencil"), button("quiet", w("retry"), on.retry, "refresh-cw")));
    case "conflict":
      return notice("warning", w("conflict_title"), el("p", {}, w(on.choose ? "conflict_text" : "conflict_there")));
    case "received":
      return notice("success", w(standing.isAnswered ? "answered_title" : "received_title"), receipt(standing), closed, actions(correct));
    case "recused":
      if (isRecusedByDesk(turn.sheet)) return notice("info", w("recused_desk_title"), el("p", {}, standing.reason), el("p", {}, w("recused_desk_text")), actions(correct));
      return notice("info", w("recused_title"), receipt(standing), el("p", {}, standing.reason), actions(correct));
    case "absent":
      return notice("info", w("absent_title"), closed ?? el("p", {}, w("absent_text")), actions(correct));
    case "void":
      return notice("warning", w("void_title"), el("p", {}, w("void_text")), turn.sheet.is_reopened ? closed : "", actions(correct));
    default:
      return notice("info", w("out_title"), el("p", {}, w("out_text")));
  }
}

// What came before it was due may be changed until then.
function early({ item }, on, actions) {
  return notice("warning", w("waiting_title"), el("p", {}, item.problem.detail), el("p", {}, w("held_text")), actions(takeBack(on)));
}

const takeBack = (on) => button("", w("take_back"), on.takeBack, "pencil");

// It is offered again by itself, and taken when the chief judge lets it; nothing that the judge can tap helps, but where
// it corrects a revision that the server has lost.
function held(turn, { item }, on, actions) {
  const { code, detail = "" } = item.problem ?? {};
  const why = code === "heat_closed" ? w("heat_closed") : detail;
  const back = code === "revision_unknown" ? [actions(takeBack(on))] : [];
  return notice("error", w("held_title"), el("p", {}, why, " ", w("held_tell", { order: turn.order })), el("p", {}, w("held_text")), ...back);
}

// "Is this what you meant?" It says nothing of anybody else's marks: only that the judge should look again.
function question(turn, standing, rubric, on) {
  const { criteria } = turn.sheet.question;
  const names = rubric.criteria.filter((criterion) => criteria.includes(criterion.key)).map((criterion) => inLanguage(criterion.name));
  const first = names.length ? el("p", {}, w("question_marks", { criteria: names.join(w("list_comma")) })) : null;
  const correct = standing.isOpen ? button("", w("question_correct"), on.answer, "pencil") : el("p", {}, w("closed_text"));
  const confirm = button("primary", w("question_confirm"), on.confirm, "check");
  return notice("warning", w("question_title"), el("p", {}, w("question_text")), ...(first ? [first] : []), el("div.card__actions", {}, confirm, correct));
}

function refusal(item) {
  const errors = item.problem?.errors ?? [];
  const lines = errors.map((error) => el("li", {}, error.detail));
  return [el("p", {}, item.problem?.detail ?? ""), lines.length ? el("ul", {}, ...lines) : ""];
}

export function receipt({ at, revision, digest }) {
  return el(
    "p.receipt",
    {},
    icon("circle-check"),
    el("span", {}, w("received_at", { time: clockText(at) })),
    el("span.receipt__detail", {}, w("revision", { number: revision }), " · ", el("code", {}, digest.slice(0, 8))),
  );
}

const WRITTEN = ["comment_contestant", "comment_panel", "reason"];

// Both versions side by side, with what differs named; the judge says which one is meant.
function conflictView(turn, rubric, on) {
  const versions = [turn.sheet.current, ...turn.sheet.conflicts].filter(Boolean);
  const isVaried = (read) => new Set(versions.map(read)).size > 1;
  const differing = WRITTEN.filter((key) => isVaried((revision) => revision[key] || ""));
  const line = (label, read) =>
    (revision) => el("tr", {}, el("th", { scope: "row" }, label, ...(isVaried(read) ? differs() : [])), el("td", {}, read(revision) || "—"));
  const marks = rubric.criteria.map(({ key, name }) => line(inLanguage(name), (revision) => revision.marks[key]));
  const total = line(w("total"), (revision) => revision.judge_total);
  const cards = versions.map((revision) => {
    // What the desk entered (absent, void) is not the judge's to choose.
    const isOwn = ["given", "recused"].includes(revision.state);
    const use = button("", w("use_version", { number: revision.number }), () => on.choose(revision), "check");
    return el(
      "section.card",
      {},
      el("h2.card__title", {}, w(revision.number === turn.sheet.revision ? "version_counts" : "version_beside", { number: revision.number })),
      el("p.muted", {}, clockText(revision.received_at), revision.state === "given" ? "" : ` · ${w(`status_${revision.state}`)}`),
      el("table.review", {}, el("tbody", {}, ...marks.map((row) => row(revision))), el("tfoot", {}, total(revision))),
      wordsOf(revision, differing),
      isOwn && on.choose ? el("div.card__actions", {}, use) : null,
    );
  });
  return el("div.grid.grid--two", {}, ...cards);
}
