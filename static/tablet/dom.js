// Making elements. Text always goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";
let iconsAt = "";

// The drawings are brought into the page: otherwise each one made after the network went would stay blank where no
// worker keeps the file, and "saved here" and "received" would look alike.
export async function setIcons(url) {
  iconsAt ||= `${url}#`;
  if (document.querySelector("[data-drawings]")) return;
  const answer = await fetch(url).catch(() => null);
  if (!answer?.ok) return;
  const drawings = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
  if (drawings.localName !== "svg" || document.querySelector("[data-drawings]")) return;
  for (const drawing of drawings.querySelectorAll("symbol")) drawing.id = `icon-${drawing.id}`;
  for (const [name, value] of [["data-drawings", ""], ["display", "none"], ["aria-hidden", "true"]]) drawings.setAttribute(name, value);
  document.body.append(drawings);
  for (const use of document.querySelectorAll(`use[href^="${iconsAt}"]`)) use.setAttribute("href", `#icon-${use.getAttribute("href").slice(iconsAt.length)}`);
  iconsAt = "#icon-";
}

// el("p.lead.muted", {id: "x", onclick: f, hidden: true}, "text", child, …)
export function el(selector, attributes = {}, ...children) {
  const [tag, ...classes] = selector.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

export function icon(name, label = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("width", "20");
  svg.setAttribute("height", "20");
  svg.setAttribute("focusable", "false");
  if (label) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
  } else {
    svg.setAttribute("aria-hidden", "true");
  }
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${iconsAt}${name}`);
  svg.append(use);
  return svg;
}

export function button(kind, label, onclick, iconName = "") {
  const face = iconName ? [icon(iconName), " ", label] : [label];
  return el(kind ? `button.button.button--${kind}` : "button.button", { type: "button", onclick }, ...face);
}

export function notice(kind, title, ...children) {
  const names = { warning: "triangle-alert", error: "circle-alert", success: "circle-check", info: "info" };
  const body = el("div.notice__body", {}, el("p.notice__title", {}, title), ...children);
  return el(`div.notice.notice--${kind}`, kind === "error" ? { role: "alert" } : {}, icon(names[kind]), body);
}
