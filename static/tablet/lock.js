// Locking a shared tablet: one tap, the marks are out of sight at once, the session ends as soon as the server can be
// reached. Where it cannot, the tablet stays locked by itself, and a PIN opens it for a seat that was on it before.
import { listHeld } from "./delivery.js";
import { isPin, turnTo } from "./envelope.js";
import { scopeOf } from "./store.js";
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

  #scope;

  // form: the lock button's form with its token; api: where the tablet asks for its heat; scope: whose page the server
  // made, empty in the page of nobody
  constructor(store, form, { api, scope = "" }) {
    this.#store = store;
    this.#form = form;
    this.#api = api;
    this.#scope = scope;
  }

  // At the start of the page. Whoever came in after the lock has shown a PIN or a card.
  async start() {
    const kept = await this.#store.get("facts", "lock");
    if (!kept) return;
    const isOwnSignIn = kept.isEnded || (this.#scope && this.#scope === kept.openedBy);
    if (isOwnSignIn && this.#token) await this.#store.remove("facts", "lock");
    else if (kept.openedBy && !this.#scope) this.#again(kept);
    else await this.#cover(kept);
  }

  get #token() {
    return this.#form.elements.csrf_token?.value ?? "";
  }

  async lock() {
    const scope = (await this.#store.get("facts", "scope"))?.value ?? "";
    // Where a seat came in without a network, the sign-in of the one before may have ended already.
    const before = await this.#store.get("facts", "lock").catch(() => null);
    const kept = { key: "lock", scope, isEnded: before?.isEnded ?? false, openedBy: "" };
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
      if ((this.#dialog || kept.openedBy) && !(await this.#end(kept))) this.#again(kept);
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
    const token = this.#token || (await this.#freshToken(kept));
    if (token === null) return true;
    const body = new URLSearchParams({ csrf_token: token });
    const answer = await this.#ask("POST", this.#form.action, body);
    // Our own server answers by leading to the door; anybody's friendly 200 is no answer.
    return answer.type === "opaqueredirect";
  }

  // A page from the tablet's own memory has no token; null where nobody is signed in any more, or who opened it has
  // signed in since.
  async #freshToken(kept) {
    const answer = await this.#ask("GET", `${this.#api}/heat`);
    const body = await answer.json();
    if (answer.status === 401 || scopeOf(body) === kept.openedBy) return null;
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

  // Without a network a PIN can be checked for the seats that were on this tablet before. The one that was marking goes
  // on where it was; another one needs a page of its own, which only a worker has kept.
  async #offer(kept) {
    if (!this.#dialog) return;
    const seats = await listHeld(this.#store);
    const mayTurn = Boolean(navigator.serviceWorker?.controller);
    const mayOpen = ({ scope, known }) => known?.delivery.pin && (scope === kept.scope || mayTurn);
    const open = seats.filter(mayOpen).map(({ known }) => known);
    open.sort((a, b) => Number(b.scope === kept.scope) - Number(a.scope === kept.scope));
    if (seats.length) this.#dialog.append(el("ul.held__list", {}, ...seats.map((one) => this.#line(one))));
    this.#dialog.append(el("p", { role: "status" }, w(open.length ? "locked_away" : "locked_wait")));
    if (open.length) this.#dialog.append(this.#pinForm(open, kept));
  }

  #line({ scope, known, items }) {
    const [, number] = /seat (\d+)$/.exec(scope) ?? [];
    const place = known ? ` · ${inLanguage(known.heat)}` : "";
    const what = items.length ? w("locked_held", { count: items.length }) : w("locked_received");
    return el("li", {}, `${w("locked_seat", { number })}${place}: ${what}`);
  }

  #pinForm(seats, kept) {
    const options = seats.map(({ number, heat }, i) => el("option", { value: String(i) }, `${w("locked_seat", { number })} · ${inLanguage(heat)}`));
    const choice = el("select.input", { id: "lock-seat" }, ...options);
    const chooser = el("div.field", { hidden: seats.length === 1 }, el("label.field__label", { for: "lock-seat" }, w("locked_choose")), choice);
    const error = el("p.field__error", { id: "lock-error", role: "alert", hidden: true });
    const pin = el("input.input.input--code", { id: "lock-pin", inputmode: "numeric", autocomplete: "off", maxlength: 20, required: true, "aria-describedby": "lock-error" });
    const button = el("button.button.button--primary", { type: "submit" }, icon("lock-open"), " ", w("locked_open"));
    const onsubmit = async (event) => {
      event.preventDefault();
      const chosen = seats[Number(choice.value)];
      const isRight = isPin(chosen.delivery, pin.value);
      error.hidden = isRight;
      error.textContent = isRight ? "" : w("locked_wrong", { number: chosen.number });
      pin.value = "";
      pin.focus();
      if (!isRight) this.#slow(button);
      else if (chosen.scope === kept.scope) await this.#open();
      else await this.#turn(kept, chosen.scope);
    };
    const label = el("label.field__label", { for: "lock-pin" }, w("locked_pin"));
    return el("form.form", { onsubmit, novalidate: true }, chooser, el("div.field", {}, label, pin, error), button);
  }

  #slow(button) {
    this.#tries += 1;
    if (this.#tries < FREE_TRIES) return;
    button.disabled = true;
    setTimeout(() => (button.disabled = false), TRY_WAIT_MS);
  }

  // Another seat goes on without a network: on the page of nobody, with what this tablet keeps of that seat. What it
  // submits goes out under its own seal; the sign-in of the one before ends as soon as there is a network.
  async #turn(kept, scope) {
    if (!(await turnTo(this.#store, scope))) return;
    clearTimeout(this.#timer);
    await this.#store.put("facts", { ...kept, openedBy: scope });
    location.replace(this.#form.dataset.door.replace(/door$/, ""));
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
