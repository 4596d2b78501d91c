// What the tablet keeps: the outbox of revisions, drafts, and the last heat seen. Written here before anything is sent,
// and kept after the receipt: if the server's database is ever restored, the tablets are the backup.
import "../vendor/idb/umd.js";

const { openDB } = self.idb;
const NAME = "rostrum-tablet";
// A new version only ever adds: an older client reads what a newer one wrote, and loses nothing of it.
const VERSION = 1;
const TABLES = ["outbox", "drafts", "facts"];
const STRICT = { durability: "strict" };
const OPEN_WITHIN_MS = 4000;
const SCARCE_BYTES = 2 * 1024 * 1024;

export const storeVersion = VERSION;

function prepare(database, before) {
  if (before < 1) {
    database.createObjectStore("outbox", { keyPath: "client_id" }).createIndex("scope", "scope");
    database.createObjectStore("drafts", { keyPath: "key" }).createIndex("scope", "scope");
    database.createObjectStore("facts", { keyPath: "key" });
  }
}

const keyOf = (value) => value.client_id ?? value.key;
const copyOf = (value) => JSON.parse(JSON.stringify(value));

// Storage that is refused (private mode, say): the page says so at once, and memory serves meanwhile.
class MemoryStore {
  trouble = "refused";
  isDurable = false;
  version = 0;
  #tables = Object.fromEntries(TABLES.map((table) => [table, new Map()]));

  async put(table, value) {
    this.#tables[table].set(keyOf(value), copyOf(value));
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

  isOnlyHere() {
    return true;
  }
}

//   trouble: "" | "full" | "failing" (the last thing was not written) | "scarce" (there is little room left)
// What the device does not take is read from memory as long as the page is open: it is sent, shown and handed over.
class DurableStore {
  trouble = "";
  #database;
  #isLetGo = false;
  #unwritten = Object.fromEntries(TABLES.map((table) => [table, new Map()]));

  constructor(database) {
    this.#adopt(database);
  }

  get isDurable() {
    return this.trouble === "" || this.trouble === "scarce";
  }

  get version() {
    return this.#database.version;
  }

  async put(table, value) {
    const unwritten = this.#unwritten[table];
    unwritten.set(keyOf(value), value);
    await this.#write(table, (store) => store.put(value));
    if (unwritten.get(keyOf(value)) === value) unwritten.delete(keyOf(value));
  }

  remove(table, key) {
    this.#unwritten[table].delete(key);
    return this.#write(table, (store) => store.delete(key));
  }

  async get(table, key) {
    return this.#unwritten[table].get(key) ?? this.#try(() => this.#database.get(table, key));
  }

  async listOf(table, scope) {
    return this.#with(table, await this.#try(() => this.#database.getAllFromIndex(table, "scope", scope)), scope);
  }

  async listAll(table) {
    return this.#with(table, await this.#try(() => this.#database.getAll(table)));
  }

  // Whether a thing would be gone with the page.
  isOnlyHere(table, value) {
    return this.#unwritten[table].has(keyOf(value));
  }

  #with(table, found, scope) {
    const unwritten = [...this.#unwritten[table].values()].filter((value) => !scope || value.scope === scope);
    return [...found.filter((value) => !this.isOnlyHere(table, value)), ...unwritten];
  }

  // Nothing is said to be saved before the device has it: a failure is noted here and thrown.
  async #write(table, act) {
    try {
      await this.#try(async () => {
        const work = this.#database.transaction(table, "readwrite", STRICT);
        await Promise.all([act(work.store), work.done]);
      });
      if (!this.isDurable) this.trouble = "";
    } catch (refused) {
      this.trouble = refused?.name === "QuotaExceededError" ? "full" : "failing";
      throw refused;
    }
  }

  // Browsers drop a connection at times, and a newer page asks for it: opened again, once.
  async #try(act) {
    try {
      if (this.#isLetGo) await this.#reopen();
      return await act();
    } catch (lost) {
      if (lost?.name === "QuotaExceededError" || lost?.name === "DataCloneError") throw lost;
      await this.#reopen();
      return act();
    }
  }

  async #reopen() {
    this.#database.close();
    this.#adopt(await openAny());
  }

  #adopt(database) {
    this.#database = database;
    this.#isLetGo = false;
    database.addEventListener("close", () => (this.#isLetGo = true));
    database.addEventListener("versionchange", () => {
      this.#isLetGo = true;
      database.close();
    });
  }
}

// A client that was put back to an older version finds a newer database: it is read as it is.
async function openAny() {
  try {
    return await openDB(NAME, VERSION, { upgrade: prepare });
  } catch (refused) {
    if (refused?.name !== "VersionError") throw refused;
    const database = await openDB(NAME);
    if (TABLES.every((table) => database.objectStoreNames.contains(table))) return database;
    database.close();
    throw refused;
  }
}

function inTime(promise) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("storage does not answer")), OPEN_WITHIN_MS));
  return Promise.race([promise, late]);
}

async function isScarce() {
  const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return quota - usage < SCARCE_BYTES;
}

let opened = null;

// A store that keeps what it is given across a restart, or one that does not; what is the matter stands in trouble. One
// for all modules of a page.
export function openStore() {
  opened ??= open();
  return opened;
}

async function open() {
  try {
    const store = new DurableStore(await inTime(openAny()));
    const probe = { key: "probe", at: Date.now() };
    await inTime(store.put("facts", probe)).catch(() => null);
    // Another tab may probe at the same instant, so the very value is not looked for.
    if (store.isDurable && !(await store.get("facts", "probe"))?.at) throw new Error("storage forgets");
    navigator.storage?.persist?.().catch(() => false);
    if (store.isDurable && (await isScarce().catch(() => false))) store.trouble = "scarce";
    return store;
  } catch (refused) {
    return new MemoryStore();
  }
}

// Whose things are whose: one tablet may serve another seat in the next heat.
export const scopeOf = (heat) => `heat ${heat.heat.id} seat ${heat.seat.number}`;

export const draftKey = (scope, appearance, seat) => `${scope} appearance ${appearance}${seat ? ` of ${seat}` : ""}`;

// A database that was made new counts its heats from the start: the pseudonym tells its seats from those before.
export const isOfSeat = (thing, seat) => !thing.seat || !seat || thing.seat === seat;
