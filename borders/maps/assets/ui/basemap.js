/** What lies under the crossings: land, water, the border, names of places. */

import { canvasLayer, projected, surrounding } from "./canvas_layer.js";
import { covered, names } from "./labels.js";
import { crsOf } from "./leaflet.js";
import { decoded } from "../core/polyline.js";

/** @import { NamedPlace } from "../core/routes.js" */
/** @import { Translator } from "../core/sentences.js" */
/** @import { Shape } from "./canvas_layer.js" */
/** @import { Label } from "./labels.js" */

/**
 * What `ground.py` returns; lines are texts that `polyline.js` reads.
 * @typedef {object} Ground
 * @property {{id: string, name: string, home: boolean, parts: string[][]}[]} land
 * @property {string[][]} water
 * @property {string[]} borders
 * @property {NamedPlace[]} towns
 * @property {boolean} [unnamed] towns have no names here
 * @property {boolean} fenced the view stays within what is drawn
 * @property {L.LatLngBoundsExpression | null} bounds of all crossings
 */

/**
 * A label whose text is another in each language.
 * @typedef {Label & {textIn: (say: Translator) => string}} Named
 */

/**
 * @param {L.Map} map
 * @param {Ground} data
 * @returns {{layer: L.LayerGroup, drawn: L.LatLngBounds | null}} what to add, and what of it is land
 */
export function basemap(map, data) {
  const pane = map.getPane("borders-base") ?? map.createPane("borders-base");
  Object.assign(pane.style, { zIndex: "250", pointerEvents: "none" });
  const crs = crsOf(map);
  const shape = (/** @type {Shape["kind"]} */ kind, /** @type {string[]} */ texts) => ({ kind, lines: texts.map((text) => projected(crs, decoded(text))) });
  const lands = data.land.map((land) => ({ land, shape: shape(land.home ? "home" : "land", land.parts.flat()) }));
  map.getContainer().classList.toggle("borders-landless", !lands.length);
  const sea = lands.length ? [surrounding(lands.flatMap(({ shape: { lines } }) => lines))] : [];
  /** @type {Shape[]} */
  const shapes = [
    // The sea is drawn too: where a canvas is left empty, paper stays white.
    { kind: "water", lines: sea },
    ...lands.map(({ shape }) => shape),
    ...data.water.map((rings) => shape("water", rings)),
    shape("band", data.borders),
  ];
  shapes.push({ ...shapes[shapes.length - 1], kind: "border" });
  const labels = [...(data.unnamed ? [] : data.towns.map(town)), ...lands.map(country)];
  map.on("borders:spoken", (event) => {
    const { say } = /** @type {L.LeafletEvent & {say: Translator}} */ (event);
    for (const label of labels) label.text = label.textIn(say);
  });
  const { layer, again } = canvasLayer({ pane: "borders-base", padding: 0.4 }, shapes);
  map.on("borders:themed", again);
  const [west, north, east, south] = sea[0]?.box ?? [];
  const corner = (/** @type {number} */ x, /** @type {number} */ y) => crs.pointToLatLng(L.point(x, y), 0);
  return { layer: L.layerGroup([layer, names(labels)]), drawn: sea.length ? L.latLngBounds(corner(west, south), corner(east, north)) : null };
}

/**
 * Show all crossings, and keep the view within what is drawn.
 * @param {L.Map} map
 * @param {Ground} data
 * @param {L.LatLngBounds | null} drawn
 */
export function fence(map, data, drawn) {
  if (data.bounds) map.fitBounds(data.bounds, { padding: [24, 24], animate: false });
  if (!data.fenced || !drawn) return;
  const least = () => Math.min(7, map.getBoundsZoom(drawn, true));
  if (map.getZoom() < least()) map.setView(map.getCenter(), least(), { animate: false });
  map.setMinZoom(least());
  map.setMaxBounds(drawn);
  map.on("resize", () => map.setMinZoom(least()));
}

/** The zoom from which towns of each rank are named. */
const TOWNS_FROM = [0, 0, 5.5, 6.75, 8.5, 9.75];

/**
 * @param {NamedPlace} place
 * @returns {Named}
 */
function town([text, lon, lat, rank, others = {}]) {
  const where = L.latLng(lat, lon);
  const at = (/** @type {L.Map} */ map) => map.latLngToContainerPoint(where);
  const textIn = (/** @type {Translator} */ { language }) => others[language] ?? text;
  return { text, textIn, at, kind: "town", rank, from: TOWNS_FROM[Math.floor(rank)] ?? 0, room: 6 };
}

/** Into how many parts the view is cut each way to find the middle of a country. */
const CELLS = 11;

/** Pixels around that middle which a legend or button may not cover: half of a name. */
const HALF = [55, 12];

/** How many points of an outline are enough for that. */
const COARSE = 120;

/**
 * The name of a country stands in the middle of what is seen of it.
 * @param {{land: {id: string, name: string}, shape: Shape}} country
 * @returns {Named}
 */
function country({ land: { id, name: text }, shape }) {
  const [{ points, box }] = [...shape.lines].sort((a, b) => b.points.length - a.points.length);
  const step = 2 * Math.ceil(points.length / 2 / COARSE);
  /** @type {number[][]} */
  const coarse = [];
  for (let i = 0; i < points.length; i += step) coarse.push([points[i], points[i + 1]]);
  const at = (/** @type {L.Map} */ map) => middle(map, coarse, box);
  const textIn = (/** @type {Translator} */ say) => (/^[A-Z]{2}$/.test(id) ? say.place(id) : text);
  return { text, textIn, at, kind: "country", rank: 1.9, from: 0, room: 0 };
}

/**
 * The point of the view that is in the middle of the part of a ring that is seen, and not covered.
 * @param {L.Map} map
 * @param {number[][]} ring
 * @param {number[]} box
 * @returns {L.Point | null}
 */
function middle(map, ring, [left, top, right, bottom]) {
  const size = map.getSize();
  const crs = crsOf(map);
  const scale = crs.scale(map.getZoom()) / crs.scale(0);
  const start = map.getPixelOrigin().add(map.containerPointToLayerPoint([0, 0]));
  const over = covered(map);
  const free = (/** @type {number} */ u, /** @type {number} */ v) => !over.some((box) => u > box[0] - HALF[0] && u < box[2] + HALF[0] && v > box[1] - HALF[1] && v < box[3] + HALF[1]);
  const inside = [];
  for (let i = 1; i < CELLS; i += 1) {
    const u = (size.x * i) / CELLS;
    const x = (start.x + u) / scale;
    if (x < left || x > right) continue;
    for (let j = 1; j < CELLS; j += 1) {
      const v = (size.y * j) / CELLS;
      const y = (start.y + v) / scale;
      if (y >= top && y <= bottom && holds(ring, x, y) && free(u, v)) inside.push(L.point(u, v));
    }
  }
  if (inside.length < 4) return null;
  const sum = inside.reduce((a, b) => a.add(b), L.point(0, 0));
  const mean = sum.divideBy(inside.length);
  return inside.reduce((a, b) => (mean.distanceTo(b) < mean.distanceTo(a) ? b : a));
}

/**
 * @param {number[][]} ring
 * @param {number} x
 * @param {number} y
 * @returns {boolean} whether the point lies in the ring
 */
function holds(ring, x, y) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [a, b] = ring[i];
    const [c, d] = ring[j];
    if (b > y !== d > y && x < ((c - a) * (y - b)) / (d - b) + a) inside = !inside;
  }
  return inside;
}
