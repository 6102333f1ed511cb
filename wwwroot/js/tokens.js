// The text field of the chip pickers (AddresseePicker, SicPicker; APG: editable combobox with list).
// The field is the browser's alone while a person types: the server never writes into it, so no keystroke is lost on a slow line.
const pause = 120;

/** @param root the picker; @param owner its component: Commit(text), RemoveLast(), Search(text) and, where it has a list, Choose(key). */
export function tokens(root, owner) {
  const input = root.querySelector("input");
  const separators = root.dataset.separators ?? "";
  const list = () => root.querySelector("[role=listbox]");
  const options = () => [...(list()?.querySelectorAll("[role=option]") ?? [])];
  let active = -1;
  let timer = 0;

  const activate = index => {
    const all = options();
    active = index < 0 || !all.length ? -1 : index % all.length;
    all.forEach((option, i) => option.toggleAttribute("data-active", i === active));
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    }
  };

  const search = () => {
    clearTimeout(timer);
    activate(-1);
    // Without a list there is nothing to look up, only an old complaint to take back.
    if (!list() && !input.hasAttribute("aria-invalid")) return;
    timer = setTimeout(() => owner.invokeMethodAsync("Search", input.value), pause);
  };

  const take = () => {
    const text = input.value;
    clearTimeout(timer);
    input.value = "";
    activate(-1);
    return text;
  };

  const choose = option => {
    take();
    owner.invokeMethodAsync("Choose", option.dataset.key);
  };

  const commit = async () => {
    if (!input.value.trim()) return;
    const text = take();
    // What could not be read comes back, unless the person has typed on meanwhile; then the message alone tells of it.
    const refused = await owner.invokeMethodAsync("Commit", text);
    if (refused && !input.value) input.value = refused;
  };

  input.addEventListener("input", () => {
    if (separators && [...separators].some(s => input.value.endsWith(s))) { commit(); return; }
    search();
  });

  input.addEventListener("keydown", event => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      // Enter never sends the form. It takes the marked or the only line, but only if the list on screen is the answer to what stands in the field.
      event.preventDefault();
      const all = list()?.dataset.query === input.value.trim() ? options() : [];
      const marked = all[active] ?? (all.length === 1 ? all[0] : null);
      if (marked) choose(marked);
      else commit();
    } else if (event.key === "ArrowDown" && options().length) { event.preventDefault(); activate(active + 1); }
    else if (event.key === "ArrowUp" && options().length) { event.preventDefault(); activate(active <= 0 ? options().length - 1 : active - 1); }
    else if (event.key === "Escape" && list()) {
      if (options().length) { event.preventDefault(); event.stopPropagation(); owner.invokeMethodAsync("Search", ""); activate(-1); }
    } else if (event.key === "Backspace" && !input.value) owner.invokeMethodAsync("RemoveLast");
  });

  input.addEventListener("blur", () => { if (input.value.trim()) commit(); });

  // The pointer must not take focus from the field before the click arrives: blur would commit half a word.
  root.addEventListener("pointerdown", event => { if (event.target.closest("[role=listbox]")) event.preventDefault(); });
  root.addEventListener("click", event => {
    const option = event.target.closest("[role=option]");
    if (option) { choose(option); input.focus(); }
    else if (event.target.closest("[data-removes]")) input.focus();
    else if (event.target === root || event.target.matches("[data-chips]")) input.focus();
  });
}
