// What a judge can do with the tablet itself, beside marking: lock it, hand over without a network; and what others left
// on it goes on being delivered, and leaves when it is over.
import { mayHaveWorker } from "./client.js";
import { answers, isHolding, pressed } from "./leaving.js";
import { findLock, isMarked } from "./lock_mark.js";
import { openStore } from "./store.js";
import { setIcons } from "./dom.js";
import { loadWords, w } from "./words.js";

const KEPT_AFTER_MS = 1500;

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

// The marks are out of sight before anything is loaded.
async function watchLock(store, form, facts) {
  let loaded = null;
  const load = () => (loaded ??= import("./lock.js").then(({ Lock }) => new Lock(store, form, facts)));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    document.querySelector(".page").hidden = true;
    const lock = await load().catch(() => (loaded = null));
    if (lock) await lock.lock();
    else form.submit();
  });
  keepReady(load);
  if (await findLock(store)) await (await load()).start();
  // Another tab may have been locked meanwhile.
  const look = async () => isMarked() && (await load()).start();
  for (const name of ["focus", "pageshow"]) window.addEventListener(name, look);
  document.addEventListener("visibilitychange", look);
}

// Without a network the other language comes from the worker, else not at all; never from the browser's page of errors.
function watchLanguage(shell, alive) {
  const button = document.querySelector("[name='language']");
  button?.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const isThere = !isHolding() && (await answers(alive));
    if (isThere) pressed(button.form, button).submit();
    else if (!isHolding() && navigator.serviceWorker?.controller) location.assign(`${shell}?language=${button.value}${location.hash}`);
    else document.querySelector("[data-language-said]").textContent = w(isHolding() ? "language_unsaved" : "language_away");
  });
}

function watchOver(store, api) {
  const load = () => import("./forgetting.js");
  setTimeout(() => load().then(({ watchForgetting }) => watchForgetting(store, api)).catch(() => null), KEPT_AFTER_MS);
}

// Not before the judge's own sheets are on the page; where the network went meanwhile, when it is back.
function watchOthers(store, api) {
  const isAbroad = async (scope) => scope !== (await store.get("facts", "scope"))?.value;
  const begin = () => import("./courier.js").then(({ Courier }) => new Courier(store, api, isAbroad).start());
  begin().catch(() => window.addEventListener("online", () => begin().catch(() => null), { once: true }));
}

async function start(root, form) {
  setIcons(root.dataset.icons);
  await loadWords(root.dataset.words);
  const store = await openStore();
  watchEscape(store);
  const api = root.dataset.api.replace(/\/judge$/, "");
  watchOver(store, api);
  watchLanguage(root.dataset.shell, document.querySelector("[rel='manifest']").href);
  const shown = root.dataset.scope || (await store.get("facts", "scope").catch(() => null))?.value || "";
  await watchLock(store, form, { api: root.dataset.api, shown });
  watchOthers(store, api);
}

const root = document.querySelector("#tablet");
const form = document.querySelector("[data-lock]");
if (root && form) start(root, form).catch((error) => console.warn(`the tablet's tools did not start: ${error}`));
