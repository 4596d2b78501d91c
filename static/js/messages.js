// Messages of the last action: they stay until they are closed; toast() adds one from a script.

const ICONS = { success: "circle-check", warning: "triangle-alert", error: "circle-alert", info: "info" };

function region() {
  let element = document.querySelector(".toasts");
  if (!element) {
    element = document.createElement("div");
    element.className = "toasts";
    element.setAttribute("role", "status");
    document.body.append(element);
  }
  return element;
}

function spriteUrl() {
  const use = document.querySelector("svg.icon use");
  return use ? use.getAttribute("href").split("#")[0] : "/static/icons.svg";
}

function iconElement(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${spriteUrl()}#${name}`);
  svg.append(use);
  return svg;
}

/** Show a short message at the foot of the page; kind is success, warning, error or info. */
export function toast(message, kind = "info", duration_ms = 6000) {
  const line = document.createElement("div");
  line.className = `flash flash--${kind}`;
  const text = document.createElement("p");
  text.className = "flash__text";
  text.textContent = message;
  line.append(iconElement(ICONS[kind] ?? "info"), text);
  const place = region();
  place.replaceChildren(line);
  setTimeout(() => line.remove(), duration_ms);
}

export function watchMessages() {
  document.addEventListener("click", (event) => {
    const close = event.target.closest?.("[data-dismiss]");
    if (!close) return;
    close.closest(".flash").remove();
    document.getElementById("main")?.focus();
  });
}
