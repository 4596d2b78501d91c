// Putting a list in order: drag and drop by SortableJS beside up and down buttons that work with the keyboard.
// <ol data-ordered="form-field-name"> with <li data-key="…">, and inside each [data-up] and [data-down] buttons.
// Load vendor/sortable/Sortable.min.js (deferred) and this module on the page; without a script, the buttons submit the form.

function renumber(list) {
  const items = [...list.querySelectorAll(":scope > [data-key]")];
  items.forEach((item, index) => {
    const number = item.querySelector("[data-number]");
    if (number) number.textContent = String(index + 1);
    for (const input of item.querySelectorAll("input[data-place]")) input.value = String(index + 1);
  });
  list.dispatchEvent(new Event("change", { bubbles: true }));
}

function move(list, item, isUp) {
  const other = isUp ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  if (isUp) other.before(item);
  else other.after(item);
  renumber(list);
}

for (const list of document.querySelectorAll("[data-ordered]")) {
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-up], [data-down]");
    if (!button) return;
    event.preventDefault();
    move(list, button.closest("[data-key]"), button.hasAttribute("data-up"));
    button.focus();
  });
  if (window.Sortable) {
    window.Sortable.create(list, { handle: "[data-handle]", animation: 120, onEnd: () => renumber(list) });
  }
}
