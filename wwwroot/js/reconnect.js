// What a person sees while the line to the server is down. Words and buttons are in App.razor.
const modal = document.getElementById("components-reconnect-modal");

modal?.addEventListener("components-reconnect-state-changed", event => {
  const { state } = event.detail;
  modal.dataset.state = state;
  if (state === "hide") { modal.close(); return; }
  if (state === "rejected") { location.reload(); return; }
  if (!modal.open) modal.showModal();
});
modal?.addEventListener("cancel", event => event.preventDefault());

document.getElementById("reconnect-now")?.addEventListener("click", async () => {
  modal.dataset.state = "show";
  try {
    // False: the server answered but no longer has this session.
    if (!await Blazor.reconnect()) location.reload();
  } catch {
    modal.dataset.state = "failed";
  }
});
