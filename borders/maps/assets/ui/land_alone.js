/** The land of a small map beside the map, which folium's `MiniMap` makes. */

import { decoded } from "../core/polyline.js";

/** @import { Ground } from "./basemap.js" */

/**
 * @param {Pick<Ground, "land" | "borders">} data
 * @returns {L.LayerGroup}
 */
export function landAlone({ land, borders }) {
  const lands = land.map(({ home, parts }) => {
    const rings = parts.map((part) => part.map(places));
    return L.polygon(rings, { className: `borders-overview${home ? " borders-home" : ""}`, interactive: false });
  });
  const lines = borders.map((text) => L.polyline(places(text), { className: "borders-overview-line", interactive: false }));
  return L.layerGroup([...lands, ...lines]);
}

/**
 * @param {string} text
 * @returns {[number, number][]} latitude first
 */
function places(text) {
  const numbers = decoded(text);
  return numbers.flatMap((lon, i) => (i % 2 ? [] : [/** @type {[number, number]} */ ([numbers[i + 1], lon])]));
}
