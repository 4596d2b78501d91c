// What the judge's page gets of the small modules that every page has: colours, messages, menus, forms
// that answer at once.
import { watchThemeSwitch } from "./theme-switch.js";
import { watchForms } from "./forms.js";
import { watchMessages } from "./messages.js";
import { watchPage } from "./page.js";

watchThemeSwitch();
watchForms();
watchMessages();
watchPage();
