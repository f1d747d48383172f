/** The view of all crossings: clear of what lies over the map, and found when the map is first seen. */

import { covered } from "./labels.js";

/** @import { Place } from "../core/verdicts.js" */

/** Pixels that the view leaves free beyond the outermost crossings. */
const MARGIN = 24;

/** Degrees within which the middles of views are one. */
const NEAR = 1e-7;

/** Pixels around a crossing in which nothing may lie over the map: half of its mark, and by how much it may be moved. */
const ROOM = 22;

/** The shorter side of a map in pixels, below which marks, and what is left free, are smaller. */
const ROOMY = 260;

/**
 * @typedef {{center: L.LatLng, zoom: number}} View
 * @typedef {{left: number, top: number, right: number, bottom: number}} Inset
 */

/**
 * @param {L.Map} map
 * @param {() => Place[]} seen
 * @returns {{show: (options?: L.ZoomPanOptions) => void, again: () => void, follow: () => void, resize: (left: L.LatLngBounds | null) => void}}
 *   what shows all of them, what does so where they are others, and whenever the map gets another size, until a reader
 *   moves it, and what gives it the size of paper or of the screen, of which a reader left that view
 */
export function overview(map, seen) {
  let isOurs = true;
  let isBusy = false;
  /** The size that was followed last: what moves before the next one is followed is no reader. */
  let size = L.point(0, 0);
  const placed = () => seen().map(({ lat, lon }) => L.latLng(lat, lon));
  const show = (/** @type {L.ZoomPanOptions} */ options = {}) => {
    const { x, y } = map.getSize();
    const places = placed();
    if (!places.length || !x || !y) return;
    const { center, zoom } = clearest(map, places);
    unfence(map, center, zoom);
    const isSame = zoom === map.getZoom();
    if (isSame && center.equals(map.getCenter(), NEAR)) return;
    map.setView(center, zoom, options);
    if (isSame) map.fire("borders:viewed"); // marks are kept within another view
  };
  const refit = () => {
    if (document.documentElement.classList.contains("borders-paper")) return;
    isBusy = true;
    map.invalidateSize({ animate: false });
    size = map.getSize();
    if (isOurs) show({ animate: false });
    isBusy = false;
  };
  const resize = (/** @type {L.LatLngBounds | null} */ left) => {
    isBusy = true;
    map.invalidateSize({ animate: false });
    const isPaper = document.documentElement.classList.contains("borders-paper");
    const places = placed();
    if (isOurs && isPaper && places.length) map.fitBounds(L.latLngBounds(places), { padding: [ROOM, ROOM], animate: false });
    else if (isOurs) show({ animate: false });
    else if (left) map.fitBounds(left, { animate: false });
    isBusy = false;
  };
  map.on("movestart zoomstart", () => (isOurs &&= isBusy || !size.equals(map.getSize())));
  const again = () => {
    isOurs = true;
    refit();
  };
  return {
    show,
    again,
    follow() {
      again();
      refit(); // beside the scale of that view, before anything is drawn for it
      new ResizeObserver(refit).observe(map.getContainer());
    },
    resize,
  };
}

/**
 * Let a view be seen that reaches beyond what is drawn: there it fades, beside or below what lies over the map.
 * @param {L.Map} map
 * @param {L.LatLng} center
 * @param {number} zoom
 */
function unfence(map, center, zoom) {
  const { options } = map;
  if (!options.maxBounds) return;
  const half = map.getSize().divideBy(2);
  const middle = map.project(center, zoom);
  const corners = [middle.subtract(half), middle.add(half)].map((corner) => map.unproject(corner, zoom));
  options.maxBounds = L.latLngBounds(/** @type {any} */ (options.maxBounds)).extend(L.latLngBounds(corners));
}

/**
 * The closest view of places in which nothing lies over any of them, or over as few as may be.
 * @param {L.Map} map
 * @param {L.LatLng[]} places
 * @returns {View}
 */
function clearest(map, places) {
  const { x: width, y: height } = map.getSize();
  const boxes = covered(map).filter(([left, top, right, bottom]) => right > Math.max(left, 0) && bottom > Math.max(top, 0) && left < width && top < height);
  const bounds = L.latLngBounds(places);
  const room = Math.max(10, ROOM * Math.min(1, Math.min(width, height) / ROOMY));
  const views = insets(boxes, width, height, room).map((inset) => viewOf(map, bounds, inset));
  const rated = views.map((view) => ({ view, hidden: hiddenIn(map, view, places, boxes, room) }));
  rated.sort((a, b) => a.hidden - b.hidden || b.view.zoom - a.view.zoom);
  return rated[0].view;
}

/**
 * What may be left free along the edges: nothing but a margin, or what lies there over the map.
 * @param {number[][]} boxes
 * @param {number} width
 * @param {number} height
 * @param {number} room
 * @returns {Inset[]}
 */
function insets(boxes, width, height, room) {
  const choices = (/** @type {number} */ most, /** @type {(box: number[]) => number} */ depth) => {
    const margin = Math.min(MARGIN, room + 2, most / 8);
    return [margin, ...new Set(boxes.map(depth).filter((deep) => deep > 0 && deep < most / 2).map((deep) => deep + room))];
  };
  const [lefts, rights] = [choices(width, ([, , right]) => right), choices(width, ([left]) => width - left)];
  const [tops, bottoms] = [choices(height, ([, , , bottom]) => bottom), choices(height, ([, top]) => height - top)];
  return lefts.flatMap((left) => rights.flatMap((right) => tops.flatMap((top) => bottoms.map((bottom) => ({ left, right, top, bottom })))));
}

/**
 * The closest view that leaves an inset free.
 * @param {L.Map} map
 * @param {L.LatLngBounds} bounds
 * @param {Inset} inset
 * @returns {View}
 */
function viewOf(map, bounds, { left, right, top, bottom }) {
  const zoom = map.getBoundsZoom(bounds, false, L.point(left + right, top + bottom));
  const [a, b] = [bounds.getSouthWest(), bounds.getNorthEast()].map((corner) => map.project(corner, zoom));
  const middle = a.add(b).add([right - left, bottom - top]).divideBy(2);
  return { center: map.unproject(middle, zoom), zoom };
}

/**
 * @param {L.Map} map
 * @param {View} view
 * @param {L.LatLng[]} places
 * @param {number[][]} boxes
 * @param {number} room
 * @returns {number} of the places over which something lies in a view, or which are out of it
 */
function hiddenIn(map, { center, zoom }, places, boxes, room) {
  const { x: width, y: height } = map.getSize();
  const origin = map.project(center, zoom).subtract([width / 2, height / 2]);
  return places.filter((place) => {
    const { x, y } = map.project(place, zoom).subtract(origin);
    const isOut = x < 0 || y < 0 || x > width || y > height;
    return isOut || boxes.some(([left, top, right, bottom]) => x > left - room && x < right + room && y > top - room && y < bottom + room);
  }).length;
}
