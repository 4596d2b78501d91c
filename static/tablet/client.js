// The page and its service worker: kept for a start without a network, renewed without dropping what is typed.
// Where there is no worker (plain http, an old browser) all else works the same, and the page says what not to do.

const LANGUAGE_CACHE = "rostrum-judge-language";
const ANSWER_WITHIN_MS = 2000;

export const mayHaveWorker = () => Boolean(window.isSecureContext && navigator.serviceWorker && window.caches);

export class Client {
  version;
  // A newer client lies ready; it takes over when nothing is being typed, or when the judge says so.
  isNewer = false;
  #address;
  #registration = null;
  #mayReload;
  #changed;
  #asked = "";
  #isWished = false;
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
    try {
      this.#registration = await navigator.serviceWorker.register(this.#address, { updateViaCache: "none" });
    } catch (refused) {
      return;
    }
    if (!this.#registration) return;
    this.#registration.addEventListener("updatefound", () => this.#watch(this.#registration.installing));
    if (this.#registration.waiting) this.#offer();
  }

  // The server hands out another version than this page has: fetched beforehand, once for each.
  look(served) {
    if (!served || served === this.version || served === this.#asked || !this.#registration) return;
    this.#asked = served;
    this.#registration.update().catch(() => (this.#asked = ""));
  }

  // Called whenever a sheet has been put aside: what waited for that goes on.
  async renew({ isWished = false } = {}) {
    if (!this.isNewer) return;
    this.#isWished ||= isWished;
    const waiting = this.#registration?.waiting;
    if (!waiting) return this.#reload();
    const { store } = await describe(waiting);
    if (this.#isWished || this.#mayReload(store)) waiting.postMessage({ kind: "activate" });
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

  #watch(installing) {
    installing?.addEventListener("statechange", () => {
      if (installing.state === "installed" && navigator.serviceWorker.controller) this.#offer();
    });
  }

  #offer() {
    this.isNewer = true;
    this.#changed();
    this.renew();
  }

  // Another tab may have let the new client in while something is typed here: then the judge says when.
  #reload() {
    this.isNewer = true;
    if (this.#isReloading || !(this.#isWished || this.#mayReload(Infinity))) return;
    this.#isReloading = true; // each further call would begin the reload anew
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
