// What a person sees while the line to the server is down. Words and buttons are in ConnectionLost.razor.
import { isFresh, sendAgain, written } from "./written.js";

const modal = document.getElementById("components-reconnect-modal");
const copy = document.getElementById("unsaved-copy");

const isUnsaved = () => isFresh() || document.querySelector("[data-unsaved]") !== null;

function offerCopy() {
  const text = written();
  document.getElementById("unsaved").hidden = !text;
  copy.value = text;
  return text !== "";
}

function show(state) {
  modal.dataset.state = state;
  // The session is gone. Reload at once only where nothing unsaved would go with it.
  if (state === "rejected" && !isUnsaved()) { location.reload(); return; }
  if (state === "hide") {
    modal.close();
    sendAgain();
    return;
  }
  const offered = offerCopy();
  if (!modal.open) modal.showModal();
  if (offered && (state === "failed" || state === "rejected")) copy.focus();
}

modal?.addEventListener("components-reconnect-state-changed", event => show(event.detail.state));
modal?.addEventListener("cancel", event => event.preventDefault());

document.getElementById("copy-unsaved")?.addEventListener("click", async () => {
  copy.focus();
  copy.select();
  let done;
  // The clipboard of a page that came without TLS is reached the old way only.
  try { await navigator.clipboard.writeText(copy.value); done = true; } catch { done = document.execCommand("copy"); }
  document.getElementById("unsaved-copied").textContent = done ? "Copied" : "The browser does not allow it. The text is selected: press Ctrl+C.";
});

document.getElementById("reload-now")?.addEventListener("click", () => location.reload());
document.getElementById("reconnect-now")?.addEventListener("click", async () => {
  show("show");
  try {
    // False: the server answers but has let go of this session.
    if (!await Blazor.reconnect() && !await Blazor.resumeCircuit()) show("rejected");
  } catch {
    show("failed");
  }
});
