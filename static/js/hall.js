// What the judge's page gets of the small modules that every page has: colours and menus; and where it shows a plain
// form or a message, what belongs to those.
import { watchThemeSwitch } from "./theme-switch.js";
import { watchPage } from "./page.js";

watchThemeSwitch();
watchPage();
if (document.querySelector(".flash, .judge-fallback form")) {
  import("./forms.js").then(({ watchForms }) => watchForms()).catch(() => null);
  import("./messages.js").then(({ watchMessages }) => watchMessages()).catch(() => null);
}
