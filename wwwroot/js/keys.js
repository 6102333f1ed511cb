// Keys that work anywhere outside a text field: "?" for help, "g" and a letter to go, "/" to search, "j" and "k" into the list.
let going = 0;

const typing = target => target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable=true]");

// A button that names its key: data-shortcut="r", or "ctrl+enter" for the one that sends, which works from within a text too.
function press(shortcut, event) {
  const button = document.querySelector(`[data-shortcut="${CSS.escape(shortcut)}"]`);
  if (!button || button.disabled) return false;
  event.preventDefault();
  // What is still being typed counts: leaving the field hands it over before the click.
  if (typing(document.activeElement)) document.activeElement.blur();
  button.click();
  return true;
}

document.addEventListener("keydown", event => {
  // A key that is held down wishes nothing twice.
  if (event.repeat && !["j", "k"].includes(event.key)) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented && !document.querySelector("dialog[open]")) {
    press("ctrl+enter", event);
    return;
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;

  if (going && Date.now() - going < 1500) {
    going = 0;
    const link = document.querySelector(`a[data-go="${CSS.escape(event.key)}"]`);
    if (link) { event.preventDefault(); link.click(); }
    return;
  }
  if (event.key.length === 1 && press(event.key, event)) return;
  if (event.key === "g") { going = Date.now(); return; }
  if (event.key === "?") { event.preventDefault(); document.getElementById("key-help")?.showModal(); return; }
  if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    if (search) { event.preventDefault(); search.focus(); }
    return;
  }
  if ((event.key === "j" || event.key === "k") && !event.target.closest?.("[data-grid]")) {
    const row = document.querySelector("[data-grid] tbody tr[tabindex='0']");
    if (row) { event.preventDefault(); row.focus(); }
  }
});

// Buttons that only open or close a dialog need no journey to the server.
document.addEventListener("click", event => {
  const opener = event.target.closest?.("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  const closer = event.target.closest?.("[data-closes]");
  if (closer) closer.closest("dialog")?.close();
});
