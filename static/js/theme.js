/* Sets the chosen colours before the first paint. A classic script on purpose: a module would run too late.
   The hall (judges) has its own choice, because it starts dark whatever the device prefers. */
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var key = root.dataset.themeScope === "hall" ? "rostrum-theme-hall" : "rostrum-theme";
    var chosen = localStorage.getItem(key);
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch (refused) {
    /* Private mode: the device's preference stands. */
  }
})();
