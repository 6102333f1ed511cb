// What was typed into the page, so that it outlives the line to the server: sent again when the line is back, and there to be copied.
const fields = new Map(); // element: when it was last typed in, in milliseconds
const fresh = 60_000; // what is older has long been on the server, or was refused there

const kept = "main input:not([type=file], [type=password], [type=search], [role=combobox]), main textarea, main select";

for (const kind of ["input", "change"])
  document.addEventListener(kind, event => {
    const field = event.target;
    if (!event.isTrusted || !field.matches?.(kept)) return;
    fields.delete(field); // the latest comes last
    fields.set(field, Date.now());
  }, true);

const here = () => [...fields].filter(([field]) => field.isConnected);

const label = field => (field.labels?.[0]?.textContent ?? field.name).trim();

/** Whether something was typed so lately that the server may not have it. */
export const isFresh = () => here().some(([, at]) => Date.now() - at < 5_000);

/** Everything typed into text fields since the page was opened, each under the name of its field. */
export const written = () => here()
  .filter(([field]) => field.matches("textarea, input:not([type=checkbox], [type=radio])") && field.value.trim())
  .map(([field]) => `${label(field)}\n${field.value}`)
  .join("\n\n");

/** Says again what the server may have missed; to say it twice changes nothing. */
export function sendAgain() {
  for (const [field, at] of here()) {
    if (field.mmhsSendAgain) { field.mmhsSendAgain(); continue; }
    if (Date.now() - at > fresh || (field.type === "radio" && !field.checked)) continue;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
}
