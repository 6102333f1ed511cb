// Passkeys: asks the browser, and gives its answer as JSON, or one word why there is none (PasskeyWords has them in full).
const why = error => ({
  NotAllowedError: "cancelled",
  AbortError: "cancelled",
  InvalidStateError: "registered",
  SecurityError: "address",
  NotSupportedError: "unsupported",
})[error?.name] ?? "failed";

async function ask(optionsJson, parse, call) {
  if (!isSecureContext) return "address";
  if (!globalThis.PublicKeyCredential?.[parse]) return "unsupported";
  try {
    const credential = await call({ publicKey: PublicKeyCredential[parse](JSON.parse(optionsJson)) });
    return credential ? JSON.stringify(credential) : "cancelled";
  } catch (error) {
    return why(error);
  }
}

/** Makes a passkey. */
const create = optionsJson => ask(optionsJson, "parseCreationOptionsFromJSON", options => navigator.credentials.create(options));

/** Uses a passkey. */
const get = optionsJson => ask(optionsJson, "parseRequestOptionsFromJSON", options => navigator.credentials.get(options));

export const passkeys = Object.freeze({ create, get });

// The sign-in page has no circuit: its form fetches what to ask, asks, and only then is sent.
document.addEventListener("submit", async event => {
  const form = event.target;
  if (!form.matches("[data-passkey-sign-in]") || form.elements.credential.value) return;
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.disabled) return;
  button.disabled = true;
  for (const problem of form.querySelectorAll("[data-passkey-problem]")) problem.hidden = true;
  let answer = "failed";
  try {
    const options = await fetch(`${form.action}/options`, { method: "POST", body: new FormData(form) });
    if (options.ok) answer = await get(await options.text());
  } catch { /* the portal cannot be reached: "failed" says to try again */ }
  button.disabled = false;
  if (answer.startsWith("{")) {
    form.elements.credential.value = answer;
    form.submit();
  } else {
    const problem = form.querySelector(`[data-passkey-problem="${answer}"]`);
    if (problem) problem.hidden = false;
    button.focus();
  }
});

// Only now is there somebody to ask: the button comes from the server unready, also where a page takes the place of another without a load.
function ready() {
  for (const button of document.querySelectorAll("[data-passkey-sign-in] button")) button.disabled = false;
}
ready();
document.addEventListener("DOMContentLoaded", () => Blazor.addEventListener("enhancedload", ready));
