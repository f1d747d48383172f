/** Names on the map: the most important first, none over another or over a mark. */

import { cssValue, grown } from "./dom.js";
import { atOnce, inShares } from "./frames.js";
import { isShown } from "./leaflet.js";

/**
 * @typedef {object} Label
 * @property {string} text
 * @property {(map: L.Map) => L.Point} [at] the point that it names, in pixels of the view
 * @property {(map: L.Map, width: number, height: number) => Iterable<[number, number]>} [spots] of what is no point:
 *   left ends and middles of the height, best first
 * @property {"country" | "town" | "crossing"} kind
 * @property {number} rank the lower, the more important
 * @property {number} from the zoom from which it is shown
 * @property {number} room pixels to leave free around the point
 * @property {number} [led] pixels of the longest line that may lead to it from its point
 */

const REDRAWN = "moveend resize borders:placed borders:themed";
const INKS = ["country", "ink", "label-halo", "town"];
const WIDEST = 220;
const PAPER = 1; // zoom steps by which paper, read from near, shows more names than a screen
const LED = { from: 18, step: 8 }; // pixels from a mark to the name that a line leads to
const TURNS = [0, 0.35, -0.35, 0.7, -0.7, 1.05, -1.05]; // of such a line from the level, best first

/**
 * Badges: of what is planned at the right above a mark, of danger at the left.
 * @typedef {{points: L.LatLng[], radii: number[], badged: {planned: boolean, danger: boolean}[], labels: Label[]}} Placed
 */

/** Names that are drawn before a reader is answered. */
const STEP = 24;

/** @type {WeakMap<L.Map, Placed>} where the marks of each map stand, and how they are called */
const placed = new WeakMap();

/**
 * Tell where the marks of a map stand and what they are called.
 * @param {L.Map} map
 * @param {Placed} placement
 */
export function announce(map, placement) {
  placed.set(map, placement);
  map.fire("borders:placed");
}

/**
 * Put names on a map, on a canvas of their own, in steps.
 * @param {L.Map} map
 * @param {Label[]} labels
 * @returns {Generator<void>}
 */
export function* names(map, labels) {
  const canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide");
  canvas.setAttribute("aria-hidden", "true");
  let frame = 0;
  let steps = drawn(map, canvas, labels);
  const now = () => {
    cancelAnimationFrame(frame);
    steps = drawn(map, canvas, labels);
    atOnce(steps);
  };
  const redraw = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(now);
  };
  const pane = map.getPane("borders-names") ?? map.createPane("borders-names");
  Object.assign(pane.style, { zIndex: "450", pointerEvents: "none" });
  pane.append(canvas);
  map.on(REDRAWN, redraw);
  map.on("borders:paper", now);
  if (isShown(map)) while (!steps.next().done) yield; // until all are drawn, by whatever is first
}

/**
 * Draw names, in steps.
 * @param {L.Map} map
 * @param {HTMLCanvasElement} canvas
 * @param {Label[]} labels
 * @returns {Generator<void>}
 */
function* drawn(map, canvas, labels) {
  const size = map.getSize();
  const ratio = window.devicePixelRatio || 1;
  canvas.width = size.x * ratio;
  canvas.height = size.y * ratio;
  Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
  L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.scale(ratio, ratio);
  const taken = [...boxes(map), ...covered(map)];
  const view = L.bounds([0, 0], size);
  const zoom = map.getZoom() + (document.documentElement.classList.contains("borders-paper") ? PAPER : 0);
  const sans = cssValue("sans");
  const times = grown();
  const ink = Object.fromEntries(INKS.map((name) => [name, cssValue(name)]));
  const all = [...labels, ...(placed.get(map)?.labels ?? [])];
  all.sort((a, b) => a.rank - b.rank);
  yield* inShares(all, STEP, (label) => {
    if (zoom < label.from) return;
    const point = label.at?.(map) ?? null;
    if (!point || view.contains(point)) place(pen, map, label, point, { taken, size, ink, sans, times });
  });
}

/**
 * @param {L.Map} map
 * @returns {number[][]} the marks of a map: left, top, right, bottom
 */
function boxes(map) {
  const { points = [], radii = [], badged = [] } = placed.get(map) ?? {};
  return points.flatMap((place, i) => {
    const { x, y } = map.latLngToContainerPoint(place);
    const half = radii[i];
    const badges = [
      ...(badged[i].planned ? [[x + half * 0.2, y - half * 1.5, x + half * 1.5, y - half * 0.2]] : []),
      ...(badged[i].danger ? [[x - half * 1.75, y - half * 1.75, x - half * 0.2, y - half * 0.2]] : []),
    ];
    return [[x - half, y - half, x + half, y + half], ...badges];
  });
}

/**
 * @param {L.Map} map
 * @returns {number[][]} what lies over a map, such as its legend: left, top, right, bottom
 */
export function covered(map) {
  const container = map.getContainer();
  const { left, top } = container.getBoundingClientRect();
  const over = [...(container.parentElement?.querySelectorAll(".borders-legend, .leaflet-control") ?? [])];
  return over.map((node) => {
    const box = node.getBoundingClientRect();
    return [box.left - left, box.top - top, box.right - left, box.bottom - top];
  });
}

/**
 * Write a name where there is room for it, if there is.
 * @param {CanvasRenderingContext2D} pen
 * @param {L.Map} map
 * @param {Label} label
 * @param {L.Point | null} point
 * @param {object} sheet
 * @param {number[][]} sheet.taken boxes: left, top, right, bottom
 * @param {L.Point} sheet.size of the view, whose edge may not cut the name of what is seen
 * @param {Record<string, string>} sheet.ink
 * @param {string} sheet.sans the font
 * @param {number} sheet.times how large all is
 */
function place(pen, map, label, point, { taken, size, ink, sans, times }) {
  const look = looks(label, sans, times);
  const text = label.kind === "country" ? label.text.toLocaleUpperCase() : label.text;
  pen.font = look.font;
  if ("letterSpacing" in pen) pen.letterSpacing = look.spacing;
  const width = pen.measureText(text).width;
  if (width > WIDEST * times) return;
  const own = label.kind === "town" && point ? [point.x - 3, point.y - 3, point.x + 3, point.y + 3] : null;
  if (own && taken.some((box) => meet(box, own))) return;
  const spot = spotOf(map, label, point, width, look.height, { taken, size });
  if (!spot) return;
  taken.push(spot.box, ...alongs(spot.line));
  if (point && own) {
    taken.push(own);
    dot(pen, point, label.rank, ink);
  }
  lead(pen, spot.line, ink);
  write(pen, text, spot.at, { colour: ink[look.colour], halo: ink["label-halo"] });
}

/**
 * Where a name stands, and the line that leads there, if any.
 * @typedef {{at: [number, number], box: number[], line: number[]}} Spot
 */

/**
 * The first place where a name meets nothing: beside its point, or else where a line may lead.
 * @param {L.Map} map
 * @param {Label} label
 * @param {L.Point | null} point
 * @param {number} width
 * @param {number} height
 * @param {{taken: number[][], size: L.Point}} sheet
 * @returns {Spot | null}
 */
function spotOf(map, label, point, width, height, { taken, size }) {
  const isFree = (/** @type {number[]} */ box) => isWithin(box, size) && !taken.some((other) => meet(box, other));
  const boxAt = (/** @type {[number, number]} */ [x, y]) => [x - 2, y - height / 2 - 1, x + width + 2, y + height / 2 + 1];
  for (const at of point ? around(point, width, height, label) : (label.spots?.(map, width, height) ?? [])) {
    const box = boxAt(at);
    if (isFree(box)) return { at, box, line: [] };
  }
  if (!point || !label.led || !L.bounds([0, 0], size).contains(point)) return null;
  for (const { at, line } of led(point, width, label)) {
    const box = boxAt(at);
    if (!isFree(box)) continue;
    const parts = alongs(line);
    if (!taken.some((other) => parts.some((part) => meet(part, other)))) return { at, box, line };
  }
  return null;
}

/**
 * Where the name of a point may stand apart from it, and the line that leads there, nearest first.
 * @param {L.Point} point
 * @param {number} width
 * @param {Label} label
 * @returns {Generator<{at: [number, number], line: number[]}>}
 */
function* led({ x, y }, width, { room, led: most = 0 }) {
  for (let far = LED.from; far <= most; far += LED.step) {
    for (const turn of TURNS) {
      for (const side of [1, -1]) {
        const [dx, dy] = [side * Math.cos(turn), Math.sin(turn)];
        const near = (room + 1) / Math.max(Math.abs(dx), Math.abs(dy)); // the box of the mark ends there
        const [endX, endY] = [x + dx * (near + far), y + dy * (near + far)];
        const at = /** @type {[number, number]} */ ([side > 0 ? endX + 3 : endX - 3 - width, endY]);
        yield { at, line: [x + dx * near, y + dy * near, endX, endY] };
      }
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number[]} line
 * @param {Record<string, string>} ink
 */
function lead(pen, line, ink) {
  if (!line.length) return;
  const [x, y, endX, endY] = line;
  for (const [colour, width] of /** @type {const} */ ([["label-halo", 3], ["ink", 0.9]])) {
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(endX, endY);
    pen.strokeStyle = ink[colour];
    pen.lineWidth = width;
    pen.stroke();
  }
}

/**
 * @param {number[]} line
 * @returns {number[][]} boxes around the parts of a line, so that no name is written over it
 */
function alongs(line) {
  if (!line.length) return [];
  const [x, y, endX, endY] = line;
  const count = Math.ceil(Math.hypot(endX - x, endY - y) / 6);
  return Array.from({ length: count + 1 }, (_, i) => {
    const [px, py] = [x + ((endX - x) * i) / count, y + ((endY - y) * i) / count];
    return [px - 1, py - 1, px + 1, py + 1];
  });
}

/**
 * Where the name of a point may stand: its left end and the middle of its height, best first.
 * @param {L.Point} point
 * @param {number} width
 * @param {number} height
 * @param {Label} label
 * @returns {[number, number][]}
 */
function around({ x, y }, width, height, label) {
  const middle = x - width / 2;
  const near = label.room;
  const lift = near + height / 2;
  return [
    [x + near, y],
    [x - near - width, y],
    [middle, y - lift],
    [middle, y + lift],
    [x + near * 0.7, y - lift * 0.75],
    [x + near * 0.7, y + lift * 0.75],
    [x - near * 0.7 - width, y - lift * 0.75],
    [x - near * 0.7 - width, y + lift * 0.75],
  ];
}

/**
 * @param {Label} label
 * @param {string} sans
 * @param {number} times how large
 * @returns {{font: string, height: number, spacing: string, colour: string}}
 */
function looks({ kind, rank }, sans, times) {
  const sized = (/** @type {number} */ weight, /** @type {number} */ size, /** @type {number} */ height) => ({ font: `${weight} ${size * times}px ${sans}`, height: height * times });
  if (kind === "country") return { ...sized(500, 13, 15), spacing: `${3 * times}px`, colour: "country" };
  if (kind === "crossing") return { ...sized(600, 11.5, 13), spacing: "0px", colour: "ink" };
  const size = rank < 2 ? 14 : rank < 3 ? 12.5 : 11.5;
  return { ...sized(rank < 2 ? 600 : 400, size, size + 2), spacing: "0px", colour: "town" };
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {L.Point} point
 * @param {number} rank
 * @param {Record<string, string>} ink
 */
function dot(pen, { x, y }, rank, ink) {
  pen.beginPath();
  pen.arc(x, y, rank < 2 ? 3 : 2, 0, 2 * Math.PI);
  pen.fillStyle = ink["label-halo"];
  pen.strokeStyle = ink.town;
  pen.lineWidth = 1.4;
  pen.fill();
  pen.stroke();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {[number, number]} at
 * @param {{colour: string, halo: string}} look
 */
function write(pen, text, [x, y], look) {
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 3;
  pen.strokeStyle = look.halo;
  pen.strokeText(text, x, y);
  pen.fillStyle = look.colour;
  pen.fillText(text, x, y);
}

/**
 * @param {number[]} box
 * @param {L.Point} size
 * @returns {boolean} whether the box lies within the view
 */
function isWithin(box, size) {
  return box[0] >= 0 && box[1] >= 0 && box[2] <= size.x && box[3] <= size.y;
}

/**
 * @param {number[]} a
 * @param {number[]} b
 * @returns {boolean} whether two boxes share a point
 */
function meet(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
