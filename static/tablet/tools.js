// What a judge can do with the tablet itself, beside marking: lock it, hand over without a network; and what others left
// on it goes on being delivered.
import { Courier } from "./delivery.js";
import { Lock } from "./lock.js";
import { openStore } from "./store.js";
import { setIcons } from "./dom.js";
import { setWords } from "./words.js";

async function start(root, form) {
  setIcons(root.dataset.icons);
  setWords(JSON.parse(root.dataset.words), document.documentElement.lang);
  const store = await openStore();
  await new Lock(store, form, root.dataset.api).start();
  const isAbroad = async (scope) => scope !== (await store.get("facts", "scope"))?.value;
  await new Courier(store, root.dataset.api.replace(/\/judge$/, ""), isAbroad).start();
}

const root = document.querySelector("#tablet");
const form = document.querySelector("[data-lock]");
if (root && form) start(root, form).catch((error) => console.warn(`the tablet's tools did not start: ${error}`));
