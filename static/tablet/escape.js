// Handing over without a network: what this tablet holds as a series of codes for the organizer's camera, or as a file.
// Both hold sealed envelopes; the organizer's page "Take in sheets" stores each once, whatever the network does later.
import { keyOf, listDeliveries, seal } from "./envelope.js";
import { isStopped, onePerSheet } from "./held.js";
import { isUnsent } from "./outbox.js";
import { toFrames } from "./frames.js";
import { button, el, icon } from "./dom.js";
import { w } from "./words.js";

const LEFT_OUT = new Set(["taken_back", "gone", "refused"]);
const SPEEDS_MS = [1200, 700, 400];
const QUIET = 4;

// ---- what is handed over

// Without what its judge has to look at first: of what rests on a refused sheet the number that it replaces is a guess, and
// might name a revision that its judge never saw.
export async function collect(store) {
  const scope = (await store.get("facts", "scope"))?.value ?? "";
  const known = await listDeliveries(store);
  const own = known.find((one) => one.scope === scope);
  const items = await store.listAll("outbox");
  const stopped = items.filter((item) => isStopped(item, items));
  const all = items.filter((item) => !LEFT_OUT.has(item.status) && !stopped.includes(item)).sort((a, b) => a.made_at - b.made_at);
  const sealable = all.filter((item) => keyOf(known, item));
  const choice = (key, items) => ({ key, items, count: items.length });
  return {
    known,
    number: own?.number ?? 0,
    stopped: onePerSheet(stopped).length,
    unsealable: all.filter((item) => isUnsent(item) && !keyOf(known, item)).length,
    choices: [
      choice("unsent", sealable.filter(isUnsent)),
      choice("seat", sealable.filter((item) => keyOf(known, item) === own)),
      choice("all", sealable),
    ],
  };
}

export function asFile(known, items) {
  const envelopes = items.map((item) => seal(keyOf(known, item).delivery, item));
  return JSON.stringify({ format: "rostrum-sheets", version: 1, envelopes });
}

function fileName(number) {
  const now = new Date();
  const two = (value) => String(value).padStart(2, "0");
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `seat-${number || "x"}-${day}-${two(now.getHours())}${two(now.getMinutes())}.rostrum.json`;
}

function save(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

async function share(name, text) {
  const files = [new File([text], name, { type: "application/json" })];
  await navigator.share({ files }).catch(() => null);
}

const maySave = () => "download" in HTMLAnchorElement.prototype;
const mayShare = () => Boolean(navigator.canShare?.({ files: [new File(["{}"], "a.json", { type: "application/json" })] }));

// ---- the codes

function paint(canvas, modules) {
  const side = modules.length;
  const room = Math.min(window.innerWidth - 32, window.innerHeight - 260, 900) * (window.devicePixelRatio || 1);
  const scale = Math.max(2, Math.floor(room / side));
  canvas.width = canvas.height = side * scale;
  const shown = `${canvas.width / (window.devicePixelRatio || 1)}px`;
  canvas.style.width = shown;
  const context = canvas.getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = "#000000";
  modules.forEach((row, y) => row.forEach((isDark, x) => isDark && context.fillRect(x * scale, y * scale, scale, scale)));
}

export class Show {
  #frames;
  #codes = new Map();
  #encode;
  #at = 0;
  #speed = 1;
  #timer = 0;
  #canvas = el("canvas.codes__code", { role: "img", tabindex: 0 });
  #place = el("p.codes__place", { role: "status" });
  #pause;

  constructor(frames, encode) {
    this.#frames = frames;
    this.#encode = encode;
    this.#canvas.addEventListener("click", () => this.#step(1, true));
    this.#canvas.addEventListener("keydown", (event) => {
      const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (move) this.#step(move, true);
    });
    this.#pause = button("", w("codes_pause"), () => (this.#timer ? this.stop() : this.play()), "");
  }

  get view() {
    const back = button("", w("codes_before"), () => this.#step(-1, true), "arrow-left");
    const on = button("", w("codes_next"), () => this.#step(1, true), "arrow-right");
    const speed = button("", w("codes_speed"), () => this.#faster(), "clock");
    const tools = el("div.codes__tools", { hidden: this.#frames.length === 1 }, back, this.#pause, on, speed);
    return el("div.codes", {}, this.#canvas, this.#place, tools);
  }

  play() {
    clearInterval(this.#timer);
    this.#timer = this.#frames.length > 1 ? setInterval(() => this.#step(1, false), SPEEDS_MS[this.#speed]) : 0;
    this.#show();
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = 0;
    this.#show();
  }

  #faster() {
    this.#speed = (this.#speed + 1) % SPEEDS_MS.length;
    this.play();
  }

  #step(move, isByHand) {
    const all = this.#frames.length;
    this.#at = (this.#at + move + all) % all;
    if (isByHand) this.stop();
    else this.#show();
  }

  #show() {
    const { length } = this.#frames;
    if (!this.#codes.has(this.#at)) this.#codes.set(this.#at, this.#encode(this.#frames[this.#at]));
    paint(this.#canvas, this.#codes.get(this.#at));
    const place = w("codes_place", { number: this.#at + 1, all: length });
    this.#canvas.setAttribute("aria-label", place);
    this.#canvas.dataset.frame = this.#frames[this.#at];
    // While they turn by themselves, nothing is read aloud with each of them.
    this.#place.setAttribute("aria-live", this.#timer ? "off" : "polite");
    this.#place.textContent = place;
    this.#pause.textContent = w(this.#timer ? "codes_pause" : "codes_play");
  }
}

export async function loadEncoder() {
  const { encodeQR } = await import("../vendor/qr/index.js");
  return (text) => encodeQR(text, "raw", { ecc: "medium", encoding: "alphanumeric", border: QUIET });
}

// ---- the dialog

export class Escape {
  #store;
  #dialog = null;
  #show = null;
  #awake = null;

  constructor(store) {
    this.#store = store;
  }

  async open() {
    this.#dialog = el("dialog.dialog.escape", { "aria-labelledby": "escape-title" });
    this.#dialog.addEventListener("close", () => this.#end());
    document.body.append(this.#dialog);
    await this.#ask();
    this.#dialog.showModal();
  }

  #end() {
    this.#show?.stop();
    this.#awake?.release?.().catch(() => null);
    this.#dialog.remove();
  }

  #fill(title, ...children) {
    const close = el("button.button.button--quiet.button--icon", { type: "button", onclick: () => this.#dialog.close() }, icon("x", w("escape_close")));
    const head = el("div.escape__head", {}, el("h2", { id: "escape-title" }, w(title)), close);
    this.#dialog.replaceChildren(head, ...children.filter(Boolean));
  }

  async #ask() {
    this.#show?.stop();
    this.#dialog.classList.remove("is-full");
    const found = await collect(this.#store);
    const chosen = found.choices.findIndex(({ count }) => count > 0);
    const warn = (word, count) => (count > 0 ? [el("p.field__error", {}, w(word, { count }))] : []);
    const warnings = [...warn("escape_unsealable", found.unsealable), ...warn("escape_stopped", found.stopped)];
    if (chosen < 0) {
      this.#fill("escape_title", el("p", {}, w("escape_nothing")), ...warnings);
      return;
    }
    const options = found.choices.map((choice, i) => this.#option(choice, i, i === chosen));
    const fieldset = el("fieldset.field", {}, el("legend.field__label", {}, w("escape_what")), el("div.choices", {}, ...options));
    const items = () => found.choices[Number(fieldset.querySelector(":checked").value)].items;
    const text = () => asFile(found.known, items());
    const name = fileName(found.number);
    const actions = [
      button("primary", w("escape_codes"), () => this.#codes(text()), "qr-code"),
      maySave() ? button("", w("escape_file"), () => this.#saved(name, text()), "download") : null,
      mayShare() ? button("", w("escape_share"), () => share(name, text()), "send") : null,
    ];
    this.#fill("escape_title", el("p", {}, w("escape_text")), fieldset, ...warnings, el("div.card__actions", {}, ...actions.filter(Boolean)), el("p", { id: "escape-said", role: "status" }));
  }

  #option({ key, count }, i, isChosen) {
    const input = el("input", { type: "radio", name: "escape", id: `escape-${key}`, value: String(i), disabled: count === 0 });
    input.checked = isChosen;
    return el("div.choice", {}, input, el("label", { for: `escape-${key}` }, el("span.choice__label", {}, w(`escape_${key}`, { count }))));
  }

  #saved(name, text) {
    save(name, text);
    this.#dialog.querySelector("#escape-said").textContent = w("escape_saved", { name });
  }

  async #codes(text) {
    const [frames, encode] = await Promise.all([toFrames(text), loadEncoder()]);
    this.#show = new Show(frames, encode);
    this.#dialog.classList.add("is-full");
    const back = button("quiet", w("back"), () => this.#ask(), "arrow-left");
    this.#fill("codes_title", el("p", {}, w("codes_text")), this.#show.view, back);
    this.#show.play();
    this.#awake = await navigator.wakeLock?.request("screen").catch(() => null);
  }
}
