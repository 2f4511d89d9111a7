// What a page loads in scripts, gzipped, against the budget: every page loads main and at most the islands named here.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET = 350 * 1024;
const folder = new URL("../src/communique/serve/static/build/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("manifest.json", folder), "utf8"));
const pages = {
  today: ["main", "charts", "worldmap", "joining"],
  article: ["main", "article"],
  actor: ["main", "charts", "joining"],
  network: ["main", "network"],
  map: ["main", "worldmap"],
  quality: ["main", "charts"],
  add: ["main", "add"],
  registry: ["main", "forms"],
  watches: ["main", "forms"],
};

function files(key, seen = new Set()) {
  const chunk = manifest[key];
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const other of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])]) files(other, seen);
  return seen;
}

let over = false;
for (const [page, entries] of Object.entries(pages)) {
  const loaded = new Set(entries.flatMap((entry) => [...files(`src/${entry}.ts`)]));
  const size = [...loaded].reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, folder))).length, 0);
  over ||= size > BUDGET;
  console.log(`${page.padEnd(8)} ${(size / 1024).toFixed(1).padStart(6)} kB gzip${size > BUDGET ? "  over the budget" : ""}`);
}
process.exit(over ? 1 : 0);
