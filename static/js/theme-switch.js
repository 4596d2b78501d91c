// Light or dark by hand. theme.js puts the choice back before the first paint.

const root = document.documentElement;

function storageKey() {
  return root.dataset.themeScope === "hall" ? "rostrum-theme-hall" : "rostrum-theme";
}

function isDark() {
  if (root.dataset.theme) return root.dataset.theme === "dark";
  return window.matchMedia("(prefers-color-scheme: dark)").matches;
}

function remember(theme) {
  try {
    localStorage.setItem(storageKey(), theme);
  } catch {
    // Private mode: the choice holds for this page.
  }
}

function label(button) {
  const text = isDark() ? button.dataset.labelLight : button.dataset.labelDark;
  button.title = text;
  button.setAttribute("aria-label", text);
}

export function watchThemeSwitch() {
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    label(button);
    button.addEventListener("click", () => {
      const theme = isDark() ? "light" : "dark";
      root.dataset.theme = theme;
      remember(theme);
      label(button);
    });
  }
}
