// Forms answer at once: the button says that it works, a second press does nothing, typed text is not lost by accident.

function markBusy(form, submitter) {
  form.dataset.busy = "";
  submitter?.classList.add("is-busy");
  submitter?.setAttribute("aria-busy", "true");
}

function clearBusy() {
  for (const form of document.querySelectorAll("form[data-busy]")) delete form.dataset.busy;
  for (const button of document.querySelectorAll(".is-busy")) {
    button.classList.remove("is-busy");
    button.removeAttribute("aria-busy");
  }
}

function onSubmit(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if ("busy" in form.dataset) {
    event.preventDefault();
    return;
  }
  delete form.dataset.dirty;
  // A file that is answered with a download leaves the page where it is: data-download keeps its button free.
  if (!("download" in form.dataset)) markBusy(form, event.submitter);
}

function watchDropzones() {
  for (const zone of document.querySelectorAll("[data-dropzone]")) {
    const input = zone.querySelector('input[type="file"]');
    for (const name of ["dragenter", "dragover"]) {
      zone.addEventListener(name, (event) => {
        event.preventDefault();
        zone.classList.add("is-over");
      });
    }
    zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("is-over");
      if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
    });
  }
}

export function watchForms() {
  document.addEventListener("submit", onSubmit);
  window.addEventListener("pageshow", clearBusy);
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && "guard" in form.dataset) form.dataset.dirty = "";
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-guard][data-dirty]")) event.preventDefault();
  });
  document.querySelector("[data-focus]")?.focus();
  watchDropzones();
}
