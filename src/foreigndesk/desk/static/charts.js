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
  const kinds = { 1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict" };
  const draw = {
    counts: (box, rows) => {
      // By the day; by the week where a day would be thinner than a few points of the screen.
      const span = d3.extent(rows, (d) => day(d.day)), wide = Math.max(300, box.clientWidth);
      const step = wide / Math.max(1, (span[1] - span[0]) / 86400000) < 7 ? d3.utcMonday : d3.utcDay;
      const sums = d3.flatRollup(rows, (some) => d3.sum(some, (d) => d.n), (d) => Number(step(day(d.day))), (d) => d.quad).map(([at, quad, n]) => ({ at: new Date(at), quad, n }));
      sums.sort((a, b) => (a.quad % 2) - (b.quad % 2)); // what is material next to the line
      const word = step === d3.utcMonday ? "week of " : "";
      return Plot.plot({
        ...base(box), height: 240, x: { type: "utc", label: null }, y: { label: step === d3.utcMonday ? "events a week" : "events a day", grid: true, tickFormat: (n) => Math.abs(n) },
        marks: [
          Plot.rectY(sums, { x: "at", interval: step, y: (d) => quads[d.quad][2] * d.n, fill: (d) => colour(quads[d.quad][0]), fillOpacity: (d) => quads[d.quad][1], title: (d) => `${word}${d.at.toISOString().slice(0, 10)}: ${d.n} of ${kinds[d.quad]}` }),
          Plot.ruleY([0]),
        ],
      });
    },
    courses: (box, rows) => {
      // A name stands right of where its bar begins, or left of it where there is no room.
      const ends = [d3.min(rows, (d) => day(d.first)), d3.max(rows, (d) => day(d.last))];
      const width = Math.max(300, box.clientWidth) - 24;
      const place = d3.scaleUtc([ends[0], Math.max(ends[1], d3.utcDay.offset(ends[0], 7))], [12, width]);
      const named = rows.map((d, row) => {
        const text = `${d.name} (${d.standing})`, at = place(day(d.first)), left = at > width / 2;
        const room = Math.floor((left ? at : width - at) / 6.4);
        return { ...d, row, left, text: text.length > room ? `${text.slice(0, Math.max(8, room - 1))}…` : text, full: `${text}: ${d.first} to ${d.last}, ${d.n} articles` };
      });
      const kind = (d) => colour(d.side === "conflict" ? "--conf" : "--coop");
      const words = (left) => Plot.text(named.filter((d) => d.left === left), { y: "row", x: (d) => day(d.first), text: "text", textAnchor: left ? "end" : "start", dx: left ? 4 : -4, dy: -10, fontSize: 12, fill: colour("--ink"), href: (d) => `/development/${d.id}`, title: "full" });
      return Plot.plot({
        ...base(box), height: 60 + 26 * rows.length, marginLeft: 12, marginRight: 12, x: { type: "utc", label: null, axis: "top", grid: true, domain: place.domain() }, y: { axis: null, domain: [-0.8, rows.length - 0.5], reverse: true },
        marks: [
          Plot.ruleY(named, { y: "row", x1: (d) => day(d.first), x2: (d) => day(d.last), stroke: kind, strokeWidth: 5, strokeLinecap: "round" }),
          Plot.dot(named, { y: "row", x: (d) => day(d.first), fill: kind, r: 4, title: "full" }),
          words(false), words(true),
        ],
      });
    },
    scores: (box, rows) => {
      const points = JSON.parse(document.getElementById(box.dataset.points)?.textContent ?? "[]");
      const weeks = rows.map((d) => day(d.week));
      const span = [d3.utcDay.offset(d3.min(weeks), -28), d3.utcDay.offset(d3.max(weeks), 35)];
      const high = Math.max(10, d3.max(rows, (d) => d.up)), low = Math.min(-10, d3.min(rows, (d) => d.down));
      return Plot.plot({
        ...base(box), height: 250, marginTop: 28, x: { type: "utc", label: null, domain: span }, y: { label: "score of the week", grid: true, domain: [low, high], nice: true },
        marks: [
          Plot.rectY(rows.filter((d) => d.up), { x: (d) => day(d.week), interval: d3.utcMonday, y: (d) => d.up, fill: colour("--coop"), title: (d) => `week of ${d.week}: +${d.up} cooperation` }),
          Plot.rectY(rows.filter((d) => d.down), { x: (d) => day(d.week), interval: d3.utcMonday, y: (d) => d.down, fill: colour("--conf"), title: (d) => `week of ${d.week}: ${d.down} conflict` }),
          Plot.ruleY([0]),
          Plot.dot(rows.filter((d) => d.planned), { x: (d) => d3.utcHour.offset(day(d.week), 84), y: 0, r: (d) => 2 + Math.sqrt(d.planned), stroke: colour("--ink"), fill: colour("--card"), title: (d) => `week of ${d.week}: ${d.planned} only planned, possible or denied` }),
          Plot.ruleX(points, { x: (d) => day(d.week), stroke: colour("--ink"), strokeDasharray: "5 4", title: (d) => d.said }),
          Plot.text(points, { x: (d) => day(d.week), y: high, text: "said", textAnchor: "start", dx: 4, dy: -8, fontSize: 11, fill: colour("--ink"), stroke: colour("--card"), strokeWidth: 3 }),
        ],
      });
    },
  };
  for (const box of boxes) {
    const rows = JSON.parse(document.getElementById(box.dataset.source)?.textContent ?? "[]");
    const say = (text) => box.replaceChildren(Object.assign(document.createElement("p"), { className: "empty", textContent: text }));
    if (!window.Plot) { say("Charts are not set up on this machine; the table says the same."); box.dataset.state = "failed"; continue; }
    if (!rows.length) { say("There is nothing to draw."); box.dataset.state = "empty"; continue; }
    const drawn = draw[box.dataset.chart](box, rows);
    for (const g of drawn.querySelectorAll("g[aria-label]")) g.removeAttribute("aria-label"); // the box is labelled
    box.replaceChildren(drawn);
    box.dataset.state = "ready";
  }
})();
