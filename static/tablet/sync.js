// Talking to the server: the outbox goes out one by one, the heat comes in by polling. Never trusts navigator.onLine.
import { isAnswer, isReceiptFor } from "./outbox.js";

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
  "marks_not_due",
]);

export class Sync {
  #api;
  #outbox;
  #on;
  #token = "";
  #etag = "";
  #failures = 0;
  #isSending = false;
  #isPolling = false;
  #timers = { poll: 0, send: 0 };
  connection = "starting"; // ok | away | signed_out

  // on: {heat(body), changed(), conflict(item, problem)}
  constructor(api, outbox, token, on) {
    this.#api = api;
    this.#outbox = outbox;
    this.#token = token;
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

  async poll() {
    if (this.#isPolling) return;
    this.#isPolling = true;
    clearTimeout(this.#timers.poll);
    try {
      const answer = await this.#ask("GET", "heat");
      if (answer.status === 200) {
        this.#etag = answer.etag;
        this.#token = answer.body.csrf_token;
        await this.#on.heat(answer.body);
      }
      this.#note(answer.status === 200 || answer.status === 304 ? "ok" : this.#stateOf(answer));
    } catch (lost) {
      this.#note("away");
    } finally {
      this.#isPolling = false;
      const pause = document.hidden ? POLL_HIDDEN_MS : POLL_MS;
      this.#timers.poll = setTimeout(() => this.poll(), pause);
    }
    if (this.#outbox.unsent.length > 0 && this.connection === "ok") this.send();
  }

  // One tab at a time sends; where there are no locks the server's ids keep a double delivery harmless.
  async send() {
    if (this.#isSending) return;
    this.#isSending = true;
    clearTimeout(this.#timers.send);
    try {
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

  async saveDraft(appearance, draft) {
    const answer = await this.#ask("PUT", `appearances/${appearance}/draft`, draft);
    if (answer.status >= 400) throw new Error(`draft ${answer.status}`);
    return answer.body.saved_at;
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
    const stuck = new Set();
    for (const item of this.#outbox.unsent) {
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
    const kind = isAnswer(item) ? "answers" : "revisions";
    const answer = await this.#ask("PUT", `${kind}/${item.client_id}`, item.payload);
    if (answer.status === 200 && isReceiptFor(item, answer.body)) {
      this.#failures = 0;
      await this.#outbox.change(item, { status: "received", receipt: answer.body, problem: null });
      this.#etag = "";
      this.#note("ok");
      return "done";
    }
    const code = answer.body?.code ?? "";
    const isTokenOld = (answer.body?.errors ?? []).some((error) => error.code === "csrf");
    if (isAnswer(item) && !isTokenOld && code && [400, 409].includes(answer.status)) {
      await this.#outbox.change(item, { status: "gone", problem: answer.body });
      this.#etag = "";
      return "done";
    }
    if (answer.status === 409 && code === "sheet_conflict") {
      await this.#outbox.change(item, { status: "conflict", problem: answer.body });
      this.#etag = "";
      this.#on.changed();
      return "done";
    }
    if (answer.status === 409 && HELD_CODES.has(code)) {
      await this.#outbox.change(item, { status: "held", problem: answer.body });
      this.#on.changed();
      return "stuck";
    }
    if (isTokenOld || answer.status < 400 || answer.status >= 500 || [401, 404, 408, 429].includes(answer.status)) {
      this.#failures += 1;
      if (isTokenOld) this.#etag = "";
      this.#note(isTokenOld ? "ok" : this.#stateOf(answer));
      return "stop";
    }
    await this.#outbox.change(item, { status: "refused", problem: answer.body });
    this.#on.changed();
    return "stuck";
  }

  #stateOf(answer) {
    const isOurs = answer.body?.code !== undefined;
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
      headers["X-CSRFToken"] = this.#token;
    }
    try {
      const response = await fetch(`${this.#api}/${path}`, {
        method,
        headers,
        body: body && JSON.stringify(body),
        credentials: "same-origin",
        cache: "no-store",
        redirect: "error",
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

