// Keys, and what every page does: / search, j k through the items, Enter opens, ? lists the keys.
"use strict";
(() => {
  const items = () => [...document.querySelectorAll(".item, [data-item]")].filter((x) => x.offsetParent);
  let at = -1;
  const go = (step) => {
    const all = items();
    if (!all.length) return;
    if (at >= 0 && all[at]) all[at].removeAttribute("data-at");
    at = Math.min(all.length - 1, Math.max(0, at + step));
    const one = all[at];
    one.setAttribute("data-at", "");
    one.scrollIntoView({ block: "nearest" });
    const link = one.matches("a") ? one : one.querySelector("a[href]");
    if (link) link.focus({ preventScroll: true });
  };
  const typing = (x) => x.matches("input, select, textarea, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const keys = document.getElementById("keys");
    if (event.key === "/") document.getElementById("quick")?.focus();
    else if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "?") keys?.showModal();
    else return;
    event.preventDefault();
  });
  // A link to what is new carries how far the reader had seen; the page's address does not keep it.
  const here = new URL(location.href);
  if (here.searchParams.has("seen")) {
    here.searchParams.delete("seen");
    history.replaceState(history.state, "", here);
  }
  // Times in the reader's zone; the original is one step away, in the title.
  const local = (root) => {
    for (const one of root.querySelectorAll("time.moment:not([data-local])")) {
      const there = new Date(one.dateTime);
      if (Number.isNaN(there.valueOf())) continue;
      one.dataset.local = "";
      one.title = `${one.dateTime} (as recorded)`;
      one.textContent = there.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
    }
  };
  local(document);
  // What a form could not do is said in the form, and what was typed stays.
  const alarm = (event, said) => {
    const form = event.detail.elt?.closest?.("form"), box = form?.querySelector("[role=alert]");
    if (box) { box.textContent = said; box.hidden = false; }
  };
  document.addEventListener("htmx:responseError", (event) => {
    const { status, responseText: text } = event.detail.xhr;
    alarm(event, text && text.length < 400 && !text.startsWith("<") ? text : `Nothing was changed: the desk answered ${status}.`);
  });
  for (const kind of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(kind, (event) => alarm(event, "Nothing was changed: the desk does not answer. Is it still running?"));
  document.addEventListener("htmx:afterSwap", (event) => local(event.target.parentElement ?? document));
})();
