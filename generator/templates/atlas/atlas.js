// The search and the filter of the index. Without it, everything can be read and followed all the same.
"use strict";
(() => {
  const root = document.documentElement.dataset.root;
  const field = document.getElementById("q");
  const list = document.getElementById("results");
  const said = document.getElementById("said");
  const MOST = 60;
  let active = -1;

  // How well an entry fits a word: lower is better, nothing if it does not fit.
  function rank(entry, word) {
    const name = entry.plain;
    if (entry[2] === word || (/^0x/.test(word) && entry[2] !== "" && Number(entry[2]) === Number(word))) return 0;
    if (name === word) return 0;
    const bare = name.replace(/^_+/, "");
    if (bare === word) return 1;
    if (name.startsWith(word) || bare.startsWith(word)) return 2;
    if (name.includes("_" + word)) return 3;
    if (name.includes(word)) return 4;
    return null;
  }

  for (const entry of ATLAS) entry.plain = entry[0].toLowerCase();

  function search(text) {
    const words = text.toLowerCase().split(/[\s,]+/).filter(Boolean);
    const found = [];
    if (!words.length) return found;
    ATLAS.forEach((entry, order) => {
      let sum = 0;
      for (const word of words) {
        const one = rank(entry, word);
        if (one === null) return;
        sum += one;
      }
      found.push([sum, entry[0].length, order, entry]);
    });
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    return found.map((one) => one[3]);
  }

  function piece(tag, text, parent) {
    const element = document.createElement(tag);
    element.textContent = text;
    parent.append(element);
    return element;
  }

  // The name with the word that was looked for marked.
  function marked(name, word, parent) {
    const at = word ? name.toLowerCase().indexOf(word) : -1;
    if (at < 0) return parent.append(name);
    parent.append(name.slice(0, at));
    piece("b", name.slice(at, at + word.length), parent);
    parent.append(name.slice(at + word.length));
  }

  function show(open) {
    list.hidden = !open;
    field.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  }

  function choose(index) {
    const items = list.querySelectorAll("[role=option]");
    items.forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
    active = index;
    if (index >= 0) {
      field.setAttribute("aria-activedescendant", items[index].id);
      items[index].scrollIntoView({ block: "nearest" });
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  }

  function update() {
    const text = field.value.trim();
    const found = search(text);
    const word = text.toLowerCase().split(/[\s,]+/)[0];
    list.replaceChildren();
    for (const [index, entry] of found.slice(0, MOST).entries()) {
      const item = piece("li", "", list);
      item.id = "r" + index;
      item.setAttribute("role", "option");
      const link = piece("a", "", item);
      link.href = root + entry[3];
      link.tabIndex = -1;
      piece("span", entry[2], link).className = "n";
      const name = piece("span", "", link);
      name.className = "code";
      marked(entry[0], word, name);
      piece("span", ATLAS_NOUNS[entry[1]], link);
      if (entry[4]) piece("span", entry[4], link);
    }
    const count = found.length;
    const rest = count > MOST ? `${count - MOST} more; type on` : count ? "" : "Nothing has such a name or number.";
    if (text && rest) piece("li", rest, list).className = "none";
    said.textContent = text ? (count === 1 ? "1 result" : `${count} results`) : "";
    show(text !== "");
    choose(count ? 0 : -1);
  }

  field.addEventListener("input", update);
  field.addEventListener("focus", () => field.value.trim() && list.hidden && update());
  field.addEventListener("keydown", (event) => {
    const items = list.querySelectorAll("[role=option]");
    if (event.key === "Escape") {
      if (!list.hidden) event.preventDefault();
      show(false);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      const link = items[active].querySelector("a");
      show(false);
      link.click();
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && items.length) {
      event.preventDefault();
      if (list.hidden) return update();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose((active + step + items.length) % items.length);
    }
  });
  list.addEventListener("click", () => show(false));
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });
  document.addEventListener("pointerdown", (event) => event.target.closest(".find") || show(false));
  document.addEventListener("focusin", (event) => event.target.closest(".find") || show(false));

  // On the index, a chip leaves only its own list.
  const chips = [...document.querySelectorAll(".chips a")].filter((chip) => chip.hash);
  function filter(group) {
    const known = chips.some((chip) => chip.dataset.group === group);
    for (const chip of chips) {
      if ((known ? group : undefined) === chip.dataset.group) chip.setAttribute("aria-current", "true");
      else chip.removeAttribute("aria-current");
    }
    for (const section of document.querySelectorAll(".group")) section.hidden = known && section.id !== group;
  }

  // `#q=text` asks for text, so that a search can be linked to.
  function follow() {
    const hash = location.hash.slice(1);
    if (hash.startsWith("q=")) {
      try {
        field.value = decodeURIComponent(hash.slice(2).replace(/\+/g, " "));
      } catch {
        field.value = hash.slice(2);
      }
      update();
    }
    if (chips.length) filter(hash);
  }
  window.addEventListener("hashchange", follow);
  follow();
})();
