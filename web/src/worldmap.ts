/** The map: countries shaded by what happened to or was done by them, and points only for places that are known. */
import { geoEqualEarth, geoPath } from "d3-geo";
import type { Feature, FeatureCollection, Geometry } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlas from "world-atlas/countries-110m.json";
import { all, data } from "./lib/dom";

interface Shade {
  code: string;
  numeric: string;
  name: string;
  n: number;
  tone: number;
  url: string;
}

interface Spot {
  name: string;
  latitude: number;
  longitude: number;
  n: number;
  url: string;
}

interface World {
  countries: Shade[];
  points: Spot[];
}

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 960;
const HEIGHT = 470;

const topology = atlas as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
const world = feature(topology, topology.objects.countries) as FeatureCollection<Geometry, { name: string }>;
const projection = geoEqualEarth().rotate([-11, 0]).fitExtent([[2, 2], [WIDTH - 2, HEIGHT - 2]], { type: "Sphere" });
const path = geoPath(projection);

function shape(name: string, attributes: Record<string, string>, title?: string): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (title) made.append(Object.assign(document.createElementNS(SVG, "title"), { textContent: title }));
  return made;
}

/** Five steps of each side by rank, so that one very busy country does not leave the others pale. */
function step(n: number, most: number): number {
  return Math.max(1, Math.min(5, Math.ceil((5 * Math.log1p(n)) / Math.log1p(most))));
}

function open(made: SVGElement, url: string): void {
  made.classList.add("goes");
  made.addEventListener("click", () => location.assign(url));
}

function country(outline: Feature<Geometry, { name: string }>, shades: Map<string, Shade>, most: number): SVGElement {
  const known = shades.get(String(outline.id ?? outline.properties.name));
  const side = known ? (known.tone < -0.5 ? "conflict" : known.tone > 0.5 ? "cooperation" : "even") : "none";
  const made = shape(
    "path",
    { d: path(outline) ?? "", class: known ? `land ${side} step-${step(known.n, most)}` : "land" },
    known ? `${known.name}: ${known.n}` : outline.properties.name,
  );
  if (known) open(made, known.url);
  return made;
}

function point(spot: Spot, most: number): SVGElement | null {
  const at = projection([spot.longitude, spot.latitude]);
  if (!at) return null;
  const radius = 2.5 + 5 * Math.sqrt(spot.n / most);
  const made = shape("circle", { cx: String(at[0]), cy: String(at[1]), r: radius.toFixed(1), class: "spot" }, `${spot.name}: ${spot.n}`);
  open(made, spot.url);
  return made;
}

function draw(island: HTMLElement): void {
  const told = data<World>(island);
  if (!told) return;
  const shades = new Map(told.countries.map((each) => [each.numeric || each.name, each]));
  const most = Math.max(1, ...told.countries.map((each) => each.n));
  const busiest = Math.max(1, ...told.points.map((each) => each.n));
  const svg = shape("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "world", role: "img", "aria-label": island.dataset["label"] ?? "",
  });
  svg.append(shape("path", { d: path({ type: "Sphere" }) ?? "", class: "sea" }));
  for (const outline of world.features) {
    if (outline.properties.name !== "Antarctica") svg.append(country(outline, shades, most));
  }
  for (const spot of told.points) {
    const made = point(spot, busiest);
    if (made) svg.append(made);
  }
  island.querySelector(".chart")?.replaceChildren(svg);
}

all("[data-island=worldmap]").forEach(draw);
