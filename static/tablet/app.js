// The judge's page put together. The server's plain form stands below until everything here has started; whatever fails
// at the start leaves that form in place.
import { button, el, icon, setIcons } from "./dom.js";
import { findLock, isCovered } from "./lock_mark.js";
import { isExact } from "./points.js";
import { openStore } from "./store.js";
import { loadWords, w } from "./words.js";
import { Tablet } from "./tablet.js";

function lacks() {
  if (!isExact) return "BigInt";
  if (!window.fetch || !window.AbortController) return "fetch";
  if (typeof HTMLDialogElement === "undefined") return "dialog";
  return "";
}

async function start(root) {
  setIcons(root.dataset.icons);
  await loadWords(root.dataset.words);
  const store = await openStore();
  await coverIfLocked(store);
  const places = {
    root,
    list: document.querySelector("#contestants .contestants__list"),
    badge: document.querySelector("#outbox"),
    bar: document.querySelector("#total-bar"),
    say: document.querySelector("#say"),
    where: document.querySelector("#hall-where"),
    takeOver: () => takeOver(places),
    nothing: () => showNothing(),
  };
  const { api, scope, signIn, version, worker } = root.dataset;
  const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  const tablet = new Tablet(store, places, { api, scope, token, signIn, version, worker });
  await tablet.start(Number(location.hash.slice(1)) || Number(root.dataset.order) || orderInAddress());
}

// A locked tablet shows nothing of what is kept, not for an instant; lock.js says what to do then.
async function coverIfLocked(store) {
  const hasToken = Boolean(document.querySelector('meta[name="csrf-token"]'));
  const lock = await findLock(store);
  const turn = (await store.get("facts", "scope").catch(() => null))?.value;
  const isOfAnother = Boolean(!hasToken && lock?.openedBy && turn !== lock.openedBy);
  if (isOfAnother || isCovered(lock, hasToken)) document.querySelector(".page").hidden = true;
}

// The page of nobody stands in for every address below /judge/.
function orderInAddress() {
  return Number(/\/appearances\/(\d+)\//.exec(location.pathname)?.[1] ?? 0);
}

function takeOver({ root, bar, badge }) {
  document.querySelectorAll("[data-fallback]").forEach((element) => (element.hidden = true));
  document.body.classList.add("has-tablet");
  for (const place of [root, bar, badge]) place.hidden = false;
  performance.mark("usable");
}

function showNothing() {
  const text = document.querySelector("[data-fallback] p");
  if (text) text.textContent = w("nothing_kept");
}

function failed(root, reason) {
  const again = button("", w("try_again"), () => location.reload(), "refresh-cw");
  const text = w("start_failed");
  if (text !== "start_failed") root.before(el("div.notice.notice--warning", {}, icon("triangle-alert"), el("div.notice__body", {}, el("p", {}, text), again)));
  console.warn(`the tablet did not start: ${reason}`);
}

const root = document.querySelector("#tablet");
if (root) {
  const missing = lacks();
  if (missing) failed(root, missing);
  else start(root).catch((error) => failed(root, error));
}
