// The browser's share of the portal: what must answer before the server can. Everything else is a component's affair.
import "./clock.js";
import "./countdown.js";
import "./display.js";
import "./keys.js";
import "./popover.js";
import "./reconnect.js";
import { grid } from "./grid.js";
import { flushText, longText } from "./longtext.js";
import { passkeys } from "./passkeys.js";
import { tokens } from "./tokens.js";

/** Opens or closes a <dialog>; asking for what already is does nothing. */
function dialog(element, open) {
  if (open && !element.open) element.showModal();
  if (!open && element.open) element.close();
}

/** Moves focus to an element, or to the first control inside it. */
export function focus(id) {
  const target = document.getElementById(id);
  if (!target) return;
  const inside = target.matches("input, select, textarea, button, a[href], [tabindex]") ? target : target.querySelector("input, select, textarea, button, a[href], [tabindex]");
  (inside ?? target).focus();
  target.scrollIntoView({ block: "nearest" });
}

/** Puts text on the clipboard; false where the browser does not allow it. */
async function copy(text) {
  try { await navigator.clipboard.writeText(text); return true; } catch { return false; }
}

// A link to a field of this page. <base href="/"> would take "#id" to the start page.
document.addEventListener("click", event => {
  const link = event.target.closest?.("a[data-focus]");
  if (!link) return;
  event.preventDefault();
  focus(link.dataset.focus);
}, true);

// A page that holds unsent work marks it with data-unsaved; the browser then asks before it is left.
addEventListener("beforeunload", event => {
  if (document.querySelector("[data-unsaved]")) event.preventDefault();
});

document.addEventListener("click", event => {
  if (event.target.closest?.("[data-print]")?.tagName === "BUTTON") print();
});

globalThis.mmhs = Object.freeze({ copy, dialog, flushText, focus, grid, longText, passkeys, tokens });
