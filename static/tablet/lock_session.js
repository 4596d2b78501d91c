// Whose sign-in a locked tablet still carries, and its end: asked of our own server, believed from nobody else.
import { scopeOf } from "./store.js";

const OURS = "X-Rostrum-Client";
const REFUSED = 400;
const OVER = new Set([401, 404]);
const ANSWER_WITHIN_MS = 4000;

// Neither a gateway's redirect nor its friendly page is our server's word.
const isOurs = (answer) => answer.headers.has(OURS);
const hasEnded = (answer) => answer.status === 204 && isOurs(answer);

async function ask(method, address, body) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ANSWER_WITHIN_MS);
  try {
    return await fetch(address, { method, body, headers: { Accept: "application/json" }, redirect: "manual", cache: "no-store", credentials: "same-origin", signal: stop.signal });
  } finally {
    clearTimeout(timer);
  }
}

export class LockSession {
  #form;
  #api;

  // form: the lock button's form; api: where the tablet asks for its heat
  constructor(form, api) {
    this.#form = form;
    this.#api = api;
  }

  get token() {
    return this.#form.elements.csrf_token?.value ?? "";
  }

  get door() {
    return this.#form.dataset.door;
  }

  // Ends the session of the one before: "over", or "own" where it is that of the seat that opened the lock with its PIN; ""
  // where neither is known, and throws where there is no network. isStill(): whether that is wanted still, asked before
  // anything is ended.
  async end(kept, isStill) {
    if (kept.isEnded) {
      const answer = await ask("GET", this.door);
      return answer.ok && isOurs(answer) ? "over" : "";
    }
    const own = this.token ? await this.#post(this.token) : null;
    if (own && (own.status !== REFUSED || !isOurs(own))) return hasEnded(own) ? "over" : "";
    const { isNobodys, body } = await this.whoIsIn();
    // A page from the tablet's own memory has no token, and that of an old page may have ended with its session.
    if (isNobodys) return "over";
    if (scopeOf(body) === kept.openedBy) return "own";
    return isStill() && hasEnded(await this.#post(body.csrf_token)) ? "over" : "";
  }

  // Who is signed in on this browser now: {isNobodys} where our server says that nobody is, or that there is no such seat
  // any more; else {body}, the seat's heat.
  async whoIsIn() {
    const answer = await ask("GET", `${this.#api}/heat`);
    const body = await answer.json();
    return { isNobodys: OVER.has(answer.status) && Boolean(body.code), body };
  }

  #post(token) {
    return ask("POST", this.#form.action, new URLSearchParams({ csrf_token: token }));
  }
}
