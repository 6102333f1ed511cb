// The display menu: radio buttons named "theme" and "density" inside [data-display].
const root = document.documentElement;

document.addEventListener("change", event => {
  const input = event.target;
  if (!input.closest?.("[data-display]")) return;
  try {
    if (input.value === "system") localStorage.removeItem(`mmhs.${input.name}`);
    else localStorage.setItem(`mmhs.${input.name}`, input.value);
  } catch { /* storage is forbidden here: the choice lasts as long as the page */ root.dataset[input.name] = input.value; return; }
  dispatchEvent(new Event("mmhs:display"));
});

document.addEventListener("toggle", event => {
  const menu = event.target;
  if (event.newState !== "open" || !menu.matches?.("[data-display]")) return;
  const read = key => { try { return localStorage.getItem(`mmhs.${key}`); } catch { return null; } };
  for (const input of menu.querySelectorAll("input[type=radio]"))
    input.checked = input.value === (read(input.name) ?? (input.name === "theme" ? "system" : root.dataset.density));
}, true);
