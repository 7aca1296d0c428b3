"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  for (const element of all("[data-script]")) element.hidden = false;

  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.getElementById("theme").addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; });

  const boxes = all(".filter input"), shown = document.getElementById("shown"), clear = document.getElementById("clear");
  const notes = all(".note"), marks = all("mark, sup[data-n]"), articles = all("article"), sections = all("main > section");
  const links = new Map(all(".contents a").map(link => [link.hash.slice(1), link.parentElement]));
  function filter() {
    const wanted = boxes.filter(box => box.checked).map(box => box.value), off = new Set();
    let count = 0;
    for (const note of notes) {
      const tags = note.dataset.tags.split(" ");
      note.hidden = wanted.length > 0 && !wanted.some(tag => tags.includes(tag));
      if (note.hidden) off.add(note.dataset.n); else count += Number(note.dataset.count);
    }
    for (const mark of marks) {
      const away = off.has(mark.dataset.n);
      if (mark.tagName === "SUP") mark.hidden = away; else mark.classList.toggle("off", away);
    }
    for (const part of [...articles, ...sections]) {
      part.hidden = all(".note", part).every(note => note.hidden);
      const entry = links.get(part.id);
      if (entry) entry.hidden = part.hidden;
    }
    shown.textContent = wanted.length ? shown.dataset.text.replace("{}", count) : "";
    clear.hidden = wanted.length === 0;
  }
  for (const box of boxes) box.addEventListener("change", filter);
  clear.addEventListener("click", () => { for (const box of boxes) box.checked = false; filter(); });
  if (boxes.some(box => box.checked)) filter();
})();
