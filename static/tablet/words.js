// The page's language: sentences come translated with the page; names that exist twice are picked here.

let sentences = {};
let isEnglish = false;
let zone = "Asia/Shanghai";

export function setWords(given, language) {
  sentences = given;
  isEnglish = language.startsWith("en");
}

// The page's own sentences, fetched once for all its modules.
let loading = null;

export function loadWords(address) {
  loading ??= fetch(address)
    .then((answer) => answer.json())
    .then((given) => setWords(given, document.documentElement.lang));
  return loading;
}

export function setZone(name) {
  zone = name;
}

// w("marked", {done: 2, all: 4}); a missing sentence shows its key, so that it is noticed.
export function w(key, values = {}) {
  return (sentences[key] ?? key).replace(/%\((\w+)\)s/g, (_, name) => String(values[name] ?? ""));
}

export function inLanguage(pair) {
  if (!pair) return "";
  return isEnglish ? pair.en || pair.zh : pair.zh || pair.en;
}

// 14:03:22 in the hall's time zone, whatever the device believes.
export function clockText(instant) {
  const options = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: zone };
  return new Intl.DateTimeFormat("en-GB", options).format(new Date(instant));
}
