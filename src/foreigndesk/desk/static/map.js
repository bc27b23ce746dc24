// The map: dots for places, rings for regions, shaded areas for countries; never a pin on a country.
"use strict";
(async () => {
  const box = document.getElementById("map");
  const text = document.getElementById("map-data")?.textContent;
  if (!box || !text) return;
  const fail = (why) => {
    box.dataset.state = "failed";
    box.replaceChildren(Object.assign(document.createElement("p"), { className: "empty", textContent: why }));
  };
  if (!window.d3 || !window.topojson) return fail("The map is not set up on this machine; the table below says the same.");
  let world;
  try {
    const answer = await fetch("/vendor/countries.json");
    if (!answer.ok) throw new Error(String(answer.status));
    world = await answer.json();
  } catch (error) {
    return fail(`The map's outlines cannot be loaded (${error.message}); the table below says the same.`);
  }
  const spots = JSON.parse(text);
  const width = 1000, height = 500;
  const lands = topojson.feature(world, world.objects.countries).features;
  const projection = d3.geoNaturalEarth1().fitSize([width, height], { type: "Sphere" });
  const path = d3.geoPath(projection);
  const side = (s) => (s.conf > s.coop ? "conf" : "coop");
  const level = (s) => `l${Math.min(3, Math.floor((4 * s.firm) / Math.max(1, s.coop + s.conf)))}`;
  const said = (s) => `${s.name}: ${s.coop} of cooperation, ${s.conf} of conflict (known to the ${s.precision})`;
  const areas = new Map();
  for (const s of spots.filter((s) => s.precision === "country" && s.area)) areas.set(s.area, s);

  const svg = d3.create("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("class", "world").attr("aria-hidden", "true");
  const all = svg.append("g");
  all.append("path").attr("class", "sea").attr("d", path({ type: "Sphere" }));
  all.selectAll("path.land").data(lands).join("path")
    .attr("class", (d) => { const s = areas.get(String(d.id).padStart(3, "0")); return s ? `land area ${side(s)} ${level(s)}` : "land"; })
    .attr("d", path)
    .append("title").text((d) => { const s = areas.get(String(d.id).padStart(3, "0")); return s ? said(s) : d.properties.name; });
  const drawn = spots.filter((s) => s.precision !== "country" && s.lat !== null && s.lon !== null);
  const size = d3.scaleSqrt().domain([1, d3.max(drawn, (s) => s.coop + s.conf) || 1]).range([3.5, 13]);
  const dots = all.append("g").selectAll("circle").data(drawn).join("circle")
    .attr("class", (s) => `${s.precision === "region" ? "ring" : "dot"} ${side(s)} ${level(s)}`)
    .attr("cx", (s) => projection([s.lon, s.lat])[0])
    .attr("cy", (s) => projection([s.lon, s.lat])[1]);
  const scale = (k) => dots.attr("r", (s) => (s.precision === "region" ? 1.7 : 1) * size(s.coop + s.conf) / Math.sqrt(k));
  scale(1);
  dots.append("title").text(said);
  const zoom = d3.zoom().scaleExtent([1, 24]).translateExtent([[0, 0], [width, height]])
    .on("zoom", ({ transform }) => { all.attr("transform", transform); scale(transform.k); });
  svg.call(zoom).on("wheel", null);
  svg.on("click", (event) => {
    const s = d3.select(event.target).datum();
    if (s?.name && s.precision) location.assign(`/search?what=events&place=${encodeURIComponent(s.name)}`);
  });
  box.replaceChildren(svg.node());
  box.dataset.state = "ready";
  const fit = () => {
    const xs = drawn.map((s) => projection([s.lon, s.lat]));
    for (const d of lands) if (areas.has(String(d.id).padStart(3, "0"))) { const b = path.bounds(d); if (b[1][0] - b[0][0] < width / 3) xs.push(b[0], b[1]); }
    if (xs.length < 2) return;
    const [x0, x1] = d3.extent(xs, (p) => p[0]), [y0, y1] = d3.extent(xs, (p) => p[1]);
    const k = Math.max(1, Math.min(6, 0.85 / Math.max((x1 - x0) / width, (y1 - y0) / height)));
    svg.call(zoom.transform, d3.zoomIdentity.translate(width / 2, height / 2).scale(k).translate(-(x0 + x1) / 2, -(y0 + y1) / 2));
  };
  fit();
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (button.dataset.zoom === "all") svg.call(zoom.transform, d3.zoomIdentity);
      else svg.call(zoom.scaleBy, button.dataset.zoom === "in" ? 1.6 : 1 / 1.6);
    });
  }
})();
