// Charts with Observable Plot; the tables beside them say the same.
"use strict";
(() => {
  const boxes = [...document.querySelectorAll("[data-chart]")];
  if (!boxes.length) return;
  const colours = getComputedStyle(document.documentElement);
  const colour = (name) => colours.getPropertyValue(name).trim();
  const day = (text) => new Date(`${text}T00:00:00Z`);
  const base = (box) => ({ width: Math.max(300, box.clientWidth), className: "plot", style: {}, marginLeft: 46 });
  const quads = { 1: ["--coop", 0.5, 1], 2: ["--coop", 1, 1], 3: ["--conf", 0.5, -1], 4: ["--conf", 1, -1] };
  const draw = {
    counts: (box, rows) => Plot.plot({
      ...base(box), height: 240, x: { type: "utc", label: null }, y: { label: "events", grid: true, tickFormat: (n) => Math.abs(n) },
      marks: [
        Plot.rectY(rows, { x: (d) => day(d.day), interval: rows.length > 400 ? "week" : "day", y: (d) => quads[d.quad][2] * d.n, fill: (d) => colour(quads[d.quad][0]), fillOpacity: (d) => quads[d.quad][1], title: (d) => `${d.day}: ${d.n}` }),
        Plot.ruleY([0]),
      ],
    }),
    courses: (box, rows) => Plot.plot({
      ...base(box), height: 60 + 20 * rows.length, marginLeft: 12, x: { type: "utc", label: null, axis: "top", grid: true }, y: { axis: null, domain: rows.map((_, i) => i) },
      marks: [
        Plot.ruleY(rows, { y: (_, i) => i, x1: (d) => day(d.first), x2: (d) => day(d.last), stroke: (d) => colour(d.side === "conflict" ? "--conf" : "--coop"), strokeWidth: 5, strokeLinecap: "round" }),
        Plot.dot(rows, { y: (_, i) => i, x: (d) => day(d.first), fill: (d) => colour(d.side === "conflict" ? "--conf" : "--coop"), r: 4 }),
        Plot.text(rows, { y: (_, i) => i, x: (d) => day(d.first), text: (d) => `${d.name} (${d.standing})`, textAnchor: "start", dx: 8, dy: -9, fontSize: 11, fill: colour("--ink"), href: (d) => `/development/${d.id}` }),
      ],
    }),
    scores: (box, rows) => Plot.plot({
      ...base(box), height: 240, x: { type: "utc", label: null }, y: { label: "score", grid: true },
      marks: [
        Plot.rectY(rows, { x: (d) => day(d.week), interval: "week", y: (d) => d.up, fill: colour("--coop"), title: (d) => `week of ${d.week}: +${d.up}` }),
        Plot.rectY(rows, { x: (d) => day(d.week), interval: "week", y: (d) => d.down, fill: colour("--conf"), title: (d) => `week of ${d.week}: ${d.down}` }),
        Plot.dot(rows.filter((d) => d.planned), { x: (d) => day(d.week), y: 0, r: (d) => 2 + Math.sqrt(d.planned), stroke: colour("--dim"), fill: colour("--card"), title: (d) => `week of ${d.week}: ${d.planned} only planned or possible` }),
        Plot.ruleY([0]),
      ],
    }),
  };
  for (const box of boxes) {
    const rows = JSON.parse(document.getElementById(box.dataset.source)?.textContent ?? "[]");
    const say = (text) => box.replaceChildren(Object.assign(document.createElement("p"), { className: "empty", textContent: text }));
    if (!window.Plot) { say("Charts are not set up on this machine; the table says the same."); box.dataset.state = "failed"; continue; }
    if (!rows.length) { say("There is nothing to draw."); box.dataset.state = "empty"; continue; }
    box.replaceChildren(draw[box.dataset.chart](box, rows));
    box.dataset.state = "ready";
  }
})();
