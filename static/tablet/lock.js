// Locking a shared tablet: one tap, the marks are out of sight at once, the session ends as soon as the server can be
// reached. Where it cannot, the tablet stays locked by itself, and its own seat's PIN opens it again.
import { listHeld } from "./delivery.js";
import { findDelivery, isPin } from "./envelope.js";
import { el, icon } from "./dom.js";
import { inLanguage, w } from "./words.js";

const ANSWER_WITHIN_MS = 4000;
const AGAIN_MS = 4000;
const FREE_TRIES = 3;
const TRY_WAIT_MS = 5000;

export class Lock {
  #store;
  #form;
  #api;
  #dialog = null;
  #timer = 0;
  #tries = 0;

  // form: the lock button's form with its token; api: where the tablet asks for its heat
  constructor(store, form, api) {
    this.#store = store;
    this.#form = form;
    this.#api = api;
  }

  // At the start of the page. Whoever came in after the lock has shown a PIN or a card.
  async start() {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.lock();
    });
    const kept = await this.#store.get("facts", "lock");
    if (!kept) return;
    if (kept.isEnded && this.#token) await this.#store.remove("facts", "lock");
    else await this.#cover(kept);
  }

  get #token() {
    return this.#form.elements.csrf_token?.value ?? "";
  }

  async lock() {
    const scope = (await this.#store.get("facts", "scope"))?.value ?? "";
    const kept = { key: "lock", scope, isEnded: false };
    this.#hide();
    await this.#store.put("facts", kept).catch(() => null);
    await this.#cover(kept);
  }

  #hide() {
    for (const open of document.querySelectorAll("dialog[open]")) open.close();
    document.querySelector(".page").hidden = true;
  }

  async #cover(kept) {
    this.#hide();
    this.#dialog?.remove();
    this.#dialog = el("dialog.dialog.lock", { "aria-labelledby": "lock-title" });
    this.#dialog.addEventListener("cancel", (event) => event.preventDefault());
    // Some browsers close a dialog at the second press of Escape all the same.
    this.#dialog.addEventListener("close", () => this.#dialog?.isConnected && this.#dialog.showModal());
    document.body.append(this.#dialog);
    this.#dialog.append(icon("lock"), el("h2", { id: "lock-title" }, w("locked_title")), el("p", {}, w("locked_text")));
    this.#dialog.showModal();
    if (await this.#end(kept)) return;
    await this.#offer(kept);
    this.#again(kept);
  }

  #again(kept) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      if (this.#dialog && !(await this.#end(kept))) this.#again(kept);
    }, AGAIN_MS);
  }

  // Ends the session and goes to the page that asks for seat and PIN; false where there is no network.
  async #end(kept) {
    try {
      if (!(await this.#isEnded(kept))) return false;
      await this.#store.put("facts", { ...kept, isEnded: true }).catch(() => null);
      if (this.#dialog) location.replace(this.#form.dataset.door);
      return true;
    } catch (lost) {
      return false;
    }
  }

  async #isEnded(kept) {
    if (kept.isEnded) return (await this.#ask("GET", this.#form.dataset.door)).ok;
    const token = this.#token || (await this.#freshToken());
    if (token === null) return true;
    const body = new URLSearchParams({ csrf_token: token });
    const answer = await this.#ask("POST", this.#form.action, body);
    // Our own server answers by leading to the door; anybody's friendly 200 is no answer.
    return answer.type === "opaqueredirect";
  }

  // A page from the tablet's own memory has no token; null where nobody is signed in any more.
  async #freshToken() {
    const answer = await this.#ask("GET", `${this.#api}/heat`);
    const body = await answer.json();
    if (answer.status === 401) return null;
    return body.csrf_token;
  }

  async #ask(method, address, body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), ANSWER_WITHIN_MS);
    try {
      return await fetch(address, { method, body, redirect: "manual", cache: "no-store", credentials: "same-origin", signal: stop.signal });
    } finally {
      clearTimeout(timer);
    }
  }

  // Without a network the seat that was marking here can go on with its PIN; nobody else can be checked.
  async #offer(kept) {
    if (!this.#dialog) return;
    const known = await findDelivery(this.#store, kept.scope);
    const lines = (await listHeld(this.#store)).map((one) => this.#line(one));
    if (lines.length) this.#dialog.append(el("ul.held__list", {}, ...lines));
    this.#dialog.append(el("p", { role: "status" }, w(known?.delivery.pin ? "locked_away" : "locked_wait")));
    if (known?.delivery.pin) this.#dialog.append(this.#pinForm(known));
  }

  #line({ scope, known, items }) {
    const [, number] = /seat (\d+)$/.exec(scope) ?? [];
    const place = known ? ` · ${inLanguage(known.heat)}` : "";
    const what = items.length ? w("locked_held", { count: items.length }) : w("locked_received");
    return el("li", {}, `${w("locked_seat", { number })}${place}: ${what}`);
  }

  #pinForm({ delivery, number }) {
    const error = el("p.field__error", { id: "lock-error", role: "alert", hidden: true }, w("locked_wrong", { number }));
    const pin = el("input.input.input--code", { id: "lock-pin", inputmode: "numeric", autocomplete: "off", maxlength: 20, required: true, "aria-describedby": "lock-error" });
    const button = el("button.button.button--primary", { type: "submit" }, icon("lock-open"), " ", w("locked_open"));
    const onsubmit = async (event) => {
      event.preventDefault();
      const isRight = isPin(delivery, pin.value);
      error.hidden = isRight;
      if (isRight) await this.#open();
      else this.#slow(button);
      pin.value = "";
      pin.focus();
    };
    const label = el("label.field__label", { for: "lock-pin" }, w("locked_pin", { number }));
    return el("form.form", { onsubmit, novalidate: true }, el("div.field", {}, label, pin, error), button);
  }

  #slow(button) {
    this.#tries += 1;
    if (this.#tries < FREE_TRIES) return;
    button.disabled = true;
    setTimeout(() => (button.disabled = false), TRY_WAIT_MS);
  }

  async #open() {
    clearTimeout(this.#timer);
    await this.#store.remove("facts", "lock");
    const dialog = this.#dialog;
    this.#dialog = null;
    dialog.remove();
    this.#tries = 0;
    document.querySelector(".page").hidden = false;
    document.querySelector("#main")?.focus({ preventScroll: true });
  }
}
