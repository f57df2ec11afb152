// Filters and opens the findings. Without it the page shows all there is.
"use strict";
(() => {
  const all = [...document.querySelectorAll("details.finding")];
  const panel = document.querySelector(".filter");
  if (panel) {
    const find = document.getElementById("find");
    const boxes = [...panel.querySelectorAll("[name=severity]")];
    const matches = document.getElementById("matches");
    const filter = () => {
      const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
      const severities = boxes.filter((box) => box.checked).map((box) => box.value);
      let shown = 0;
      for (const finding of all) {
        const text = finding.textContent.toLowerCase();
        const own = finding.dataset.severity.split(" ");
        finding.hidden = !(words.every((word) => text.includes(word)) && severities.some((each) => own.includes(each)));
        shown += finding.hidden ? 0 : 1;
      }
      matches.textContent = shown === all.length ? "" : `${shown} of ${all.length} groups of findings match.`;
    };
    const open = (value) => all.forEach((finding) => { if (!finding.hidden) finding.open = value; });
    find.addEventListener("input", filter);
    boxes.forEach((box) => box.addEventListener("change", filter));
    document.getElementById("expand").addEventListener("click", () => open(true));
    document.getElementById("collapse").addEventListener("click", () => open(false));
    panel.hidden = false;
    filter();
  }
  // Paper has nothing to click on.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((each) => { each.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((each) => { each.open = false; }));
})();
