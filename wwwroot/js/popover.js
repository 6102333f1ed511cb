// Popovers stand under the button that opened them; those with role="menu" are walked with the arrow keys (APG: menu button).
const items = menu => [...menu.querySelectorAll("[role^=menuitem]:not(:disabled)")];

function place(popover) {
  const button = document.querySelector(`[popovertarget="${CSS.escape(popover.id)}"]`);
  if (!button) return;
  const at = button.getBoundingClientRect();
  const size = popover.getBoundingClientRect();
  const below = at.bottom + 4 + size.height <= innerHeight;
  popover.style.setProperty("inset", "auto");
  popover.style.setProperty("left", `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`);
  popover.style.setProperty("top", `${below ? at.bottom + 4 : Math.max(8, at.top - size.height - 4)}px`);
}

// Twice: before it is seen, so that it does not jump, and once its size is known.
for (const moment of ["beforetoggle", "toggle"])
  document.addEventListener(moment, event => {
    const popover = event.target;
    if (event.newState !== "open" || !popover.matches?.("[popover]")) return;
    place(popover);
    if (moment === "toggle" && popover.matches("[role=menu]")) items(popover)[0]?.focus();
  }, true);

document.addEventListener("keydown", event => {
  const opener = event.target.closest?.("[aria-haspopup=menu][popovertarget]");
  if (opener && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    document.getElementById(opener.getAttribute("popovertarget"))?.showPopover();
    return;
  }
  const menu = event.target.closest?.("[role=menu]");
  if (menu) {
    const all = items(menu);
    const here = all.indexOf(event.target);
    const letter = event.key.length === 1 && event.key !== " " ? event.key.toLowerCase() : null;
    const next = event.key === "ArrowDown" ? all[(here + 1) % all.length]
      : event.key === "ArrowUp" ? all[(here - 1 + all.length) % all.length]
      : event.key === "Home" ? all[0]
      : event.key === "End" ? all.at(-1)
      : letter ? [...all.slice(here + 1), ...all.slice(0, here + 1)].find(i => i.textContent.trim().toLowerCase().startsWith(letter))
      : null;
    if (next) { event.preventDefault(); event.stopPropagation(); next.focus(); }
    if (event.key === "Tab") menu.hidePopover();
    return;
  }
  const list = event.target.closest?.("[role=tablist]");
  if (list && ["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
    const tabs = [...list.querySelectorAll("[role=tab]")];
    const here = tabs.indexOf(event.target.closest("[role=tab]"));
    const to = event.key === "Home" ? 0 : event.key === "End" ? tabs.length - 1
      : (here + (event.key === "ArrowRight" ? 1 : -1) + tabs.length) % tabs.length;
    event.preventDefault();
    tabs[to].focus();
    tabs[to].click();
  }
});

document.addEventListener("click", event => {
  const item = event.target.closest?.("[role^=menuitem]");
  item?.closest("[popover]")?.hidePopover();
});
