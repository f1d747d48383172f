/**
 * What is asked of Leaflet that it does not promise: its private methods and fields, in this one
 * file. They are those of Leaflet 1.9, to which `pyproject.toml` holds it; 2.0 has neither these nor
 * a global `L`.
 */

/**
 * A renderer's own, as far as they are used here.
 * @typedef {L.Canvas & {
 *   _map?: L.Map, _ctx: CanvasRenderingContext2D, _bounds: Frame["view"], _zoom: number,
 *   _update: () => void, _redraw: () => void, _clear: () => void,
 * }} Canvas
 */

/**
 * What is seen of a canvas that moves and grows with the map.
 * @typedef {object} Frame
 * @property {number} scale pixels of the map in one of zoom 0
 * @property {L.Point} origin
 * @property {{min: L.Point, max: L.Point}} view
 */

/** How far beyond each edge of a map that moves is painted, in parts of its size. */
const AHEAD = 0.15;

/**
 * A canvas of Leaflet's on which something else is painted: as large as the map, and beyond it while it moves.
 * @param {string} pane
 * @param {(pen: CanvasRenderingContext2D, frame: Frame) => void} paint
 * @returns {{layer: L.Layer, again: () => void}} and what paints it again
 */
export function painted(pane, paint) {
  let isAhead = false;
  const Painted = L.Canvas.extend({
    /** @this {Canvas} */
    _update() {
      this.options.padding = isAhead ? AHEAD : 0;
      isAhead = false;
      /** @type {Canvas} */ (L.Canvas.prototype)._update.call(this);
    },
    /** @this {Canvas} */
    _draw() {
      const map = /** @type {L.Map} */ (this._map);
      const crs = crsOf(map);
      const scale = crs.scale(map.getZoom()) / crs.scale(0);
      paint(this._ctx, { scale, origin: map.getPixelOrigin(), view: this._bounds });
    },
  });
  const layer = /** @type {Canvas} */ (new /** @type {any} */ (Painted)({ pane }));
  // moved beyond what is painted, a map would show nothing until it rests
  const follow = () => {
    const map = /** @type {L.Map} */ (layer._map);
    if (map.getZoom() !== layer._zoom) return;
    const [corner, size] = [map.containerPointToLayerPoint([0, 0]), map.getSize()];
    const { min, max } = layer._bounds;
    isAhead = corner.x < min.x || corner.y < min.y || corner.x + size.x > max.x || corner.y + size.y > max.y;
    if (isAhead) layer._update();
  };
  layer.on("add", () => layer._map?.on("move", follow)).on("remove", () => layer._map?.off("move", follow));
  return { layer, again: () => layer._map && layer._update() };
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
  const renderer = /** @type {Canvas} */ (L.canvas({ pane, padding: 0.3, tolerance }));
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
 * A scale whose lengths are written by a function.
 * @param {L.Control.ScaleOptions} options
 * @param {(metres: number) => string} written
 * @returns {L.Control.Scale}
 */
export function scaleBar(options, written) {
  const Scale = L.Control.Scale.extend({
    /**
     * @this {{_getRoundNum: (most: number) => number, _mScale: HTMLElement, _updateScale: (bar: HTMLElement, text: string, part: number) => void}}
     * @param {number} most metres that fit
     */
    _updateMetric(most) {
      const metres = this._getRoundNum(most);
      this._updateScale(this._mScale, written(metres), metres / most);
    },
  });
  return new /** @type {new (options: L.Control.ScaleOptions) => L.Control.Scale} */ (Scale)(options);
}

/**
 * @param {L.Map} map
 * @returns {L.CRS} in which a map is drawn; each has one
 */
export function crsOf(map) {
  return /** @type {L.CRS} */ (map.options.crs);
}

/**
 * @param {L.Map} map
 * @returns {boolean} whether a map has a view
 */
export function isShown(map) {
  return Boolean(/** @type {L.Map & {_loaded?: boolean}} */ (map)._loaded);
}

/**
 * Let a map jump where it would glide or fly, for readers who want no motion.
 * @param {L.Map} map
 */
export function steady(map) {
  const wish = matchMedia("(prefers-reduced-motion: reduce)");
  const { inertia, zoomAnimationThreshold } = map.options;
  const { panBy, flyTo } = map;
  const still = (/** @type {{}} */ options = {}) => ({ ...options, ...(wish.matches ? { animate: false } : {}) });
  const turn = () => {
    map.options.inertia = inertia && !wish.matches;
    map.options.zoomAnimationThreshold = wish.matches ? -1 : zoomAnimationThreshold;
  };
  map.panBy = (offset, options) => panBy.call(map, offset, still(options));
  map.flyTo = (target, zoom, options) => flyTo.call(map, target, zoom, still(options));
  wish.addEventListener("change", turn);
  turn();
}
