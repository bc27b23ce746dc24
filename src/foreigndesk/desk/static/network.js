// The network: the same facts give the same picture. The table beside it says what it draws.
"use strict";
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const say = (box, words, state) => {
    box.replaceChildren(Object.assign(document.createElement("p"), { className: "empty", textContent: words }));
    box.dataset.state = state;
  };
  let drawn = null;

  // Around a circle, each next to the one it has most to do with: where the layout starts from.
  const ordered = (edges, weight) => {
    const rest = new Set([...weight.keys()].sort((a, b) => weight.get(b) - weight.get(a) || (a < b ? -1 : 1)));
    const near = new Map();
    for (const e of edges) { near.set(`${e.one} ${e.other}`, e.n); near.set(`${e.other} ${e.one}`, e.n); }
    const line = [];
    for (let at = [...rest][0]; at; ) {
      line.push(at);
      rest.delete(at);
      let best = null, most = -1;
      for (const c of rest) { const n = near.get(`${at} ${c}`) ?? 0; if (n > most) { best = c; most = n; } }
      at = best;
    }
    return line;
  };

  // Forces in a box (Fruchterman and Reingold 1991), from the circle, without chance; names need
  // more room beside than above.
  const spread = (line, edges, wide, high) => {
    const at = line.map((_, i) => [wide / 2 + 0.42 * wide * Math.cos((2 * Math.PI * i) / line.length), high / 2 + 0.42 * high * Math.sin((2 * Math.PI * i) / line.length)]);
    const of = new Map(line.map((c, i) => [c, i])), flat = 1.5;
    const far = 0.62 * Math.sqrt((wide * high) / Math.max(1, line.length));
    for (let turn = 0; turn < 400; turn++) {
      const push = at.map(([x, y]) => [(wide / 2 - x) * 0.1, (high / 2 - y) * 0.1]);
      for (let i = 0; i < at.length; i++) for (let j = 0; j < i; j++) {
        const dx = (at[i][0] - at[j][0]) / flat || 0.01 * (i + 1), dy = at[i][1] - at[j][1] || 0.01 * (j + 1);
        const force = (far * far) / (dx * dx + dy * dy);
        push[i][0] += dx * force; push[i][1] += dy * force;
        push[j][0] -= dx * force; push[j][1] -= dy * force;
      }
      for (const e of edges) {
        const i = of.get(e.one), j = of.get(e.other), dx = at[i][0] - at[j][0], dy = at[i][1] - at[j][1];
        const force = Math.hypot(dx, dy) / far;
        push[i][0] -= dx * force; push[i][1] -= dy * force;
        push[j][0] += dx * force; push[j][1] += dy * force;
      }
      const most = 0.12 * wide * (1 - turn / 400);
      at.forEach((p, i) => {
        const length = Math.hypot(...push[i]) || 1, step = Math.min(length, most) / length;
        p[0] = Math.min(wide - 50, Math.max(50, p[0] + push[i][0] * step));
        p[1] = Math.min(high - 24, Math.max(34, p[1] + push[i][1] * step));
      });
    }
    return at;
  };

  // Around one: the others on an ellipse, from the top, as wide as the box allows.
  const around = (line, centre, wide, high) => {
    const others = line.filter((c) => c !== centre), at = new Map([[centre, [wide / 2, high / 2]]]);
    others.forEach((c, i) => {
      const turn = (2 * Math.PI * i) / others.length - Math.PI / 2;
      at.set(c, [wide / 2 + 0.4 * wide * Math.cos(turn), high / 2 + 0.38 * high * Math.sin(turn)]);
    });
    return line.map((c) => at.get(c));
  };

  const draw = () => {
    const box = document.getElementById("network");
    const text = document.getElementById("network-data")?.textContent;
    drawn?.destroy();
    drawn = null;
    if (!box || !text) return;
    if (!window.cytoscape) return say(box, "The drawing is not set up on this machine; the table says the same.", "failed");
    const edges = JSON.parse(text);
    const weight = new Map(), names = new Map();
    for (const e of edges) [e.one, e.other].forEach((c, i) => { weight.set(c, (weight.get(c) ?? 0) + e.n); names.set(c, e.names[i]); });
    const centre = box.dataset.centre, order = ordered(edges, weight);
    const most = Math.max(...edges.map((e) => e.n), 1), big = Math.max(...weight.values(), 1);
    const wide = Math.max(300, box.clientWidth), high = Math.max(260, box.clientHeight);
    const places = weight.has(centre) ? around(order, centre, wide, high) : spread(order, edges, wide, high);
    const low = (i) => weight.has(centre) && order[i] !== centre && places[i][1] > high / 2 + 1;
    box.replaceChildren();
    drawn = cytoscape({
      container: box,
      elements: [
        ...order.map((c, i) => ({ data: { id: c, label: names.get(c), size: 14 + 22 * Math.sqrt(weight.get(c) / big) }, position: { x: places[i][0], y: places[i][1] }, classes: low(i) ? "low" : "" })),
        ...edges.map((e) => ({ data: { id: `${e.one}-${e.other}`, source: e.one, target: e.other, width: 1.5 + 6 * Math.sqrt(e.n / most), colour: colour((e.firm ? e.coop + e.conf : e.lean) >= 0 ? "--coop" : "--conf"), line: e.firm ? "solid" : "dashed" } })),
      ],
      style: [
        { selector: "node", style: { "background-color": colour("--strong"), width: "data(size)", height: "data(size)", label: "data(label)", color: colour("--ink"), "font-size": 12, "font-family": "system-ui, sans-serif", "text-margin-y": -4, "text-wrap": "wrap", "text-max-width": 110, "text-background-color": colour("--card"), "text-background-opacity": 0.85, "text-background-padding": 2 } },
        { selector: ".low", style: { "text-valign": "bottom", "text-margin-y": 4 } },
        { selector: "edge", style: { width: "data(width)", "line-color": "data(colour)", "line-style": "data(line)", "curve-style": "straight", opacity: 0.75 } },
        { selector: ".far", style: { opacity: 0.12 } },
        { selector: "edge.near", style: { opacity: 1 } },
      ],
      layout: { name: "preset", animate: false, fit: true, padding: 24 },
      userZoomingEnabled: false, boxSelectionEnabled: false,
      userPanningEnabled: matchMedia("(pointer: fine)").matches,
    });
    if (drawn.zoom() > 1.2) { drawn.zoom(1.2); drawn.center(); }
    // Words, dots and lines keep their size on the screen however far the layout spreads.
    const grown = 1 / drawn.zoom();
    drawn.nodes().forEach((n) => n.style({ width: n.data("size") * grown, height: n.data("size") * grown, "font-size": 12.5 * grown, "text-max-width": 110 * grown, "text-margin-y": (n.hasClass("low") ? 4 : -4) * grown, "text-background-padding": 2 * grown }));
    drawn.edges().forEach((e) => e.style({ width: e.data("width") * grown, "line-dash-pattern": [7 * grown, 5 * grown] }));
    drawn.on("tap", "node", (e) => location.assign(`/actor/${encodeURIComponent(e.target.id())}`));
    drawn.on("tap", "edge", (e) => location.assign(`/pair/${encodeURIComponent(e.target.source().id())}/${encodeURIComponent(e.target.target().id())}`));
    const light = (some) => {
      drawn.elements().removeClass("far near");
      if (some.length) { drawn.elements().not(some).addClass("far"); some.addClass("near"); }
    };
    drawn.on("mouseover", "node, edge", (e) => { light(e.target.isNode() ? e.target.closedNeighborhood() : e.target.union(e.target.connectedNodes())); box.classList.add("aimed"); });
    drawn.on("mouseout", () => { light(drawn.collection()); box.classList.remove("aimed"); });
    for (const row of document.querySelectorAll("tr[data-edge]")) {
      const edge = drawn.getElementById(row.dataset.edge);
      for (const kind of ["pointerenter", "focusin"]) row.addEventListener(kind, () => light(edge.union(edge.connectedNodes())));
      for (const kind of ["pointerleave", "focusout"]) row.addEventListener(kind, () => light(drawn.collection()));
    }
    box.dataset.state = "ready";
  };
  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);

  // The slider: one week or month at a time, drawn in place; the form does the same without it.
  const slide = document.querySelector(".slide");
  if (!slide || !slide.dataset.first) return;
  const range = document.getElementById("n-at"), by = document.getElementById("n-by"), output = slide.querySelector("output");
  const since = document.getElementById("n-since"), until = document.getElementById("n-until"), actor = document.getElementById("n-actor");
  const iso = (day) => day.toISOString().slice(0, 10);
  const steps = () => {
    const made = [], last = new Date(`${slide.dataset.last}T00:00:00Z`);
    let at = new Date(`${slide.dataset.first}T00:00:00Z`);
    if (by.value === "month") at.setUTCDate(1);
    while (at <= last) {
      const next = new Date(at);
      if (by.value === "month") next.setUTCMonth(at.getUTCMonth() + 1);
      else next.setUTCDate(at.getUTCDate() + 7);
      made.push([iso(at), iso(new Date(next - 86400000))]);
      at = next;
    }
    return made;
  };
  let all = [], turn = 0, waiting = 0;
  const spoken = ([a, b]) => (by.value === "month" ? a.slice(0, 7) : `${a} to ${b}`);
  const set = () => {
    all = steps();
    range.max = String(all.length - 1);
    const now = all.findIndex(([a, b]) => a <= until.value && until.value <= b);
    range.value = String(now < 0 ? all.length - 1 : now);
  };
  const show = async () => {
    const part = document.getElementById("drawn"), mine = ++turn;
    [since.value, until.value] = all[Number(range.value)];
    const query = new URLSearchParams({ since: since.value, until: until.value });
    if (actor.value) query.set("actor", actor.value);
    try {
      const answer = await fetch(`/network?${query}&part=drawn`, { headers: { "HX-Request": "true" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== turn) return;
      part.replaceChildren(...page.body.childNodes);
      history.replaceState(null, "", `/network?${query}`);
      draw();
    } catch (error) {
      if (mine === turn) output.textContent = `${spoken(all[Number(range.value)])} could not be read (${error.message})`;
    }
  };
  range.addEventListener("input", () => {
    output.textContent = spoken(all[Number(range.value)]);
    range.setAttribute("aria-valuetext", output.textContent);
    clearTimeout(waiting);
    waiting = setTimeout(show, 160);
  });
  by.addEventListener("change", set);
  set();
  slide.hidden = false;
})();
