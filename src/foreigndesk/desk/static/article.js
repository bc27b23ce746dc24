// A mark and its entry in the margin light up together.
"use strict";
(() => {
  const light = (id, on) => {
    for (const one of document.querySelectorAll(`[data-event="${id}"], [data-claim="${id}"], [data-entry="${id}"]`))
      one.classList.toggle("lit", on);
    for (const one of document.querySelectorAll("[data-claims]"))
      if (one.dataset.claims.split(" ").includes(id)) one.classList.toggle("lit", on);
  };
  const idOf = (x) => x.closest("[data-event]")?.dataset.event ?? x.closest("[data-claim]")?.dataset.claim ?? x.closest("[data-entry]")?.dataset.entry;
  for (const [begin, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(begin, (e) => { const id = idOf(e.target); if (id) light(id, true); });
    document.addEventListener(end, (e) => { const id = idOf(e.target); if (id) light(id, false); });
  }
})();
