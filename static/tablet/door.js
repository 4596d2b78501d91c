// The page of a locked tablet: beside each seat what it still holds here, and all of that goes on being delivered.
// Nothing leads from here to the browser's page of errors: where the server does not answer, the tablet takes the PIN.
import { Courier, isElsewhere } from "./courier.js";
import { el } from "./dom.js";
import { isPin, turnTo } from "./envelope.js";
import { watchForgetting } from "./forgetting.js";
import { listHoldings } from "./held.js";
import { answers, pressed } from "./leaving.js";
import { mark } from "./lock_mark.js";
import { openStore } from "./store.js";
import { inLanguage, setWords, w } from "./words.js";

const FREE_TRIES = 3;
const TRY_WAIT_MS = 5000;

const root = document.querySelector("[data-door]");
let tries = 0;

const isHolding = ({ items, begun, stopped }) => items.length + begun + stopped > 0;

// What is said of a seat, sentence by sentence; each is true by itself. here: the database that was read last; what is of
// another one waits for that one
export function sentencesOf(held, here) {
  const { items, begun, stopped } = held;
  if (!isHolding(held)) return [w("held_nothing")];
  const found = items.length || stopped ? [] : [w("held_submitted")];
  if (items.length) found.push(...waitingOf(held, here));
  if (begun) found.push(w("held_begun", { count: begun }));
  if (stopped) found.push(w("held_stopped", { count: stopped }));
  return found;
}

function waitingOf({ items, known }, here) {
  const count = items.length === 1 ? w("held_one") : w("held_many", { count: items.length });
  if (isElsewhere(known, here)) return [count, w("held_elsewhere")];
  const problem = items.find((item) => item.problem)?.problem;
  return [count, problem ? w("held_closed", { why: problem.detail }) : w("held_going")];
}

function linesOf(held, here) {
  return sentencesOf(held, here).flatMap((sentence) => [" ", el("span.held__part", {}, sentence)]);
}

function other(held, here) {
  const { scope, known } = held;
  const [, number] = /seat (\d+)$/.exec(scope) ?? [];
  const place = known ? ` · ${inLanguage(known.round)} · ${inLanguage(known.heat)}` : "";
  return el("li", {}, el("strong", {}, `${w("seat", { number })}${place}`), ...linesOf(held, here));
}

async function show(store) {
  const here = (await store.get("facts", "incarnation"))?.value;
  const doors = [...root.querySelectorAll("[data-held]")];
  const doorOf = ({ scope, known }) => doors.find(({ dataset }) => dataset.held === scope && dataset.seat === known?.delivery.seat);
  const others = [];
  for (const held of await listHoldings(store)) {
    const place = doorOf(held);
    if (!place && isHolding(held)) others.push(held);
    if (!place) continue;
    place.replaceChildren(...linesOf(held, here));
    place.classList.toggle("is-waiting", isHolding(held));
  }
  const section = root.querySelector("[data-others]");
  section.hidden = others.length === 0;
  section.querySelector("ul").replaceChildren(...others.map((held) => other(held, here)));
}

// ---- ways out

function say(key, values) {
  const said = root.querySelector("[data-said]");
  said.hidden = false;
  said.textContent = w(key, values);
}

// Without a network a seat that was on this tablet before goes on with its PIN, on the page that the worker keeps. The
// sign-in of the one before, if there is one still, ends as soon as the server can be reached.
async function enterAway(store, form) {
  const { seat, pin } = form.elements;
  const chosen = (await listHoldings(store)).find(({ known }) => known?.delivery.pin && !known.isFormer && known.delivery.seat === seat.value)?.known;
  const worker = (await navigator.serviceWorker?.getRegistration(root.dataset.home))?.active;
  if (!chosen || !worker) return say("away");
  const isRight = isPin(chosen.delivery, pin.value);
  pin.value = "";
  pin.focus();
  if (!isRight) {
    tries += 1;
    return say("wrong", { number: chosen.number });
  }
  if (!(await turnTo(store, chosen.scope))) return say("away");
  const isEnded = "ended" in root.dataset || Boolean((await store.get("facts", "lock"))?.isEnded);
  mark();
  await store.put("facts", { key: "lock", scope: chosen.scope, isEnded, openedBy: chosen.scope });
  return location.replace(root.dataset.home);
}

function watchForms(store) {
  document.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const button = event.submitter ?? form.querySelector("[type='submit']");
    button.disabled = true;
    if (await answers(root.dataset.alive)) pressed(form, button).submit();
    else if (form.elements.pin) await enterAway(store, form);
    else say("away");
    setTimeout(() => (button.disabled = false), tries < FREE_TRIES ? 0 : TRY_WAIT_MS);
  }, { capture: true });
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href^='/']");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (await answers(root.dataset.alive)) location.assign(link.href);
    else say("away");
  });
}

async function start() {
  setWords(JSON.parse(root.dataset.words), document.documentElement.lang);
  const store = await openStore();
  watchForms(store);
  // The lock has done its work: the server says that nobody's session lives on.
  const lock = await store.get("facts", "lock");
  if (lock && "ended" in root.dataset) await store.put("facts", { ...lock, isEnded: true });
  await show(store);
  watchForgetting(store, root.dataset.api).then(() => show(store));
  const courier = new Courier(store, root.dataset.api, () => true, () => show(store));
  await courier.start();
}

if (root) start().catch((error) => console.warn(`the door does without the tablet's memory: ${error}`));
