// SPDX-License-Identifier: GPL-2.0-or-later
// Suggestions below the search box, as an ARIA combobox with a list. Optional: without it
// the form works as it stands. Asks the server when typing pauses; the newest answer wins.
"use strict";

(() => {
  const input = document.getElementById("q");
  if (!input || !input.dataset.suggest || !window.fetch) {
    return;
  }
  const PAUSE_MS = 150;
  const MOST = 8;

  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  input.after(list);

  // Says how many there are, politely; the list itself is silent until one is chosen.
  const status = document.createElement("p");
  status.className = "hidden";
  status.setAttribute("role", "status");
  input.form.append(status);

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let timer = 0;
  let asked = 0; // number of the newest question
  let typed = input.value; // what the user wrote, while an option is shown in its place
  let chosen = -1;

  const close = () => {
    list.hidden = true;
    list.replaceChildren();
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (index) => {
    const options = list.children;
    if (chosen >= 0) {
      options[chosen].setAttribute("aria-selected", "false");
    }
    chosen = index;
    if (chosen < 0) {
      input.value = typed;
      input.removeAttribute("aria-activedescendant");
      return;
    }
    options[chosen].setAttribute("aria-selected", "true");
    options[chosen].scrollIntoView({ block: "nearest" });
    input.value = options[chosen].dataset.text;
    input.setAttribute("aria-activedescendant", options[chosen].id);
  };

  const show = (found) => {
    close();
    for (const { text, kind, title } of found.slice(0, MOST)) {
      const option = document.createElement("li");
      option.id = `suggestion-${list.children.length}`;
      option.dataset.text = text;
      option.textContent = kind === "article" ? `${text} ${title}` : text;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      list.append(option);
    }
    const n = list.children.length;
    list.hidden = n === 0;
    input.setAttribute("aria-expanded", String(n > 0));
    status.textContent = n === 0 ? "" : n === 1 ? "1 suggestion" : `${n} suggestions`;
  };

  const ask = async () => {
    const mine = ++asked;
    const text = typed.trim();
    if (text.length < 2) {
      close();
      return;
    }
    try {
      const url = `${input.dataset.suggest}?q=${encodeURIComponent(text)}`;
      const answer = await fetch(url, { credentials: "omit" });
      const found = answer.ok ? await answer.json() : {};
      if (mine === asked && document.activeElement === input) {
        show(found.suggestions || []);
      }
    } catch {
      close(); // no network: the form still works
    }
  };

  input.addEventListener("input", () => {
    typed = input.value;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });

  input.addEventListener("keydown", (event) => {
    const n = list.children.length;
    if (event.isComposing || list.hidden || n === 0) {
      return;
    }
    if (event.key === "ArrowDown") {
      choose(chosen + 1 < n ? chosen + 1 : -1);
    } else if (event.key === "ArrowUp") {
      choose(chosen < 0 ? n - 1 : chosen - 1);
    } else if (event.key === "Escape") {
      choose(-1);
      close();
    } else {
      return; // Enter submits the form with what the box shows
    }
    event.preventDefault();
  });

  // A press would take the focus away, and with it the list, before the click comes.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("li");
    if (option) {
      input.value = option.dataset.text;
      input.form.requestSubmit();
    }
  });

  input.addEventListener("blur", () => {
    asked++;
    clearTimeout(timer);
    close();
  });
})();
