// What the tablet keeps: the outbox of revisions, drafts, and the last heat seen. Written here before anything is sent,
// and kept after the receipt: if the server's database is ever restored, the tablets are the backup.
import { openDB } from "../vendor/idb/index.js";

const NAME = "rostrum-tablet";
const VERSION = 1;
const STRICT = { durability: "strict" };

function prepare(database) {
  const outbox = database.createObjectStore("outbox", { keyPath: "client_id" });
  outbox.createIndex("scope", "scope");
  database.createObjectStore("drafts", { keyPath: "key" }).createIndex("scope", "scope");
  database.createObjectStore("facts", { keyPath: "key" });
}

// Storage that may be refused (private mode, full disk): then the page says so at once, and memory serves meanwhile.
class MemoryStore {
  isDurable = false;
  #tables = { outbox: new Map(), drafts: new Map(), facts: new Map() };

  async put(table, value) {
    this.#tables[table].set(value.client_id ?? value.key, structuredCloneOf(value));
  }

  async get(table, key) {
    return this.#tables[table].get(key);
  }

  async remove(table, key) {
    this.#tables[table].delete(key);
  }

  async listOf(table, scope) {
    return (await this.listAll(table)).filter((value) => value.scope === scope);
  }

  async listAll(table) {
    return [...this.#tables[table].values()];
  }
}

const structuredCloneOf = (value) => JSON.parse(JSON.stringify(value));

class DurableStore {
  isDurable = true;
  #database;

  constructor(database) {
    this.#database = database;
  }

  async put(table, value) {
    const work = this.#database.transaction(table, "readwrite", STRICT);
    await Promise.all([work.store.put(value), work.done]);
  }

  async get(table, key) {
    return this.#database.get(table, key);
  }

  async remove(table, key) {
    const work = this.#database.transaction(table, "readwrite", STRICT);
    await Promise.all([work.store.delete(key), work.done]);
  }

  async listOf(table, scope) {
    return this.#database.getAllFromIndex(table, "scope", scope);
  }

  async listAll(table) {
    return this.#database.getAll(table);
  }
}

let opened = null;

// A store that keeps what it is given across a restart, or one that does not and says so by isDurable. One for all
// modules of a page.
export function openStore() {
  opened ??= open();
  return opened;
}

async function open() {
  try {
    const database = await openDB(NAME, VERSION, { upgrade: prepare });
    const store = new DurableStore(database);
    const probe = { key: "probe", at: Date.now() };
    await store.put("facts", probe);
    // Another tab may probe at the same instant, so the very value is not looked for.
    if (!(await store.get("facts", "probe"))?.at) throw new Error("storage forgets");
    navigator.storage?.persist?.().catch(() => false);
    return store;
  } catch (refused) {
    return new MemoryStore();
  }
}

// Whose things are whose: one tablet may serve another seat in the next heat.
export const scopeOf = (heat) => `heat ${heat.heat.id} seat ${heat.seat.number}`;

export const draftKey = (scope, appearance) => `${scope} appearance ${appearance}`;
