/** The network: drawn from what the server counted by month, narrowed here, and exported as it is shown. */
import cytoscape from "cytoscape";
import { all, colour, data, onTheme, one, words } from "./lib/dom";
import { toCsv, toGexf, toGraphml, type Graph, type Link } from "./lib/graph";

interface Counted {
  nodes: { id: string; name: string; kind: string | null; url: string }[];
  months: string[];
  /** source, target, index of the month, number, sum of the scores */
  links: [string, string, number, number, number][];
  directed: boolean;
}

class Network {
  private readonly counted: Counted;
  private graph: Graph = { nodes: [], links: [], directed: true };
  private drawn: cytoscape.Core | null = null;

  constructor(private readonly island: HTMLElement) {
    this.counted = data<Counted>(island) ?? { nodes: [], months: [], links: [], directed: true };
    for (const control of all("[data-narrow]", island)) control.addEventListener("input", () => this.update());
    for (const button of all<HTMLButtonElement>("button[data-export]", island)) {
      button.addEventListener("click", () => this.save(button.dataset["export"] ?? "csv"));
    }
    onTheme(() => this.drawn?.style(sheet(this.graph.directed)));
    this.update();
  }

  private value(name: string): number {
    return Number(one<HTMLInputElement>(`[data-narrow=${name}]`, this.island)?.value ?? 0);
  }

  private update(): void {
    const months = this.counted.months;
    const [one_, other] = [this.value("from"), this.value("to")];
    const [first, last] = [Math.min(one_, other), Math.max(one_, other)];
    this.graph = this.narrowed(first, last, this.value("links"), this.value("node"));
    this.tell("from", months[one_] ?? "");
    this.tell("to", months[other] ?? "");
    this.tell("links", String(this.value("links")));
    this.tell("node", String(this.value("node")));
    const { nodes, links } = this.graph;
    const told = one("#network-shown", this.island);
    if (told) told.textContent = words("js.network_shown", { nodes: nodes.length, links: links.length });
    this.draw();
    this.list();
  }

  private tell(name: string, text: string): void {
    const output = one<HTMLOutputElement>(`output[for=narrow-${name}]`, this.island);
    if (output) output.value = text;
  }

  private narrowed(first: number, last: number, leastLinks: number, leastNode: number): Graph {
    const sums = new Map<string, Link>();
    const busy = new Map<string, number>();
    for (const [source, target, month, n, score] of this.counted.links) {
      if (month < first || month > last) continue;
      const key = `${source}\n${target}`;
      const link = sums.get(key) ?? { source, target, n: 0, score: 0 };
      link.n += n;
      link.score += score;
      sums.set(key, link);
      for (const id of [source, target]) busy.set(id, (busy.get(id) ?? 0) + n);
    }
    const kept = new Set([...busy].filter(([, n]) => n >= leastNode).map(([id]) => id));
    const links = [...sums.values()].filter((link) => link.n >= leastLinks && kept.has(link.source) && kept.has(link.target));
    const joined = new Set(links.flatMap((link) => [link.source, link.target]));
    const nodes = this.counted.nodes
      .filter((node) => joined.has(node.id))
      .map((node) => ({ ...node, n: busy.get(node.id) ?? 0 }));
    links.sort((a, b) => b.n - a.n || a.source.localeCompare(b.source) || a.target.localeCompare(b.target));
    return { nodes, links, directed: this.counted.directed };
  }

  private draw(): void {
    const canvas = one(".chart", this.island);
    if (!canvas) return;
    pretendStyled();
    const most = Math.max(1, ...this.graph.nodes.map((node) => node.n));
    const widest = Math.max(1, ...this.graph.links.map((link) => link.n));
    const total = this.graph.nodes.length;
    this.drawn?.destroy();
    this.drawn = cytoscape({
      container: canvas,
      style: sheet(this.graph.directed),
      userZoomingEnabled: false,
      elements: [
        ...this.graph.nodes.map((node, at) => ({
          data: { id: node.id, name: node.name, url: node.url, size: 14 + 34 * Math.sqrt(node.n / most), kind: node.kind ?? "" },
          // The layout starts from a circle and not from chance, so that the same data give the same picture.
          position: { x: 300 * Math.cos((2 * Math.PI * at) / total), y: 300 * Math.sin((2 * Math.PI * at) / total) },
        })),
        ...this.graph.links.map((link) => ({
          data: { source: link.source, target: link.target, n: link.n, width: 1 + 5 * Math.sqrt(link.n / widest), side: sideOf(link) },
        })),
      ],
      layout: {
        name: "cose", animate: false, randomize: false, padding: 24, nodeRepulsion: () => 60_000, idealEdgeLength: () => 80,
        componentSpacing: 70, numIter: total > 150 ? 300 : 800,
      },
    });
    this.drawn.on("tap", "node", (event: cytoscape.EventObject) => location.assign(String(event.target.data("url"))));
    this.drawn.on("mouseover", "node", (event: cytoscape.EventObject) => this.focus(event.target as cytoscape.NodeSingular));
    this.drawn.on("mouseout", "node", () => this.drawn?.elements().removeClass("faded"));
  }

  private focus(node: cytoscape.NodeSingular): void {
    this.drawn?.elements().addClass("faded");
    node.closedNeighborhood().removeClass("faded");
  }

  /** The same links as a table, for those who do not see the picture. */
  private list(): void {
    const body = one("tbody", this.island);
    if (!body) return;
    const names = new Map(this.graph.nodes.map((node) => [node.id, node]));
    const cell = (text: string): HTMLTableCellElement => {
      const made = document.createElement("td");
      made.textContent = text;
      return made;
    };
    const linkTo = (id: string): HTMLTableCellElement => {
      const made = document.createElement("td");
      const node = names.get(id);
      made.append(Object.assign(document.createElement("a"), { href: node?.url ?? "", textContent: node?.name ?? id }));
      made.dir = "auto";
      return made;
    };
    body.replaceChildren(
      ...this.graph.links.slice(0, 200).map((link) => {
        const row = document.createElement("tr");
        row.dataset["row"] = "";
        row.append(linkTo(link.source), linkTo(link.target), cell(String(link.n)), cell((link.score / link.n).toFixed(1)));
        return row;
      }),
    );
  }

  private save(form: string): void {
    const text = form === "graphml" ? toGraphml(this.graph) : form === "gexf" ? toGexf(this.graph) : toCsv(this.graph);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: form === "csv" ? "text/csv" : "application/xml" }));
    link.download = `network.${form}`;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
}

/** Cytoscape writes a style element unless one with this id is there; style.css has its one rule. */
function pretendStyled(): void {
  const id = "__________cytoscape_stylesheet";
  if (document.getElementById(id)) return;
  const mark = document.createElement("meta");
  mark.id = id;
  document.head.append(mark);
}

function sideOf(link: Link): string {
  const mean = link.score / link.n;
  return mean > 0.5 ? "cooperation" : mean < -0.5 ? "conflict" : "even";
}

function sheet(directed: boolean): cytoscape.StylesheetJson {
  const edge = (side: string, name: string): cytoscape.StylesheetJsonBlock => ({
    selector: `edge[side = "${side}"]`,
    style: { "line-color": colour(name), "target-arrow-color": colour(name) },
  });
  return [
    {
      selector: "node",
      style: {
        width: "data(size)", height: "data(size)", label: "data(name)", "font-size": 11, color: colour("--ink"),
        "background-color": colour("--accent"), "text-outline-color": colour("--paper"), "text-outline-width": 2,
        "text-valign": "bottom", "text-margin-y": 3, "border-width": 1, "border-color": colour("--paper"),
      },
    },
    {
      selector: "edge",
      style: {
        width: "data(width)", "curve-style": "bezier", opacity: 0.75, "arrow-scale": 0.9,
        "target-arrow-shape": directed ? "triangle" : "none", "line-color": colour("--soft"), "target-arrow-color": colour("--soft"),
      },
    },
    edge("cooperation", "--quad-2"),
    edge("conflict", "--quad-4"),
    { selector: ".faded", style: { opacity: 0.12 } },
  ];
}

all("[data-island=network]").forEach((island) => new Network(island));
