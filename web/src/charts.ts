/** Charts: acts over time by quad class, tone over time, and calibration. The tables beside them say the same. */
import * as Plot from "@observablehq/plot";
import { all, data, onTheme, words } from "./lib/dom";

interface Bar {
  day: string;
  quad: 1 | 2 | 3 | 4;
  n: number;
}

interface Tone {
  day: string;
  score: number;
  way: string;
  label: string;
  url: string;
}

interface Calibrated {
  said: number;
  right: number;
  n: number;
  coder: string;
}

type Interval = "day" | "month" | "year";

const quads = [1, 2, 3, 4];
const quadColours = quads.map((quad) => `var(--quad-${quad})`);
const style = { background: "transparent", fontSize: "12px", overflow: "visible" };

function timeline(bars: Bar[], island: HTMLElement): Element {
  const interval = (island.dataset["interval"] ?? "day") as Interval;
  const rows = bars.map((bar) => ({
    date: new Date(`${bar.day.padEnd(7, "-01").padEnd(10, "-01")}T00:00Z`),
    quad: bar.quad,
    n: bar.quad > 2 ? -bar.n : bar.n,
    title: `${bar.day} · ${words(`quad.${bar.quad}`)} · ${bar.n}`,
  }));
  return Plot.plot({
    className: "plot",
    style,
    width: island.clientWidth,
    height: Number(island.dataset["height"] ?? 200),
    marginLeft: 34,
    marginBottom: 24,
    x: { type: "utc", label: null, interval },
    y: { label: null, ticks: 4, tickFormat: (n: number) => String(Math.abs(n)), grid: true },
    color: { type: "ordinal", domain: quads, range: quadColours },
    marks: [
      Plot.rectY(rows, { x: "date", y: "n", fill: "quad", interval, inset: 0.5, title: "title" }),
      Plot.ruleY([0], { stroke: "currentColor" }),
    ],
  });
}

function tone(points: Tone[], island: HTMLElement): Element {
  const rows = points.map((point) => ({ ...point, date: new Date(`${point.day}T00:00Z`) }));
  const ways = [...new Set(rows.map((row) => row.way))].sort();
  const chart = Plot.plot({
    className: "plot",
    style,
    width: island.clientWidth,
    height: Number(island.dataset["height"] ?? 220),
    marginLeft: 34,
    marginBottom: 24,
    x: { type: "utc", label: null },
    y: { label: null, domain: [-10, 10], ticks: 5, grid: true },
    color: { type: "ordinal", domain: ways, range: ["var(--way-1)", "var(--way-2)"] },
    symbol: { domain: ways, range: ["circle", "triangle"] },
    marks: [
      Plot.ruleY([0], { stroke: "currentColor", strokeOpacity: 0.6 }),
      Plot.lineY(rows, Plot.windowY({ k: 5, anchor: "middle", strict: false }, { x: "date", y: "score", z: "way", stroke: "way", strokeOpacity: 0.55 })),
      Plot.dot(rows, { x: "date", y: "score", stroke: "way", fill: "way", fillOpacity: 0.35, symbol: "way", r: 3.5, title: "label", href: "url" }),
    ],
  });
  for (const link of all("a", chart)) unlink(link);
  return chart;
}

/** A picture is one thing to a screen reader and holds no links: what they lead to stands in the lists beside it. */
function unlink(link: Element): void {
  const url = link.getAttribute("href") ?? "";
  for (const part of [...link.children]) {
    part.classList.add("goes");
    part.addEventListener("click", () => location.assign(url));
    link.before(part);
  }
  link.remove();
}

function calibration(points: Calibrated[], island: HTMLElement): Element {
  const side = Math.min(island.clientWidth, 420);
  const share = { domain: [0, 1], ticks: 5, grid: true };
  return Plot.plot({
    className: "plot",
    style,
    width: side,
    height: side * 0.85,
    marginLeft: 42,
    marginBottom: 36,
    x: { ...share, label: words("js.said"), labelArrow: "none" },
    y: { ...share, label: words("js.was_right"), labelArrow: "none" },
    color: { type: "ordinal", domain: [...new Set(points.map((point) => point.coder))], range: ["var(--way-1)", "var(--way-2)", "var(--quad-2)", "var(--quad-4)"] },
    r: { range: [3, 12] },
    marks: [
      Plot.line([[0, 0], [1, 1]], { stroke: "currentColor", strokeOpacity: 0.5, strokeDasharray: "4 4" }),
      Plot.line(points, { x: "said", y: "right", stroke: "coder", sort: "said" }),
      Plot.dot(points, {
        x: "said", y: "right", r: "n", fill: "coder", fillOpacity: 0.6, stroke: "coder",
        title: (point: Calibrated) => `${point.coder}: ${point.said.toFixed(2)} → ${point.right.toFixed(2)} (${point.n})`,
      }),
    ],
  });
}

const makers: Record<string, (rows: never[], island: HTMLElement) => Element> = { timeline, tone, calibration };

function draw(island: HTMLElement): void {
  const make = makers[island.dataset["island"] ?? ""];
  const rows = data<never[]>(island);
  if (!make || !rows || rows.length === 0) return;
  const chart = make(rows, island);
  for (const part of all("[aria-label]", chart)) part.removeAttribute("aria-label");
  chart.setAttribute("role", "img");
  chart.setAttribute("aria-label", island.dataset["label"] ?? "");
  island.querySelector(".chart")?.replaceChildren(chart);
}

const islands = Object.keys(makers).flatMap((name) => all(`[data-island=${name}]`));
const redraw = (): void => islands.forEach(draw);
let width = 0;
let waiting = 0;
new ResizeObserver(() => {
  if (document.body.clientWidth === width) return;
  width = document.body.clientWidth;
  window.clearTimeout(waiting);
  waiting = window.setTimeout(redraw, 60);
}).observe(document.body);
width = document.body.clientWidth;
redraw();
onTheme(redraw);
