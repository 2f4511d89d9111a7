/** A network as it is shown, written in the formats that other programs read. */

export interface Node {
  id: string;
  name: string;
  kind: string | null;
  n: number;
}

export interface Link {
  source: string;
  target: string;
  n: number;
  score: number;
}

export interface Graph {
  nodes: (Node & { url: string })[];
  links: Link[];
  directed: boolean;
}

function xml(text: string): string {
  const safe: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  // Characters that XML 1.0 cannot hold are left out.
  return text.replace(/[\0-\x08\x0B\x0C\x0E-\x1F]/g, "").replace(/[&<>"]/g, (sign) => safe[sign] ?? sign);
}

/** RFC 4180; a text that a spreadsheet would take for a formula gets an apostrophe before it. */
function cell(value: string | number): string {
  const text = typeof value === "string" && /^'*[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function toCsv(graph: Graph): string {
  const names = new Map(graph.nodes.map((node) => [node.id, node.name]));
  const rows: (string | number)[][] = [["source", "source_name", "target", "target_name", "n", "mean_score"]];
  for (const link of graph.links) {
    rows.push([link.source, names.get(link.source) ?? "", link.target, names.get(link.target) ?? "", link.n, mean(link)]);
  }
  return rows.map((row) => row.map(cell).join(",") + "\r\n").join("");
}

export function toGraphml(graph: Graph): string {
  const key = (id: string, of: string, name: string, type: string): string =>
    `  <key id="${id}" for="${of}" attr.name="${name}" attr.type="${type}"/>`;
  const value = (id: string, text: string | number): string => `<data key="${id}">${xml(String(text))}</data>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    key("name", "node", "name", "string"),
    key("kind", "node", "kind", "string"),
    key("n", "all", "n", "int"),
    key("score", "edge", "mean_score", "double"),
    `  <graph edgedefault="${graph.directed ? "directed" : "undirected"}">`,
    ...graph.nodes.map(
      (node) => `    <node id="${xml(node.id)}">${value("name", node.name)}${value("kind", node.kind ?? "")}${value("n", node.n)}</node>`,
    ),
    ...graph.links.map(
      (link) => `    <edge source="${xml(link.source)}" target="${xml(link.target)}">${value("n", link.n)}${value("score", mean(link))}</edge>`,
    ),
    "  </graph>",
    "</graphml>",
    "",
  ].join("\n");
}

export function toGexf(graph: Graph): string {
  const attribute = (id: string, text: string | number): string => `<attvalue for="${id}" value="${xml(String(text))}"/>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gexf xmlns="http://gexf.net/1.3" version="1.3">',
    `  <graph defaultedgetype="${graph.directed ? "directed" : "undirected"}">`,
    '    <attributes class="node"><attribute id="kind" title="kind" type="string"/><attribute id="n" title="n" type="integer"/></attributes>',
    '    <attributes class="edge"><attribute id="score" title="mean_score" type="double"/></attributes>',
    "    <nodes>",
    ...graph.nodes.map(
      (node) =>
        `      <node id="${xml(node.id)}" label="${xml(node.name)}"><attvalues>${attribute("kind", node.kind ?? "")}${attribute("n", node.n)}</attvalues></node>`,
    ),
    "    </nodes>",
    "    <edges>",
    ...graph.links.map(
      (link, at) =>
        `      <edge id="${at}" source="${xml(link.source)}" target="${xml(link.target)}" weight="${link.n}"><attvalues>${attribute("score", mean(link))}</attvalues></edge>`,
    ),
    "    </edges>",
    "  </graph>",
    "</gexf>",
    "",
  ].join("\n");
}

function mean(link: Link): number {
  return Math.round((100 * link.score) / link.n) / 100;
}
