// What a judge can do with the tablet itself, beside marking: lock it, hand over without a network; and what others left
// on it goes on being delivered.
import { Courier } from "./delivery.js";
import { Lock } from "./lock.js";
import { openStore } from "./store.js";
import { setIcons } from "./dom.js";
import { loadWords } from "./words.js";

// Loaded when it is asked for; at once where no worker keeps it, for then the network may be gone when it is needed.
function watchEscape(store) {
  const load = () => import("./escape.js");
  document.querySelector("[data-escape]")?.addEventListener("click", async (event) => {
    event.target.closest("details")?.removeAttribute("open");
    const { Escape } = await load();
    await new Escape(store).open();
  });
  if (navigator.serviceWorker?.controller) return;
  load()
    .then(({ loadEncoder }) => loadEncoder())
    .catch(() => null);
}

async function start(root, form) {
  setIcons(root.dataset.icons);
  await loadWords(root.dataset.words);
  const store = await openStore();
  watchEscape(store);
  await new Lock(store, form, root.dataset.api).start();
  const isAbroad = async (scope) => scope !== (await store.get("facts", "scope"))?.value;
  await new Courier(store, root.dataset.api.replace(/\/judge$/, ""), isAbroad).start();
}

const root = document.querySelector("#tablet");
const form = document.querySelector("[data-lock]");
if (root && form) start(root, form).catch((error) => console.warn(`the tablet's tools did not start: ${error}`));
