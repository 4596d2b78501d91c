// The page and its service worker: kept for a start without a network, renewed without dropping what is typed.
// Where there is no worker (plain http, an old browser) all else works the same, and the page says what not to do.

const LANGUAGE_CACHE = "rostrum-judge-language";
const ANSWER_WITHIN_MS = 2000;
const TRY_AGAIN_MS = 5000;
const FETCH_AGAIN_MS = 60000;
const RELOAD_WITHIN_MS = 10000;

export const mayHaveWorker = () => Boolean(window.isSecureContext && navigator.serviceWorker && window.caches);

export class Client {
  version;
  // A newer client lies ready; it takes over when nothing is being typed, or when the judge says so.
  isNewer = false;
  #address;
  #registration = null;
  #mayReload;
  #changed;
  #served = "";
  #asked = { version: "", at: 0 };
  #isWished = false;
  #isRenewing = false;
  #isReloading = false;

  // on: {mayReload(store): whether a client that writes this version of the store may take over now, changed(), wake()}
  constructor({ worker, version }, { mayReload, changed, wake }) {
    this.version = version;
    this.#address = worker;
    this.#mayReload = mayReload;
    this.#changed = changed;
    if (mayHaveWorker()) this.#listen(wake);
  }

  get hasWorker() {
    return mayHaveWorker() && Boolean(navigator.serviceWorker.controller);
  }

  async start() {
    if (!mayHaveWorker()) return;
    await rememberLanguage();
    await this.#register();
    setInterval(() => this.#tryAgain(), TRY_AGAIN_MS);
  }

  // The server hands out another version than this page has: fetched beforehand.
  look(served) {
    this.#served = served ?? "";
    this.#fetch();
  }

  // Called whenever a sheet has been put aside: what waited for that goes on.
  async renew({ isWished = false } = {}) {
    this.#isWished ||= isWished;
    if (!this.isNewer || this.#isRenewing) return;
    this.#isRenewing = true;
    await this.#letIn();
    this.#isRenewing = false;
  }

  // Background Sync where there is one; it wakes, it is not relied upon.
  askToBeWoken() {
    this.#registration?.sync?.register("outbox").catch(() => false);
  }

  #listen(wake) {
    let hadWorker = this.hasWorker;
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      if (hadWorker) this.#reload();
      hadWorker = true;
      this.#changed();
    });
    navigator.serviceWorker.addEventListener("message", ({ data }) => {
      if (data?.kind === "wake") wake();
    });
  }

  async #register() {
    try {
      this.#registration = await navigator.serviceWorker.register(this.#address, { updateViaCache: "none" });
    } catch (refused) {
      return;
    }
    this.#registration?.addEventListener("updatefound", () => this.#watch(this.#registration.installing));
    this.#watch(this.#registration?.installing);
    this.#offer();
  }

  // Events are missed, a version comes half or not at all, a browser lets the old worker finish first: whatever is not
  // done yet is tried again, so that no version waits for ever.
  async #tryAgain() {
    if (!this.#registration) return this.#register();
    this.#fetch();
    this.#offer();
    return this.renew();
  }

  #fetch() {
    if (!this.#registration || !this.#served || this.#served === this.version) return;
    const now = performance.now();
    if (this.#asked.version === this.#served && now - this.#asked.at < FETCH_AGAIN_MS) return;
    this.#asked = { version: this.#served, at: now };
    this.#registration.update().catch(() => null);
  }

  #watch(installing) {
    installing?.addEventListener("statechange", () => this.#offer());
  }

  #offer() {
    if (this.isNewer || !this.#registration?.active || !this.#registration.waiting) return;
    this.isNewer = true;
    this.#changed();
    this.renew();
  }

  async #letIn() {
    const waiting = this.#registration?.waiting;
    if (!waiting) return this.#reload();
    if (!this.#isWished && !this.#mayReload(Infinity)) return;
    const { store } = await describe(waiting);
    if (this.#isWished || this.#mayReload(store)) waiting.postMessage({ kind: "activate" });
  }

  // Another tab may have let the new client in while something is typed here: then the judge says when.
  #reload() {
    this.isNewer = true;
    if (this.#isReloading || !(this.#isWished || this.#mayReload(Infinity))) return;
    this.#isWished = false; // who then chooses to stay is not asked again and again
    this.#isReloading = true; // each further call would begin the reload anew
    setTimeout(() => (this.#isReloading = false), RELOAD_WITHIN_MS);
    location.reload();
  }
}

function describe(worker) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(() => resolve({ version: "", store: 0 }), ANSWER_WITHIN_MS);
    worker.postMessage({ kind: "describe" }, [port2]);
  });
}

// Which language the worker shows without a network: the one that was read last.
async function rememberLanguage() {
  const code = document.documentElement.lang.startsWith("en") ? "en" : "zh_Hans";
  try {
    const cache = await caches.open(LANGUAGE_CACHE);
    await cache.put("/judge/language", new Response(code));
  } catch (refused) {
    // The worker shows the first language then.
  }
}
