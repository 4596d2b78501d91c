// Questions before what cannot be taken back lightly. A native dialog where there is one; it keeps focus and closes by Esc.
import { button, el } from "./dom.js";
import { formatPlain } from "./points.js";
import { inLanguage, w } from "./words.js";

let serial = 0;

// Resolves with the answer of onAccept(form) or null; the dialog stays open while onAccept returns null.
function ask(title, children, acceptLabel, { kind = "primary", backLabel = w("back"), onAccept = () => true } = {}) {
  serial += 1;
  const titleId = `dialog-title-${serial}`;
  return new Promise((resolve) => {
    const dialog = el("dialog.dialog", { "aria-labelledby": titleId });
    let answer = null;
    const accept = (event) => {
      event.preventDefault();
      answer = onAccept(form);
      if (answer !== null) dialog.close();
    };
    const acceptButton = el(`button.button.button--${kind}`, { type: "submit" }, acceptLabel);
    const form = el(
      "form.confirm__panel",
      { method: "dialog", novalidate: true, onsubmit: accept },
      el("h2.confirm__title", { id: titleId }, title),
      ...children,
      el("div.confirm__actions", {}, button("", backLabel, () => dialog.close()), acceptButton),
    );
    dialog.append(form);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    (form.querySelector("textarea") ?? acceptButton).focus();
  });
}

// Each mark, the total, the comments: what is about to be sent.
export function confirmSubmission(sheet, reason) {
  const shown = { ...sheet.content, marks: sheet.cleanMarks, judge_total: sheet.totalText, reason };
  const title = w("submit_title", { order: sheet.turn.order });
  return ask(title, reviewOf(sheet.rubric, shown), w("submit_now"), { backLabel: w("back_to_marks") });
}

// Which of two versions is meant: asked once, for the other one counts no more.
export function confirmVersion(turn, rubric, revision) {
  const { number } = revision;
  const title = w("use_title", { number, order: turn.order });
  const shown = revision.state === "given" ? reviewOf(rubric, { ...revision, reason: "" }) : [el("p", {}, w(`status_${revision.state}`), " · ", revision.reason)];
  return ask(title, [el("p", {}, w("use_text")), ...shown], w("use_version", { number }));
}

function reviewOf(rubric, shown) {
  const rows = rubric.criteria.map(({ key, name, max }) => {
    const mark = el("td", {}, shown.marks[key], el("span.criterion__max", {}, ` / ${formatPlain(max)}`));
    return el("tr", {}, el("th", { scope: "row" }, inLanguage(name)), mark);
  });
  const total = el("tr", {}, el("th", { scope: "row" }, w("total")), el("td", {}, shown.judge_total));
  const table = el("table.review", {}, el("caption.visually-hidden", {}, w("review_caption")), el("tbody", {}, ...rows), el("tfoot", {}, total));
  return [table, wordsOf(shown)].filter(Boolean);
}

// What was written beside the marks; null where nothing was. differing: the keys to mark as not the same in another version
export function wordsOf(shown, differing = []) {
  const lines = ["comment_contestant", "comment_panel", "reason"].filter((key) => shown[key] || differing.includes(key));
  if (lines.length === 0) return null;
  const pair = (key) => [el("dt", {}, w(key), ...(differing.includes(key) ? differs() : [])), el("dd", {}, shown[key] || "—")];
  return el("dl.facts.sheet-words", {}, ...lines.flatMap(pair));
}

export const differs = () => [" ", el("span.differs", {}, w("differs"))];

// Several sheets at once: of each the marks and the total, to be compared a last time.
export function confirmTogether(sheets) {
  const rows = sheets.map((sheet) => {
    const marks = sheet.rubric.criteria.map((criterion) => `${inLanguage(criterion.name)} ${sheet.cleanMarks[criterion.key]}`);
    const who = el("th", { scope: "row" }, w("number", { order: sheet.turn.order }), el("span.review__marks", {}, marks.join(" · ")));
    return el("tr", {}, who, el("td", {}, sheet.totalText));
  });
  const table = el("table.review", {}, el("caption.visually-hidden", {}, w("review_caption")), el("tbody", {}, ...rows));
  return ask(w("together_title", { count: sheets.length }), [table], w("submit_now"), { backLabel: w("back_to_marks") });
}

// A reason in words; empty is asked for again.
function askReason(title, text, label, acceptLabel, kind) {
  serial += 1;
  const id = `reason-${serial}`;
  const error = el("p.field__error", { id: `${id}-error`, hidden: true }, w("reason_missing"));
  const area = el("textarea.input", { id, rows: 3, maxlength: 500, required: true, "aria-describedby": `${id}-error` });
  const field = el("div.field", {}, el("label.field__label", { for: id }, label), area, error);
  const onAccept = () => {
    const reason = area.value.trim();
    error.hidden = reason !== "";
    area.setAttribute("aria-invalid", reason === "" ? "true" : "false");
    if (reason === "") area.focus();
    return reason || null;
  };
  return ask(title, [el("p", {}, text), field], acceptLabel, { kind, onAccept });
}

export function askCorrection(turn) {
  return askReason(w("correct_title", { order: turn.order }), w("correct_text"), w("correct_reason"), w("correct_go"), "primary");
}

export function askRecusal(turn) {
  return askReason(w("recuse_title", { order: turn.order }), w("recuse_text"), w("recuse_reason"), w("recuse_go"), "danger");
}
