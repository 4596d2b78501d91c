// What every page gets on top of plain HTML. Each module is small, works on its own and is not needed to get work done.
import { watchThemeSwitch } from "./theme-switch.js";
import { watchConfirmations } from "./confirm.js";
import { watchCopying } from "./copy.js";
import { watchForms } from "./forms.js";
import { watchMessages } from "./messages.js";
import { watchTables } from "./table-sort.js";
import { watchRefreshing } from "./refresh.js";
import { watchPage } from "./page.js";

watchThemeSwitch();
watchConfirmations();
watchCopying();
watchForms();
watchMessages();
watchTables();
watchRefreshing();
watchPage();
