// Talking to the server: the outbox goes out one by one, the heat comes in by polling. Never trusts navigator.onLine.
import { isAnswer, isReceiptFor } from "./outbox.js";
import { scopeOf } from "./store.js";

const ANSWER_WITHIN_MS = 8000;
const POLL_MS = 4000;
const POLL_HIDDEN_MS = 20000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30000;
const HELD_WAIT_MS = 15000;
const HELD_CODES = new Set([
  "heat_closed",
  "heat_not_open_yet",
  "heat_signed",
  "appearance_is_out",
  "revision_unknown",
  "sheet_is_void",
  "sheet_is_excused",
  "sheet_is_recused",
  "marks_not_due",
]);

const NOBODY = { status: 401, body: null };
const LATER = new Set([401, 404, 408, 429]);

const isTokenOld = (answer) => (answer.body?.errors ?? []).some((error) => error.code === "csrf");
const isSessionOver = (answer) => isTokenOld(answer) || answer.status === 401 || answer.status === 404;

export class Sync {
  #api;
  #outbox;
  #on;
  #session; // whose token this is: marks of one seat never go out under the sign-in of another
  #etag = "";
  #failures = 0;
  #isSending = false;
  #unread = new Set(); // appearances with a conflict that the judge has not been shown yet
  #polling = null;
  #timers = { poll: 0, send: 0 };
  connection = "starting"; // ok | away | signed_out
  signedOutCode = ""; // why, as the server names it

  // session: {scope, token}, empty in the page of nobody; on: {heat(body), changed(), mend(), deliver(item)}
  constructor(api, outbox, session, on) {
    this.#api = api;
    this.#outbox = outbox;
    this.#session = session;
    this.#on = on;
  }

  start() {
    const wake = () => this.wake();
    for (const name of ["online", "pageshow", "focus"]) window.addEventListener(name, wake);
    document.addEventListener("visibilitychange", wake);
    return this.poll();
  }

  // Something was saved, or somebody looked at the page: try at once.
  wake() {
    this.#failures = 0;
    this.send();
    this.poll();
  }

  poll() {
    this.#polling ??= this.#readHeat().then((hasChanged) => {
      this.#polling = null;
      if (this.#outbox.unsent.some((item) => hasChanged || item.status === "waiting") && this.connection !== "away") this.send();
    });
    return this.#polling;
  }

  // Returns whether there was something new: what was held back may be taken now.
  async #readHeat() {
    clearTimeout(this.#timers.poll);
    let hasChanged = false;
    try {
      const answer = await this.#ask("GET", "heat");
      if (answer.status === 200) {
        await this.#on.heat(answer.body);
        hasChanged = true;
        this.#unread.clear();
        this.#etag = answer.etag;
        this.#session = { scope: scopeOf(answer.body), seat: answer.body.delivery?.seat, token: answer.body.csrf_token };
      }
      this.#note(answer.status === 200 || answer.status === 304 ? "ok" : this.#stateOf(answer));
    } catch (lost) {
      this.#note("away");
    } finally {
      const pause = document.hidden ? POLL_HIDDEN_MS : POLL_MS;
      this.#timers.poll = setTimeout(() => this.poll(), pause);
    }
    return hasChanged;
  }

  // One tab at a time sends; where there are no locks the server's ids keep a double delivery harmless.
  async send() {
    if (this.#isSending) return;
    this.#isSending = true;
    clearTimeout(this.#timers.send);
    try {
      await this.#on.mend();
      if (navigator.locks) {
        await navigator.locks.request("rostrum-outbox", { ifAvailable: true }, (lock) => (lock ? this.#sendAll() : null));
      } else {
        await this.#sendAll();
      }
    } finally {
      this.#isSending = false;
      this.#schedule();
      if (!this.#etag) this.poll();
    }
  }

  async saveDraft({ scope, seat, appearance }, draft) {
    if (scope !== this.#session.scope || (seat && seat !== this.#session.seat)) throw new Error("another seat is signed in");
    const answer = await this.#ask("PUT", `appearances/${appearance}/draft`, draft);
    if (answer.status !== 200 || !answer.body?.saved_at) throw new Error(`draft ${answer.status}`);
    return answer.body.saved_at;
  }

  // What this tablet says of itself; nothing hangs on the answer.
  async beat(report) {
    if (!this.#session.token || this.connection === "signed_out") return null;
    return this.#ask("PUT", "heartbeat", report);
  }

  #schedule() {
    const waiting = this.#outbox.unsent;
    if (waiting.length === 0) return;
    const isHeld = waiting.every((item) => item.status === "held");
    const grown = Math.min(FIRST_WAIT_MS * 2 ** this.#failures, LONGEST_WAIT_MS);
    const pause = isHeld ? HELD_WAIT_MS : grown * (0.75 + Math.random() / 2);
    this.#timers.send = setTimeout(() => this.send(), pause);
  }

  async #sendAll() {
    await this.#outbox.refresh();
    await this.#outbox.guessAgain();
    const stuck = new Set(this.#unread);
    for (const item of this.#outbox.unsent) {
      if (this.#outbox.isGuessedWrong(item)) stuck.add(item.appearance); // made anew the next time
      if (stuck.has(item.appearance)) continue;
      let outcome;
      try {
        outcome = await this.#sendOne(item);
      } catch (lost) {
        this.#failures += 1;
        this.#note("away");
        return;
      }
      if (outcome === "stop") return;
      if (outcome === "stuck") stuck.add(item.appearance);
    }
  }

  // "done", "stuck" (later ones of the same sheet must wait) or "stop" (the server is not to be had now)
  async #sendOne(item) {
    const answer = await this.#hand(item);
    const code = answer.body?.code ?? "";
    if (answer.status === 200 && isReceiptFor(item, answer.body)) {
      this.#failures = 0;
      if (this.connection !== "signed_out") this.#note("ok");
      return this.#settle(item, { status: "received", receipt: answer.body, problem: null, behind: "" });
    }
    if (isAnswer(item) && !isTokenOld(answer) && code && [400, 409].includes(answer.status)) {
      return this.#settle(item, { status: "gone", problem: answer.body });
    }
    if (answer.status === 409 && code === "sheet_conflict") {
      this.#unread.add(item.appearance);
      await this.#settle(item, { status: "conflict", problem: answer.body, behind: "" });
      return "stuck";
    }
    const isElsewhere = answer.status === 404 && code === "not_found" && this.connection === "ok";
    // The key of the card is worth nothing any more: said, and offered again by the next sign-in.
    const isKeyOver = code.startsWith("delivery_");
    if (isElsewhere || isKeyOver || (answer.status === 409 && HELD_CODES.has(code))) {
      await this.#settle(item, { status: "held", problem: answer.body });
      return "stuck";
    }
    if (!code || isTokenOld(answer) || answer.status < 400 || answer.status >= 500 || LATER.has(answer.status)) {
      this.#failures += 1;
      if (!isSessionOver(answer)) this.#note("away");
      return "stop";
    }
    await this.#settle(item, { status: "refused", problem: answer.body });
    return "stuck";
  }

  async #settle(item, values) {
    await this.#outbox.change(item, values);
    if (values.status !== "held") this.#etag = "";
    this.#on.changed();
    return "done";
  }

  // By the seat's own sign-in. Where that seems to be over, the heat is asked for: it brings a new token, or says so;
  // then the seat's key seals what goes out.
  async #hand(item) {
    const path = `${isAnswer(item) ? "answers" : "revisions"}/${item.client_id}`;
    // Before the first heat the page knows its scope, but not the seat: what a rehearsal left has the same scope.
    const isOfIts = () => this.#session.scope === item.scope && (!item.seat || item.seat === this.#session.seat);
    const isOwn = () => isOfIts() && this.connection !== "signed_out";
    if (this.connection === "starting" || !isOfIts()) await this.poll();
    if (isOwn()) {
      const answer = await this.#ask("PUT", path, item.payload);
      if (!isSessionOver(answer)) return answer;
      await this.poll();
      if (isOwn()) return this.#ask("PUT", path, item.payload);
    }
    if (this.connection === "away") throw new Error("away");
    return (await this.#on.deliver(item)) ?? NOBODY;
  }

  #stateOf(answer) {
    const isOurs = answer.body?.code !== undefined;
    if (isOurs && answer.status === 401) this.signedOutCode = answer.body.code;
    return isOurs && [401, 404].includes(answer.status) ? "signed_out" : "away";
  }

  #note(connection) {
    this.connection = connection;
    this.#on.changed();
  }

  async #ask(method, path, body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), ANSWER_WITHIN_MS);
    const headers = { Accept: "application/json" };
    if (method === "GET" && this.#etag) headers["If-None-Match"] = this.#etag;
    if (body) {
      headers["Content-Type"] = "application/json";
      headers["X-CSRFToken"] = this.#session.token;
    }
    try {
      const response = await fetch(`${this.#api}/${path}`, {
        method,
        headers,
        body: body && JSON.stringify(body),
        credentials: "same-origin",
        cache: "no-store",
        redirect: "error",
        keepalive: document.hidden,
        signal: stop.signal,
      });
      const isJson = /json/.test(response.headers.get("Content-Type") ?? "");
      return {
        status: response.status,
        etag: response.headers.get("ETag") ?? "",
        body: isJson && response.status !== 304 ? await response.json() : null,
      };
    } finally {
      clearTimeout(timer);
    }
  }
}

