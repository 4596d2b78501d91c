// The judge's page without a network. The server writes CLIENT above: version, files and pages with their digests.
// Pages with a token are never kept: where the network does not answer, the page of nobody stands in, and the modules
// find the heat on the tablet. All files are of one version: a new one is kept whole before it serves anything.
/* global CLIENT */

const CACHE = `rostrum-judge-${CLIENT.version}`;
const LANGUAGE_CACHE = "rostrum-judge-language";
const ANSWER_WITHIN_MS = 3000;

// Pages that the server made for another version than this one: their modules come from the network.
const strangers = new Set();

self.addEventListener("install", (event) => {
  passOver(event);
  event.waitUntil(keepAll());
});
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => answer(event));
self.addEventListener("message", (event) => hear(event));
self.addEventListener("sync", (event) => event.waitUntil(wakePages()));

// What the page asks every few seconds is none of the worker's business. Where it went through here, Chromium found the
// old worker never idle and let a new version wait for minutes behind it, although skipWaiting was called.
function passOver(event) {
  event.addRoutes?.({ condition: { urlPattern: "/api/*" }, source: "network" }).catch(() => null);
}

async function keepAll() {
  const cache = await caches.open(CACHE);
  const wanted = Object.entries({ ...CLIENT.files, ...CLIENT.pages, ...CLIENT.words });
  await Promise.all(wanted.map(([path, digest]) => keep(cache, path, digest)));
}

// A gateway may answer 200 to anything: what is kept has the digest that the server named.
async function keep(cache, path, digest) {
  const response = await fetch(path, { cache: "no-cache", credentials: "omit", redirect: "error" });
  const copy = response.clone();
  const bytes = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
  const found = Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!response.ok || found !== digest) throw new Error(`not what the server named: ${path}`);
  await cache.put(path, copy);
}

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("rostrum-judge-") && name !== CACHE && name !== LANGUAGE_CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

function hear({ data, ports }) {
  if (data?.kind === "activate") self.skipWaiting();
  if (data?.kind === "describe") ports[0]?.postMessage({ version: CLIENT.version, store: CLIENT.store });
}

async function wakePages() {
  const pages = await self.clients.matchAll({ type: "window" });
  for (const page of pages) page.postMessage({ kind: "wake" });
}

function answer(event) {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const whole = `${url.pathname}${url.search}`;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (whole in CLIENT.words) event.respondWith(file(request, whole, event.clientId));
  else if (url.pathname in CLIENT.files) event.respondWith(file(request, url.pathname, event.clientId));
}

async function page(event, url) {
  const isShell = url.pathname in CLIENT.pages || `${url.pathname}${url.search}` in CLIENT.pages;
  if (isShell) return (await keptPage(url.search)) ?? fetch(event.request);
  const asked = fetch(event.request);
  const response = await Promise.race([asked, afterAWhile()]).catch(() => null);
  if (response && isOurs(response)) {
    if (response.headers.get(CLIENT.header) !== CLIENT.version) strangers.add(event.resultingClientId);
    return response;
  }
  return (await keptPage("")) ?? asked;
}

const afterAWhile = () => new Promise((resolve) => setTimeout(() => resolve(null), ANSWER_WITHIN_MS));

// Neither a gateway's page, nor an error, nor the way to the sign-in: what is on the tablet is shown, and sent after it.
function isOurs(response) {
  return response.headers.has(CLIENT.header) && response.status < 500;
}

async function keptPage(search) {
  const cache = await caches.open(CACHE);
  const wished = search || `?language=${await keptLanguage()}`;
  const path = Object.keys(CLIENT.pages).find((each) => each.endsWith(wished)) ?? Object.keys(CLIENT.pages)[0];
  return cache.match(path, { ignoreVary: true });
}

async function keptLanguage() {
  const found = await caches.match("/judge/language", { cacheName: LANGUAGE_CACHE });
  return found ? found.text() : "";
}

async function file(request, path, clientId) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path, { ignoreVary: true });
  if (!kept) return fetch(request);
  return strangers.has(clientId) ? fetch(request).catch(() => kept) : kept;
}
