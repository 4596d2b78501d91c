// Keeps what is typed on the server a second after the last key, one request at a time; handing in waits for the one that is under way.

const WAIT_MS = 1000;
const AGAIN_MS = 5000;

export function keepTyped(grid, form) {
  const place = document.querySelector("[data-kept-at]");
  let timer = 0;
  let running = null;
  let isLeaving = false;

  // As a plain form sends them: a body of parts may have a thousand at most.
  const fields = () => new URLSearchParams(new FormData(form));

  // The hall's clock, as everywhere on the page: the reader's device may stand in another time zone.
  const hallTime = () => new Date().toLocaleTimeString(document.documentElement.lang, { timeZone: grid.dataset.zone, hourCycle: "h23" });

  function say(text, isTrouble = false) {
    place.textContent = text;
    place.classList.toggle("has-trouble", isTrouble);
    if (isTrouble) place.setAttribute("role", "alert");
    else place.removeAttribute("role");
  }

  async function send() {
    say(grid.dataset.saving);
    delete form.dataset.dirty;
    try {
      const answer = await fetch(grid.dataset.keep, { method: "POST", body: fields(), redirect: "error" });
      if (answer.status !== 204) throw new Error(String(answer.status));
      if (!("dirty" in form.dataset)) say(`${grid.dataset.kept} ${hallTime()}`);
    } catch {
      form.dataset.dirty = "";
      say(grid.dataset.lost, true);
      if (!isLeaving) plan(AGAIN_MS);
    }
  }

  function run() {
    running = send().finally(() => {
      running = null;
      if ("dirty" in form.dataset && !timer && !isLeaving) plan(WAIT_MS);
    });
  }

  function plan(wait_ms) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = 0;
      if (running) plan(WAIT_MS);
      else run();
    }, wait_ms);
  }

  grid.addEventListener("input", () => {
    form.dataset.dirty = "";
    if (!place.hasAttribute("role")) say("");
    plan(WAIT_MS);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    timer = 0;
    isLeaving = true;
    if (!running) return;
    event.preventDefault();
    event.stopPropagation();
    running.finally(() => form.requestSubmit());
  });
  window.addEventListener("pagehide", () => {
    if ("dirty" in form.dataset && !isLeaving) navigator.sendBeacon(grid.dataset.keep, fields());
  });
}
