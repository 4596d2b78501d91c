// The page where a tablet installs the hall's authority: opens the steps of this device, and says so once it is trusted.

const AGAIN_MS = 3000;

function device() {
  const agent = navigator.userAgent;
  if (/HarmonyOS|HUAWEI|OpenHarmony/i.test(agent)) return "harmony";
  if (/Android/.test(agent)) return "android";
  if (/iPad|iPhone/.test(agent)) return "ipad";
  // An iPad that asks for desktop pages calls itself a Mac; no Mac has a touch screen.
  if (/Macintosh/.test(agent)) return navigator.maxTouchPoints > 1 ? "ipad" : "mac";
  return /Windows/.test(agent) ? "windows" : "android";
}

// The laptop may stand in two networks: the address that brought the tablet here is the one that it reaches.
function reachable(address) {
  if (location.protocol === "https:") return location.origin;
  const found = new URL(address);
  found.hostname = location.hostname;
  return found.origin;
}

async function isTrusted(origin) {
  try {
    await fetch(`${origin}/healthz`, { mode: "no-cors", cache: "no-store", credentials: "omit" });
    return true;
  } catch {
    return false;
  }
}

async function watch(notice, origin) {
  if (document.visibilityState === "visible" && (await isTrusted(origin))) {
    notice.hidden = false;
    document.querySelector("[data-untrusted]").hidden = true;
    return;
  }
  setTimeout(() => watch(notice, origin), AGAIN_MS);
}

const notice = document.querySelector("[data-trust]");
const origin = reachable(notice.dataset.address);
const go = document.querySelector("[data-go]");
go.href = `${origin}/`;
document.querySelector(`[data-device="${device()}"]`).open = true;
if (location.protocol === "http:") watch(notice, origin);
