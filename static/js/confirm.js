// A question before a command: the unfolded panel of <details data-confirm> becomes a modal dialog.

function open(details) {
  const panel = details.querySelector(".confirm__panel");
  if (!panel) return;
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", panel.getAttribute("aria-labelledby"));
  dialog.append(panel);
  document.body.append(dialog);
  const close = () => dialog.close();
  panel.querySelector("[data-cancel]")?.addEventListener("click", close, { once: true });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) close();
  });
  dialog.addEventListener("close", () => {
    details.append(panel);
    dialog.remove();
    details.querySelector("summary").focus();
  });
  dialog.showModal();
  // What can be lost is not the first thing that Enter hits.
  (panel.querySelector("input:not([type=hidden]), textarea") ?? panel.querySelector("[data-cancel]"))?.focus();
}

export function watchConfirmations() {
  if (typeof HTMLDialogElement === "undefined") return;
  document.addEventListener("click", (event) => {
    const summary = event.target.closest?.("[data-confirm] > summary");
    if (!summary) return;
    event.preventDefault();
    open(summary.parentElement);
  });
}
