// The rubric's rows: name with its levels, slider with steps, number field. Empty looks empty; nothing is zero by itself.
import { el, icon } from "./dom.js";
import { formatMark, formatPlain, isWholeNumber, mayBecomeDecimal } from "./points.js";
import { inLanguage, w } from "./words.js";

const LARGE_STEPS = 5;

export class CriterionRow {
  #sheet;
  #criterion;
  #onChange;
  #before = "";

  constructor(sheet, criterion, onChange, onEnter) {
    this.#sheet = sheet;
    this.#criterion = criterion;
    this.#onChange = onChange;
    this.#build(onEnter);
    this.show();
  }

  get #count() {
    return (this.#criterion.max - this.#criterion.min) / this.#criterion.step;
  }

  #build(onEnter) {
    const { key, min, max, step } = this.#criterion;
    const name = inLanguage(this.#criterion.name);
    const range = w("range", { least: formatPlain(min), most: formatPlain(max), step: formatPlain(step) });
    this.field = el("input.criterion__value", {
      id: `mark-${key}`,
      type: "text",
      inputmode: min < 0 ? "text" : isWholeNumber(this.#criterion) ? "numeric" : "decimal",
      autocomplete: "off",
      enterkeyhint: "next",
      maxlength: 12,
      placeholder: "—",
      "aria-label": w("mark_of", { criterion: name }),
      "aria-describedby": `range-${key} fault-${key}`,
      oninput: () => this.#type(),
      onchange: () => this.#settle(),
      onkeydown: (event) => this.#press(event, onEnter),
      onfocus: () => this.field.select(),
    });
    this.slider = el("input.criterion__slider", {
      type: "range",
      min: 0,
      max: this.#count,
      step: 1,
      tabindex: -1,
      "aria-label": w("slider_of", { criterion: name }),
      onpointerdown: () => (this.#before = this.#sheet.marks[key]),
      onpointercancel: () => this.#set(this.#before),
      oninput: () => this.#slide(),
      // A tap on the hollow thumb changes no value, so no "input" comes: it is a mark all the same.
      onpointerup: () => this.#slide(),
      onclick: () => this.#slide(),
    });
    const stepButton = (direction, iconName, label) => {
      const button = el("button.criterion__step", { type: "button", tabindex: -1, "aria-label": label }, icon(iconName));
      repeatWhileHeld(button, () => this.#nudge(direction));
      return button;
    };
    this.less = stepButton(-1, "minus", w("less", { criterion: name }));
    this.more = stepButton(1, "plus", w("more", { criterion: name }));
    this.error = el("p.criterion__error", { id: `fault-${key}`, hidden: true });
    this.element = el(
      "li.criterion",
      {},
      criterionHead(this.#criterion, range),
      el("div.criterion__slide", {}, this.less, this.slider, this.more),
      this.field,
      this.error,
    );
  }

  #set(text) {
    this.#sheet.marks[this.#criterion.key] = text;
    this.show();
    this.#onChange();
  }

  #units(index) {
    return this.#criterion.min + index * this.#criterion.step;
  }

  #setIndex(index) {
    const kept = Math.min(Math.max(index, 0), this.#count);
    this.#set(formatMark(this.#units(kept), this.#criterion));
  }

  #slide() {
    this.#setIndex(Number(this.slider.value));
  }

  // An untouched criterion begins where the slider's hollow thumb stands: in the middle.
  #nudge(direction) {
    const { units } = this.#sheet.read(this.#criterion);
    const index = units === undefined ? Number(this.slider.value) : (units - this.#criterion.min) / this.#criterion.step + direction;
    this.#setIndex(index);
  }

  #type() {
    this.#sheet.marks[this.#criterion.key] = this.field.value.trim();
    this.show({ isTyping: true });
    this.#onChange();
  }

  // Leaving the field: a mark that can be read is written as the rubric writes it.
  #settle() {
    const { units } = this.#sheet.read(this.#criterion);
    if (units !== undefined) this.#sheet.marks[this.#criterion.key] = formatMark(units, this.#criterion);
    this.show();
    this.#onChange();
  }

  #press(event, onEnter) {
    const steps = { ArrowUp: 1, ArrowDown: -1, PageUp: LARGE_STEPS, PageDown: -LARGE_STEPS }[event.key];
    if (steps) {
      event.preventDefault();
      this.#nudge(steps);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#settle();
      onEnter(this);
    }
  }

  show({ isTyping = false } = {}) {
    const { units, fault } = this.#sheet.read(this.#criterion);
    const text = this.#sheet.marks[this.#criterion.key];
    const isEmpty = text === "";
    const index = units === undefined ? Math.round(this.#count / 2) : (units - this.#criterion.min) / this.#criterion.step;
    this.element.classList.toggle("is-empty", units === undefined);
    // While somebody types "3" or "35." of "35.5" nothing is wrong yet; out of range is wrong at once.
    const isUnfinished = isTyping && (fault === "mark_off_step" || mayBecomeDecimal(text));
    const isWrong = isEmpty ? this.#sheet.isAsked && !isTyping : Boolean(fault) && !isUnfinished;
    this.element.classList.toggle("is-wrong", isWrong);
    this.error.hidden = !isWrong;
    this.error.textContent = isWrong ? faultText(fault, this.#criterion) : "";
    this.field.setAttribute("aria-invalid", isWrong ? "true" : "false");
    if (!isTyping && this.field.value !== text) this.field.value = text;
    if (units !== undefined || isEmpty) this.slider.value = String(index);
    this.slider.style.setProperty("--fill", `${(index / this.#count) * 100}%`);
    this.slider.setAttribute("aria-valuetext", units === undefined ? w("not_marked") : formatMark(units, this.#criterion));
    this.less.disabled = units !== undefined && index === 0;
    this.more.disabled = units !== undefined && index === this.#count;
  }
}

export function faultText(fault, criterion) {
  const range = { least: formatPlain(criterion.min), most: formatPlain(criterion.max), step: formatPlain(criterion.step) };
  return w(fault, range);
}

// Name and range; tapping it opens the description and the levels, where there are any.
export function criterionHead(criterion, range) {
  const name = el("span.criterion__name", {}, inLanguage(criterion.name));
  const most = el("span.criterion__max", { id: `range-${criterion.key}` }, range);
  if (!criterion.description && criterion.levels.length === 0) {
    return el("div.criterion__head", {}, el("div.criterion__title", {}, name, most));
  }
  const levels = criterion.levels.flatMap((level) => [el("dt", {}, level.at), el("dd", {}, inLanguage(level.text))]);
  return el(
    "details.criterion__head",
    {},
    el("summary.criterion__title", {}, name, most, icon("chevron-down")),
    criterion.description ? el("p.muted", {}, inLanguage(criterion.description)) : null,
    levels.length ? el("dl.criterion__levels", {}, ...levels) : null,
  );
}

// The same row, read only: a locked sheet.
export function lockedRow(criterion, mark) {
  return el(
    "li.criterion",
    {},
    el(
      "div.criterion__head",
      {},
      el(
        "div.criterion__title",
        {},
        el("span.criterion__name", {}, inLanguage(criterion.name)),
        el("span.criterion__max", {}, w("of_most", { most: formatPlain(criterion.max) })),
      ),
    ),
    el("output.criterion__value", {}, mark || "—"),
  );
}

// A button that repeats while it is held down: once at a tap, then faster after a moment, until it is let go.
const FIRST_MS = 450;
const EACH_MS = 90;
const CLICK_AFTER_MS = 400;

// step() does one repetition; a disabled button has reached its end.
function repeatWhileHeld(button, step) {
  let timer = 0;
  let heldUntil = 0; // the click that ends a long press is not one step more
  const stop = () => clearTimeout(timer);
  const repeat = () => {
    if (button.disabled) return;
    heldUntil = Infinity;
    step();
    timer = setTimeout(repeat, EACH_MS);
  };
  button.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    heldUntil = 0;
    stop();
    timer = setTimeout(repeat, FIRST_MS);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
    button.addEventListener(end, () => {
      stop();
      if (heldUntil) heldUntil = performance.now() + CLICK_AFTER_MS;
    });
  }
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    if (performance.now() < heldUntil) heldUntil = 0;
    else step();
  });
}
