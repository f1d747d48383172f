/** What lies under the crossings: land, water, the border, names of places. */

import { colour } from "./dom.js";
import { names } from "./labels.js";
import { decoded } from "./polyline.js";

/** How each sort of shape is drawn, in colours of the page. */
const LOOKS = {
  land: () => ({ fillColor: colour("land"), color: colour("frontier"), weight: 0.8 }),
  home: () => ({ fillColor: colour("home"), color: colour("frontier"), weight: 0.8 }),
  water: () => ({ fillColor: colour("water"), stroke: false }),
  band: () => ({ color: colour("border-band"), weight: 7, fill: false, opacity: 0.75 }),
  border: () => ({ color: colour("border"), weight: 1.8, fill: false }),
};

/**
 * @param {L.Map} map
 * @param {any} data what `basemap.py` returns
 * @returns {L.LayerGroup}
 */
export function basemap(map, data) {
  const pane = map.getPane("borders-base") ?? map.createPane("borders-base");
  Object.assign(pane.style, { zIndex: "250", pointerEvents: "none" });
  const renderer = L.canvas({ pane: "borders-base", padding: 0.4 });
  /** @type {[L.Path, keyof typeof LOOKS][]} */
  const paths = [];
  const group = L.layerGroup();
  const add = (kind, make, points) => {
    const options = { renderer, interactive: false, fillOpacity: 1, ...LOOKS[kind]() };
    const path = make(points, options);
    paths.push([path, kind]);
    group.addLayer(path);
  };
  const labels = [...data.towns.map(town)];
  const lands = data.land.map((land) => ({ ...land, parts: land.parts.map((rings) => rings.map(decoded)) }));
  // The sea is drawn too: where a canvas is left empty, paper stays white.
  if (lands.length) add("water", L.rectangle, L.latLngBounds(lands.flatMap(({ parts }) => parts.flat(2))));
  for (const { parts, ...land } of lands) {
    add(land.home ? "home" : "land", L.polygon, parts);
    labels.push(country(land, parts));
  }
  for (const rings of data.water) add("water", L.polygon, rings.map(decoded));
  const lines = data.borders.map(decoded);
  for (const kind of ["band", "border"]) for (const line of lines) add(kind, L.polyline, line);
  group.addLayer(names(labels));
  map.on("borders:spoken", ({ say }) => labels.forEach((label) => (label.text = label.said(say))));
  const restyle = () => paths.forEach(([path, kind]) => path.setStyle(LOOKS[kind]()));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
  map.on("borders:themed", restyle);
  return group;
}

/**
 * Show all crossings, and keep the view within what is drawn.
 * @param {L.Map} map
 * @param {any} data what `basemap.py` returns
 * @param {L.LayerGroup} group
 */
export function fence(map, data, group) {
  const drawn = L.latLngBounds([]);
  group.eachLayer((layer) => "getBounds" in layer && drawn.extend(layer.getBounds()));
  const fenced = data.fenced && data.land.length;
  const least = () => Math.min(7, map.getBoundsZoom(drawn, true));
  if (data.bounds) map.fitBounds(data.bounds, { padding: [24, 24], animate: false });
  if (!fenced) return;
  if (map.getZoom() < least()) map.setView(map.getCenter(), least(), { animate: false });
  map.setMinZoom(least());
  map.setMaxBounds(drawn);
  map.on("resize", () => map.setMinZoom(least()));
}

/** The zoom from which towns of each rank are named. */
const TOWNS_FROM = [0, 0, 5.5, 6.75, 8.5, 9.75];

/**
 * @param {[string, number, number, number, Record<string, string>?]} place name, longitude,
 *   latitude, rank, names in other languages
 * @returns {Label}
 */
function town([text, lon, lat, rank, others = {}]) {
  const where = L.latLng(lat, lon);
  const at = (map) => map.latLngToContainerPoint(where);
  const said = ({ language }) => others[language] ?? text;
  return { text, said, at, kind: "town", rank, from: TOWNS_FROM[Math.floor(rank)] ?? 0, room: 6 };
}

/** Into how many parts the view is cut each way to find the middle of a country. */
const CELLS = 11;

/** How many points of an outline are enough for that. */
const COARSE = 120;

/**
 * The name of a country stands in the middle of what is seen of it.
 * @param {{id: string, name: string}} land
 * @param {[number, number][][][]} parts
 * @returns {Label}
 */
function country({ id, name: text }, parts) {
  const rings = parts.map(([outer]) => outer).sort((a, b) => b.length - a.length);
  const step = Math.ceil(rings[0].length / COARSE);
  const coarse = rings[0].filter((_, i) => i % step === 0);
  const bounds = L.latLngBounds(coarse);
  const at = (map) => (bounds.intersects(map.getBounds()) ? middle(map, coarse) : null);
  const said = (say) => (/^[A-Z]{2}$/.test(id) ? say.place(id) : text);
  return { text, said, at, kind: "country", rank: 1.9, from: 0, room: 0 };
}

/**
 * The point of the view that is in the middle of the part of a ring that is seen.
 * @param {L.Map} map
 * @param {[number, number][]} ring
 * @returns {L.Point | null}
 */
function middle(map, ring) {
  const size = map.getSize();
  const inside = [];
  for (let i = 1; i < CELLS; i += 1) {
    for (let j = 1; j < CELLS; j += 1) {
      const point = L.point((size.x * i) / CELLS, (size.y * j) / CELLS);
      const { lat, lng } = map.containerPointToLatLng(point);
      if (holds(ring, lat, lng)) inside.push(point);
    }
  }
  if (inside.length < 4) return null;
  const sum = inside.reduce((a, b) => a.add(b), L.point(0, 0));
  const mean = sum.divideBy(inside.length);
  return inside.reduce((a, b) => (mean.distanceTo(b) < mean.distanceTo(a) ? b : a));
}

/**
 * @param {[number, number][]} ring
 * @param {number} lat
 * @param {number} lon
 * @returns {boolean} whether the point lies in the ring
 */
function holds(ring, lat, lon) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [y, x] = ring[i];
    const [v, u] = ring[j];
    if (y > lat !== v > lat && lon < ((u - x) * (lat - y)) / (v - y) + x) inside = !inside;
  }
  return inside;
}
