// The network: actors on a circle, the most connected first, so that the same facts look the same.
"use strict";
(() => {
  const slide = document.querySelector(".slide");
  const range = document.getElementById("n-month");
  if (slide && range) {
    const steps = range.dataset.steps.split(",").map((s) => s.split("/"));
    const since = document.getElementById("n-since"), until = document.getElementById("n-until");
    const output = slide.querySelector("output");
    const now = steps.findIndex(([a, b]) => a <= until.value && until.value <= b);
    if (now >= 0) range.value = now;
    slide.hidden = false;
    range.addEventListener("input", () => { output.textContent = steps[range.value][0].slice(0, 7); });
    range.addEventListener("change", () => {
      [since.value, until.value] = steps[range.value];
      document.getElementById("network-form").submit();
    });
    if (since.value.slice(0, 7) === until.value.slice(0, 7)) output.textContent = since.value.slice(0, 7);
  }
  const box = document.getElementById("network");
  const text = document.getElementById("network-data")?.textContent;
  if (!box || !text) return;
  if (!window.cytoscape) {
    box.replaceChildren(Object.assign(document.createElement("p"), { className: "empty", textContent: "The drawing is not set up on this machine; the table says the same." }));
    box.dataset.state = "failed";
    return;
  }
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const edges = JSON.parse(text);
  const weight = new Map(), names = new Map();
  for (const e of edges) [e.one, e.other].forEach((c, i) => { weight.set(c, (weight.get(c) ?? 0) + e.n); names.set(c, e.names[i]); });
  const centre = box.dataset.centre;
  const order = [...weight.keys()].sort((a, b) => weight.get(b) - weight.get(a) || (a < b ? -1 : 1));
  const most = Math.max(...edges.map((e) => e.n), 1), big = Math.max(...weight.values(), 1);
  box.replaceChildren();
  const drawn = cytoscape({
    container: box,
    elements: [
      ...order.map((c) => ({ data: { id: c, label: names.get(c), size: 14 + 26 * Math.sqrt(weight.get(c) / big) } })),
      ...edges.map((e) => ({ data: { id: `${e.one}-${e.other}`, source: e.one, target: e.other, width: 1.2 + 6 * Math.sqrt(e.n / most), colour: e.coop + e.conf >= 0 ? colour("--coop") : colour("--conf"), line: e.firm ? "solid" : "dashed" } })),
    ],
    style: [
      { selector: "node", style: { "background-color": colour("--strong"), width: "data(size)", height: "data(size)", label: "data(label)", color: colour("--ink"), "font-size": 12, "font-family": "system-ui, sans-serif", "text-margin-y": -4, "text-background-color": colour("--card"), "text-background-opacity": 0.85, "text-background-padding": 2 } },
      { selector: "edge", style: { width: "data(width)", "line-color": "data(colour)", "line-style": "data(line)", "curve-style": "straight", opacity: 0.75 } },
    ],
    layout: { name: "concentric", concentric: (n) => (n.id() === centre ? 99 : Math.ceil(4 * weight.get(n.id()) / big)), levelWidth: () => 1, minNodeSpacing: 60, animate: false, startAngle: 0 },
    userZoomingEnabled: false, boxSelectionEnabled: false,
  });
  drawn.on("tap", "node", (e) => location.assign(`/actor/${encodeURIComponent(e.target.id())}`));
  drawn.on("tap", "edge", (e) => location.assign(`/pair/${encodeURIComponent(e.target.source().id())}/${encodeURIComponent(e.target.target().id())}`));
  box.dataset.state = "ready";
})();
