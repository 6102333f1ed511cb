// What a person sees while the line to the server is down. Words and buttons are in ConnectionLost.razor.
const modal = document.getElementById("components-reconnect-modal");

function show(state) {
  modal.dataset.state = state;
  // The session is gone. Reload at once only where nothing unsaved would go with it.
  if (state === "rejected" && !document.querySelector("[data-unsaved]")) location.reload();
  else if (state === "hide") modal.close();
  else if (!modal.open) modal.showModal();
}

modal?.addEventListener("components-reconnect-state-changed", event => show(event.detail.state));
modal?.addEventListener("cancel", event => event.preventDefault());

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
