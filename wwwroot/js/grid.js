// The list of messages (MessageTable). The highlight moves here at once; the server hears of it when the eye has settled.
const settle = 140;

/** Which row has the tab stop is this script's alone: the server renders rows without it and never takes it back. */
export function grid(table, owner) {
  if (table.mmhsGrid) { table.mmhsGrid(); return; }
  const rows = () => [...table.tBodies[0].rows];
  let current = table.dataset.selected || null;
  let timer = 0;
  let focused = -1;

  // A row is left by its link while the highlight's rest is on its way: the list is gone on the server then, and nobody misses the call.
  const tell = (...call) => owner.invokeMethodAsync(...call).catch(error => { if (table.isConnected) throw error; });

  const mark = () => {
    const all = rows();
    const here = all.find(r => r.dataset.key === current) ?? null;
    // The row under the highlight has left (it was handled): the one that took its place takes the highlight too.
    if (!here && focused >= 0 && all.length && document.activeElement === document.body) {
      all[Math.min(focused, all.length - 1)].focus();
      return;
    }
    for (const row of all) {
      row.tabIndex = row === (here ?? all[0]) ? 0 : -1;
      if (row === here) row.setAttribute("aria-selected", "true");
      else row.removeAttribute("aria-selected");
    }
  };

  const select = row => {
    if (row.dataset.key === current) return;
    current = row.dataset.key;
    mark();
    clearTimeout(timer);
    timer = setTimeout(() => { if (table.isConnected) tell("Select", current); }, settle);
  };

  const open = row => {
    clearTimeout(timer);
    tell("Open", row.dataset.key);
  };

  table.addEventListener("keydown", event => {
    const row = event.target.closest("tbody tr");
    if (!row || event.target !== row || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = rows();
    const here = all.indexOf(row);
    const page = Math.max(1, Math.floor((table.closest(".pane") ?? document.documentElement).clientHeight / row.offsetHeight) - 2);
    const to = { j: here + 1, ArrowDown: here + 1, k: here - 1, ArrowUp: here - 1, Home: 0, End: all.length - 1, PageDown: here + page, PageUp: here - page }[event.key];
    if (event.key === "Enter") { event.preventDefault(); open(row); return; }
    if (event.key === "x") { row.querySelector("input[data-mark]")?.click(); return; }
    if (to === undefined) return;
    event.preventDefault();
    if (to >= all.length && table.hasAttribute("data-more")) tell("More");
    all[Math.max(0, Math.min(all.length - 1, to))].focus();
  });

  table.addEventListener("focusin", event => {
    const row = event.target.closest("tbody tr");
    if (!row) return;
    focused = rows().indexOf(row);
    select(row);
  });
  table.addEventListener("focusout", event => { if (event.relatedTarget && !table.contains(event.relatedTarget)) focused = -1; });

  table.addEventListener("click", event => {
    const row = event.target.closest("tbody tr");
    if (row && !event.target.closest("a, button, input, label")) row.focus();
  });

  table.addEventListener("dblclick", event => {
    const row = event.target.closest("tbody tr");
    if (row && !event.target.closest("a, button, input, label")) open(row);
  });

  table.mmhsGrid = () => {
    if (table.dataset.selected && !table.contains(document.activeElement)) current = table.dataset.selected;
    mark();
  };
  mark();
}
