// Pictures that the browser draws of the tables on the page: what the table says is what is drawn, and nothing is
// asked for.  Without this script the tables stay.
"use strict";

(() => {
  const WIDTH = 640;
  const MARGIN = 8;

  /** The head and the rows of a figure's table; a cell's number is in data-n, its address in its link. */
  function tableOf(figure) {
    const table = figure.querySelector("table");
    const columns = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
    const rows = [...table.tBodies[0].rows].map((row) =>
      [...row.cells].map((cell) => ({
        text: cell.textContent.trim(),
        number: Number(cell.dataset.n ?? 0),
        href: cell.querySelector("a")?.getAttribute("href") ?? "",
        key: cell.dataset.key ?? cell.textContent.trim(),
      })),
    );
    return { columns, rows };
  }

  /**
   * Plot puts a style element into its picture, which the page's policy refuses (style.css has what it says), and names
   * groups by marks, which says nothing to who cannot see: the picture as a whole has its words.
   */
  function tidied(svg) {
    for (const style of svg.querySelectorAll("style")) style.remove();
    for (const group of svg.querySelectorAll("[aria-label], [aria-hidden]")) {
      group.removeAttribute("aria-label");
      group.removeAttribute("aria-hidden");
    }
    return svg;
  }

  /** Every row with every column of numbers: [{label, series, n}]. */
  function long({ columns, rows }) {
    return rows.flatMap((row) =>
      row.slice(1).flatMap((cell, at) => (cell.number ? [{ label: row[0].text, series: columns[at + 1], n: cell.number }] : [])),
    );
  }

  const colours = (columns) => ({
    domain: columns.slice(1),
    range: columns.slice(1).map((_, at) => `var(--series-${at + 1})`),
  });

  /** Columns through time, one stacked upon the other. */
  function stack(figure) {
    const table = tableOf(figure);
    const labels = table.rows.map((row) => row[0].text);
    const few = Math.ceil((labels.length * 70) / WIDTH);
    return tidied(
      Plot.plot({
        className: "plot",
        width: WIDTH,
        height: 190,
        marginLeft: 36,
        marginRight: MARGIN,
        x: { domain: labels, label: null, tickFormat: (label, at) => (at % few ? "" : label), tickSize: 0, padding: labels.length < 12 ? 0.6 : 0.05 },
        y: { label: null, ticks: 4, tickFormat: (n) => (Number.isInteger(n) ? String(n) : ""), grid: true },
        color: colours(table.columns),
        marks: [
          Plot.barY(long(table), {
            x: "label", y: "n", fill: "series", order: table.columns.slice(1), inset: 0.5,
            tip: { format: { x: true, y: true, fill: true } },
          }),
          Plot.ruleY([0]),
        ],
      }),
    );
  }

  /** Bars beside each other: a line a row, a bar a column. */
  function bars(figure) {
    const table = tableOf(figure);
    const series = table.columns.slice(1);
    const data = table.rows.flatMap((row) =>
      series.map((name, at) => ({ label: row[0].text, series: name, n: row[at + 1].number })),
    );
    return tidied(
      Plot.plot({
        className: "plot",
        width: WIDTH,
        height: 40 + table.rows.length * (12 * series.length + 8),
        marginLeft: 190,
        marginRight: 40,
        marginTop: 4,
        x: { label: null, ticks: 4, tickFormat: (n) => (Number.isInteger(n) ? String(n) : "") },
        fy: { domain: table.rows.map((row) => row[0].text), label: null, padding: 0.15 },
        y: { axis: null, domain: series, padding: 0.1 },
        color: colours(table.columns),
        facet: { data, y: "label", marginLeft: 190 },
        marks: [
          Plot.axisFy({ anchor: "left", textAnchor: "end", dx: -6, lineWidth: 15, textOverflow: "ellipsis" }),
          Plot.barX(data, { x: "n", y: "series", fill: "series" }),
          Plot.text(data, { x: "n", y: "series", text: (d) => (d.n ? String(d.n) : ""), textAnchor: "start", dx: 4 }),
          Plot.ruleX([0]),
        ],
      }),
    );
  }

  /** Whom somebody deals with: rows of (one, other, events); the first one is the page's own. */
  function network(figure) {
    const { rows } = tableOf(figure);
    const nodes = new Map();
    const seen = (cell, n) => {
      const node = nodes.get(cell.key) ?? { key: cell.key, name: cell.text, href: cell.href, n: 0 };
      node.n += n;
      nodes.set(cell.key, node);
      return node;
    };
    const links = rows.map(([one, other, many]) => ({ source: seen(one, many.number), target: seen(other, many.number), n: many.number }));
    const all = [...nodes.values()];
    const height = all.length > 14 ? 460 : 340;
    const [own] = all;
    own.fx = WIDTH / 2;
    own.fy = height / 2;
    const most = d3.max(links, (link) => link.n);
    const radius = d3.scaleSqrt([1, d3.max(all, (node) => node.n)], [4, 13]);
    d3.forceSimulation(all)
      .force("link", d3.forceLink(links).distance((link) => 150 - (70 * link.n) / most))
      .force("charge", d3.forceManyBody().strength(-420))
      .force("apart", d3.forceCollide((node) => radius(node.n) + 16))
      .force("x", d3.forceX(WIDTH / 2).strength(0.05))
      .force("y", d3.forceY(height / 2).strength(0.12))
      .stop()
      .tick(300);
    for (const node of all) {
      node.x = Math.max(70, Math.min(WIDTH - 70, node.x));
      node.y = Math.max(18, Math.min(height - 18, node.y));
    }
    const svg = d3.create("svg").attr("viewBox", [0, 0, WIDTH, height]).attr("class", "network");
    svg.append("g").selectAll("line").data(links).join("line")
      .attr("x1", (d) => d.source.x).attr("y1", (d) => d.source.y)
      .attr("x2", (d) => d.target.x).attr("y2", (d) => d.target.y)
      .attr("stroke-width", (d) => 0.8 + (4 * d.n) / most);
    const node = svg.append("g").selectAll("a").data(all).join("a")
      .attr("href", (d) => d.href || null).attr("tabindex", -1)
      .attr("class", (d) => (d === own ? "own" : null));
    node.append("circle").attr("cx", (d) => d.x).attr("cy", (d) => d.y).attr("r", (d) => radius(d.n));
    node.append("text")
      .attr("x", (d) => d.x).attr("y", (d) => d.y - radius(d.n) - 4)
      .text((d) => (d.name.length > 24 ? `${d.name.slice(0, 23)}…` : d.name));
    node.append("title").text((d) => d.name);
    const near = (d, link) => link.source === d || link.target === d;
    node.on("pointerenter", (_, d) => {
      svg.selectAll("line").classed("far", (link) => !near(d, link));
      node.classed("far", (other) => other !== d && !links.some((link) => near(d, link) && near(other, link)));
    }).on("pointerleave", () => svg.selectAll(".far").classed("far", false));
    return svg.node();
  }

  const drawings = { stack, bars, network };

  for (const figure of document.querySelectorAll("figure[data-draw]")) {
    const svg = drawings[figure.dataset.draw](figure);
    svg.setAttribute("role", figure.dataset.draw === "network" ? "group" : "img");
    svg.setAttribute("aria-label", figure.dataset.words);
    const drawn = document.createElement("div");
    drawn.className = "drawn";
    drawn.tabIndex = 0; // in a narrow window it is scrolled
    drawn.setAttribute("role", "group");
    drawn.setAttribute("aria-label", figure.querySelector("figcaption").textContent);
    drawn.append(svg);
    figure.querySelector("figcaption").after(drawn);
    for (const table of figure.querySelectorAll("details.as-table")) table.open = false;
  }
})();
