// The page of a locked tablet: beside each seat what it still holds here, and all of that goes on being delivered.
import { Courier, isElsewhere, listHeld } from "./courier.js";
import { watchForgetting } from "./forgetting.js";
import { openStore } from "./store.js";
import { inLanguage, setWords, w } from "./words.js";

const root = document.querySelector("[data-door]");

// here: the database that was read last; what is of another one waits for that one
function lineOf(items, known, here) {
  if (items.length === 0) return w("held_nothing");
  const count = items.length === 1 ? w("held_one") : w("held_many", { count: items.length });
  if (isElsewhere(known, here)) return `${count} ${w("held_elsewhere")}`;
  const problem = items.find((item) => item.problem)?.problem;
  return `${count} ${problem ? w("held_closed", { why: problem.detail }) : w("held_going")}`;
}

function other({ scope, known, items }, here) {
  const line = document.createElement("li");
  const [, number] = /seat (\d+)$/.exec(scope) ?? [];
  const place = known ? ` · ${inLanguage(known.round)} · ${inLanguage(known.heat)}` : "";
  line.textContent = `${w("seat", { number })}${place}: ${lineOf(items, known, here)}`;
  return line;
}

async function show(store) {
  const here = (await store.get("facts", "incarnation"))?.value;
  const doors = [...root.querySelectorAll("[data-held]")];
  const doorOf = ({ scope, known }) => doors.find(({ dataset }) => dataset.held === scope && dataset.seat === known?.delivery.seat);
  const others = [];
  for (const held of await listHeld(store)) {
    const place = doorOf(held);
    if (!place && held.items.length > 0) others.push(held);
    if (!place) continue;
    place.textContent = lineOf(held.items, held.known, here);
    place.classList.toggle("is-waiting", held.items.length > 0);
  }
  const section = root.querySelector("[data-others]");
  section.hidden = others.length === 0;
  section.querySelector("ul").replaceChildren(...others.map((held) => other(held, here)));
}

async function start() {
  setWords(JSON.parse(root.dataset.words), document.documentElement.lang);
  const store = await openStore();
  // The lock has done its work: the server says that nobody's session lives on.
  const lock = await store.get("facts", "lock");
  if (lock && "ended" in root.dataset) await store.put("facts", { ...lock, isEnded: true });
  await show(store);
  watchForgetting(store, root.dataset.api).then(() => show(store));
  const courier = new Courier(store, root.dataset.api, () => true, () => show(store));
  await courier.start();
}

if (root) start().catch((error) => console.warn(`the door does without the tablet's memory: ${error}`));
