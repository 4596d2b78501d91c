// Leaving a page that a worker keeps, or that alone holds something: only where the server answers.

const ANSWER_WITHIN_MS = 4000;
const OURS = "X-Rostrum-Client";

// Whether something would be gone with this page: asked as the browser asks before it leaves one.
export const isHolding = () => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));

// Whether our own server answers in time, and no gateway in its stead.
export async function answers(address, options = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ANSWER_WITHIN_MS);
  try {
    const answer = await fetch(address, { cache: "no-store", signal: stop.signal, ...options });
    return answer.headers.has(OURS);
  } catch (lost) {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

// What a script submits says which button was pressed, as the browser would.
export function pressed(form, { name, value }) {
  if (!name) return form;
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  form.append(field);
  return form;
}
