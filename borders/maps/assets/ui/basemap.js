/** What lies under the crossings: land, water, the border, names of places. */

import { canvasLayer, projected, surrounding } from "./canvas_layer.js";
import { names } from "./labels.js";
import { crsOf } from "./leaflet.js";
import { ringsOf } from "../core/arcs.js";
import { countryNames } from "../core/country_names.js";
import { decoded, linesOf } from "../core/polyline.js";

/** @import { NamedPlace } from "../core/routes.js" */
/** @import { Translator } from "../core/sentences.js" */
/** @import { Shape } from "./canvas_layer.js" */
/** @import { Label } from "./labels.js" */

/**
 * What `ground.py` returns; lines are texts that `polyline.js` reads.
 * @typedef {object} Ground
 * @property {number} grid steps in a degree
 * @property {string[]} arcs
 * @property {{id: string, name: string, home: boolean, parts: number[][][]}[]} land of each ring the numbers of its arcs
 * @property {string[][]} water
 * @property {string[]} borders
 * @property {[string, string][]} [roads] of a network that is true the main ones, by rank
 * @property {NamedPlace[]} towns
 * @property {boolean} [unnamed] towns have no names here
 * @property {number} [closest] the zoom of which its lines are fine enough; left out: each
 * @property {boolean} fenced the view stays within what is drawn
 * @property {L.LatLngBoundsExpression | null} bounds of all crossings
 */

/**
 * A label whose text is another in each language.
 * @typedef {Label & {textIn: (say: Translator) => string}} Named
 */

/**
 * The ground, made in steps.
 * @param {L.Map} map
 * @param {Ground} data
 * @returns {Generator<void, {show: () => Generator<void>, drawn: L.LatLngBounds | null}>} what puts it on the map, and what of it is land
 */
export function* basemap(map, data) {
  const pane = map.getPane("borders-base") ?? map.createPane("borders-base");
  Object.assign(pane.style, { zIndex: "250", pointerEvents: "none" });
  const crs = crsOf(map);
  const shape = (/** @type {Shape["kind"]} */ kind, /** @type {string[]} */ texts) => ({ kind, lines: texts.map((text) => projected(crs, decoded(text, data.grid))) });
  const roads = (/** @type {number} */ from, /** @type {[number, number][][]} */ lines) => ({
    kind: /** @type {Shape["kind"]} */ ("road"),
    from,
    lines: lines.map((line) => projected(crs, turned(line))),
  });
  const ring = ringsOf(data.arcs, data.grid);
  const lands = data.land.map((land) => ({
    land,
    shape: { kind: /** @type {Shape["kind"]} */ (land.home ? "home" : "land"), lines: land.parts.flat().map((numbers) => projected(crs, ring(numbers))) },
  }));
  yield;
  map.getContainer().classList.toggle("borders-landless", !lands.length);
  const sea = lands.length ? [surrounding(lands.flatMap(({ shape: { lines } }) => lines))] : [];
  /** @type {Shape[]} */
  const shapes = [
    // The sea is drawn too: where a canvas is left empty, paper stays white.
    { kind: "water", lines: sea },
    ...lands.map(({ shape }) => shape),
    ...data.water.map((rings) => shape("water", rings)),
    ...(data.roads ?? []).map((lines, rank) => roads(ROADS_FROM[rank], linesOf(lines, data.grid))),
    shape("band", data.borders),
  ];
  shapes.push({ ...shapes[shapes.length - 1], kind: "border" });
  const labels = [...(data.unnamed ? [] : data.towns.map(town)), ...countries(lands)];
  map.on("borders:spoken", (event) => {
    const { say } = /** @type {L.LeafletEvent & {say: Translator}} */ (event);
    for (const label of labels) label.text = label.textIn(say);
  });
  const { layer, again } = canvasLayer("borders-base", shapes, sea[0]?.box);
  map.on("borders:themed", again);
  const [west, north, east, south] = sea[0]?.box ?? [];
  const corner = (/** @type {number} */ x, /** @type {number} */ y) => crs.pointToLatLng(L.point(x, y), 0);
  return {
    *show() {
      layer.addTo(map);
      yield;
      yield* names(map, labels);
    },
    drawn: sea.length ? L.latLngBounds(corner(west, south), corner(east, north)) : null,
  };
}

/**
 * Show all crossings, and keep the view within what is drawn.
 * @param {L.Map} map
 * @param {Ground} data
 * @param {L.LatLngBounds | null} drawn
 * @param {{follow: () => void}} whole
 */
export function fence(map, data, drawn, whole) {
  if (data.fenced && drawn) {
    const least = () => {
      map.options.minZoom = 0; // or no zoom below the former least would be found
      const whole = data.bounds ? map.getBoundsZoom(data.bounds, false, L.point(64, 64)) : Infinity;
      const zoom = Math.min(7, whole, map.getBoundsZoom(drawn, true));
      if (map.getZoom() < zoom) map.setView(map.getCenter(), zoom, { animate: false });
      map.setMinZoom(zoom);
    };
    least();
    map.setMaxBounds(drawn);
    map.on("resize", least);
  }
  if (data.bounds) whole.follow();
}

/**
 * @param {[number, number][]} line latitude and longitude of each place
 * @returns {number[]} longitude and latitude by turns
 */
function turned(line) {
  return line.flatMap(([lat, lon]) => [lon, lat]);
}

/** The zoom from which main roads of each rank are drawn. */
const ROADS_FROM = [8, 9.5, 11];

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

/**
 * The names of countries stand over their own land, as near as may be to the middle of what is seen of it.
 * @param {{land: {id: string, name: string}, shape: Shape}[]} lands
 * @returns {Named[]}
 */
function countries(lands) {
  const outlines = lands.map(({ shape: { lines } }) => lines);
  let seen = "";
  /** @type {ReturnType<typeof countryNames>} */
  let spots;
  const spotsOn = (/** @type {L.Map} */ map) => {
    const crs = crsOf(map);
    const [zoom, size] = [map.getZoom(), map.getSize()];
    const origin = map.getPixelOrigin().add(map.containerPointToLayerPoint([0, 0]));
    const now = [zoom, origin, size].join(" ");
    if (now !== seen) spots = countryNames(outlines, { scale: crs.scale(zoom) / crs.scale(0), origin, size });
    seen = now;
    return spots;
  };
  return lands.map(({ land: { id, name: text } }, i) => ({
    text,
    textIn: (say) => (/^[A-Z]{2}$/.test(id) ? say.place(id) : text),
    kind: "country",
    spots: (map, width, height) => spotsOn(map)(i, width, height),
    rank: 1.9,
    from: 0,
    room: 0,
  }));
}
