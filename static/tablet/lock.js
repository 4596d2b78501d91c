// Locking a shared tablet: one tap, the marks are out of sight at once, the session ends as soon as the server can be
// reached. Where it cannot, the tablet stays locked by itself, and a PIN opens it for a seat that was on it before.
import { isPin, keepTurn, turnTo } from "./envelope.js";
import { listHoldings } from "./held.js";
import { isHolding } from "./leaving.js";
import { findLock, isCovered, isMarked, mark, unmark } from "./lock_mark.js";
import { LockSession } from "./lock_session.js";
import { el, icon } from "./dom.js";
import { inLanguage, w } from "./words.js";

const AGAIN_MS = 4000;
const FREE_TRIES = 3;
const TRY_WAIT_MS = 5000;
const SEND_TRIES = 10;
const SEND_WAIT_MS = 200;

const sentence = () => w(isHolding() ? "locked_stays" : "locked_text");

export class Lock {
  #store;
  #session;
  #shown;
  #dialog = null;
  #text = el("p");
  #list = el("ul.held__list");
  #timer = 0;
  #tries = 0;
  #tryAgain = () => null;
  #kept = null; // the lock that holds now: a try that began under an earlier one decides nothing

  // form: the lock button's form, with a token where the server made the page for a seat; api: where the tablet asks for
  // its heat; shown: the scope of the seat that this page shows, "" where it shows none
  constructor(store, form, { api, shown }) {
    this.#store = store;
    this.#session = new LockSession(form, api);
    this.#shown = shown;
    window.addEventListener("online", () => this.#tryAgain());
  }

  // At the start of the page, and when it comes to the front. Whoever came in after the lock has shown a PIN or a card.
  async start() {
    if (this.#dialog) return;
    const kept = await findLock(this.#store);
    if (!kept) return;
    const hasToken = Boolean(this.#session.token);
    if (isMarked() && this.#shown && kept.openedBy === this.#shown) this.#goesOn(kept);
    else if (isCovered(kept, hasToken)) await this.#cover(kept);
    else if (hasToken) await this.#store.remove("facts", "lock");
    else if (this.#isOfAnother(kept)) await this.#giveWay(kept);
    else this.#goesOn(kept);
  }

  // The seat of this page came in by its PIN; whose sign-in the tablet carries is asked of the server.
  #goesOn(kept) {
    document.querySelector(".page").hidden = false;
    this.#again((this.#kept = kept));
  }

  // Without a network another seat came in by its PIN in another tab: it is whose turn it is in this one, too.
  #isOfAnother(kept) {
    return this.#shown !== "" && kept.openedBy !== this.#shown;
  }

  async #giveWay(kept) {
    this.#hide();
    const mayGo = !isHolding() && (await turnTo(this.#store, kept.openedBy).catch(() => false));
    if (mayGo) location.reload();
    else await this.#cover(kept);
  }

  async lock() {
    mark();
    this.#forgetTries();
    this.#hide();
    const scope = (await this.#store.get("facts", "scope"))?.value ?? "";
    // Where a seat came in without a network, the sign-in of the one before may have ended already.
    const before = await this.#store.get("facts", "lock").catch(() => null);
    const kept = { key: "lock", scope, isEnded: before?.isEnded ?? false, openedBy: "" };
    await this.#store.put("facts", kept).catch(() => null);
    await this.#cover(kept);
  }

  #hide() {
    for (const open of document.querySelectorAll("dialog[open]")) open.close();
    document.querySelector(".page").hidden = true;
  }

  #forgetTries() {
    clearTimeout(this.#timer);
    this.#tryAgain = () => null;
    this.#kept = null;
  }

  async #cover(kept) {
    this.#kept = kept;
    this.#hide();
    this.#dialog?.remove();
    this.#dialog = el("dialog.dialog.lock", { "aria-labelledby": "lock-title" });
    this.#dialog.addEventListener("cancel", (event) => event.preventDefault());
    // Some browsers close a dialog at the second press of Escape all the same.
    this.#dialog.addEventListener("close", () => this.#dialog?.isConnected && this.#dialog.showModal());
    document.body.append(this.#dialog);
    this.#dialog.append(icon("lock"), el("h2", { id: "lock-title" }, w("locked_title")), this.#text, this.#list);
    this.#text.textContent = sentence();
    this.#dialog.showModal();
    if (await this.#end(kept)) return;
    await this.#offer(kept);
    this.#again(kept);
  }

  #again(kept) {
    if (kept !== this.#kept) return;
    clearTimeout(this.#timer);
    this.#tryAgain = async () => {
      if ((this.#dialog || kept.openedBy) && !(await this.#end(kept))) this.#again(kept);
    };
    this.#timer = setTimeout(this.#tryAgain, AGAIN_MS);
  }

  // What the tablet holds, and first of all what is only in this page's memory.
  async #tell() {
    const seats = await listHoldings(this.#store);
    this.#text.textContent = sentence();
    this.#list.hidden = seats.length === 0;
    this.#list.replaceChildren(...seats.map((one) => this.#line(one)));
    return seats;
  }

  // What would be gone with this page is sent, or kept on the device, before anything else.
  async #isEmptied() {
    if (!this.#dialog || !isHolding()) return true;
    document.querySelector("#outbox").click(); // as a tap on the badge: tries at once
    for (let tries = 0; isHolding() && tries < SEND_TRIES; tries += 1) await new Promise((go) => setTimeout(go, SEND_WAIT_MS));
    await this.#tell();
    return !isHolding();
  }

  // Ends the session and goes to the page that asks for seat and PIN; false where there is no network, and as long as
  // something would be gone with this page.
  async #end(kept) {
    const isStill = () => kept === this.#kept;
    try {
      if (!(await this.#isEmptied()) || !isStill()) return false;
      if (!isMarked()) return await this.#letIn(kept);
      const how = await this.#session.end(kept, () => isStill() && isMarked());
      if (!how || !isStill()) return false;
      return how === "own" ? await this.#goOn() : await this.#leave(kept);
    } catch (lost) {
      return false;
    }
  }

  async #leave(kept) {
    await this.#store.put("facts", { ...kept, isEnded: true }).catch(() => null);
    if (this.#dialog) location.replace(this.#session.door);
    return true;
  }

  async #forget() {
    unmark();
    await this.#store.remove("facts", "lock").catch(() => null);
  }

  // The sign-in is that of the seat whose PIN was right: nothing is to be ended.
  async #goOn() {
    await this.#forget();
    if (this.#dialog) location.reload();
    return true;
  }

  // Nobody but the server takes the mark away: somebody came in with a card or a PIN, in another tab, or in this one where
  // the network is too slow to bring the page. Nothing is to be ended any more; a page that is covered goes over to that seat.
  async #letIn(kept) {
    if (!this.#dialog) return true;
    this.#text.textContent = w("locked_coming");
    const { isNobodys, body } = await this.#session.whoIsIn().finally(() => (this.#text.textContent = sentence()));
    if (kept !== this.#kept) return false;
    if (isNobodys) return this.#leave(kept);
    await keepTurn(this.#store, body);
    await this.#store.remove("facts", "lock"); // the mark is gone already
    location.reload();
    return true;
  }

  // Without a network a PIN can be checked for the seats that were on this tablet before. The one that was marking goes
  // on where it was; another one needs a page of its own, which only a worker has kept.
  async #offer(kept) {
    if (!this.#dialog) return;
    const seats = await this.#tell();
    // Whatever page this is: a worker that came while it was being loaded has not taken it over.
    const mayTurn = Boolean((await navigator.serviceWorker?.getRegistration(this.#session.door).catch(() => null))?.active);
    if (!this.#dialog || kept !== this.#kept) return; // covered anew: several events tell that a page comes to the front
    const own = this.#shown || kept.scope;
    const mayOpen = ({ scope, known }) => known?.delivery.pin && !known.isFormer && (scope === own || mayTurn);
    const open = seats.filter(mayOpen).map(({ known }) => known);
    open.sort((a, b) => Number(b.scope === own) - Number(a.scope === own));
    if (!isHolding()) this.#dialog.append(el("p", { role: "status" }, w(open.length ? "locked_away" : "locked_wait")));
    if (open.length) this.#dialog.append(this.#pinForm(open, { kept, own }));
  }

  #line({ scope, known, items, onlyHere, begun, stopped }) {
    const [, number] = /seat (\d+)$/.exec(scope) ?? [];
    const place = known ? ` · ${inLanguage(known.heat)}` : "";
    const counts = { locked_only_here: onlyHere, locked_held: items.length - onlyHere, locked_begun: begun, locked_stopped: stopped };
    const said = Object.keys(counts).filter((key) => counts[key] > 0).map((key) => w(key, { count: counts[key] }));
    const parts = said.length ? said : [w("locked_received")];
    return el("li", {}, el("strong", {}, `${w("locked_seat", { number })}${place}`), ...parts.flatMap((part) => [" ", el("span.held__part", {}, part)]));
  }

  #pinForm(seats, { kept, own }) {
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
      const isOwn = chosen.scope === own;
      const mayGo = isOwn || !isHolding();
      error.hidden = isRight && mayGo;
      error.textContent = isRight ? w("locked_stays") : w("locked_wrong", { number: chosen.number });
      pin.value = "";
      pin.focus();
      if (!isRight) this.#slow(button);
      else if (!mayGo) return;
      else if (isOwn) await this.#open(kept, own);
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
    this.#forgetTries();
    await this.#store.put("facts", { ...kept, openedBy: scope });
    location.replace(this.#session.door.replace(/door$/, ""));
  }

  // A page that the server made is of this seat's own sign-in, unless another one has come in and locked. On the page of
  // nobody, too, it may still be that of the one before: it ends as soon as there is a network.
  async #open(kept, own) {
    this.#forgetTries();
    await turnTo(this.#store, own);
    const opened = { ...kept, openedBy: own };
    const isOver = kept.isEnded || (Boolean(this.#session.token) && kept.scope === own);
    if (isOver) await this.#forget();
    else await this.#store.put("facts", opened).catch(() => null);
    const dialog = this.#dialog;
    this.#dialog = null;
    dialog.remove();
    this.#tries = 0;
    document.querySelector(".page").hidden = false;
    document.querySelector("#main")?.focus({ preventScroll: true });
    if (!isOver) this.#goesOn(opened);
  }
}
