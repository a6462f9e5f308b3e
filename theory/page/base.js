"use strict";
(() => {
  const root = document.documentElement, key = "saddleproof-theme";
  const buttons = [...document.querySelectorAll(".theme button")];
  const kept = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const choose = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme; else delete root.dataset.theme;
    for (const button of buttons) button.setAttribute("aria-pressed", String((button.dataset.theme || "") === (root.dataset.theme || "")));
  };
  for (const button of buttons) button.addEventListener("click", () => {
    choose(button.dataset.theme);
    try { localStorage.setItem(key, button.dataset.theme); } catch { /* a file may have no storage */ }
  });
  choose(kept());
})();
