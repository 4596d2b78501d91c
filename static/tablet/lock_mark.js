// The mark of a locked tablet: a cookie, so that the server sends the page of nobody instead of marks, and nothing is
// painted before a script hides it. Whoever enters with a card or a PIN has it taken away by the server.
const NAME = "rostrum-locked";
const LASTS_S = 400 * 24 * 3600;

const write = (value, lasts) => {
  const safe = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${NAME}=${value}; path=/judge; max-age=${lasts}; samesite=lax${safe}`;
};

export const isMarked = () => document.cookie.split("; ").includes(`${NAME}=1`);
export const mark = () => write("1", LASTS_S);
export const unmark = () => write("", 0);

// What is kept of the lock: {scope, isEnded: the session of the one before is over, openedBy: the seat that came in by
// its PIN where there was no network}, or null. Where the device keeps nothing, the mark alone says it.
export async function findLock(store) {
  const kept = await store.get("facts", "lock").catch(() => null);
  return kept ?? (isMarked() ? { key: "lock", scope: "", isEnded: false, openedBy: "" } : null);
}

// Whether a lock covers this page: one that the server made for a seat comes after a PIN or a card, unless it is marked;
// on the page of nobody a seat may have come in by its PIN, unless the server has let in somebody since.
export const isCovered = (lock, hasToken) => Boolean(lock) && (hasToken ? isMarked() : !(lock.openedBy && isMarked()));
