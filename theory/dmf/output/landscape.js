(() => {
  const data = JSON.parse(document.getElementById("landscape-data").textContent);
  const VALUES = 24;  // distinct eigenvalues that are listed at once
  const NS = "http://www.w3.org/2000/svg";
  const KIND = { "global minimizer": "least", "local minimizer": "local", "strict saddle": "strict", "non-strict saddle": "degenerate", undecided: "undecided" };
  const get = (id) => document.getElementById(id);
  const svg = (tag, attributes = {}, text) => {
    const made = document.createElementNS(NS, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const html = (tag, properties = {}, ...inside) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...inside);
    return made;
  };
  const minus = (name) => name.replaceAll("-", "−");
  const known = (value) => (value === null || value === undefined ? "undecided" : value.toLocaleString("en"));
  const digits = (value, count = 10) => { const text = Number(value.toPrecision(count)); return Math.abs(text) >= 1e-4 && Math.abs(text) < 1e12 || text === 0 ? String(text) : value.toExponential(count - 3); };
  const range = (pair) => (pair === null ? "undecided" : pair[0] === pair[1] ? String(pair[0]) : `${pair[0]} … ${pair[1]}`);
  const mark = (kind, size) => {
    const name = KIND[kind], s = size;
    const shape = {
      least: () => svg("circle", { r: s }), local: () => svg("circle", { r: s * 0.82 }),
      strict: () => svg("path", { d: `M0 ${-s * 1.12}L${s * 1.12} 0L0 ${s * 1.12}L${-s * 1.12} 0z` }),
      degenerate: () => svg("path", { d: `M0 ${-s * 1.1}L${s} ${s * 0.8}H${-s}z` }),
      undecided: () => svg("rect", { x: -s * 0.8, y: -s * 0.8, width: s * 1.6, height: s * 1.6 }),
    }[name]();
    shape.setAttribute("class", `mark ${name}`);
    return shape;
  };
  for (const slot of document.querySelectorAll("[data-kind]")) slot.append(mark(slot.dataset.kind, 6));

  let at = data.given, picked = (data.frames[at].orbits.find((orbit) => orbit.index) || data.frames[at].orbits[0]).name;
  const crowded = Math.max(...data.frames.map((frame) => frame.orbits.length)) > 30;
  const scale = get("scale");
  const losses = data.frames.flatMap((frame) => frame.orbits.map((orbit) => orbit.loss));
  const everywhere = [Math.min(...losses), Math.max(...losses)];
  const given = data.frames[at].orbits, low = everywhere[0] + (everywhere[1] - everywhere[0]) / 4;
  const pressed = given.length > 12 && given.filter((orbit) => orbit.loss < low).length > 0.75 * given.length;
  scale.value = crowded || pressed ? "order" : "all";
  const mostRank = Math.max(...data.frames.flatMap((frame) => frame.orbits.map((orbit) => orbit.rank)));

  // ---- the graph ----
  const graph = get("graph"), nodes = new Map(), edges = svg("g"), crowd = svg("g"), axes = svg("g");
  graph.append(svg("defs"), axes, edges, crowd);
  graph.querySelector("defs").innerHTML = "";
  const tip = svg("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" });
  tip.append(svg("path", { d: "M0 0L8 4L0 8z", fill: "context-stroke" }));
  graph.querySelector("defs").append(tip);

  function ticks(low, high, count) {
    const step0 = (high - low) / count, power = 10 ** Math.floor(Math.log10(step0));
    const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= step0);
    const found = [];
    for (let value = Math.ceil(low / step) * step; value <= high + step * 1e-9; value += step) found.push(Math.abs(value) < step * 1e-9 ? 0 : value);
    return found;
  }

  const ranksOf = (frame) => [...new Set(frame.orbits.map((orbit) => orbit.rank))].sort((a, b) => a - b);

  function heights(frame, size) {
    const top = 26, bottom = size.height - 46;
    if (scale.value === "order") {
      const last = Math.max(frame.orbits.length - 1, 1), y = (_, place) => bottom - (bottom - top) * place / last;
      const every = Math.ceil(frame.orbits.length / 9), marks = frame.orbits.map(({ loss }, place) => [y(loss, place), digits(loss, 6)]);
      return { y, marks: marks.filter((_, place) => place % every === 0) };
    }
    let [low, high] = scale.value === "all" ? everywhere : [frame.orbits[0].loss, frame.orbits[frame.orbits.length - 1].loss];
    if (!(high > low)) { low -= Math.abs(low) * 0.05 + 0.5; high += Math.abs(high) * 0.05 + 0.5; }
    const pad = 0.03 * (high - low);
    low -= pad; high += pad;
    const y = (loss) => bottom - (bottom - top) * (loss - low) / (high - low);
    return { y, marks: ticks(low, high, 6).map((value) => [y(value), digits(value, 6)]) };
  }

  function drawGraph() {
    const frame = data.frames[at], width = Math.max(graph.clientWidth, 300), height = width < 560 ? 420 : 500;
    graph.setAttribute("viewBox", `0 0 ${width} ${height}`);
    graph.style.height = `${height}px`;
    const left = 64, right = 14, { y, marks } = heights(frame, { height });
    const ranks = ranksOf(frame), column = (width - left - right) / ranks.length, middle = (rank) => left + column * (ranks.indexOf(rank) + 0.5);
    axes.replaceChildren();
    for (const [place, text] of marks) axes.append(svg("line", { x1: left, x2: width - right, y1: place, y2: place, class: "rule" }), svg("text", { x: left - 8, y: place + 4, "text-anchor": "end", class: "axis" }, text));
    for (const [place, rank] of ranks.entries()) axes.append(svg("text", { x: middle(rank), y: height - 24, "text-anchor": "middle", class: "axis" }, ranks.length > 14 && place % 5 ? "" : String(rank)));
    axes.append(svg("text", { x: left + (width - left - right) / 2, y: height - 6, "text-anchor": "middle", class: "axis" }, "rank: how many modes are active"));
    axes.append(svg("text", { x: 4, y: 14, class: "axis" }, scale.value === "order" ? "loss F, one step each (not to scale)" : "loss F"));

    const radius = crowded ? 5.5 : 8, places = [], taken = new Map(), spread = Math.max(1, Math.floor(column / (2.5 * radius)));
    frame.orbits.forEach((orbit, place) => {
      const height = y(orbit.loss, place), used = taken.get(orbit.rank) || [];
      let offset = 0;
      for (let k = 0; k < spread * 2; k++) {
        offset = (k % 2 ? 1 : -1) * Math.ceil(k / 2) * 2.5 * radius;
        if (Math.abs(offset) < column / 2 - radius && !used.some(([x, other]) => Math.abs(x - offset) < 2 * radius && Math.abs(other - height) < 2.1 * radius)) break;
        if (k === spread * 2 - 1) offset = ((place * 7919) % 11 - 5) / 11 * (column - 2 * radius);
      }
      used.push([offset, height]);
      taken.set(orbit.rank, used);
      places.push([middle(orbit.rank) + offset, height]);
    });
    const names = new Set(frame.orbits.map((orbit) => orbit.name));
    if (picked && !names.has(picked)) picked = null;
    for (const [name, node] of nodes) if (!names.has(name)) { node.group.remove(); nodes.delete(name); }
    const written = [], foot = height - 44, chosen = frame.orbits.findIndex((orbit) => orbit.name === picked);
    const order = [...frame.orbits.keys()].sort((a, b) => (b === chosen) - (a === chosen));  // its name is always shown
    for (const place of order) {
      const orbit = frame.orbits[place];
      let node = nodes.get(orbit.name);
      if (!node) {
        const group = svg("g", { class: "node", role: "button" });
        node = { group, label: svg("text") };
        group.append(svg("circle", { class: "halo", r: radius + 5 }), node.label);
        group.addEventListener("click", () => pick(orbit.name, true));
        group.addEventListener("keydown", (event) => onKey(event, orbit.name));
        group.addEventListener("pointerenter", (event) => hover(orbit.name, event));
        group.addEventListener("pointerleave", () => { get("tip").hidden = true; });
        nodes.set(orbit.name, node);
        crowd.append(group);
        node.label.textContent = minus(orbit.short);
        node.wide = 1.1 * (node.label.getComputedTextLength() || 7 * orbit.short.length);  // bold where it is chosen
      }
      const [x, height] = places[place];
      node.orbit = orbit;
      node.group.style.transform = `translate(${x}px, ${height}px)`;
      node.group.querySelector(".mark")?.remove();
      node.group.insertBefore(mark(orbit.kind, radius), node.label);
      node.group.setAttribute("aria-label", `${orbit.name}: ${orbit.kind}, loss ${digits(orbit.loss)}, index ${known(orbit.index)}`);
      node.group.dataset.orbit = orbit.name;
      const wide = node.wide, beside = radius + 5 + wide / 2;
      const spots = [[0, -radius - 10, "middle"], [beside, 0, "start"], [-beside, 0, "end"], [0, radius + 11, "middle"]];
      const free = spots.find(([dx, dy]) => {
        const [cx, cy] = [x + dx, height + dy];
        return cx - wide / 2 > left && cx + wide / 2 < width && cy > 26 && cy < foot
          && !written.some(([a, b, w]) => Math.abs(a - cx) < (w + wide) / 2 && Math.abs(b - cy) < 14)
          && !places.some(([a, b], other) => other !== place && Math.abs(a - cx) < wide / 2 + radius && Math.abs(b - cy) < radius + 7);
      });
      const [dx, dy, anchor] = free || spots[0];
      node.label.setAttribute("x", anchor === "middle" ? 0 : Math.sign(dx) * (radius + 5));
      node.label.setAttribute("y", dy + 4);
      node.label.setAttribute("text-anchor", anchor);
      node.free = Boolean(free);
      if (free) written.push([x + dx, height + dy, wide]);
    }
    edges.replaceChildren(...frame.flows.map(([a, b, rule]) => {
      const [x1, y1] = places[a], [x2, y2] = places[b], length = Math.hypot(x2 - x1, y2 - y1) || 1, cut = radius + 3;
      const [sx, sy] = [x1 + (x2 - x1) * cut / length, y1 + (y2 - y1) * cut / length];
      const [ex, ey] = [x2 - (x2 - x1) * cut / length, y2 - (y2 - y1) * cut / length];
      const bend = 0.1 * (x2 - x1 || 40 * (a % 2 ? 1 : -1));
      const edge = svg("path", { d: `M${sx.toFixed(1)} ${sy.toFixed(1)}Q${((sx + ex) / 2 + bend).toFixed(1)} ${((sy + ey) / 2 - Math.abs(bend)).toFixed(1)} ${ex.toFixed(1)} ${ey.toFixed(1)}`, class: `flow ${rule}`, "marker-end": "url(#arrow)" });
      edge.dataset.from = frame.orbits[a].name;
      edge.dataset.to = frame.orbits[b].name;
      return edge;
    }));
    light();
  }

  function light() {
    const ends = new Set();
    for (const edge of edges.children) {
      const lit = edge.dataset.from === picked;
      edge.classList.toggle("lit", lit);
      edge.classList.toggle("dim", picked !== null && !lit);
      if (lit) ends.add(edge.dataset.to);
    }
    const first = picked || data.frames[at].orbits[0].name;
    for (const [name, node] of nodes) {
      node.group.classList.toggle("picked", name === picked);
      node.group.classList.toggle("quiet", picked !== null && name !== picked && !ends.has(name));
      node.group.setAttribute("aria-pressed", String(name === picked));
      node.group.setAttribute("tabindex", name === first ? "0" : "-1");
      node.group.classList.toggle("unlabelled", !node.free && name !== picked);
    }
    for (const row of get("rows").children) row.classList.toggle("picked", row.dataset.orbit === picked);
  }

  function hover(name, event) {
    const orbit = nodes.get(name).orbit, box = get("tip");
    const lines = [`${minus(orbit.name)}: ${orbit.kind}`, `loss ${digits(orbit.loss)}, index ${known(orbit.index)}`];
    if (orbit.spectrum) lines.push("Hessian " + orbit.spectrum.slice(0, 5).map(([value, times]) => `${digits(value, 4)} ×${times}`).join(", ") + (orbit.spectrum.length > 5 ? ", …" : ""));
    box.replaceChildren(...lines.flatMap((line, k) => (k ? [document.createElement("br"), line] : [line])));
    box.hidden = false;
    box.style.left = `${Math.min(event.clientX + 14, innerWidth - box.offsetWidth - 8)}px`;
    box.style.top = `${Math.min(event.clientY + 14, innerHeight - box.offsetHeight - 8)}px`;
  }

  function onKey(event, name) {
    const orbits = data.frames[at].orbits, place = orbits.findIndex((orbit) => orbit.name === name);
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pick(name, true); return; }
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    let next = step ? orbits[place + step] : null;
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const ranks = ranksOf(data.frames[at]), wanted = ranks[ranks.indexOf(orbits[place].rank) + (event.key === "ArrowRight" ? 1 : -1)];
      next = orbits.find((orbit) => orbit.rank === wanted);
    }
    if (event.key === "Home") next = orbits[0];
    if (event.key === "End") next = orbits[orbits.length - 1];
    if (next) { event.preventDefault(); pick(next.name, false); nodes.get(next.name).group.focus(); }
  }

  function pick(name, again) {
    picked = again && picked === name ? null : name;
    light();
    drawDetails();
  }

  // ---- one orbit ----
  function drawDetails() {
    const box = get("orbit"), orbit = picked && nodes.get(picked)?.orbit;
    if (!orbit) {
      box.replaceChildren(html("h2", { textContent: "No orbit chosen" }), html("p", { className: "soft", textContent: "Click a mark in the picture, or an orbit in the list: its class, its Hessian spectrum, and the directions along which gradient flow leaves it." }));
      return;
    }
    const frame = data.frames[at], facts = html("dl", { className: "facts" });
    const add = (term, text) => facts.append(html("dt", { textContent: term }), html("dd", { textContent: text }));
    add("loss", digits(orbit.loss, 15));
    add("above the minimum", digits(orbit.loss - frame.least, 6));
    add("rank", String(orbit.rank));
    for (const name of ["index", "nullity", "dimension", "components"]) add(name, known(orbit[name]));
    const parts = [html("h2", { textContent: minus(orbit.name) }), html("p", { style: "margin:.3rem 0" }, html("span", { className: `kind ${KIND[orbit.kind]}`, textContent: orbit.kind })), facts];
    parts.push(html("h3", { textContent: "Escape directions" }), ...escapes(frame, orbit));
    parts.push(html("h3", { textContent: "Hessian spectrum" }), ...spectrum(orbit));
    box.replaceChildren(...parts);
  }

  function escapes(frame, orbit) {
    if (orbit.index === null) return [html("p", { textContent: "The error of the input leaves the index open." })];
    if (!orbit.index) return [html("p", { textContent: orbit.kind === "non-strict saddle" ? "None at first order: the Hessian has no negative eigenvalue, and the loss falls like a cube." : "None: a minimizer." })];
    const found = [], place = frame.orbits.findIndex((other) => other.name === orbit.name);
    if (orbit.directions) found.push(html("ul", { className: "ways" }, ...orbit.directions.map(([moves, value, times]) => html("li", { textContent: `${moves}${times > 1 ? ` (${times} ways)` : ""}: rate ${digits(-value, 6)}` }))));
    else found.push(html("p", { textContent: `${known(orbit.index)} directions. Their rates are in this page at the given ridge only.` }));
    const ends = frame.flows.filter(([source]) => source === place);
    if (ends.length) {
      const row = html("div", { className: "ends" }, ...ends.slice(0, 40).map(([, target, rule]) => {
        const name = frame.orbits[target].name, button = html("button", { type: "button", textContent: `${minus(frame.orbits[target].short)} · ${rule}`, title: name });
        button.addEventListener("click", () => pick(name, false));
        return button;
      }));
      if (ends.length > 40) row.append(`… and ${ends.length - 40} more`);
      found.push(html("p", { style: "margin:.4rem 0 0", textContent: "Some flow from here ends, for certain, at (of the orbits shown):" }), row);
    } else found.push(html("p", { className: "soft", textContent: "No end among the orbits shown is derived; saddleproof escape integrates the flow." }));
    return found;
  }

  function spectrum(orbit) {
    if (orbit.ends) return [html("p", { textContent: `smallest ${digits(orbit.ends[0], 8)}, smallest positive ${digits(orbit.ends[1], 8)}, largest ${digits(orbit.ends[2], 8)}` })];
    if (!orbit.spectrum) return [html("p", { className: "soft", textContent: `In this page at the given ridge only (${data.frames[data.given].exact}).` })];
    const values = orbit.spectrum, width = 320, height = 90, size = Math.max(...values.map(([value]) => Math.abs(value))) || 1;
    const squash = (value) => Math.asinh(value / (size / 8)), low = squash(Math.min(0, values[0][0])), high = squash(Math.max(values[values.length - 1][0], 0)) || 1;
    const x = (value) => 14 + (width - 28) * (squash(value) - low) / (high - low), most = Math.max(...values.map(([, times]) => times));
    const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "Hessian eigenvalues, the height is the multiplicity", style: "width:100%;display:block" });
    picture.append(svg("line", { x1: 6, x2: width - 6, y1: height - 16, y2: height - 16, class: "rule" }), svg("text", { x: x(0), y: height - 3, "text-anchor": "middle", class: "axis" }, "0"));
    for (const [value, times] of values) picture.append(svg("line", { x1: x(value), x2: x(value), y1: height - 16, y2: height - 18 - (height - 30) * Math.sqrt(times / most), class: `stem ${value < 0 ? "minus" : value > 0 ? "plus" : "zero"}` }));
    const written = values.flatMap(([value, times]) => [html("span", { textContent: `${digits(value, 7)} ×${times}` }), " "]);
    const text = html("p", { className: "values" }, ...written.slice(0, 2 * VALUES));
    if (values.length <= VALUES) return [picture, text];
    text.append("…");
    const rest = html("p", { className: "values" }, ...written.slice(2 * VALUES));
    return [picture, text, html("details", {}, html("summary", { textContent: `${values.length - VALUES} larger ones` }), rest)];
  }

  // ---- the list ----
  function drawList() {
    const frame = data.frames[at];
    get("rows").replaceChildren(...frame.orbits.map((orbit) => {
      const button = html("button", { type: "button", textContent: minus(orbit.short), title: orbit.name }), row = html("tr");
      button.addEventListener("click", () => pick(orbit.name, false));
      row.dataset.orbit = orbit.name;
      row.append(html("td", {}, button), ...[digits(orbit.loss, 12), orbit.kind, ...["index", "nullity", "dimension", "components"].map((name) => known(orbit[name]))].map((text) => html("td", { textContent: text })));
      return row;
    }));
    get("listed").textContent = `${frame.orbits.length} of ${frame.count} orbits`;
  }

  // ---- ridges ----
  const ridges = get("ridges"), slider = get("slider");
  slider.max = String(data.frames.length - 1);
  const factors = data.frames.map((frame) => frame.factor);
  const levels = new Map();
  for (let rank = 0; rank <= mostRank; rank++) {
    const points = data.frames.map((frame) => frame.orbits.find((orbit) => orbit.rank === rank && orbit.kind.endsWith("minimizer"))?.loss);
    if (points.some((point) => point !== undefined)) levels.set(rank, points);
  }

  function drawRidges() {
    const width = Math.max(ridges.clientWidth, 300), tall = 150, low = 84, height = tall + low + 74;
    ridges.setAttribute("viewBox", `0 0 ${width} ${height}`);
    ridges.style.height = `${height}px`;
    const left = 64, right = 14, first = Math.log(factors[0]), last = Math.log(factors[factors.length - 1]);
    const x = (factor) => left + (width - left - right) * (Math.log(factor) - first) / (last - first || 1);
    const path = [...levels.values()].flat().filter((loss) => loss !== undefined), bottom = Math.min(...path), top = Math.max(...path);
    const y = (loss) => 18 + tall - tall * (loss - bottom) / (top - bottom || 1);
    const base = tall + 50, most = Math.max(data.crossings.length, 1), step = (rank) => base + low - low * rank / most;
    const parts = [];
    for (const crossing of data.crossings) {
      const [from, to] = [Math.max(x(crossing.global), left), Math.min(x(crossing.existence), width - right)];
      if (to > from && crossing.existence > crossing.global) parts.push(svg("rect", { x: from, width: to - from, y: 18, height: base + low - 18, class: "band" }));
    }
    for (const value of ticks(bottom, top, 3)) parts.push(svg("line", { x1: left, x2: width - right, y1: y(value), y2: y(value), class: "rule" }), svg("text", { x: left - 8, y: y(value) + 4, "text-anchor": "end", class: "axis" }, digits(value, 5)));
    for (const crossing of data.crossings) for (const [name, factor] of [["soft-wall", crossing.global], ["", crossing.existence]]) {
      const place = x(factor);
      if (place >= left && place <= width - right) parts.push(svg("line", { x1: place, x2: place, y1: 18, y2: base + low, class: `wall ${name}` }));
    }
    const line = (points) => points.map((point, k) => (point !== undefined ? `${k && points[k - 1] !== undefined ? "L" : "M"}${x(factors[k]).toFixed(1)} ${y(point).toFixed(1)}` : "")).join("") || "M0 0";
    for (const points of levels.values()) parts.push(svg("path", { d: line(points), class: "level" }));
    parts.push(svg("path", { d: line(data.frames.map((frame) => frame.least)), class: "level best" }));
    const stairs = (name, kind) => {
      const ends = data.crossings.map((crossing) => crossing[name]).sort((a, b) => b - a), text = [];
      const end = factors[factors.length - 1], lost = ends.filter((factor) => factor > factors[0]);
      text.push(`M${left} ${step(lost.length).toFixed(1)}`);
      for (const [k, factor] of lost.toReversed().entries()) if (factor < end) text.push(`H${x(factor).toFixed(1)}V${step(lost.length - k - 1).toFixed(1)}`);
      parts.push(svg("path", { d: `${text.join("")}H${width - right}`, class: `stairs ${kind}` }));
    };
    for (let rank = 0; rank <= most; rank += Math.max(1, Math.ceil(most / 4))) parts.push(svg("text", { x: left - 8, y: step(rank) + 4, "text-anchor": "end", class: "axis" }, String(rank)));
    if (data.layers > 2) stairs("existence", "up");
    stairs("global", "best");
    if (data.layers > 2) parts.push(svg("path", { d: `M${left} ${step(0)}H${width - right}`, class: "stairs down" }));
    parts.push(svg("text", { x: 4, y: 12, class: "axis" }, "loss of minimizers"), svg("text", { x: 4, y: base - 8, class: "axis" }, "their rank"));
    const marks = data.frames.length > 1 ? [0, 0.25, 0.5, 0.75, 1].map((part) => Math.exp(first + part * (last - first))) : [1];
    for (const factor of marks) parts.push(svg("text", { x: Math.min(Math.max(x(factor), left + 8), width - right - 12), y: height - 8, "text-anchor": "middle", class: "axis" }, digits(data.equal ? factor * data.base : factor, 3)));
    parts.push(svg("text", { x: 4, y: height - 8, class: "axis" }, data.equal ? "ridge" : "× given"));
    parts.push(svg("line", { x1: x(factors[at]), x2: x(factors[at]), y1: 14, y2: base + low + 4, class: "now" }));
    ridges.replaceChildren(...parts);
    ridges.onclick = (event) => {
      const place = (event.clientX - ridges.getBoundingClientRect().left) * width / ridges.clientWidth;
      show(factors.reduce((best, factor, k) => (Math.abs(x(factor) - place) < Math.abs(x(factors[best]) - place) ? k : best), 0));
    };
  }

  function show(place) {
    at = Math.max(0, Math.min(data.frames.length - 1, place));
    const frame = data.frames[at], what = data.equal ? "ridge" : "ridges";
    slider.value = String(at);
    slider.setAttribute("aria-valuetext", `${what} ${frame.exact}`);
    get("ridge").textContent = frame.exact;
    const lost = data.crossings.filter((c) => frame.factor > c.global && frame.factor <= c.existence).map((c) => c.position);
    get("state").textContent = `${frame.count} critical orbits; local minimizers of rank ${range(frame.local)}, global of rank ${range(frame.global)}; global minimum ${digits(frame.least, 10)}.`
      + (lost.length ? ` Hysteresis: mode${lost.length > 1 ? "s" : ""} ${lost.join(", ")} would be kept while the ridge is raised, and cost${lost.length > 1 ? "" : "s"} more than ${lost.length > 1 ? "they give" : "it gives"}.` : "");
    drawList();
    drawGraph();
    drawRidges();
    drawDetails();
  }
  slider.addEventListener("input", () => show(Number(slider.value)));
  get("back").addEventListener("click", () => show(at - 1));
  get("forth").addEventListener("click", () => show(at + 1));
  get("given").addEventListener("click", () => show(data.given));
  scale.addEventListener("change", drawGraph);
  let waiting = 0;
  new ResizeObserver(() => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(() => { drawGraph(); drawRidges(); }); }).observe(graph.parentElement);
  show(data.given);
})();
