// What a judge can do with the tablet itself, beside marking: lock it, hand over without a network; and what others left
// on it goes on being delivered.
import { mayHaveWorker } from "./client.js";
import { Courier } from "./delivery.js";
import { openStore } from "./store.js";
import { setIcons } from "./dom.js";
import { loadWords } from "./words.js";

const KEPT_AFTER_MS = 8000;

// What is loaded only when it is asked for must be there without a network: at once where no worker can keep it, and
// after a while where none has taken this page over.
function keepReady(load) {
  const now = () => load().catch(() => null);
  if (!mayHaveWorker()) now();
  else setTimeout(() => navigator.serviceWorker.controller || now(), KEPT_AFTER_MS);
}

function watchEscape(store) {
  const load = () => import("./escape.js");
  document.querySelector("[data-escape]")?.addEventListener("click", async (event) => {
    event.target.closest("details")?.removeAttribute("open");
    const { Escape } = await load();
    await new Escape(store).open();
  });
  keepReady(() => load().then(({ loadEncoder }) => loadEncoder()));
}

// The lock is loaded likewise, and at once where the tablet was left locked.
async function watchLock(store, form, page) {
  let loading = null;
  const load = async () => {
    const { Lock } = await import("./lock.js");
    const lock = new Lock(store, form, page);
    await lock.start();
    return lock;
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (loading) return; // the lock listens itself
    loading = load();
    await loading.then((lock) => lock.lock()).catch(() => form.submit());
  });
  if (await store.get("facts", "lock")) await (loading = load());
  else keepReady(() => import("./lock.js"));
}

async function start(root, form) {
  setIcons(root.dataset.icons);
  await loadWords(root.dataset.words);
  const store = await openStore();
  watchEscape(store);
  await watchLock(store, form, root.dataset);
  const isAbroad = async (scope) => scope !== (await store.get("facts", "scope"))?.value;
  await new Courier(store, root.dataset.api.replace(/\/judge$/, ""), isAbroad).start();
}

const root = document.querySelector("#tablet");
const form = document.querySelector("[data-lock]");
if (root && form) start(root, form).catch((error) => console.warn(`the tablet's tools did not start: ${error}`));
