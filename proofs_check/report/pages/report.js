(() => {
  const get = (id) => document.getElementById(id);
  const overview = get("overview"), articles = [...document.querySelectorAll("article.page")];
  const rows = [...document.querySelectorAll("#rows tr[data-claim]")];

  // ---- one claim at a time; the address says which ----
  function show(moved) {
    const hash = decodeURIComponent(location.hash.slice(1)), target = hash ? get(hash) : null;
    const article = target?.closest("article.page") || null;
    overview.hidden = Boolean(article);
    for (const other of articles) other.hidden = other !== article;
    document.title = article ? `${article.querySelector("h2").textContent} – verification report` : "Verification report";
    const place = target && target !== get("main") ? target : overview;
    if (moved) {
      place.focus({ preventScroll: true });
      if (place === article || place === overview) scrollTo(0, 0); else place.scrollIntoView();
    }
  }
  addEventListener("hashchange", () => show(true));
  show(Boolean(location.hash));
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (event.key === "/") { event.preventDefault(); toSearch(); }
    const open = articles.find((article) => !article.hidden);
    const link = open?.querySelector({ j: "a[rel=next]", k: "a[rel=prev]" }[event.key] || "no-such");
    if (link) location.hash = link.hash;
  });
  function toSearch() {
    if (!overview.hidden) { get("search").focus(); return; }
    addEventListener("hashchange", () => get("search").focus(), { once: true });
    location.hash = "#claims";
  }
  get("print-all").addEventListener("click", () => {
    const kept = articles.filter((article) => article.hidden);
    for (const article of kept) article.hidden = false;
    print();
    for (const article of kept) article.hidden = true;
  });

  // ---- filter and search ----
  const fields = { search: get("search"), paper: get("by-paper"), verdict: get("by-verdict"), standing: get("by-standing"), odd: get("only-odd") };
  let texts = null;
  function said(row) {
    const copy = get(`claim-${row.dataset.claim}`).cloneNode(true);
    for (const other of copy.querySelectorAll(".crumbs, .leaves a")) other.remove();
    return `${row.textContent} ${copy.textContent}`.toLowerCase();
  }
  function filter() {
    const wanted = fields.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (wanted.length && !texts) texts = new Map(rows.map((row) => [row, said(row)]));
    let count = 0;
    for (const row of rows) {
      const fits = (!fields.paper.value || row.parentElement.dataset.paper === fields.paper.value)
        && (!fields.verdict.value || row.dataset.verdict === fields.verdict.value)
        && (!fields.standing.value || row.dataset.standing === fields.standing.value)
        && (!fields.odd.checked || "odd" in row.dataset)
        && wanted.every((word) => texts.get(row).includes(word));
      row.hidden = !fits;
      count += fits;
    }
    for (const group of document.querySelectorAll("#rows tbody")) group.hidden = !group.querySelector("tr[data-claim]:not([hidden])");
    get("found").textContent = count === rows.length ? `${count} claims` : count ? `${count} of ${rows.length} claims` : "no claim fits";
  }
  get("filter").addEventListener("input", filter);
  get("filter").addEventListener("submit", (event) => {
    event.preventDefault();
    const only = rows.filter((row) => !row.hidden);
    if (only.length === 1) location.hash = `#claim-${only[0].dataset.claim}`;
  });
  get("filter").addEventListener("reset", () => setTimeout(filter));
  for (const button of document.querySelectorAll(".counts button")) button.addEventListener("click", () => {
    fields.paper.value = button.dataset.paper;
    fields.verdict.value = button.dataset.verdict || "";
    filter();
    get("claims").scrollIntoView();
    get("claims").focus({ preventScroll: true });
  });

  // ---- premise graph: what a claim rests on is lit ----
  for (const drawing of document.querySelectorAll(".drawing svg")) {
    const nodes = new Map([...drawing.querySelectorAll(".node")].map((node) => [node.dataset.node, node]));
    const edges = [...drawing.querySelectorAll(".edge")], above = new Map();
    for (const edge of edges) above.set(edge.dataset.to, [...(above.get(edge.dataset.to) || []), edge]);
    const light = (name) => {
      const seen = new Set(name === null ? [] : [name]), lit = new Set();
      for (const here of seen) for (const edge of above.get(here) || []) { lit.add(edge); seen.add(edge.dataset.from); }
      drawing.classList.toggle("chosen", name !== null);
      for (const [other, node] of nodes) node.classList.toggle("lit", seen.has(other));
      for (const edge of edges) edge.classList.toggle("lit", lit.has(edge));
    };
    for (const [name, node] of nodes) {
      node.addEventListener("pointerenter", () => light(name));
      node.addEventListener("focus", () => light(name));
      node.addEventListener("blur", () => light(null));
      node.addEventListener("pointerleave", () => light(nodes.has(document.activeElement?.dataset?.node) ? document.activeElement.dataset.node : null));
    }
  }
})();
