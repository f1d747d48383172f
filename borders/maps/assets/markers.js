/** Crossings: marks that take focus, a tip for each, a card behind it. */

import { card } from "./card.js";
import { element, mark } from "./dom.js";
import { announce } from "./labels.js";
import { spread } from "./spread.js";

/** The size of the marks of lesser crossings; `page.css` has it too. */
const MINOR = 0.72;

/**
 * @param {L.Map} map
 * @param {any} data what `content.py` returns
 * @returns {L.LayerGroup}
 */
export function crossings(map, data) {
  const pane = map.getPane("borders-leaders") ?? map.createPane("borders-leaders");
  Object.assign(pane.style, { zIndex: "440", pointerEvents: "none" });
  const renderer = L.svg({ pane: "borders-leaders" });
  const marks = data.crossings.map((crossing) => marker(crossing, data));
  const leaders = marks.map(() => leader(renderer));
  const group = L.layerGroup([...leaders, ...marks]);
  const arrange = () => settle(map, data.crossings, marks, leaders);
  group.on("add", () => {
    map.on("zoomend", arrange);
    map.whenReady(arrange);
  });
  group.on("remove", () => {
    map.off("zoomend", arrange);
    announce(map, { points: [], radii: [], labels: [] });
  });
  return group;
}

/**
 * @param {any} crossing
 * @param {any} data
 * @returns {L.Marker}
 */
function marker(crossing, data) {
  const html = mark(crossing.status, crossing.approximate);
  const className = `borders-marker ${crossing.main ? "" : "borders-minor"}`;
  const icon = L.divIcon({ className, html, iconSize: undefined });
  const made = L.marker([crossing.lat, crossing.lon], { icon, riseOnHover: true, autoPanOnFocus: false });
  made.bindTooltip(() => tip(crossing), { direction: "top", className: "borders-tip", offset: [0, -10] });
  made.bindPopup(() => card(crossing, data), { className: "borders-popup", ...room() });
  made.on("add", () => dress(made, crossing));
  made.on("popupopen", () => enter(made));
  made.on("popupclose", () => leave(made));
  return made;
}

/**
 * How large a card may be on this screen.
 * @returns {{maxWidth: number, minWidth: number, maxHeight: number}}
 */
function room() {
  const wide = Math.min(360, document.documentElement.clientWidth - 60);
  return { maxWidth: wide, minWidth: Math.min(300, wide), maxHeight: Math.round(innerHeight * 0.45) };
}

/**
 * Give a mark its name and its keys.
 * @param {L.Marker} made
 * @param {any} crossing
 */
function dress(made, crossing) {
  const node = made.getElement();
  if (!node) return;
  node.setAttribute("role", "button");
  node.setAttribute("aria-label", crossing.label);
  node.setAttribute("aria-haspopup", "dialog");
  node.dataset.crossing = crossing.id;
  node.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    made.openPopup();
  });
}

/**
 * Move into the card that has opened.
 * @param {L.Marker} made
 */
function enter(made) {
  made.closeTooltip();
  const node = made.getPopup()?.getElement();
  if (!node) return;
  node.setAttribute("role", "dialog");
  node.setAttribute("aria-label", made.getElement()?.getAttribute("aria-label") ?? "");
  node.onkeydown = (event) => {
    if (event.key === "Escape") made.closePopup();
  };
  node.querySelector("h2")?.focus({ preventScroll: true });
}

/**
 * Go back to the mark when its card closes under the reader's focus.
 * @param {L.Marker} made
 */
function leave(made) {
  if (made.getPopup()?.getElement()?.contains(document.activeElement)) {
    made.getElement()?.focus({ preventScroll: true });
  }
}

/**
 * @param {any} crossing
 * @returns {HTMLElement}
 */
function tip(crossing) {
  const lines = [crossing.period, crossing.position].filter(Boolean);
  return element(
    "div",
    {},
    element("strong", {}, crossing.name),
    element("span", {}, [crossing.word, ...lines].join(", ")),
  );
}

/**
 * From a mark that had to be moved to where it belongs.
 * @param {L.Renderer} renderer
 * @returns {L.Polyline}
 */
function leader(renderer) {
  return L.polyline([], { renderer, interactive: false, className: "borders-leader" });
}

/**
 * The width of a mark in pixels, halo included.
 * @param {number} zoom
 * @returns {number}
 */
function width(zoom) {
  return zoom < 6.5 ? 24 : zoom < 8 ? 27 : 32;
}

/**
 * Put the marks where none hides another, and tell the names about it.
 * @param {L.Map} map
 * @param {any[]} all
 * @param {L.Marker[]} marks
 * @param {L.Polyline[]} leaders
 */
function settle(map, all, marks, leaders) {
  const size = width(map.getZoom());
  map.getContainer().style.setProperty("--borders-mark", `${size}px`);
  const places = all.map(({ lat, lon }) => map.latLngToLayerPoint([lat, lon]));
  const radii = all.map(({ main }) => size * (main ? 0.42 : 0.42 * MINOR));
  const ends = spread(places, radii);
  const points = ends.map((end, i) => {
    const place = L.latLng(all[i].lat, all[i].lon);
    const shifted = Math.hypot(end.x - places[i].x, end.y - places[i].y) > 1;
    const moved = shifted ? map.layerPointToLatLng([end.x, end.y]) : place;
    marks[i].setLatLng(moved);
    leaders[i].setLatLngs(shifted ? [place, moved] : []);
    return moved;
  });
  const labels = all.map((crossing, i) => ({
    ...naming(crossing),
    at: () => map.latLngToContainerPoint(points[i]),
    room: radii[i] + 2,
  }));
  announce(map, { points, radii, labels });
}

/**
 * @param {any} crossing
 * @returns {{text: string, kind: "crossing", rank: number, from: number}}
 */
function naming(crossing) {
  const main = crossing.main;
  return { text: crossing.short, kind: "crossing", rank: main ? 1.8 : 3.5, from: main ? 6.25 : 8.5 };
}
