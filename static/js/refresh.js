// Regions that htmx refreshes: the token for its writes, rest while nobody looks, and a word when the server is away.
import { toast } from "./messages.js";

const token = document.querySelector('meta[name="csrf-token"]')?.content;
let isAway = false;

function onConfigure(event) {
  const request = event.detail.ctx.request;
  if (document.hidden && event.detail.ctx.sourceElement.getAttribute("hx-trigger")?.startsWith("every")) {
    event.preventDefault();
    return;
  }
  if (token && request.method !== "GET") request.headers["X-CSRFToken"] = token;
}

function onFailure() {
  const message = document.body.dataset.awayMessage;
  if (!isAway && message) toast(message, "warning", 10000);
  isAway = true;
  document.body.classList.add("is-stale");
}

function onAnswer(event) {
  if (event.detail.ctx?.response?.status >= 400) return;
  isAway = false;
  document.body.classList.remove("is-stale");
}

export function watchRefreshing() {
  document.addEventListener("htmx:config:request", onConfigure);
  document.addEventListener("htmx:error", onFailure);
  document.addEventListener("htmx:after:request", onAnswer);
}
