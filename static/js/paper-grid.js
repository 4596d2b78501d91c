// The grid for paper sheets: moves like a spreadsheet, says what is wrong in the cell, keeps what is typed on the server.
// The server checks everything again; without this module the form works by Tab and the button.
import { formatPlain, plainDigits, readMark } from "../tablet/points.js";
import { keepTyped } from "./paper-keeping.js";

const AS_WRITTEN = /[!！]$/;
const NONE = /^[-–—－]$/;
const grid = document.querySelector("[data-paper-grid]");
const form = document.getElementById("paper-form");
const rows = [...grid.querySelectorAll("[data-sheet]")];
const cellsOf = (row) => [...row.querySelectorAll("[data-cell]")];
// The comments of a sheet stand in the row below it.
const commentsOf = (row) => row.nextElementSibling;
const sheetOf = (cell) => cell.closest("[data-sheet]") ?? cell.closest("[data-comments]").previousElementSibling;
const isComment = (cell) => cell.dataset.cell === "comment";

function words(kind, figures = {}) {
  const text = grid.getAttribute(`data-word-${kind}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => figures[name]);
}

function limitsOf(cell) {
  const { min, max, step, places } = cell.dataset;
  return { min: Number(min), max: Number(max), step: Number(step), places: Number(places) };
}

// Thousandths of a mark, or null, with the fault in words.
function readCell(cell) {
  const text = plainDigits(cell.value);
  const limits = limitsOf(cell);
  const { units, fault } = readMark(text, limits);
  if (!fault) return { units, text: "" };
  const plain = (value) => formatPlain(value);
  const told = {
    mark_missing: "",
    mark_out_of_range: words("range", { min: plain(limits.min), max: plain(limits.max) }),
    mark_off_step: words("step", { step: plain(limits.step) }),
  };
  return { units: null, text: told[fault] ?? words("number") };
}

function readSum(cell, marks) {
  const typed = plainDigits(cell.value);
  const text = typed.replace(AS_WRITTEN, "");
  if (text === "" || NONE.test(text)) return "";
  const { units, fault } = readMark(text, { min: -1e12, max: 1e12, step: 1, places: 0 });
  if (fault) return words("number");
  if (marks.includes(null) || AS_WRITTEN.test(typed)) return "";
  const sum = marks.reduce((total, mark) => total + mark, 0);
  return sum === units ? "" : words("sum", { sum: formatPlain(sum) });
}

function tell(cell, text) {
  const place = document.getElementById(`${cell.id}-fault`);
  if (place.textContent !== text) place.textContent = text;
  cell.closest(".paper-grid__field").classList.toggle("has-fault", text !== "");
  if (text) cell.setAttribute("aria-invalid", "true");
  else cell.removeAttribute("aria-invalid");
}

// A cell is told what is wrong when it is left, and at once that it is right again.
function check(row, current) {
  const cells = cellsOf(row);
  const marks = cells.filter((cell) => cell.dataset.cell === "mark");
  const [sum] = cells.filter((cell) => cell.dataset.cell === "sum");
  const [state] = cells.filter((cell) => cell.dataset.cell === "state");
  const [note] = cells.filter((cell) => cell.dataset.cell === "note");
  const isMarked = state.value === "given";
  const read = marks.map(readCell);
  const say = (cell, text) => {
    if (cell !== current || text === "") tell(cell, text);
  };
  marks.forEach((cell, index) => say(cell, isMarked ? read[index].text : ""));
  say(sum, isMarked ? readSum(sum, read.map((each) => each.units)) : "");
  const comments = cellsOf(commentsOf(row)).filter((cell) => !("offered" in cell.dataset) || cell.value !== cell.defaultValue);
  say(state, !isMarked && [...marks, sum, ...comments].some((cell) => cell.value.trim()) ? words("marks") : "");
  say(note, !isMarked && !note.value.trim() ? words("note") : "");
}

// "Why none" is out of sight while there are marks.
function focusOn(cell) {
  if (!cell?.offsetParent) return false;
  cell.focus();
  if (isComment(cell)) cell.setSelectionRange(cell.value.length, cell.value.length);
  else cell.select?.();
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  return true;
}

function openComments(row, isOpen) {
  commentsOf(row).classList.toggle("is-open", isOpen);
  row.querySelector("[data-comments-button]").setAttribute("aria-expanded", String(isOpen));
  if (isOpen) focusOn(cellsOf(commentsOf(row))[0]);
}

function next(cell) {
  const row = sheetOf(cell);
  const cells = isComment(cell) ? cellsOf(commentsOf(row)) : cellsOf(row);
  const below = rows[rows.indexOf(row) + 1];
  const isLast = cell === cells.at(-1) || cell.dataset.cell === "sum" || (cell.dataset.cell === "state" && cell.value === "given");
  const target = isLast ? below && cellsOf(below)[0] : cells[cells.indexOf(cell) + 1];
  focusOn(target) || document.querySelector("[data-hand-in]").focus();
}

function move(cell, down, right) {
  const row = cell.closest("[data-sheet]");
  const column = cellsOf(row).indexOf(cell);
  const other = rows[rows.indexOf(row) + down];
  return Boolean(other) && focusOn(cellsOf(other)[column + right]);
}

function isAtEdge(cell, isRight) {
  if (cell.selectionStart === 0 && cell.selectionEnd === cell.value.length) return true;
  return cell.selectionStart === cell.selectionEnd && cell.selectionStart === (isRight ? cell.value.length : 0);
}

function onKey(event) {
  const cell = event.target.closest("[data-cell]");
  if (!cell || event.isComposing || event.altKey) return;
  if (event.key === "Enter") {
    if (event.shiftKey && isComment(cell)) return;
    event.preventDefault();
    if (event.shiftKey) openComments(sheetOf(cell), true);
    else if (!event.ctrlKey && !event.metaKey) next(cell);
    return;
  }
  if (event.key === "Escape" && "before" in cell.dataset) {
    cell.value = cell.dataset.before;
    cell.dispatchEvent(new Event("input", { bubbles: true }));
    cell.select?.();
    return;
  }
  if (cell.tagName === "SELECT" || isComment(cell) || event.shiftKey || event.ctrlKey || event.metaKey) return;
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  if (!steps || (steps[1] !== 0 && !isAtEdge(cell, steps[1] > 0))) return;
  if (move(cell, ...steps)) event.preventDefault();
}

// Cells copied from a spreadsheet fill the cells to the right and below.
function onPaste(event) {
  const cell = event.target.closest("[data-cell]");
  const text = event.clipboardData?.getData("text") ?? "";
  if (!cell || cell.tagName === "SELECT" || isComment(cell) || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const top = rows.indexOf(cell.closest("[data-sheet]"));
  const left = cellsOf(rows[top]).indexOf(cell);
  text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, down) => {
    const cells = rows[top + down] ? cellsOf(rows[top + down]).filter((each) => each.tagName !== "SELECT") : [];
    line.split("\t").forEach((value, right) => {
      if (cells[left + right]) cells[left + right].value = value.trim().slice(0, cells[left + right].maxLength);
    });
    if (rows[top + down]) check(rows[top + down], null);
  });
  cell.dispatchEvent(new Event("input", { bubbles: true }));
}

grid.addEventListener("keydown", onKey);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
grid.addEventListener("paste", onPaste);
grid.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-comments-button]");
  if (button) openComments(button.closest("[data-sheet]"), button.getAttribute("aria-expanded") === "false");
  const taken = target.closest("[data-take]");
  if (!taken) return;
  const [cell] = cellsOf(taken.closest(".paper-grid__field"));
  cell.value = taken.parentElement.querySelector("[data-take-text]").textContent;
  cell.dispatchEvent(new Event("input", { bubbles: true }));
  cell.focus();
});
grid.addEventListener("focusin", (event) => {
  if (!event.target.matches("[data-cell]")) return;
  event.target.dataset.before = event.target.value;
  if (!isComment(event.target)) event.target.select?.();
});
for (const name of ["input", "change"]) {
  grid.addEventListener(name, (event) => {
    if (!event.target.matches("[data-cell]")) return;
    if (isComment(event.target)) tell(event.target, "");
    check(sheetOf(event.target), name === "input" ? event.target : null);
  });
}
keepTyped(grid, form);

// Where the next thing is to do: a cell with a fault, else the first empty one of a sheet that is nobody's yet.
function start() {
  // The code on a printed sheet leads to its line.
  const named = rows.find((each) => `#${each.id}` === location.hash);
  const open = rows.find((each) => !each.matches(".is-waits, .is-came, .is-conflict"));
  const row = named ?? open ?? rows[0];
  if (!row) return;
  const figures = cellsOf(row).filter((cell) => cell.matches("[data-cell=mark], [data-cell=sum]"));
  const isFaulty = (cell) => cell.getAttribute("aria-invalid");
  focusOn([...figures, ...cellsOf(commentsOf(row))].find(isFaulty) ?? figures.find((cell) => !cell.value) ?? figures[0]);
}

start();
// Going to the line that the address names takes the focus away again, as late as the page is complete.
if (location.hash) addEventListener("load", () => requestAnimationFrame(start));
