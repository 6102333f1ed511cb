// Runs before the first paint, so a dark room never sees a white flash. What a person chose outlives the session.
(() => {
  const root = document.documentElement;
  const read = key => { try { return localStorage.getItem(key); } catch { return null; } };
  const system = matchMedia("(prefers-color-scheme: dark)");

  const apply = () => {
    const chosen = read("mmhs.theme");
    root.dataset.theme = ["light", "dark", "red"].includes(chosen) ? chosen : system.matches ? "dark" : "light";
    root.dataset.density = read("mmhs.density") === "compact" ? "compact" : "comfortable";
  };

  apply();
  system.addEventListener("change", apply);
  addEventListener("storage", apply);
  addEventListener("mmhs:display", apply);
  // Whatever writes the document anew, the room stays dark.
  new MutationObserver(() => { if (!root.dataset.theme || !root.dataset.density) apply(); }).observe(root, { attributeFilter: ["data-theme", "data-density"] });
})();
