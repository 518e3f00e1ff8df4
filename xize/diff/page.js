"use strict";
const search = document.getElementById("search");
const boxes = [...document.querySelectorAll("#filters input[type=checkbox]")];
const shown = document.getElementById("shown");
function update() {
  const wanted = search.value.trim().toLowerCase();
  const kinds = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  for (const line of document.querySelectorAll("li[data-kind]")) line.hidden = !kinds.has(line.dataset.kind);
  let count = 0;
  for (const row of document.querySelectorAll("article")) {
    const kept = row.dataset.kinds.split(" ").some((kind) => kinds.has(kind));
    row.hidden = !(kept && row.textContent.toLowerCase().includes(wanted));
    if (!row.hidden) count += 1;
  }
  shown.textContent = shown.dataset.words.replace("#", count);
}
document.getElementById("filters").addEventListener("input", update);
document.getElementById("filters").addEventListener("submit", (event) => event.preventDefault());
update();
