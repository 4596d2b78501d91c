// The page of a locked tablet: beside each seat what it still holds here, and all of that goes on being delivered.
import { Courier, listHeld } from "./delivery.js";
import { openStore } from "./store.js";
import { inLanguage, setWords, w } from "./words.js";

const root = document.querySelector("[data-door]");

function lineOf(items) {
  if (items.length === 0) return w("held_nothing");
  const count = items.length === 1 ? w("held_one") : w("held_many", { count: items.length });
  const problem = items.find((item) => item.problem)?.problem;
  return `${count} ${problem ? w("held_closed", { why: problem.detail }) : w("held_going")}`;
}

function other({ scope, known, items }) {
  const line = document.createElement("li");
  const [, number] = /seat (\d+)$/.exec(scope) ?? [];
  const place = known ? ` · ${inLanguage(known.round)} · ${inLanguage(known.heat)}` : "";
  line.textContent = `${w("seat", { number })}${place}: ${lineOf(items)}`;
  return line;
}

async function show(store) {
  const held = await listHeld(store);
  const doors = new Map([...root.querySelectorAll("[data-held]")].map((place) => [place.dataset.held, place]));
  for (const { scope, items } of held) {
    const place = doors.get(scope);
    if (!place) continue;
    place.textContent = lineOf(items);
    place.classList.toggle("is-waiting", items.length > 0);
  }
  const others = held.filter(({ scope, items }) => items.length > 0 && !doors.has(scope));
  const section = root.querySelector("[data-others]");
  section.hidden = others.length === 0;
  section.querySelector("ul").replaceChildren(...others.map(other));
}

async function start() {
  setWords(JSON.parse(root.dataset.words), document.documentElement.lang);
  const store = await openStore();
  // The lock did its work where this page was reached: nobody's session lives on.
  const lock = await store.get("facts", "lock");
  if (lock && location.pathname.endsWith("/door")) await store.put("facts", { ...lock, isEnded: true });
  await show(store);
  const courier = new Courier(store, root.dataset.api, () => true, () => show(store));
  await courier.start();
}

if (root) start().catch((error) => console.warn(`the door does without the tablet's memory: ${error}`));
