/** Land, water and lines on a canvas that moves with the map. */

import { cssValue } from "./dom.js";
import { painted } from "./leaflet.js";

/** @import { Frame } from "./leaflet.js" */

/** @typedef {{fill?: string, line?: string, width?: number, opacity?: number}} Look */

/** How each sort of shape is drawn, in colours of the page. */
const LOOKS = {
  water: () => ({ fill: cssValue("water") }),
  land: () => ({ fill: cssValue("land"), line: cssValue("frontier"), width: 0.8 }),
  home: () => ({ fill: cssValue("home"), line: cssValue("frontier"), width: 0.8 }),
  road: () => ({ line: cssValue("road"), width: 1.3 }),
  band: () => ({ line: cssValue("border-band"), width: 7, opacity: 0.75 }),
  border: () => ({ line: cssValue("border"), width: 1.8 }),
};

/** Pixels within which points of a line are one. */
const FINE = 0.7;

/** Pixels beyond the edge in which a line still shows its width. */
const RIM = 8;

/** Pixels over which the picture fades where what is drawn ends: its edge is none of the land. */
const FADED = 48;

/**
 * Lines or rings that are drawn at once. Their points are x and y by turns, in pixels of zoom 0:
 * tens of thousands of them as objects of Leaflet's take longer to make than to draw.
 * @typedef {object} Shape
 * @property {keyof typeof LOOKS} kind
 * @property {number} [from] the zoom from which they are drawn
 * @property {{points: Float64Array, box: number[]}[]} lines each with its left, top, right, bottom
 */

/**
 * A canvas with shapes on it.
 * @param {string} pane
 * @param {Shape[]} shapes
 * @param {number[] | undefined} box left, top, right, bottom of all that is drawn, if it ends anywhere
 * @returns {{layer: L.Layer, again: () => void}} and what draws them in the colours of the moment
 */
export function canvasLayer(pane, shapes, box) {
  return painted(pane, (pen, frame) => {
    /** @type {Record<string, Look>} */
    const looks = Object.fromEntries(Object.entries(LOOKS).map(([kind, look]) => [kind, look()]));
    const zoom = Math.log2(frame.scale);
    for (const { kind, lines, from = 0 } of shapes) if (zoom >= from) paint(pen, lines, looks[kind], frame);
    if (box) fade(pen, box, frame);
  });
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number[]} box
 * @param {Frame} frame
 */
function fade(pen, box, { scale, origin, view: { min, max } }) {
  pen.globalCompositeOperation = "destination-out";
  box.forEach((at, i) => {
    const isAcross = i % 2 === 0;
    const inward = i < 2 ? FADED : -FADED;
    const edge = at * scale - (isAcross ? origin.x : origin.y);
    const [least, most] = isAcross ? [min.x, max.x] : [min.y, max.y];
    if (edge + inward < least || edge + inward > most) return;
    const blur = isAcross ? pen.createLinearGradient(edge, 0, edge + inward, 0) : pen.createLinearGradient(0, edge, 0, edge + inward);
    blur.addColorStop(0, "#000");
    blur.addColorStop(1, "#0000");
    pen.fillStyle = blur;
    pen.fillRect(min.x, min.y, max.x - min.x, max.y - min.y);
  });
  pen.globalCompositeOperation = "source-over";
}

/**
 * @param {L.CRS} crs
 * @param {number[]} places longitude and latitude by turns
 * @returns {Shape["lines"][0]}
 */
export function projected(crs, places) {
  const points = new Float64Array(places.length);
  const place = { lat: 0, lng: 0 };
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < places.length; i += 2) {
    place.lng = places[i];
    place.lat = places[i + 1];
    const { x, y } = crs.latLngToPoint(/** @type {L.LatLng} */ (place), 0);
    points[i] = x;
    points[i + 1] = y;
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return { points, box };
}

/**
 * @param {Shape["lines"]} lines
 * @returns {Shape["lines"][0]} the rectangle that holds them
 */
export function surrounding(lines) {
  const [left, top, right, bottom] = [Math.min, Math.min, Math.max, Math.max].map((most, i) => most(...lines.map(({ box }) => box[i])));
  return { points: Float64Array.of(left, top, right, top, right, bottom, left, bottom), box: [left, top, right, bottom] };
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Shape["lines"]} lines
 * @param {Look} look
 * @param {Frame} frame
 */
function paint(pen, lines, { fill, line, width = 0, opacity = 1 }, frame) {
  pen.beginPath();
  for (const path of lines) trace(pen, path, frame, Boolean(fill));
  if (fill) {
    pen.fillStyle = fill;
    pen.fill("evenodd");
  }
  if (!line) return;
  Object.assign(pen, { strokeStyle: line, lineWidth: width, globalAlpha: opacity, lineCap: "round", lineJoin: "round" });
  pen.stroke();
  pen.globalAlpha = 1;
}

/**
 * Follow a line with the pen, past what nobody sees: points in one pixel, and all but the last of
 * those that follow each other beyond one edge.
 * @param {CanvasRenderingContext2D} pen
 * @param {Shape["lines"][0]} line
 * @param {Frame} frame
 * @param {boolean} closed
 */
function trace(pen, { points, box }, { scale, origin, view }, closed) {
  const [left, top, right, bottom] = [view.min.x - RIM, view.min.y - RIM, view.max.x + RIM, view.max.y + RIM];
  const beyond = (/** @type {number} */ x, /** @type {number} */ y) => (x < left ? 1 : x > right ? 2 : 0) | (y < top ? 4 : y > bottom ? 8 : 0);
  const corner = (/** @type {number} */ i) => beyond(box[i] * scale - origin.x, box[i + 1] * scale - origin.y);
  if (corner(0) & corner(2)) return;
  let [u, v, drawn, passed] = [0, 0, 0, 0];
  let isPassed = false;
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i] * scale - origin.x;
    const y = points[i + 1] * scale - origin.y;
    if (i && Math.abs(x - u) < FINE && Math.abs(y - v) < FINE) continue;
    const side = beyond(x, y);
    if (isPassed && !(side & passed & drawn)) {
      pen.lineTo(u, v);
      drawn = passed;
      isPassed = false;
    }
    [u, v] = [x, y];
    if (i && side & drawn) {
      passed = side;
      isPassed = true;
      continue;
    }
    if (i) pen.lineTo(x, y);
    else pen.moveTo(x, y);
    drawn = side;
  }
  if (isPassed) pen.lineTo(u, v);
  if (closed) pen.closePath();
}
