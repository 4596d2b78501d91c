// Sealed envelopes: what this tablet holds, provably made on a seat, deliverable by whoever holds the tablet now.
// The contract is docs/tablet.md, "PUT deliveries"; the file and the codes hold the same envelopes.
import { canonicalJson, hmacSha256 } from "./digest.js";
import { isAnswer } from "./outbox.js";
import { isOfSeat, scopeOf } from "./store.js";

const keyName = (scope) => `delivery ${scope}`;
const heatName = (scope) => `heat of ${scope}`;

// While a seat is signed in, its heat brings the key; it is kept for the time after that. "scope" is whose turn it is.
export async function keepDelivery(store, body) {
  if (!body.delivery) return;
  await nameSeats(store, scopeOf(body)); // while the key of the one before is still there
  const { heat, seat, competition, incarnation, delivery } = body;
  const scope = scopeOf(body);
  const shown = { competition, round: heat.round, heat: heat.name, number: seat.number, group: seat.group };
  await putAside(store, scope, delivery.seat);
  await store.put("facts", { key: keyName(scope), scope, ...shown, delivery, incarnation, seen_at: Date.now() });
  await store.put("facts", { key: heatName(scope), body: { ...body, csrf_token: "" } });
  await store.put("facts", { key: "scope", value: scope });
}

// Another database counts its heats from the start too: the key of its seat stays for what was marked on that one.
async function putAside(store, scope, seat) {
  const before = await findDelivery(store, scope);
  if (before && before.delivery.seat !== seat) {
    await store.put("facts", { ...before, key: `${keyName(scope)} ${before.delivery.seat}`, isFormer: true });
  }
  await store.remove("facts", `${keyName(scope)} ${seat}`);
}

// An older version did not note when a heat was read last, and a clock that ran ahead was put back: its time begins now.
export function countFrom(store, known, now) {
  return store.put("facts", { ...known, seen_at: now });
}

// When nothing is to be sealed any more: the key goes, and the heat with its names, wherever it lies.
export async function dropDelivery(store, { key, scope, delivery }) {
  await store.remove("facts", key);
  for (const name of [heatName(scope), "heat"]) {
    const body = (await store.get("facts", name))?.body;
    if (body && scopeOf(body) === scope && body.delivery?.seat === delivery.seat) await store.remove("facts", name);
  }
}

// {scope, delivery: {seat, version, key, pin}, number, …} of a scope, or undefined: never signed in with this version.
export function findDelivery(store, scope) {
  return store.get("facts", keyName(scope));
}

// Lets another seat that was on this tablet before go on with its own heat; false where that was not kept.
export async function turnTo(store, scope) {
  const kept = await store.get("facts", heatName(scope));
  if (!kept) return false;
  await store.put("facts", { key: "heat", body: kept.body });
  await store.put("facts", { key: "scope", value: scope });
  return true;
}

// Whoever is signed in now is whose turn it is: a page that the tablet keeps shows the heat of that seat.
export async function keepTurn(store, body) {
  await keepDelivery(store, body);
  await store.put("facts", { key: "heat", body: { ...body, csrf_token: "" } });
  await store.put("facts", { key: "scope", value: scopeOf(body) });
}

export const maySeal = (known, item) => Boolean(known) && isOfSeat(item, known.delivery.seat);

// The key of an item's own seat among all that are on this tablet.
export const keyOf = (all, item) => all.find((known) => known.scope === item.scope && maySeal(known, item));

// What an older version kept without its seat is of the seat whose key lies beside it.
export async function nameSeats(store, scope) {
  const seat = (await findDelivery(store, scope))?.delivery.seat;
  if (!seat) return;
  for (const table of ["outbox", "drafts"]) {
    for (const thing of await store.listOf(table, scope)) if (!thing.seat) await store.put(table, { ...thing, seat });
  }
}

// All keys of this tablet, those of the database that was read last before those that were put aside.
export async function listDeliveries(store) {
  const known = (await store.listAll("facts")).filter(({ key, delivery }) => key.startsWith("delivery ") && delivery);
  return [...known.filter(({ isFormer }) => !isFormer), ...known.filter(({ isFormer }) => isFormer)];
}

function bytesOf(base64url) {
  const text = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

export function seal({ seat, version, key }, item) {
  const whole = { kind: isAnswer(item) ? "answer" : "revision", payload: item.payload, seat, version };
  return { ...whole, mac: hmacSha256(bytesOf(key), canonicalJson(whole)) };
}

// Whether six digits are the PIN of the seat's card, for a tablet that is locked where there is no network.
export function isPin({ key, pin }, typed) {
  return Boolean(pin) && hmacSha256(bytesOf(key), `pin ${typed.replace(/[\s-]/g, "")}`) === pin;
}
