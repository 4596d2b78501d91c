// A button that repeats while it is held down: once at a tap, then faster after a moment, until it is let go.
const FIRST_MS = 450;
const EACH_MS = 90;
const CLICK_AFTER_MS = 400;

// step() does one repetition; a disabled button has reached its end.
export function repeatWhileHeld(button, step) {
  let timer = 0;
  let heldUntil = 0; // the click that ends a long press is not one step more
  const stop = () => clearTimeout(timer);
  const repeat = () => {
    if (button.disabled) return;
    heldUntil = Infinity;
    step();
    timer = setTimeout(repeat, EACH_MS);
  };
  button.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    heldUntil = 0;
    stop();
    timer = setTimeout(repeat, FIRST_MS);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
    button.addEventListener(end, () => {
      stop();
      if (heldUntil) heldUntil = performance.now() + CLICK_AFTER_MS;
    });
  }
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    if (performance.now() < heldUntil) heldUntil = 0;
    else step();
  });
}
