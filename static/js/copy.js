// Copying a code: the clipboard where the browser allows it, a selection to copy by hand where it does not (plain HTTP).

function select(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  if (!source) return;
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
  } catch {
    select(source);
    if (!document.execCommand("copy")) return;
  }
  const text = button.querySelector("span");
  button.dataset.label ??= text.textContent;
  text.textContent = button.dataset.copied;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => {
    text.textContent = button.dataset.label;
  }, 2000);
}

export function watchCopying() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (button) copy(button);
  });
}
