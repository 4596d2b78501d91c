"""A page on which the lock is tried: its button, its modules, answers given by hand."""

#: Begins a script on any page below ``/judge/``; what it makes is used by the steps that follow.
HARNESS = """
  const { Lock } = await import("/static/tablet/lock.js");
  const { mark, unmark } = await import("/static/tablet/lock_mark.js");
  const { openStore } = await import("/static/tablet/store.js");
  const { setIcons } = await import("/static/tablet/dom.js");
  document.body.dataset.drawings = "";
  await setIcons("");
  const store = await openStore();
  for (const { key } of await store.listAll("facts")) await store.remove("facts", key);
  unmark();
  const one = "heat 1 seat 1";
  const two = "heat 1 seat 2";
  const asked = [];
  const isOfLock = (address) => /judge\\/(heat|lock)$|door$/.test(address);
  window.fetch = (address, { method = "GET", body } = {}) => new Promise((answer) => {
    const said = `${method} ${body?.get("csrf_token") ?? ""}`.trim();
    if (isOfLock(address)) asked.push([said, answer]);
  });
  const turns = async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((go) => setTimeout(go));
  };
  const asking = async (count) => {
    for (let turn = 0; asked.length < count; turn += 1) {
      if (turn === 2000) throw new Error(`asked ${asked.length} times, not ${count}`);
      await new Promise((go) => setTimeout(go));
    }
  };
  const answer = async (at, status, body = null) => {
    const headers = { "X-Rostrum-Client": "1" };
    asked[at][1](new Response(body && JSON.stringify(body), { status, headers }));
    await turns();
  };
  const lose = async (at) => {
    asked[at][1](Promise.reject(new TypeError("lost")));
    await turns();
  };
  const heatOf = (number, token) => ({ heat: { id: 1 }, seat: { number }, csrf_token: token });
  const form = document.createElement("form");
  form.dataset.door = "#door";
  form.action = "/judge/lock";
  const lockOf = (token, shown) => {
    form.replaceChildren();
    const field = { name: "csrf_token", value: token, type: "hidden" };
    if (token) form.append(Object.assign(document.createElement("input"), field));
    return new Lock(store, form, { api: "/api/v1/judge", shown });
  };
  const noted = { key: "lock", scope: one, isEnded: false, openedBy: "" };
  const keepLock = (values) => store.put("facts", { ...noted, ...values });
  const keepSeat = async (number) => {
    const { hmacSha256 } = await import("/static/tablet/digest.js");
    const pin = hmacSha256(new TextEncoder().encode("key"), "pin 123456");
    const delivery = { seat: `S${number}`, version: 1, key: "a2V5", pin };
    const scope = `heat 1 seat ${number}`;
    const heat = { zh: "heat", en: "heat" };
    const known = { scope, heat, round: heat, number, delivery };
    await store.put("facts", { key: `delivery ${scope}`, ...known });
    const body = { ...heatOf(number, ""), delivery };
    await store.put("facts", { key: `heat of ${scope}`, body });
  };
  const typePin = async () => {
    const field = document.querySelector("#lock-pin");
    field.value = "123456";
    field.form.requestSubmit();
    await turns();
  };
  const lockNow = async () => {
    const { isEnded, openedBy } = (await store.get("facts", "lock")) ?? {};
    return [isEnded, openedBy, document.cookie.includes("rostrum-locked=1")];
  };
  // The page of a seat that came in by its PIN without a network, over the lock of another one.
  const cameIn = async (seat) => {
    mark();
    await keepLock({ openedBy: seat });
    await store.put("facts", { key: "scope", value: seat });
    const lock = lockOf("", seat);
    await lock.start();
    return lock;
  };
  const isLocked = () => document.querySelector("dialog.lock")?.open ?? false;
  const methods = () => asked.map(([method]) => method);
"""
