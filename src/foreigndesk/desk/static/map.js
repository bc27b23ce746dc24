// The map: points and cities as dots, regions as rings, countries as areas; never a pin for a country.
// The table below says the same; choosing a place lists what is told there.
"use strict";
(async () => {
  const box = document.getElementById("map");
  const text = document.getElementById("map-data")?.textContent;
  if (!box || !text) return;
  const note = (words, state) => {
    const said = document.createElement("p");
    said.className = "empty";
    said.textContent = words;
    box.replaceChildren(said);
    box.dataset.state = state;
  };
  if (!window.d3 || !window.topojson) return note("The map's shapes are not set up on this machine; the table below says the same.", "failed");
  let world;
  try {
    const answer = await fetch("/vendor/countries.json");
    if (!answer.ok) throw new Error(String(answer.status));
    world = await answer.json();
  } catch (error) {
    return note(`The map's shapes could not be loaded (${error.message}); the table below says the same.`, "failed");
  }
  const spots = JSON.parse(text).map((s, row) => ({ ...s, row, n: s.coop + s.conf }));
  const width = 1000, height = box.clientWidth < 600 ? 760 : 520;
  const unit = width / Math.max(280, box.clientWidth); // so that signs and words are as large on a telephone
  const lands = topojson.feature(world, world.objects.countries).features;
  const number = (d) => String(d.id).padStart(3, "0");
  const projection = d3.geoNaturalEarth1().fitSize([width, height], { type: "Sphere" });
  const path = d3.geoPath(projection);
  const side = (s) => (s.conf > 1.5 * s.coop ? "conf" : s.coop > 1.5 * s.conf ? "coop" : "even");
  const level = (s) => `l${Math.min(3, Math.floor((4 * s.firm) / Math.max(1, s.n)))}`;
  const known = { point: "known to the point", city: "known to the city", region: "a region", country: "no closer than the country" };
  const said = (s) => `${s.name}, ${known[s.precision] ?? s.precision}: ${s.coop} of cooperation, ${s.conf} of conflict, ${s.firm} told as done`;
  const areas = new Map();
  for (const s of spots) if (s.precision === "country" && s.area) areas.set(s.area, s);
  const drawn = spots.filter((s) => s.precision !== "country" && s.lat !== null && s.lon !== null);

  const svg = d3.create("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("class", "world");
  const all = svg.append("g");
  all.append("path").attr("class", "sea").attr("d", path({ type: "Sphere" }));
  all.append("g").selectAll("path").data(lands.filter((d) => !areas.has(number(d)))).join("path")
    .attr("class", "land").attr("d", path).append("title").text((d) => d.properties.name);
  const shaded = all.append("g").selectAll("path").data(lands.filter((d) => areas.has(number(d)))).join("path")
    .attr("class", (d) => { const s = areas.get(number(d)); return `land area ${side(s)} ${level(s)}`; }).attr("d", path);
  const size = d3.scaleSqrt().domain([1, d3.max(drawn, (s) => s.n) || 1]).range([4, 13]);
  const dots = all.append("g").selectAll("circle").data(drawn).join("circle")
    .attr("class", (s) => `${s.precision === "region" ? "ring" : "dot"} ${side(s)} ${level(s)}`)
    .attr("cx", (s) => projection([s.lon, s.lat])[0])
    .attr("cy", (s) => projection([s.lon, s.lat])[1]);
  const names = all.append("g").attr("class", "names").selectAll("text").data(drawn.filter((s, i) => i < 14)).join("text")
    .attr("x", (s) => projection([s.lon, s.lat])[0]).attr("y", (s) => projection([s.lon, s.lat])[1])
    .text((s) => (s.precision === "region" ? `${s.name} (region)` : s.name));

  // Marks by the rows of the table; one stop of the Tab key, arrows go from place to place.
  const marks = [];
  shaded.each(function (d) { marks.push([areas.get(number(d)), this]); });
  dots.each(function (s) { marks.push([s, this]); });
  marks.sort((a, b) => a[0].row - b[0].row);
  for (const [s, mark] of marks) {
    mark.setAttribute("role", "button");
    mark.setAttribute("tabindex", "-1");
    mark.setAttribute("aria-label", said(s));
    mark.append(Object.assign(document.createElementNS("http://www.w3.org/2000/svg", "title"), { textContent: said(s) }));
  }
  marks[0]?.[1].setAttribute("tabindex", "0");
  const byRow = new Map(marks.map(([s, mark]) => [s.row, mark]));
  const light = (row) => { for (const [s, mark] of marks) mark.classList.toggle("chosen", s.row === row); };

  const panel = document.getElementById("map-told");
  let asked = 0;
  const tell = async (s) => {
    light(s.row);
    const turn = ++asked;
    panel.replaceChildren(Object.assign(document.createElement("p"), { className: "loading", textContent: `Reading what is told of ${s.name} …` }));
    const query = new URLSearchParams(panel.dataset.query);
    query.set("place", s.name);
    if (s.country) query.set("country", s.country);
    try {
      const answer = await fetch(`/map/told?${query}`);
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (turn === asked) panel.replaceChildren(...page.body.childNodes);
    } catch (error) {
      if (turn === asked) panel.replaceChildren(Object.assign(document.createElement("p"), { className: "trouble", textContent: `What is told of ${s.name} could not be read (${error.message}).` }));
    }
  };
  let k = 1;
  const scale = () => {
    const far = (s) => ((s.precision === "region" ? 1.8 : 1) * size(s.n) * unit) / k;
    dots.attr("r", far);
    names.attr("dy", (s) => -far(s) - (4 * unit) / k).attr("font-size", (12 * unit) / k);
    // A name that would lie over one told more is left out; it stands in the table.
    const taken = [];
    names.attr("visibility", function (s) {
      const [x, at] = projection([s.lon, s.lat]), y = at - far(s) - (4 * unit) / k, w = (7 * unit * this.textContent.length) / k, h = (15 * unit) / k;
      const free = taken.every(([a, b, c]) => Math.abs(a - x) > (c + w) / 2 || Math.abs(b - y) > h);
      if (free) taken.push([x, y, w]);
      return free ? "visible" : "hidden";
    });
  };
  let awake = false;
  const zoom = d3.zoom().scaleExtent([1, 40]).translateExtent([[0, 0], [width, height]])
    .filter((event) => (event.type === "wheel" ? awake || event.ctrlKey : event.touches ? event.touches.length > 1 : !event.button))
    .on("zoom", ({ transform }) => { all.attr("transform", transform); k = transform.k; scale(); });
  svg.call(zoom).on("dblclick.zoom", null);
  svg.on("pointerdown.wake", (event) => { if (event.pointerType === "mouse") awake = true; });
  document.addEventListener("pointerdown", (event) => { if (!box.contains(event.target)) awake = false; });
  box.addEventListener("focusin", () => { awake = true; });
  box.addEventListener("focusout", () => { awake = false; });

  const by = (factor) => svg.call(zoom.scaleBy, factor);
  const fit = () => {
    const ends = drawn.map((s) => projection([s.lon, s.lat]));
    for (const d of lands) if (areas.has(number(d))) { const b = path.bounds(d); if (b[1][0] - b[0][0] < width / 3) ends.push(b[0], b[1]); else ends.push(path.centroid(d)); }
    if (!ends.length) return svg.call(zoom.transform, d3.zoomIdentity);
    const [x0, x1] = d3.extent(ends, (p) => p[0]), [y0, y1] = d3.extent(ends, (p) => p[1]);
    const near = Math.max(1, Math.min(8, 0.72 / Math.max((x1 - x0) / width, (y1 - y0) / height, 0.05)));
    svg.call(zoom.transform, d3.zoomIdentity.translate(width / 2, height / 2).scale(near).translate(-(x0 + x1) / 2, -(y0 + y1) / 2));
  };
  const acts = { in: () => by(1.6), out: () => by(1 / 1.6), all: () => svg.call(zoom.transform, d3.zoomIdentity), fit };
  const chosen = (target) => marks.find(([, mark]) => mark === target);
  box.addEventListener("click", (event) => {
    const found = chosen(event.target.closest("[role=button]"));
    if (found) tell(found[0]);
  });
  box.addEventListener("keydown", (event) => {
    const at = marks.findIndex(([, mark]) => mark === event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || at < 0) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) {
      const [s, mark] = marks[(at + step + marks.length) % marks.length];
      event.target.setAttribute("tabindex", "-1");
      mark.setAttribute("tabindex", "0");
      mark.focus({ preventScroll: true });
      if (s.lat !== null) svg.call(zoom.translateTo, ...projection([s.lon, s.lat]));
    } else if (event.key === "Enter" || event.key === " ") tell(marks[at][0]);
    else if (event.key === "+" || event.key === "=") acts.in();
    else if (event.key === "-") acts.out();
    else if (event.key === "0") acts.all();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  for (const row of document.querySelectorAll("tr[data-spot]")) {
    for (const kind of ["pointerenter", "focusin"]) row.addEventListener(kind, () => { if (byRow.has(Number(row.dataset.spot))) light(Number(row.dataset.spot)); });
  }
  box.replaceChildren(svg.node());
  box.dataset.state = "ready";
  fit();
  scale();
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.hidden = false;
    button.addEventListener("click", acts[button.dataset.zoom]);
  }
})();
