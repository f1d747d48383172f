/** Land, water and lines on a canvas that moves with the map. */

import { colour } from "./dom.js";

/** How each sort of shape is drawn, in colours of the page. */
const LOOKS = {
  water: () => ({ fill: colour("water") }),
  land: () => ({ fill: colour("land"), line: colour("frontier"), width: 0.8 }),
  home: () => ({ fill: colour("home"), line: colour("frontier"), width: 0.8 }),
  band: () => ({ line: colour("border-band"), width: 7, opacity: 0.75 }),
  border: () => ({ line: colour("border"), width: 1.8 }),
};

/** Pixels within which points of a line are one. */
const FINE = 0.7;

/** Pixels beyond the edge in which a line still shows its width. */
const RIM = 8;

/**
 * Lines or rings that are drawn at once. Their points are x and y by turns, in pixels of zoom 0:
 * tens of thousands of them as objects of Leaflet's take longer to make than to draw.
 * @typedef {object} Shape
 * @property {keyof typeof LOOKS} kind
 * @property {{points: Float64Array, box: number[]}[]} lines each with its left, top, right, bottom
 */

/**
 * The canvas of Leaflet's, which moves and grows with the map, with our shapes on it.
 * @returns {any} a class
 */
export function grounds() {
  return L.Canvas.extend({
    initialize(options, shapes) {
      L.Canvas.prototype.initialize.call(this, options);
      this.shapes = shapes;
    },
    _draw() {
      const { crs } = this._map.options;
      const scale = crs.scale(this._map.getZoom()) / crs.scale(0);
      const frame = { scale, origin: this._map.getPixelOrigin(), view: this._bounds };
      const looks = Object.fromEntries(Object.entries(LOOKS).map(([kind, look]) => [kind, look()]));
      for (const { kind, lines } of this.shapes) paint(this._ctx, lines, looks[kind], frame);
    },
  });
}

/**
 * Leaflet's canvas for what is pointed at. On paper a canvas that is cleared once drawn clears what
 * lies under it too: there it is drawn once, when the map has its size.
 * @param {L.Map} map
 * @param {string} pane
 * @param {number} zIndex
 * @param {number} tolerance pixels around a shape in which it is pointed at
 * @returns {L.Canvas}
 */
export function sheet(map, pane, zIndex, tolerance) {
  const parent = map.getPane(pane) ?? map.createPane(pane);
  parent.style.zIndex = String(zIndex);
  const renderer = /** @type {any} */ (L.canvas({ pane, padding: 0.3, tolerance }));
  const { _redraw: redraw, _update: update, _clear: clear } = renderer;
  const isPaper = () => document.documentElement.classList.contains("borders-paper");
  let isSized = false;
  renderer._clear = () => isPaper() || clear.call(renderer);
  renderer._redraw = () => (isPaper() && !isSized) || redraw.call(renderer);
  renderer._update = () => (isPaper() && !isSized) || update.call(renderer);
  map.on("borders:paper", () => {
    if (!renderer._map) return;
    isSized = true;
    renderer._update();
    isSized = false;
  });
  return renderer;
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
 * @typedef {object} Frame
 * @property {number} scale pixels of the map in one of zoom 0
 * @property {L.Point} origin
 * @property {L.Bounds} view
 */

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Shape["lines"]} lines
 * @param {{fill?: string, line?: string, width?: number, opacity?: number}} look
 * @param {Frame} frame
 */
function paint(pen, lines, { fill, line, width = 0, opacity = 1 }, frame) {
  pen.beginPath();
  for (const one of lines) trace(pen, one, frame, Boolean(fill));
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
  const beyond = (x, y) => (x < left ? 1 : x > right ? 2 : 0) | (y < top ? 4 : y > bottom ? 8 : 0);
  const corner = (i) => beyond(box[i] * scale - origin.x, box[i + 1] * scale - origin.y);
  if (corner(0) & corner(2)) return;
  let [u, v, drawn, held, isHeld] = [0, 0, 0, 0, false];
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i] * scale - origin.x;
    const y = points[i + 1] * scale - origin.y;
    if (i && Math.abs(x - u) < FINE && Math.abs(y - v) < FINE) continue;
    const side = beyond(x, y);
    if (isHeld && !(side & held & drawn)) {
      pen.lineTo(u, v);
      drawn = held;
      isHeld = false;
    }
    [u, v] = [x, y];
    if (i && side & drawn) {
      held = side;
      isHeld = true;
      continue;
    }
    if (i) pen.lineTo(x, y);
    else pen.moveTo(x, y);
    drawn = side;
  }
  if (isHeld) pen.lineTo(u, v);
  if (closed) pen.closePath();
}
